#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows count-cases.py made-up logs. Speaks TAP."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

COUNT = Path(__file__).parent / 'count-cases.py'

CASES = [
    ('cases of TAP are counted one by one',
     [('OK', '1..2\nok 1 /a\nok 2 /b\n')], '2 passed, 0 failed', 0),
    ('a failed case is a failure',
     [('FAIL', '1..2\nok 1 /a\nnot ok 2 /b\n')], '1 passed, 1 failed', 1),
    ('a skipped case counts as neither',
     [('OK', '1..2\nok 1 /a\nok 2 /b # SKIP no display\n')], '1 passed, 0 failed', 0),
    ('a program without TAP is one case', [('OK', 'fine\n')], '1 passed, 0 failed', 0),
    ('a crash after its last case is a failure',
     [('ERROR', '1..1\nok 1 /a\n')], '1 passed, 1 failed', 1),
    ('running out of time is a failure', [('TIMEOUT', '')], '0 passed, 1 failed', 1),
    ('several programs add up',
     [('OK', 'ok 1\n'), ('FAIL', 'not ok 1\n'), ('OK', '')], '2 passed, 1 failed', 1),
    ('a skipped program counts as neither',
     [('SKIP', '1..0 # SKIP no display\n'), ('OK', '')], '1 passed, 0 failed', 0),
    ('nothing run is no success', [], '0 passed, 0 failed', 1),
]


def main():
    failed = 0
    print(f'1..{len(CASES)}')
    for number, (name, tests, line, status) in enumerate(CASES, 1):
        with tempfile.NamedTemporaryFile('w', suffix='.json') as log:
            for result, stdout in tests:
                print(json.dumps({'name': 'a', 'result': result, 'stdout': stdout}), file=log)
            log.flush()
            run = subprocess.run([sys.executable, COUNT, log.name], stdout=subprocess.PIPE,
                                 text=True, check=False)
        good = run.stdout.splitlines()[-1:] == [line] and run.returncode == status
        failed += not good
        print(f'{"ok" if good else "not ok"} {number} {name}')
        if not good:
            print(f'# said: {run.stdout!r}, status {run.returncode}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
