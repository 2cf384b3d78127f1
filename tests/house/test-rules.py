#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows each rule of the house a made-up tree that breaks it, and one that does not. Speaks TAP."""
import sys
import tempfile
from pathlib import Path

import rules

LICENCE = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'


def complaints(rule, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding='utf-8')
        return list(rules.RULES[rule](Path(folder)))


def include(name, *lines):
    return complaints('includes', {name: ''.join(f'#include {line}\n' for line in lines)})


def source(name, text):
    return complaints('sources', {name: text})


def potfiles(listed, files):
    return complaints('potfiles', {'po/POTFILES.in': listed, **files})


LONG_FUNCTION = LICENCE + 'void\nf (void)\n{\n' + '  g ();\n' * 71 + '}\n'
TEXT = 'const char *text = _ ("Run");\n'

# what must hold, what the rule says, and whether it has to complain
CASES = [
    ('chart may include trace and cairo',
     include('src/chart/a.c', '"chart/b.h"', '"trace/model.h"', '<cairo.h>'), False),
    ('chart must not include GTK', include('src/chart/a.c', '<gtk/gtk.h>'), True),
    ('chart must not include libadwaita', include('src/chart/a.h', '<adwaita.h>'), True),
    ('chart must not include session', include('src/chart/a.c', '"session/run.h"'), True),
    ('the recorder may include libc and itself',
     include('src/trace/recorder.c', '"trace/record.h"', '<stdatomic.h>'), False),
    ('the recorder must not include GLib', include('src/trace/recorder.c', '<glib.h>'), True),
    ('a record must not include GLib', include('src/trace/record.h', '<glib/gstdio.h>'), True),
    ('the area must not include the read side',
     include('src/trace/area-layout.c', '"trace/model.h"'), True),
    ('the read side may include GLib', include('src/trace/model.c', '<glib.h>'), False),
    ('trace must not include workload', include('src/trace/model.c', '"workload/step.h"'), True),
    ('runtime may write the trace', include('src/runtime/a.c', '"trace/recorder.h"'), False),
    ('runtime must not read the trace', include('src/runtime/a.c', '"trace/model.h"'), True),
    ('the runner may include the server',
     include('src/runtime/runner-serve.c', '"server/server.h"'), False),
    ('a step must not include the server',
     include('src/runtime/step-fetch.c', '"server/server.h"'), True),
    ('session must not include runtime', include('src/session/a.c', '"runtime/gil.h"'), True),
    ('the command line must not include GTK', include('src/cli/a.c', '<gtk/gtk.h>'), True),
    ('the window may include session, chart and report',
     include('src/app/a.c', '"session/run.h"', '"chart/panel.h"', '"report/report.h"',
             '<adwaita.h>'), False),
    ('the window must not include the event loop', include('src/app/a.c', '<uv.h>'), True),
    ('a private header stays in its part', include('src/app/a.c', '"chart/axis-private.h"'), True),
    ('a private header may be used in its part',
     include('src/chart/a.c', '"chart/axis-private.h"'), False),
    ('a part that nobody knows is refused', include('src/extras/a.c', '<glib.h>'), True),

    ('a plain file is accepted', source('src/a.c', LICENCE + 'int a;\n'), False),
    ('a file needs its licence line', source('src/a.c', 'int a;\n'), True),
    ('a build file needs its licence line', source('tests/meson.build', "subdir('a')\n"), True),
    ('a file ends with a line break', source('src/a.c', LICENCE + 'int a;'), True),
    ('a tab is refused', source('src/a.c', LICENCE + '\tint a;\n'), True),
    ('white space at a line\'s end is refused', source('src/a.c', LICENCE + 'int a; \n'), True),
    ('a long line is refused', source('src/a.c', LICENCE + f'int {"a" * 100};\n'), True),
    ('a long file is refused', source('src/a.c', LICENCE + 'int a;\n' * 700), True),
    ('a long function is refused', source('src/a.c', LONG_FUNCTION), True),
    ('a call without its space is refused',
     source('src/a.c', LICENCE + 'int a = f(1);\n'), True),
    ('a comment and a text may name a call',
     source('src/a.c', LICENCE + '/* As f() does. */\nconst char *a = "f()";\n'), False),
    ('a name that says nothing is refused', source('src/file-utils.c', LICENCE), True),

    ('a listed file with texts is right', potfiles('src/a.c\n', {'src/a.c': TEXT}), False),
    ('a file with texts must be listed', potfiles('', {'src/a.c': TEXT}), True),
    ('a template with texts must be listed',
     potfiles('', {'ui/a.ui': '<property name="label" translatable="yes">a</property>\n'}), True),
    ('a scenario must be listed', potfiles('', {'data/scenarios/a.xml': '<scenario/>\n'}), True),
    ('a listed file must have texts', potfiles('src/a.c\n', {'src/a.c': 'int a;\n'}), True),
    ('a listed file must be there', potfiles('src/a.c\n', {}), True),
    ('the list is sorted',
     potfiles('src/b.c\nsrc/a.c\n', {'src/a.c': TEXT, 'src/b.c': TEXT}), True),
]


def main():
    print(f'1..{len(CASES)}')
    failed = 0
    for number, (name, found, wanted) in enumerate(CASES, 1):
        good = bool(found) == wanted
        failed += not good
        print(f'{"ok" if good else "not ok"} {number} {name}')
        if not good:
            print(f'# said: {found or "nothing"}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
