#!/usr/bin/env python3
# test-closing.py: closes the window in the middle of everything; run under sanitizers it proves that
# nothing is used after it is gone, and that nothing is lost
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import sys
from desk import Desk, hand_over, paths

program, source, photos = paths()[:3]
large = os.path.join(photos, 'large.jpg')
small = os.path.join(photos, 'good.jpg')
if not os.path.exists(large):
    sys.exit(77)


def folder(desk):
    path = os.path.join(desk.folder, 'photos')
    os.mkdir(path)
    for i in range(40):
        shutil.copy(large if i % 4 == 0 else small, os.path.join(path, f'{i}.jpg'))
    return path


def open_large(desk):
    desk.mark()
    hand_over([large])
    desk.wait_event('page result')


def open_and_wait(desk):
    hand_over([large])
    desk.wait_event('photo')


def open_folder(desk):
    hand_over([folder(desk)])
    desk.wait_event('collected')


def look(desk):
    hand_over([small])
    desk.wait_event('ranked')
    desk.activate()
    desk.key('m')


def select(desk):
    hand_over([small])
    desk.wait_event('ranked')
    desk.activate()
    desk.key('r', 'Return')


def search(desk):
    hand_over([small])
    desk.wait_event('ranked')
    desk.activate()
    desk.key('ctrl+f', 'a')


for moment in (lambda desk: None, open_large, open_and_wait, open_folder, look, select, search):
    desk = Desk(program, source)
    moment(desk)
    desk.close()
    print('ok:', moment.__name__)
