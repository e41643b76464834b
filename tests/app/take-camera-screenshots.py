#!/usr/bin/env python3
# take-camera-screenshots.py PROGRAM OUT FEED PHOTO: takes a picture of each state of the camera page
#
# Run through tests/camera/session.sh.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import signal
import subprocess
import sys
import time
from cameras import permit, plug_in, plug_in_held, unplug, unplug_and_wait, unplug_held
from desk import Desk, wait, xdo

program, out, feed, photo = sys.argv[1:5]
desk = Desk(program)
xdo('windowsize', '--sync', desk.window, *os.environ['WINDOW'].split('x'))
xdo('windowmove', '--sync', desk.window, 20, 20)


def shot(name, window=None):
    time.sleep(0.7)  # transitions are over; a live picture is never still
    subprocess.run(['import', '-window', window or desk.window,
                    os.path.join(out, f'camera-{name}.png')], check=True)


def take(state):
    desk.wait_event(f'camera {state}')
    shot(state)
    desk.mark()


def leave():
    desk.key('alt+Left')
    desk.wait_event('page welcome')
    desk.mark()


def come():
    desk.activate()
    desk.key('ctrl+k')


come()
take('asking')
desk.key('Escape')  # the question, which has the focus, in whatever language
take('denied')
leave()
permit('yes')
come()
take('none')
camera = plug_in(feed, 'camera-one', photo)
desk.wait_event('camera running')
wait('live name', lambda: any(e.startswith('live ') and e != 'live nothing'
                              for _, e in desk.events()[desk.seen:]))
take('running')
other = plug_in(feed, 'camera-two')
desk.activate()
desk.key('Tab', 'space')  # from the shutter
shot('menu', 'root')
desk.key('Escape')
unplug(other)
unplug(camera)
take('unplugged')
camera = plug_in(feed, 'camera-one')
desk.wait_event('camera running')
time.sleep(2)  # patches of colour: no dish
shot('nothing')
desk.mark()
camera.send_signal(signal.SIGSTOP)
take('silent')
camera.send_signal(signal.SIGCONT)
leave()
unplug_and_wait(camera)
plug_in_held()
come()
take('in-use')
unplug_held()
leave()
with open(os.path.join(os.environ['XDG_RUNTIME_DIR'], 'pipewire.pid'), encoding='utf-8') as file:
    os.kill(int(file.read()), signal.SIGKILL)
come()
take('no-service')
desk.close()
