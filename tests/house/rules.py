# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house: each takes the top folder and yields one sentence a violation.

rules.py RULE [FOLDER] prints them and exits 1 when there are any.
"""
import re
import sys
from pathlib import Path

# --- who may include whom -------------------------------------------------------------------------

# As in CONTRIBUTING.md: a part may use itself and these.
PARTS = {
    'trace': set(),
    'workload': set(),
    'runtime': {'trace', 'workload'},
    'server': set(),
    'session': {'trace', 'workload'},
    'chart': {'trace'},
    'report': {'trace', 'workload', 'session', 'chart'},
    'app': {'trace', 'workload', 'session', 'chart', 'report'},
    'cli': {'trace', 'workload', 'session', 'chart', 'report'},
}

# The write side of the trace: what other programs may one day be given alone.
RECORDER = re.compile(r'trace/(record|recorder|area|clock)(-[a-z]+)*\.[ch]$')

LIBRARIES = [
    # what is included, the parts that may
    (re.compile(r'(gtk|gdk|gsk)/|adwaita\.h|gtksourceview/'), {'app'}),
    (re.compile(r'(cairo|pango)'), {'chart', 'report', 'app'}),
    (re.compile(r'microhttpd\.h'), {'server'}),
    (re.compile(r'uv\.h|curl/|sqlite3\.h|gmp\.h'), {'runtime'}),
    (re.compile(r'json-glib/'), {'trace', 'runtime', 'server', 'session', 'report', 'cli'}),
]
GLIB = re.compile(r'(glib|gio|gobject|gmodule|json-glib)\b')

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def may_use_part(file, part, other, header):
    if other == part or other in PARTS[part] - ({'trace'} if part == 'runtime' else set()):
        return True
    # What runs a workload only writes its trace, tells the states by their names, and reports.
    if part == 'runtime' and other == 'trace':
        return RECORDER.search(header) is not None \
            or header in ('trace/state.h', 'trace/json-member.h')
    # The one program that is also the server.
    return part == 'runtime' and header in ('server/server.h', 'server/echo-server.h') \
        and file.name.startswith('runner')


def include_violations(file, part, kind, header):
    other = header.split('/')[0] if kind == '"' and '/' in header else None
    recorder = RECORDER.search(f'{part}/{file.name}')
    if recorder and (GLIB.match(header) or (kind == '"' and not RECORDER.search(header))):
        yield f'is of the recorder, which knows libc only, but includes {header}'
    if kind == '"':
        if other in PARTS and not may_use_part(file, part, other, header):
            yield f'is of {part}, which must not use {header}'
        if other in PARTS and other != part and header.endswith('-private.h'):
            yield f'includes {header}, which is private to {other}'
        return
    for library, parts in LIBRARIES:
        if library.match(header) and part not in parts:
            yield f'is of {part}, which must not use <{header}>'


def includes(top):
    for part in sorted(p.name for p in (top / 'src').iterdir() if p.is_dir()):
        if part not in PARTS:
            yield f'src/{part}: is a part that tests/house/rules.py does not know'
            continue
        for file in sorted((top / 'src' / part).rglob('*.[ch]')):
            for match in INCLUDE.finditer(file.read_text(encoding='utf-8')):
                for what in include_violations(file, part, match.group(1), match.group(2)):
                    yield f'{file.relative_to(top)}: {what}'


# --- how files look -------------------------------------------------------------------------------

FOLDERS = ['src', 'ui', 'data', 'tests', 'flatpak', '.ci']
ALONE = ['dev', 'meson.build', 'meson_options.txt', 'po/meson.build']
WITH_LICENCE = {'.c', '.h', '.py', '.sh', '.build', '.ui', '.xml', '.in', '.css', '.svg', '.yml',
                '.xsd', '.rng', '.its', '.loc', ''}
MAX_COLUMNS = 100
MAX_LINES = 700
MAX_FUNCTION = 70
VAGUE = re.compile(r'(^|[-_])(utils?|helpers?|managers?|common|misc)([-_.]|$)')


def house_files(top):
    for folder in FOLDERS:
        if (top / folder).is_dir():
            yield from (f for f in sorted((top / folder).rglob('*'))
                        if f.is_file() and '__pycache__' not in f.parts)
    yield from (top / name for name in ALONE if (top / name).is_file())


NO_CODE = re.compile(r'/\*.*?\*/|//[^\n]*'              # comments
                     r'|"(?:\\.|[^"\\\n])*"'             # texts
                     r"|'(?:\\.|[^'\\\n])*'", re.DOTALL)  # characters


def blank_out(code):
    """The code with comments and literals blanked, which might look like code."""
    return NO_CODE.sub(lambda m: re.sub(r'[^\n]', ' ', m.group(0)), code)


def c_violations(code):
    blank = blank_out(code).split('\n')
    start = None
    for number, line in enumerate(blank, 1):
        if re.search(r'\b[a-z_]\w*\(', line) and not re.match(r'\s*#', line) \
                and '__attribute__' not in line and not line.rstrip().endswith('\\'):
            yield number, 'has no space before a parenthesis'
        if line.startswith('{'):
            start = number
        elif line.startswith('}') and start is not None:
            if number - start - 1 > MAX_FUNCTION and line.rstrip() == '}':
                yield start, f'begins a function of more than {MAX_FUNCTION} lines'
            start = None


def file_violations(file):
    text = file.read_text(encoding='utf-8')
    if text and not text.endswith('\n'):
        yield 0, 'does not end with a line break'
    beginning = '\n'.join(text.split('\n')[:5])
    if file.suffix in WITH_LICENCE and 'SPDX-License-Identifier:' not in beginning:
        yield 0, 'has no SPDX-License-Identifier in its first lines'
    is_code = file.suffix in ('.c', '.h', '.py')
    if is_code and text.count('\n') > MAX_LINES:
        yield 0, f'is longer than {MAX_LINES} lines'
    for number, line in enumerate(text.split('\n'), 1):
        if line != line.rstrip():
            yield number, 'ends with white space'
        if is_code and '\t' in line:
            yield number, 'has a tab'
        if is_code and len(line) > MAX_COLUMNS:
            yield number, f'is longer than {MAX_COLUMNS} columns'
    if file.suffix in ('.c', '.h'):
        yield from c_violations(text)


def sources(top):
    for file in house_files(top):
        name = file.relative_to(top)
        # A scenario is named after what it shows, such as a context manager.
        if VAGUE.search(file.name) and name.parts[:2] != ('data', 'scenarios'):
            yield f'{name}: has a name that says nothing'
        try:
            for number, what in file_violations(file):
                yield f'{name}:{number}: {what}' if number else f'{name}: {what}'
        except UnicodeDecodeError:
            if file.suffix in WITH_LICENCE:
                yield f'{name}: is not UTF-8'


# --- what translators are given -------------------------------------------------------------------

C_TEXT = re.compile(r'\b(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*"')
UI_TEXT = re.compile(r'translatable="(yes|true|1)"')


def has_texts(file):
    name = file.name
    if file.suffix in ('.c', '.h'):
        return C_TEXT.search(re.sub(r'/\*.*?\*/', '', file.read_text(encoding='utf-8'), flags=re.S))
    if file.suffix == '.ui':
        return UI_TEXT.search(file.read_text(encoding='utf-8'))
    return name.endswith(('.desktop.in', '.metainfo.xml.in', '.gschema.xml')) \
        or (file.parent.name == 'scenarios' and file.suffix == '.xml')


def potfiles(top):
    lines = (top / 'po' / 'POTFILES.in').read_text(encoding='utf-8').split('\n')
    listed = [line.strip() for line in lines if line.strip() and not line.startswith('#')]
    found = {str(file.relative_to(top)) for folder in ('src', 'ui', 'data')
             if (top / folder).is_dir()
             for file in (top / folder).rglob('*') if file.is_file() and has_texts(file)}
    for name in sorted(found - set(listed)):
        yield f'po/POTFILES.in: lacks {name}, which has texts to translate'
    for name in sorted(set(listed) - found):
        yield f'po/POTFILES.in: names {name}, which has no texts to translate'
    if listed != sorted(set(listed)):
        yield 'po/POTFILES.in: is not sorted, or names a file twice'


RULES = {'includes': includes, 'sources': sources, 'potfiles': potfiles}


def main(rule, top='.'):
    violations = list(RULES[rule](Path(top)))
    print('\n'.join(violations) if violations else f'{rule}: nothing to complain about')
    return 1 if violations else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
