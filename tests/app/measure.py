#!/usr/bin/env python3
# measure.py BUILD PHOTOS [PART…]: the window's figures, each beside its limit
#
# Run through session.sh, on a quiet machine. BUILD: of meson, release. PHOTOS: a folder with large.jpg
# of 12 megapixels and small.jpg. PART: start, drop, hurry, memory, folder, listing; all if not said.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from desk import Desk, centre, hand_over, wait, xdo

build, photos = (os.path.abspath(path) for path in sys.argv[1:3])
program = os.path.join(build, 'src/app/morsel')
cli = os.path.join(build, 'src/cli/morsel-cli')
tests = os.path.join(build, 'tests/app')
weights = os.path.join(build, 'model/food101.safetensors')
large, small = os.path.join(photos, 'large.jpg'), os.path.join(photos, 'small.jpg')
N_STARTS, N_DROPS, N_FOLDER = 11, 50, 10000
# Seconds that a photo is held over the window: as a person does, as soon as it is shown that it may be
# dropped, and sooner than anybody could.
HOVERS = {'held': 0.3, 'let go when seen': 0, 'flicked': None}
FLICK_SECONDS = 0.02  # what the other program takes until it knows that it may drop


def describe(values, unit='ms'):
    return (f'median {statistics.median(values):.1f} {unit}, best {min(values):.1f}, '
            f'worst {max(values):.1f} of {len(values)}')


def verdict(what, value, limit, unit=''):
    mark = 'met' if value <= limit else 'MISSED'
    print(f'  {mark}: {what} {value:.2f}{unit}, wanted at most {limit}{unit}', flush=True)


def time_of(events, name):
    return next(t for t, e in events if e.split()[0] == name)


def memory(process, field='VmRSS'):
    with open(f'/proc/{process.pid}/status', encoding='ascii') as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field)) / 1024


# Start: the window's first frame and its readiness, in turn with a bare window of libadwaita

def start_once():
    begin = time.monotonic()
    desk = Desk(program)
    desk.wait_event('ready')
    events = desk.events()
    desk.close()
    work = next(float(e.split()[2]) for _, e in events if e.startswith('first-frame'))
    return (*(time_of(events, name) / 1000 - begin * 1000 for name in ('first-frame', 'ready')), work)


def start_bare_once():
    begin = time.monotonic()
    output = subprocess.run([os.path.join(tests, 'bare')], capture_output=True, text=True).stdout
    shown, work = output.split()
    return int(shown) / 1000 - begin * 1000, float(work)


def start():
    starts, bares = [], []
    for _ in range(N_STARTS):
        starts.append(start_once())
        bares.append(start_bare_once())
    frames, readies, works = zip(*starts)
    bare_frames, bare_works = zip(*bares)
    print('start to first frame:', describe(frames))
    print('start to ready:', describe(readies))
    print('bare window to first frame:', describe(bare_frames))
    print('work of the main thread until then:', describe(works))
    print('of the bare window:', describe(bare_works))
    verdict('first frame by the bare window, medians',
            statistics.median(frames) / statistics.median(bare_frames), 1.3)
    print(f'  the best by the best: {min(frames) / min(bare_frames):.2f}; work by work: '
          f'{statistics.median(works) / statistics.median(bare_works):.2f}')


# Drop: real drags of one large photo from another program

def engine_times():
    """Photo to ranking without a window; the first runs warm up."""
    lines = subprocess.run([cli, 'classify', '-t', '1', '--format', 'json', *[large] * 15],
                           capture_output=True, text=True, check=True).stdout.splitlines()
    return [sum(json.loads(line)['milliseconds'].values()) for line in lines[5:]]


def hold(desk, seconds):
    other = desk.hover('files', large)
    time.sleep(seconds)
    desk.let_go()
    return other


def flick(desk):
    """Out of the window again, and then in and let go with one command."""
    while True:
        other = desk.hover('files', large)
        x, y = centre(desk.window)
        xdo('mousemove', 1200, 100)
        time.sleep(0.2)
        desk.mark()
        xdo('mousemove', x, y, 'mousemove', x + 1, y, 'sleep', FLICK_SECONDS, 'mouseup', 1)
        try:
            desk.wait_event('drop', 2)
            return other
        except AssertionError:  # too soon
            other.kill()
            other.wait()


def drop_once(desk, seconds):
    other = flick(desk) if seconds is None else hold(desk, seconds)
    ranked = desk.wait_event('ranked')[0]
    events = wait('frame', lambda: (all_ := desk.events()[desk.seen:])[-1][1].startswith('painted')
                  and all_[-1][0] > ranked and all_)
    other.kill()
    other.wait()
    shown = next(t for t, e in events if e.startswith('painted') and t > ranked)
    dropped = time_of(events, 'drop')
    times = time_of(events, 'enter'), time_of(events, 'incoming'), ranked, shown
    return [abs(t - dropped) / 1000 for t in times]


def drop_all(desk, how, seconds):
    drop_once(desk, seconds)
    times = [drop_once(desk, seconds) for _ in range(N_DROPS)]
    print(f'{how}: over the window', describe([t[0] for t in times]))
    print('  drop to its files, which the other program tells:', describe([t[1] for t in times]))
    print('  its files to the ranking in the widgets:', describe([t[2] - t[1] for t in times]))
    print('  drop to the ranking painted:', describe([t[3] for t in times]))
    return statistics.median(t[3] for t in times)


def drop():
    desk = Desk(program, os.path.join(tests, 'source'))
    desk.wait_event('ready')
    engine = engine_times()
    shown = {how: drop_all(desk, how, seconds) for how, seconds in HOVERS.items()}
    desk.close()
    engine += engine_times()
    own = statistics.median(engine)
    print('photo to ranking, the engine alone:', describe(engine))
    for how, median in shown.items():
        verdict(f'{how}, drop to painted, by the engine', median / own, 1.5)


# Hurry: 200 photos one upon the other

def lateness(desk):
    events = [e.split() for _, e in desk.events()[desk.seen:] if e.startswith('late')]
    return [(int(e[1]), int(e[3])) for e in events]


def hurry():
    desk = Desk(program)
    desk.wait_event('ready')
    time.sleep(0.5)
    desk.mark()
    for i in range(200):
        hand_over([small if i % 2 else large])
    desk.wait_event('ranked')
    time.sleep(1)
    late = lateness(desk)
    print('200 photos in a hurry: main loop late, ms and work in it:', sorted(late)[-5:])
    verdict('the latest', max((l for l, _ in late), default=0), 50, ' ms')
    print(f'  the most work at a stretch: {max((w for _, w in late), default=0)} ms')
    desk.close()


# Memory: 500 photos one after the other

def memory_of_many():
    desk = Desk(program)
    desk.wait_event('ready')
    after = {}
    for i in range(500):
        desk.mark()
        hand_over([small if i % 2 else large])
        desk.wait_event('ranked')
        if i + 1 in (1, 20, 100, 500):
            time.sleep(1)
            after[i + 1] = memory(desk.process)
            print(f'memory after {i + 1} photos: {after[i + 1]:.0f} MB')
    verdict('500 photos over 20', after[500] - after[20], 20, ' MB')
    desk.close()


# Folder: 10,000 photos at once

def folder():
    desk = Desk(program)
    desk.wait_event('ready')
    desk.mark()
    hand_over([large])
    desk.wait_event('ranked')
    time.sleep(1)
    one = memory(desk.process, 'VmHWM')
    desk.close()
    with tempfile.TemporaryDirectory(dir=photos) as many:
        for i in range(N_FOLDER):
            os.link(small, os.path.join(many, f'{i}.jpg'))
        desk = Desk(program)
        desk.wait_event('ready')
        desk.mark()
        begin = time.monotonic()
        hand_over([many])
        desk.wait_event('finished', 600)
        peak = memory(desk.process, 'VmHWM')
        late = lateness(desk)
        print(f'{N_FOLDER} photos: {time.monotonic() - begin:.0f} s; main loop late, ms and work:',
              sorted(late)[-3:])
        print(f'peak of memory: {peak:.0f} MB; of one photo of 12 megapixels: {one:.0f} MB')
        verdict('over one photo', peak - one, 80, ' MB')
        desk.close()


# Listing: 10,000 rows sorted, searched and scrolled

def listing():
    output = subprocess.run([os.path.join(tests, 'listing'), weights], capture_output=True,
                            text=True, check=True).stdout
    rows = [line.split() for line in output.splitlines()]
    for what in ('sort', 'search'):
        times = [float(row[1]) for row in rows if row[0] == what]
        work = [float(row[2]) for row in rows if row[0] == what]
        print(f'10,000 photos, {what}:', ', '.join(f'{t:.0f}' for t in times), 'ms; work of it',
              ', '.join(f'{w:.0f}' for w in work))
        verdict('the longest', max(times), 100, ' ms')
    verdict('work of the longest frame of scrolling',
            next(float(row[1]) for row in rows if row[0] == 'frame'), 33, ' ms')


parts = {'start': start, 'drop': drop, 'hurry': hurry, 'memory': memory_of_many, 'folder': folder,
         'listing': listing}
for part in sys.argv[3:] or parts:
    parts[part]()
