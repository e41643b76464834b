#!/usr/bin/env python3
# measure-camera.py MORSEL FEED PHOTO [MINUTES]: the camera page's figures: how soon each state comes
# and how late the main loop is in it, what is left behind, CPU and memory over MINUTES (default 1)
#
# Run through tests/camera/session.sh, on a quiet machine. Prints; judges nothing.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
import os
import signal
import sys
import time
from cameras import (cpu_seconds, nodes, permit, plug_in, plug_in_held, unplug, unplug_and_wait,
                     unplug_held)
from desk import Desk, paths, wait

program, feed, photo = paths()[:3]
minutes = float(sys.argv[4]) if len(sys.argv) > 4 else 1


def lateness():
    """The worst since the mark, and how much of it was work and not waiting for the CPU."""
    late = [[int(word) for word in e.split()[1::2]] for _, e in desk.events()[desk.seen:]
            if e.startswith('late ')]
    worst, busy = max(late, default=(0, 0))
    return f'main loop late by {worst} ms at most (at work for {busy}; the longest work ' \
           f'{max((b for _, b in late), default=0)} ms)'


@contextlib.contextmanager
def phase(what):
    """From an act to the event that the block waits for."""
    time.sleep(0.5)  # what was before is over
    desk.mark()
    begin = time.monotonic()
    event = []
    yield event
    took = event[0] / 1e6 - begin
    time.sleep(0.5)
    print(f'{what}: {1000 * took:.0f} ms; {lateness()}', flush=True)


def arrives(event, pattern):
    event.append(desk.wait_event(pattern)[0])


def first_frame(event):
    arrives(event, 'camera running')
    event[0] = desk.wait_event('frame')[0]


def name_is_shown():
    wait('live name', lambda: any(e.startswith('live ') and e != 'live nothing'
                                  for _, e in desk.events()[desk.seen:]))


def states():
    with phase('no camera, the page says so') as event:
        desk.key('ctrl+k')
        arrives(event, 'camera none')
    with phase('plugged in, first frame') as event:
        camera = plug_in(feed, 'camera-one', photo)
        first_frame(event)
    for what in ('in preview', 'with a live name'):
        if what != 'in preview':
            name_is_shown()
        with phase(f'unplugged {what}, the page says so') as event:
            unplug(camera)
            arrives(event, 'camera unplugged')
        with phase('plugged in again, first frame') as event:
            camera = plug_in(feed, 'camera-one', photo)
            first_frame(event)
    with phase('silent, the page says so') as event:
        camera.send_signal(signal.SIGSTOP)
        arrives(event, 'camera silent')
    with phase('goes on, first frame') as event:
        camera.send_signal(signal.SIGCONT)
        first_frame(event)
    with phase('left, the camera is off') as event:
        desk.key('alt+Left')
        arrives(event, 'camera off')
    permit('no')
    with phase('refused, the page says so') as event:
        desk.key('ctrl+k')
        arrives(event, 'camera denied')
    permit('yes')
    with phase('allowed, first frame') as event:
        desk.press('Try Again')
        first_frame(event)
    with phase('photographed, the answer') as event:
        desk.key('space')
        arrives(event, 'ranked')
    desk.key('alt+Left')
    desk.wait_event('camera running')
    desk.key('alt+Left')
    desk.wait_event('page welcome')
    unplug_and_wait(camera)
    plug_in_held()
    with phase('held by another program, the page says so') as event:
        desk.key('ctrl+k')
        arrives(event, 'camera in-use')
    unplug_held()
    desk.key('alt+Left')
    desk.wait_event('page welcome')


def left_behind():
    """Threads, descriptors, streams of PipeWire and kilobytes."""
    folder = f'/proc/{desk.process.pid}'
    with open(f'{folder}/status', encoding='utf-8') as status:
        memory = next(int(line.split()[1]) for line in status if line.startswith('VmRSS'))
    return (len(os.listdir(f'{folder}/task')), len(os.listdir(f'{folder}/fd')),
            nodes().count('"Morsel"'), memory)


def leave_and_come_back():
    camera = plug_in(feed, 'camera-one', photo)
    for i in range(101):
        desk.mark()
        desk.key('ctrl+k')
        desk.wait_event('camera running')
        desk.key('alt+Left')
        desk.wait_event('camera off')
        if i in (0, 50, 100):
            time.sleep(12)  # GLib's idle threads end
            print('left {} times: {} threads, {} descriptors, {} streams, {} kB'.format(
                i + 1, *left_behind()), flush=True)
    unplug_and_wait(camera)


def pace(events):
    """Frames a second that were painted: a paint without a new frame does not count."""
    painted = []
    is_new = False
    for when, event in events:
        if event == 'frame':
            is_new = True
        elif event.startswith('painted') and is_new:
            painted.append(when)
            is_new = False
    return (len(painted) - 1) * 1e6 / (painted[-1] - painted[0])


def preview():
    camera = plug_in(feed, 'camera-one', photo)
    desk.mark()
    desk.key('ctrl+k')
    desk.wait_event('camera running')
    time.sleep(2)
    pid = desk.process.pid
    for minute in range(int(minutes)):
        desk.mark()
        before, begin = cpu_seconds(pid), time.monotonic()
        time.sleep(60)
        after, took = cpu_seconds(pid), time.monotonic() - begin
        shares = {}
        for thread, (name, seconds) in after.items():
            used = seconds - before.get(thread, (name, 0))[1]
            shares[name] = shares.get(name, 0) + 100 * used / took
        print(f'minute {minute + 1}: {pace(desk.events()[desk.seen:]):.1f} frames a second, '
              f'{lateness()}, {sum(shares.values()):.0f} % of a core (',
              ', '.join(f'{name} {share:.0f}' for name, share in
                        sorted(shares.items(), key=lambda s: -s[1]) if share >= 0.5),
              f'), {left_behind()[3]} kB', sep='', flush=True)
    desk.key('alt+Left')
    desk.wait_event('camera off')
    unplug_and_wait(camera)


permit('yes')
desk = Desk(program)
desk.activate()
desk.wait_event('ready')
states()
leave_and_come_back()
preview()
desk.close()
