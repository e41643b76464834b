#!/usr/bin/env python3
# test-ways-in.py: the same photo gives the same answer by every way in
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import sys
from desk import Desk, paths, wait

program, source, photos = paths()[:3]
jpeg = os.path.join(photos, 'good.jpg')
png = os.path.join(photos, 'good.png')
if not os.path.exists(jpeg):
    sys.exit(77)

desk = Desk(program, source, [jpeg])
desk.wait_event('ranked good.jpg')
expected = {jpeg: desk.top()}
assert len(expected[jpeg]) == 5, expected
desk.open_by_second_start(png)
desk.wait_event('ranked good.png')
expected[png] = desk.top()


def check(way, photo, name):
    desk.wait_event(f'ranked {name}')
    found = desk.top()
    assert found == expected[photo], (way, found, expected[photo])
    print(f'ok: {way}')


for mode, photo, name in (('files', jpeg, 'good.jpg'), ('uris', png, 'good.png'),
                          ('image/jpeg', jpeg, 'Pasted Photo'),
                          ('image/png', png, 'Pasted Photo')):
    other = desk.drop(mode, photo)
    check(f'drop of {mode}', photo, name)
    other.kill()
    other.wait()

for mode, photo, name in (('files', jpeg, 'good.jpg'), ('image/png', png, 'Pasted Photo'),
                          ('uris', png, 'good.png'), ('image/jpeg', jpeg, 'Pasted Photo')):
    owner = desk.copy(mode, photo)
    desk.paste()
    check(f'paste of {mode}', photo, name)
    owner.kill()
    owner.wait()

owner = desk.copy('text', 'no photo')
desk.paste()
desk.wait_event('nothing-pasted')
wait('toast', lambda: desk.has_text('There is no photo in the clipboard.'))
owner.kill()

desk.activate()
desk.mark()
desk.key('ctrl+k')
desk.wait_event('page camera')
other = desk.drop('files', jpeg)
desk.wait_event('page result')
check('drop on the camera page', jpeg, 'good.jpg')
other.kill()
other.wait()

desk.activate()
desk.mark()
desk.key('ctrl+o')
desk.choose(png)
check('file chooser', png, 'good.png')

folder = os.path.join(desk.folder, 'photos')
os.mkdir(folder)
shutil.copy(jpeg, folder)
desk.open_by_second_start(folder)
desk.wait_event('finished 1')
desk.wait_event('page many')
wait('row of the list', lambda: any('good.jpg' in n for n in desk.names('list item')))
desk.close()

# A folder is looked at as a photo first: nothing of that is said.
desk = Desk(program, source, [folder], messages=True)
desk.wait_event('finished 1')
desk.close()
assert desk.messages() == '', desk.messages()
