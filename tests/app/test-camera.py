#!/usr/bin/env python3
# test-camera.py: the camera page, with a real PipeWire and the real question of the desktop
#
# Run through tests/camera/session.sh.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import signal
import subprocess
import sys
from cameras import permit, plug_in, plug_in_held, unplug, unplug_and_wait, unplug_held
from desk import Desk, paths, wait

program, feed, photos = paths()[:3]
here = os.path.dirname(os.path.abspath(__file__))
photo = os.path.join(photos, 'good.jpg')


def state(name):
    desk.wait_event(f'camera {name}$')
    print(f'ok: {name}')


def says(sentence):
    wait(sentence, lambda: desk.has_text(sentence))


def button(name):
    # GTK 4.8 says the name of a button with a label twice.
    return wait(f'button {name}', lambda: next(
        (n for n in desk.nodes() if n.get_role_name().endswith('button')
         and n.get_name() in (name, f'{name} {name}')), None))


desk = Desk(program)
desk.activate()

# The desktop asks, the person grants.
desk.mark()
desk.key('ctrl+k')
state('asking')
says('Waiting for permission…')
subprocess.run([sys.executable, '-W', 'ignore', os.path.join(here, '..', 'camera', 'answer.py'),
                'Grant Access'], check=True, timeout=60)
state('none')
says('No camera found.')
button('Try Again')
button('Open Photo…')

# A camera that is plugged in starts by itself.
desk.mark()
camera = plug_in(feed, 'camera-one', photo)
state('running')
wait('live picture', lambda: desk.has_text('Live picture of the camera'))
assert not any('Try Again' in name for name in desk.names())

# Captured by Space, the photo becomes a result; Back goes on.
desk.activate()
desk.mark()
desk.key('space')
state('off')
desk.wait_event('page result')
desk.wait_event('ranked Camera Photo')
assert len(desk.rows()) == 5
desk.mark()
desk.key('alt+Left')
desk.wait_event('page camera')
state('running')

# Unplugged, silent, plugged in again.
desk.mark()
unplug(camera)
state('unplugged')
says('The camera was unplugged.')
desk.mark()
camera = plug_in(feed, 'camera-one', photo)
state('running')
desk.mark()
camera.send_signal(signal.SIGSTOP)
state('silent')
says('The camera sends no picture.')
desk.mark()
camera.send_signal(signal.SIGCONT)
state('running')

# Left, the camera is off; refused, the page says so; allowed in the settings, it works again.
desk.mark()
desk.key('alt+Left')
desk.wait_event('page welcome')
state('off')
permit('no')
desk.mark()
button('Use Camera').do_action(0)
state('denied')
says('Morsel may not use the camera. Allow it in Settings.')
permit('yes')
desk.mark()
button('Try Again').do_action(0)
state('running')

# A second start with --camera shows the camera in this window.
desk.key('alt+Left')
desk.wait_event('page welcome')
desk.mark()
subprocess.run([program, '--camera'], env=desk.environment, check=True, timeout=20)
desk.wait_event('page camera')
state('running')

# Another program has the only camera.
desk.key('alt+Left')
desk.wait_event('page welcome')
unplug_and_wait(camera)
plug_in_held()
desk.mark()
button('Use Camera').do_action(0)
state('in-use')
says('Another program is using the camera.')
desk.mark()
button('Try Again').do_action(0)
state('starting')
state('in-use')
desk.mark()
unplug_held()
state('unplugged')
desk.close()
