#!/usr/bin/env python3
# test-services.py: a screenshot through the portal, and the notification at the end of long work
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from desk import Desk, Gio, hand_over, paths, wait, xdo

program, source, photos = paths()[:3]
png = os.path.join(photos, 'good.png')
jpeg = os.path.join(photos, 'good.jpg')
if not os.path.exists(png):
    sys.exit(77)
N_PHOTOS = 3000
LONG = 11  # seconds

answers = [f'0 {Gio.File.new_for_path(png).get_uri()}', '1', '2']
here = os.path.dirname(os.path.abspath(__file__))
services = subprocess.Popen([sys.executable, os.path.join(here, 'services.py'), *answers],
                            stdout=subprocess.PIPE, text=True)
assert services.stdout.readline() == 'ready\n'

desk = Desk(program, source)
desk.wait_event('ready')


def take_screenshot():
    """By the menu, whose entry is there because the portal is."""
    desk.activate()
    desk.mark()
    desk.key('F10')
    # GTK 4.18 does not tell what an entry of a menu is called.
    wait('menu', lambda: desk.has_text('Recognise from Screenshot…') or desk.nodes('menu item'))
    desk.key('s')
    assert services.stdout.readline() == 'screenshot interactive\n'


take_screenshot()
desk.wait_event('ranked good.png')
top = desk.top()
take_screenshot()
take_screenshot()
wait('toast', lambda: desk.has_text('The screenshot could not be taken.'))
assert desk.top() == top, 'what was on the screen stays there'

# The program stands still while it is not looked at: for the person, it works for long.
first = shutil.copy(jpeg, desk.folder)
folder = os.path.join(desk.folder, 'photos')
os.mkdir(folder)
for i in range(N_PHOTOS):
    os.link(first, os.path.join(folder, f'{i}.jpg'))
desk.mark()
hand_over([folder])
desk.wait_event('page many')
wait('run', lambda: any(re.match(rf'[1-9]\d* of {N_PHOTOS}', n) for n in desk.names()))
os.kill(desk.process.pid, signal.SIGSTOP)
xdo('windowminimize', desk.window)
time.sleep(LONG)
os.kill(desk.process.pid, signal.SIGCONT)
desk.wait_event(f'finished {N_PHOTOS}', limit=90)
assert services.stdout.readline() == f'notify {N_PHOTOS} photos recognised\n'
desk.close()
services.kill()
