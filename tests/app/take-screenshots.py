#!/usr/bin/env python3
# take-screenshots.py PROGRAM OUT PHOTO…: goes through all pages and takes a picture of each
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import subprocess
import sys
import time
from desk import Desk, wait, xdo

program, out = sys.argv[1:3]
photos = sys.argv[3:]
width, height = os.environ['WINDOW'].split('x')
desk = Desk(program)
xdo('windowsize', '--sync', desk.window, width, height)
xdo('windowmove', '--sync', desk.window, 20, 20)


def settle():
    """Until nothing was painted for a while: transitions are over."""
    def quiet():
        count = len(desk.events())
        time.sleep(0.3)
        return count == len(desk.events())
    wait('quiet', quiet)


def shot(name, window=None):
    settle()
    subprocess.run(['import', '-window', window or desk.window, os.path.join(out, name + '.png')],
                   check=True)


def dialog(key, name):
    before = windows()
    desk.key(key)
    time.sleep(0.7)
    new = [w for w in windows() if w not in before]
    if new:
        shot(name, new[0])
        desk.key('Escape')
        time.sleep(0.3)


def windows():
    return subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '.'],
                          capture_output=True, text=True).stdout.split()


desk.activate()
shot('welcome')
desk.key('F10')
time.sleep(0.4)
subprocess.run(['import', '-window', 'root', os.path.join(out, 'menu.png')], check=True)
desk.key('Escape')
desk.key('ctrl+h')
shot('history-empty')
desk.key('alt+Left')

for number, photo in enumerate(photos):
    desk.open_by_second_start(photo)
    desk.wait_event('ranked|failed')
    shot(f'result-{number}')

desk.open_by_second_start(photos[0])
desk.wait_event('ranked')
desk.activate()
desk.key('m')
desk.wait_event('map-shown')
shot('map')
desk.key('m')
desk.key('r')
shot('part')
desk.mark()
desk.key('Return')
desk.wait_event('ranked')
shot('part-chosen')
desk.key('Escape')
desk.key('ctrl+f')
shot('all')
xdo('type', 'pie')
shot('all-search')
xdo('type', 'xyz')
shot('all-nothing')
desk.key('Escape')
broken = os.path.join(desk.folder, 'broken.jpg')
with open(broken, 'wb') as file:
    file.write(b'not a photo')
desk.open_by_second_start(broken)
desk.wait_event('failed')
shot('failed')
folder = os.path.join(desk.folder, 'photos')
os.mkdir(folder)
for photo in (*photos, broken):
    shutil.copy(photo, folder)
desk.open_by_second_start(folder)
desk.wait_event('finished')
shot('many')
empty = os.path.join(desk.folder, 'empty')
os.mkdir(empty)
dialog('ctrl+comma', 'preferences')
dialog('F1', 'shortcuts')
for action, name in (('app.about', 'about'), ('app.about-model', 'about-model')):
    before = windows()
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'io.github.morsel_app.Morsel',
                    '--object-path', '/io/github/morsel_app/Morsel', '--method',
                    'org.gtk.Actions.Activate', action.split('.')[1], '[]', '{}'],
                   capture_output=True)
    time.sleep(0.8)
    new = [w for w in windows() if w not in before]
    if new:
        shot(name, new[0])
        desk.key('Escape')
        time.sleep(0.3)
desk.activate()
desk.key('ctrl+h')
shot('history')
desk.key('ctrl+k')
shot('camera')
while not any(e == 'page welcome' for _, e in desk.events()[desk.seen:]):
    desk.mark()
    desk.key('alt+Left')
    desk.wait_event('page')
shot('welcome-recent')
desk.close()
