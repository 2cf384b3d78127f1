#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what the command line saves by the formats' own descriptions, sharing nothing with the
program: https://fuchsia.dev/fuchsia-src/reference/tracing/trace-format and the Trace Event Format.

usage: check-formats.py INTERLEAVE-CLI SCENARIO…
"""
import json
import os
import struct
import subprocess
import sys
import tempfile

MAGIC = bytes.fromhex('1000044678541600')
EVENTS_WITH_A_WORD = {1, 4, 5, 6, 7, 8, 9, 10}


class Trace:
    """One pass over all records; an assertion fails where one is not as described."""

    def __init__(self, data):
        self.data, self.strings, self.threads = data, {}, set()
        self.ticks, self.n_events, self.end = None, 0, b''
        assert len(data) % 8 == 0 and data[:8] == MAGIC
        at = 0
        while at < len(data):
            header = self.word(at)
            size = (header >> 4) & (0xffffffff if header & 15 == 15 else 0xfff)
            assert size > 0 and at + size * 8 <= len(data), f'record at {at} has size {size}'
            read = getattr(self, f'read_{header & 15}')
            end = read(header, at + 8, at + size * 8)
            assert end == at + size * 8, f'record {header & 15} at {at} ends at {end}'
            at = end
        assert self.ticks and self.n_events and self.end == 'interleave-end'

    def word(self, at):
        return struct.unpack_from('<Q', self.data, at)[0]

    def inline(self, at, length):
        end = at + (length + 7) // 8 * 8
        assert self.data[at + length:end] == bytes(end - at - length), 'padding is not zero'
        return self.data[at:at + length], end

    def string(self, ref, at):
        if ref & 0x8000:
            text, at = self.inline(at, ref & 0x7fff)
            return text.decode(), at
        assert ref == 0 or ref in self.strings, f'string {ref} was not given'
        return self.strings.get(ref, ''), at

    def arguments(self, count, at):
        for _ in range(count):
            header = self.word(at)
            end = at + ((header >> 4) & 0xfff) * 8
            _, at = self.string((header >> 16) & 0xffff, at + 8)
            if header & 15 == 6:
                _, at = self.string((header >> 32) & 0xffff, at)
            elif header & 15 in (3, 4, 5, 7, 8):
                at += 8
            assert at == end, 'an argument has another size than it says'
        return at

    def read_0(self, header, at, end):  # metadata
        return end

    def read_1(self, header, at, end):  # initialization
        self.ticks = self.word(at)
        return at + 8

    def read_2(self, header, at, end):  # string
        text, at = self.inline(at, (header >> 32) & 0x7fff)
        assert (header >> 16) & 0x7fff, 'string 0 cannot be given'
        self.strings[(header >> 16) & 0x7fff] = text.decode()
        return at

    def read_3(self, header, at, end):  # thread
        assert (header >> 16) & 0xff, 'thread 0 cannot be given'
        self.threads.add((header >> 16) & 0xff)
        return at + 16

    def read_4(self, header, at, end):  # event
        kind, thread = (header >> 16) & 15, (header >> 24) & 0xff
        begin = self.word(at)
        assert self.ticks, 'an event before the ticks of a second'
        assert thread == 0 or thread in self.threads, f'thread {thread} was not given'
        at += 8 if thread else 24
        _, at = self.string((header >> 32) & 0xffff, at)
        _, at = self.string((header >> 48) & 0xffff, at)
        at = self.arguments((header >> 20) & 15, at)
        assert kind != 4 or self.word(at) >= begin, 'an event ends before it begins'
        self.n_events += 1
        return at + (8 if kind in EVENTS_WITH_A_WORD else 0)

    def read_5(self, header, at, end):  # blob
        self.end, at = self.string((header >> 16) & 0xffff, at)
        return self.inline(at, (header >> 32) & 0x7fff)[1]

    def read_6(self, header, at, end):  # userspace object
        _, at = self.string((header >> 24) & 0xffff, at + (8 if (header >> 16) & 0xff else 16))
        return self.arguments((header >> 40) & 15, at)

    def read_7(self, header, at, end):  # kernel object
        _, at = self.string((header >> 24) & 0xffff, at + 8)
        return self.arguments((header >> 40) & 15, at)


def check_spans(events):
    """In the order of the file one after the other on each thread, none within another."""
    open_spans, latest = {}, {}
    for event in events:
        thread = (event['pid'], event['tid'])
        assert event['ts'] >= latest.get(thread, 0), f'an event goes back in time: {event}'
        latest[thread] = event['ts']
        begun = open_spans.pop(thread, None)
        assert (begun is None) == (event['ph'] == 'B'), f'spans are nested: {event}'
        if begun is None:
            open_spans[thread] = event
        else:
            assert begun['name'] == event['name'], f'something else ends: {event}'
    assert not open_spans and events


def check_chrome(path):
    with open(path, encoding='utf-8') as file:
        events = json.load(file)['traceEvents']
    named = {'process_name': set(), 'thread_name': set()}
    for event in events:
        if event['ph'] == 'M' and event['name'] in named:
            named[event['name']].add((event['pid'], event.get('tid')
                                      if event['name'] == 'thread_name' else None))
    for event in events:
        if event['ph'] == 'M':
            continue
        assert event['ts'] >= 0, event
        assert (event['pid'], None) in named['process_name'], event
        assert (event['ph'] not in 'BE'
                or (event['pid'], event['tid']) in named['thread_name']), event
    check_spans([event for event in events if event['ph'] in 'BE'])
    counters = {}
    for event in (event for event in events if event['ph'] == 'C'):
        track = (event['pid'], event['name'])
        assert event['ts'] >= counters.get(track, 0), f'a counter goes back in time: {event}'
        counters[track] = event['ts']
    assert len(events) > 20


def main():
    program, scenarios = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        for scenario in scenarios:
            saved = os.path.join(folder, 'run.fxt')
            chrome = os.path.join(folder, 'run.json')
            subprocess.run([program, 'run', scenario, '-q', '--save', saved, '--chrome-trace',
                            chrome], check=True)
            with open(saved, 'rb') as file:
                Trace(file.read())
            check_chrome(chrome)
            print(f'{scenario}: as described')


main()
