#!/usr/bin/env python3
# measure.py PROGRAM SOURCE FIXTURES CLI BARE: the window's figures: start, drop to answer, lateness, memory
#
# Run through session.sh, on a quiet machine. Prints; judges nothing.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import statistics
import subprocess
import time
from desk import Desk, hand_over, paths

program, source, photos, cli, bare = paths()[:5]
large = os.path.join(photos, 'large.jpg')
small = os.path.join(photos, 'good.jpg')


def milliseconds(values):
    return f'median {statistics.median(values):.1f} ms, worst {max(values):.1f} ms of {len(values)}'


def start():
    begin = time.monotonic()
    desk = Desk(program)
    ready = desk.wait_event('ready')[0]
    first = next(t for t, e in desk.events() if e == 'first-frame')
    desk.close()
    return first / 1000 - begin * 1000, ready / 1000 - begin * 1000


def start_bare():
    begin = time.monotonic()
    output = subprocess.run([bare], capture_output=True, text=True).stdout
    return int(output.split()[0]) / 1000 - begin * 1000


starts = [start() for _ in range(7)]
bares = [start_bare() for _ in range(7)]
print('start to first frame:', milliseconds([s[0] for s in starts]))
print('start to ready:', milliseconds([s[1] for s in starts]))
print('bare window to first frame:', milliseconds(bares))

row = json.loads(subprocess.run([cli, 'classify', '--format', 'json', *[large] * 20],
                                capture_output=True, text=True).stdout.splitlines()[-1])
own = sum(row['milliseconds'].values())
print('the engine, 12 megapixels:', row['milliseconds'], f'sum {own:.1f} ms')

desk = Desk(program, source)
times = []
for _ in range(20):
    other = desk.drop('files', large)
    desk.wait_event('ranked')
    desk.wait_event('painted')
    events = desk.events()[desk.seen:]
    drop = next(t for t, e in events if e == 'drop')
    ranked = next(t for t, e in events if e.startswith('ranked'))
    shown = next((t for t, e in events if e == 'painted' and t > ranked), ranked)
    times.append((shown - drop) / 1000)
    other.kill()
    other.wait()
print('drop to answer on the screen, 12 megapixels:', milliseconds(times))

desk.mark()
for i in range(200):
    hand_over([small if i % 2 else large])
desk.wait_event('ranked')
time.sleep(1)
late = [float(e.split()[1]) for _, e in desk.events()[desk.seen:] if e.startswith('late')]
print('200 photos handed over in a hurry, main loop late by ms:', sorted(late)[-5:] or 'never 16 or more')


def memory():
    with open(f'/proc/{desk.process.pid}/status', encoding='ascii') as status:
        return next(int(line.split()[1]) for line in status if line.startswith('VmRSS')) / 1024


for i in range(500):
    desk.mark()
    hand_over([small if i % 2 else large])
    desk.wait_event('ranked')
    if i + 1 in (20, 100, 500):
        print(f'memory after {i + 1} photos: {memory():.0f} MB')
desk.close()
