#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases in meson's testlog.json; prints "N passed, N failed"; exits 1 on a failure.

A program that speaks TAP counts with each of its cases, another one as a single case. A program
that fails although none of its cases did (it crashed, ran out of time, or stopped early) counts as
one failure. A skipped case counts as neither.
"""
import json
import re
import sys

CASE = re.compile(r'^(not )?ok\b(?!.*# *(SKIP|TODO)\b)', re.IGNORECASE)


def count(test):
    passed = failed = 0
    for line in test.get('stdout', '').splitlines():
        case = CASE.match(line)
        if case:
            failed += bool(case.group(1))
            passed += not case.group(1)
    good = test['result'] in ('OK', 'EXPECTEDFAIL')
    if not good and test['result'] != 'SKIP' and failed == 0:
        failed = 1
    if good and passed + failed == 0 and '1..' not in test.get('stdout', ''):
        passed = 1
    return passed, failed


def main(path):
    passed = failed = 0
    try:
        with open(path, encoding='utf-8') as log:
            for line in log:
                test_passed, test_failed = count(json.loads(line))
                passed += test_passed
                failed += test_failed
    except FileNotFoundError:
        print('No test was run.')
        failed = 1
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
