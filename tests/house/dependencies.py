#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds what is said of dependencies elsewhere to the dependency() calls of the build files.

dependencies.py FOLDER: the Flatpak manifest builds what its runtime lacks, no more and no less,
and ./dev looks for each dependency in the same version. With --self-test, shows that it complains
when that is not so.
"""
import copy
import json
import re
import sys
from pathlib import Path

# What org.gnome.Platform and its Sdk bring along.
RUNTIME = {'glib-2.0', 'gobject-2.0', 'gio-2.0', 'gio-unix-2.0', 'gtk4', 'gtk4-x11', 'x11',
           'gtksourceview-5', 'libadwaita-1', 'epoxy', 'cairo', 'cairo-svg', 'cairo-pdf',
           'pangocairo', 'json-glib-1.0', 'libcurl', 'sqlite3', 'gmp', 'libpng', 'libxml-2.0',
           'atspi-2'}
# Found without pkg-config.
COMPILER = {'threads'}
# Modules that ./dev finds through another of the same package.
WITH = {'glib-2.0': 'gio-unix-2.0', 'gobject-2.0': 'gio-unix-2.0', 'cairo': 'cairo-pdf',
        'cairo-svg': 'cairo-pdf', 'gtk4-x11': 'gtk4'}
DEPENDENCY = re.compile(r"\bdependency\(\s*'([^']+)'(?:[^)]*?version:\s*'>=\s*([\d.]+)')?")


def wanted(build_files):
    """Of each dependency its least version, or None."""
    found = {}
    for text in build_files:
        for name, version in DEPENDENCY.findall(text):
            found[name] = version or found.get(name)
    return {name: version for name, version in found.items() if name not in COMPILER}


def manifest_violations(manifest, dependencies):
    modules = [module['name'] for module in manifest['modules']]
    for name in sorted(set(dependencies) - RUNTIME - set(modules)):
        yield f'the manifest lacks a module for {name}, which the runtime has not'
    for name in sorted(set(modules[:-1]) - (set(dependencies) - RUNTIME)):
        yield f'the manifest builds {name}, which nothing needs or the runtime has'
    if modules[-1:] != ['interleave']:
        yield 'the last module of the manifest is not interleave'
    if manifest.get('id') != 'io.github.interleave.Interleave':
        yield 'the manifest has another id than the program'
    for key in ('runtime', 'runtime-version', 'sdk', 'command', 'finish-args'):
        if not manifest.get(key):
            yield f'the manifest has no {key}'
    for module in manifest['modules'][:-1]:
        for source in module.get('sources', [{}]):
            if not str(source.get('url')).startswith('https://'):
                yield f'{module["name"]} has a source without an https address'
            if not re.fullmatch('[0-9a-f]{64}', str(source.get('sha256'))):
                yield f'{module["name"]} has a source without a checksum'


def dev_violations(dev, dependencies):
    listed = dict(re.findall(r'^\w+ +module +([\w.-]+?)>=([\d.]+) ', dev, re.MULTILINE))
    for name, version in sorted(dependencies.items()):
        there = listed.get(WITH.get(name, name))
        if there is None:
            yield f'./dev does not look for {name}'
        elif version and name not in WITH and there != version:
            yield f'./dev looks for {name} {there}, the build needs {version}'
    for name in sorted(set(listed) - set(dependencies)):
        yield f'./dev looks for {name}, which nothing needs'


def read(top):
    # Not the build folders, and not what they may have fetched.
    files = [top / 'meson.build', *top.glob('src/*/meson.build'), *top.glob('tests/*/meson.build')]
    manifest = json.loads((top / 'flatpak/io.github.interleave.Interleave.json').read_text())
    return (manifest, wanted(file.read_text() for file in files), (top / 'dev').read_text())


def violations(manifest, dependencies, dev):
    return [*manifest_violations(manifest, dependencies), *dev_violations(dev, dependencies)]


def self_test(manifest, dependencies, dev):
    def without_module(changed):
        del changed['modules'][0]

    def with_module(changed):
        changed['modules'].insert(0, copy.deepcopy(changed['modules'][0]) | {'name': 'gtk4'})

    def without_checksum(changed):
        del changed['modules'][0]['sources'][0]['sha256']

    cases = [('a dependency that the runtime lacks must have a module', without_module),
             ('what the runtime has must not be built', with_module),
             ('an archive must have its checksum', without_checksum)]
    print(f'1..{len(cases) + 3}')
    for number, (name, change) in enumerate(cases, 1):
        changed = copy.deepcopy(manifest)
        change(changed)
        bites = bool(violations(changed, dependencies, dev))
        print(f'{"ok" if bites else "not ok"} {number} {name}')
    others = [('a new dependency must be in the manifest and in ./dev',
               violations(manifest, dependencies | {'libnew': None}, dev)),
              ('./dev must look for the version that the build needs',
               violations(manifest, dependencies | {'libuv': '9.9'}, dev)),
              ('./dev must not look for what nothing needs',
               violations(manifest, {k: v for k, v in dependencies.items() if k != 'gmp'}, dev))]
    for number, (name, found) in enumerate(others, len(cases) + 1):
        print(f'{"ok" if found else "not ok"} {number} {name}')


def main(*arguments):
    everything = read(Path(arguments[-1]))
    if arguments[0] == '--self-test':
        self_test(*everything)
        return 0
    found = violations(*everything)
    print('\n'.join(found) if found else 'dependencies: nothing to complain about')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
