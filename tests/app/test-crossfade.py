#!/usr/bin/env python3
# test-crossfade.py: with GL one page fades into the next, and is gone for screen readers after it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys
from desk import Desk, hand_over, paths, wait

WELCOME = 'What’s on the Plate?'

program, source, photos = paths()[:3]
photo = os.path.join(photos, 'good.jpg')
if not os.path.exists(photo):
    sys.exit(77)

desk = Desk(program, source)
desk.wait_event('ready')
if not any(event == 'crossfades' for _, event in desk.events()):
    print('there is no GL on this display')
    desk.close()
    sys.exit(77)

wait('the welcome page', lambda: desk.has_text(WELCOME))
desk.mark()
hand_over([photo])
desk.wait_event('ranked')
wait('the welcome page to be gone', lambda: not desk.has_text(WELCOME))
assert len(desk.rows()) == 5
n_frames = sum(event.startswith('painted') for _, event in desk.events()[desk.seen:])
print(f'{n_frames} frames')

desk.activate()
desk.key('alt+Left')
wait('the welcome page again', lambda: desk.has_text(WELCOME))
wait('the rows to be gone', lambda: not any('percent' in name for name in desk.names('list item')))
desk.close()
