#!/usr/bin/env python3
# test-narrow.py: with text at 200 % every page fits a window 360 pixels wide
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys
from desk import Desk, hand_over, paths, wait, xdo

WIDTH = 360
BORDER = 10  # libadwaita's own, on both sides, without a compositor
program, source, photos = paths()[:3]
jpeg = os.path.join(photos, 'good.jpg')
if not os.path.exists(jpeg):
    sys.exit(77)
assert os.environ['TEXT_SCALE'] == '2'

desk = Desk(program, source)


def width():
    lines = xdo('getwindowgeometry', '--shell', desk.window).split()
    return int(dict(line.split('=') for line in lines)['WIDTH'])


def fits(page):
    """The window is not made wider by what is on it, and can be made narrow again."""
    xdo('windowsize', desk.window, WIDTH + 200, 600)
    wait(f'{page}: wide', lambda: width() == WIDTH + 200)
    xdo('windowsize', desk.window, WIDTH + BORDER, 600)
    wait(f'{page}: narrow', lambda: width() == WIDTH + BORDER)


def go(key, page):
    desk.mark()
    desk.activate()
    desk.key(key)
    desk.wait_event(f'page {page}')
    fits(page)


fits('welcome')
hand_over([jpeg])
desk.wait_event('ranked')
fits('result')
desk.activate()
desk.key('ctrl+f')
wait('all dishes', lambda: desk.has_text('Search dishes'))
fits('all dishes')
go('ctrl+h', 'history')
desk.mark()
hand_over([jpeg, os.path.join(photos, 'good.png')])
desk.wait_event('finished')
fits('many')
desk.close()
