#!/usr/bin/env python3
# test-keyboard.py: everything without a pointer, and what a screen reader is told of it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import shutil
import subprocess
import sys
from desk import Desk, hand_over, paths, wait, xdo

program, source, photos = paths()[:3]
jpeg = os.path.join(photos, 'good.jpg')
if not os.path.exists(jpeg):
    sys.exit(77)


def clipboard():
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o'], capture_output=True, text=True,
                          timeout=10).stdout


desk = Desk(program, source, [jpeg])
desk.wait_event('ranked')
desk.activate()
top = desk.top()
for name, percent, position, count in desk.rows():
    assert re.match(r'(less than \d+|more than \d+|\d+) percent$', percent), percent
    assert count == '5', count
wait('photo with its answer', lambda: any(
    n.startswith('Photo good.jpg. ') for n in desk.names()))
for label in ('Show Where It Looked', 'Select a Part', 'Copy Answer', 'Save Result Card…', 'Back',
              'Open', 'Menu'):
    desk.button(label)

# The map, and its order before Escape
desk.mark()
desk.key('m')
desk.wait_event('map-shown')
wait('caption', lambda: desk.has_text('Brighter parts counted more')
     or desk.has_text('No part of the photo spoke for this dish.'))

# A part of the photo
desk.mark()
desk.key('r')
wait('editor', lambda: desk.has_text('Drag a rectangle round the dish'))
desk.key('Left', 'Left', 'ctrl+Up', 'shift+Right', 'ctrl+shift+Down', 'Return')
desk.wait_event('ranked')
wait('caption', lambda: desk.has_text('Selected part'))
desk.mark()
desk.key('Escape')
desk.wait_event('ranked')
assert desk.top() == top, 'the whole photo again'
desk.key('Escape')
wait('map gone', lambda: not desk.has_text('Brighter parts counted more'))

# Copy
desk.key('ctrl+c')
wait('copied answer', lambda: clipboard().strip() != '')
first = clipboard()
desk.key('ctrl+shift+c')
wait('copied ranking', lambda: len(clipboard().splitlines()) == 5)
assert clipboard().splitlines()[0].startswith(top[0][0]), clipboard()

# All dishes: letters are for the search, and do not show the map
desk.key('ctrl+f')
wait('all dishes', lambda: desk.has_text('Search dishes'))
desk.mark()
xdo('type', 'ramen')
wait('found', lambda: [n for n in desk.names('list item') if n.startswith('Ramen, ')])
wait('only that', lambda: len([n for n in desk.names('list item') if 'percent' in n]) == 1)
assert not any(e == 'map-shown' for _, e in desk.events()[desk.seen:])
desk.key('ctrl+a', 'ctrl+c')
wait('copied from the entry', lambda: clipboard() == 'ramen')
desk.key('Escape')
assert desk.top() == top

# Recognise again
desk.mark()
desk.key('F5')
desk.wait_event('ranked')

# Save the card
card = os.path.join(os.environ['HOME'], 'card.png')
desk.key('ctrl+s')
chooser = wait('chooser', lambda: subprocess.run(
    ['xdotool', 'search', '--onlyvisible', '--name', 'Save Result Card'], capture_output=True,
    text=True, timeout=5).stdout.split())[0]
wait('focus of the chooser', lambda: xdo('getwindowfocus').strip() == chooser)
# Into a folder that nobody else writes to: see Desk.choose().
desk.key('ctrl+a')
xdo('type', '--delay', '5', '~/card.png')
desk.key('Return')
wait('card', lambda: os.path.exists(card))
with open(card, 'rb') as file:
    assert file.read(4) == b'\x89PNG'

# The keys, as often as somebody asks for them


def n_windows():
    return len(subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(desk.process.pid)],
                              capture_output=True, text=True, timeout=5).stdout.split())


for _ in range(2):
    desk.activate()
    before = n_windows()
    desk.key('F1')
    wait('window of keys', lambda: n_windows() > before)
    wait('a key', lambda: desk.has_text('Show where it looked'))
    desk.key('Escape')
    wait('window of keys gone', lambda: n_windows() == before)

# The list: open, step, back, remove, undo
folder = os.path.join(desk.folder, 'photos')
os.mkdir(folder)
for i in (1, 2, 10):
    shutil.copy(jpeg, os.path.join(folder, f'photo {i}.jpg'))
desk.mark()
hand_over([folder])
desk.wait_event('finished 3')
desk.activate()


def listed():
    return [n for n in desk.names('list item') if 'photo ' in n]


wait('three rows', lambda: len(listed()) == 3)
assert ['photo 1.jpg' in listed()[0], 'photo 2.jpg' in listed()[1], 'photo 10.jpg' in listed()[2]] == \
    [True] * 3, listed()
desk.key('ctrl+f', 'Tab', 'Tab', 'Tab')
desk.mark()
desk.key('Return')
desk.wait_event('ranked photo 1.jpg')
wait('title', lambda: any('1 of 3' in n for n in desk.names('frame')))
desk.mark()
desk.key('Page_Down')
desk.wait_event('ranked photo 2.jpg')
wait('title', lambda: any('2 of 3' in n for n in desk.names('frame')))
desk.mark()
desk.key('alt+Left')
desk.wait_event('page many')
desk.key('ctrl+a')
desk.key('Delete')
wait('empty list', lambda: not listed())
desk.press('Undo')
wait('three rows again', lambda: len(listed()) == 3)
desk.mark()
desk.key('alt+Left')
desk.wait_event('page')
desk.key('ctrl+w')
assert desk.process.wait(20) == 0
