#!/usr/bin/env python3
# test-history.py: answers are kept, found, opened, removed and brought back, or not kept at all
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import sys
from desk import Desk, hand_over, paths, wait, xdo

program, source, photos = paths()[:3]
jpeg = os.path.join(photos, 'good.jpg')
png = os.path.join(photos, 'good.png')
if not os.path.exists(jpeg):
    sys.exit(77)

desk = Desk(program, source)
gone = os.path.join(desk.folder, 'gone.jpg')
shutil.copy(jpeg, gone)


def show(photo):
    desk.mark()
    hand_over([photo])
    desk.wait_event('ranked ' + os.path.basename(photo))


def kept():
    """The names of the files of the answers, the newest first."""
    return [n for name in desk.names('list item')
            for n in ('good.jpg', 'good.png', 'gone.jpg') if n in name]


def go_to_history():
    desk.mark()
    desk.activate()
    desk.key('ctrl+h')
    desk.wait_event('page history')


desk.activate()
desk.key('ctrl+h')
wait('empty', lambda: desk.has_text('No History'))
for photo in (jpeg, gone, png):
    show(photo)
go_to_history()
wait('three answers', lambda: kept() == ['good.png', 'gone.jpg', 'good.jpg'])
assert desk.has_text('Today')

# Found, and opened by the keyboard: the photo itself, or what is left of it
desk.key('ctrl+f')
xdo('type', 'GONE')
wait('one answer', lambda: kept() == ['gone.jpg'])
os.remove(gone)
desk.mark()
desk.key('Tab', 'Return')
desk.wait_event('ranked gone.jpg')
wait('toast', lambda: desk.has_text('The photo was moved or deleted.'))
left = desk.top()
desk.mark()
desk.key('alt+Left')
desk.wait_event('page history')
desk.key('ctrl+f')
xdo('type', 'xyz')
wait('nothing', lambda: desk.has_text('No Answers Found'))
desk.key('Escape')
wait('all again', lambda: len(kept()) == 3)
desk.key('Home', 'Return')
desk.wait_event('ranked')
assert len(left) == 5

# Removed, and brought back
go_to_history()
wait('three answers', lambda: len(kept()) == 3)
first = kept()[0]
desk.key('ctrl+f', 'Tab', 'Delete')
wait('two answers', lambda: len(kept()) == 2)
desk.press('Undo')
wait('three answers', lambda: len(kept()) == 3 and kept()[0] == first)

# Switched off: what is kept stays, or goes, as the person says
desk.key('ctrl+comma')
wait('preferences', lambda: 'Keep History' in desk.names('check box') + desk.names('switch')
     + desk.names('toggle button'))
desk.tab_to('Keep History')
desk.key('Return')
wait('question', lambda: desk.has_text('Also Delete What Is Kept?'))
desk.press('Delete')
wait('nothing kept', lambda: not kept())
wait('question to go', lambda: not desk.has_text('Also Delete What Is Kept?'))
wait('off at once', lambda: desk.has_text('History Is Off'))
wait('preferences to go', lambda: desk.key('Escape') or not desk.has_text('Keep History'))
show(jpeg)
go_to_history()
wait('off', lambda: desk.has_text('History Is Off'))
folder = os.path.join(os.environ['XDG_DATA_HOME'], 'morsel', 'history')
desk.close()
assert not [n for n in os.listdir(folder) if n.endswith('.png')], os.listdir(folder)
