#!/usr/bin/env python3
# test-newest-wins.py: a hundred photos in a hurry; the answer on the screen is the photo's on the screen
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys
from desk import Desk, hand_over, paths, wait

program, source, photos = paths()[:3]
two = [os.path.join(photos, n) for n in ('good.jpg', 'large.jpg')]
if not all(map(os.path.exists, two)):
    sys.exit(77)

desk = Desk(program, source)
expected = {}
for path in two:
    desk.mark()
    hand_over([path])
    expected[os.path.basename(path)] = desk.wait_event('ranked')[1].split()[-1]
assert len(set(expected.values())) == 2, expected

desk.mark()
for i in range(100):
    hand_over([two[i % 2]])
last = os.path.basename(two[1])
wait('the last photo', lambda: [e for _, e in desk.events()[desk.seen:]
                                if e.startswith('ranked')][-1:] == [f'ranked {last} {expected[last]}'])

shown = None
for _, event in desk.events()[desk.seen:]:
    words = event.split()
    if words[0] == 'photo':
        shown = words[1]
    if words[0] == 'ranked':
        assert words[1] == shown, event
        assert words[2] == expected[shown], event
n_ranked = sum(e.startswith('ranked') for _, e in desk.events()[desk.seen:])
print(f'100 photos handed over, {n_ranked} answers shown, each of the photo on the screen')
wait('title', lambda: any(last in n for n in desk.names('frame')))
desk.close()
