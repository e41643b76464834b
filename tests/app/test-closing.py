#!/usr/bin/env python3
# test-closing.py: closes the window in the middle of everything; run under sanitizers it proves that
# nothing is used after it is gone, and that nothing is lost
#
# SPDX-License-Identifier: GPL-3.0-or-later
import glob
import os
import shutil
import sys
from desk import Desk, activate_action, hand_over, paths, xdo

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


def hurry(desk):
    for i in range(10):
        hand_over([large if i % 2 else small])


def hover(desk, known='ahead$', path=large):
    """The keys are the drag's: to the program itself."""
    drag = desk.hover('files', path)
    desk.wait_event(known)
    activate_action('quit')
    assert desk.process.wait(60) == 0
    xdo('mouseup', 1)
    drag.kill()
    drag.wait()


def hover_long(desk):
    hover(desk, 'ahead ranking', small)


def quit_at_once(desk):
    """Is gone before the thread that was started is done."""
    # Keys do not reach a window below others: to the program itself.
    activate_action('quit')
    assert desk.process.wait(60) == 0


def export(desk):
    hand_over([folder(desk)])
    desk.wait_event('finished')
    desk.activate()
    desk.key('ctrl+s')
    desk.choose(os.path.join(desk.folder, 'results.csv'), 'Export Results', 'Export')
    quit_at_once(desk)


def check_export(desk):
    path = os.path.join(desk.folder, 'results.csv')
    if os.path.exists(path):
        with open(path, encoding='utf-8') as file:
            assert len(file.readlines()) == 41, 'half an export'


def add_model(desk):
    desk.wait_event('ready')
    activate_action('preferences')
    desk.press('Add Model…')
    desk.choose(weights, 'Add Model', 'Add')
    quit_at_once(desk)


def check_model(_):
    for path in glob.glob(os.path.join(data, 'models', '*.safetensors')):
        assert os.path.getsize(path) == os.path.getsize(weights), 'half a model'


def remember(desk):
    hand_over([small])
    desk.wait_event('ranked')


def check_history(_):
    assert glob.glob(os.path.join(data, 'history', '*.answer')), 'the answer is lost'


data = os.path.join(os.environ['XDG_DATA_HOME'], 'morsel')
weights = os.path.join(os.environ['MORSEL_DATA_DIR'], 'model', 'food101.safetensors')
# GTK's file chooser leaks a little, once.
no_leaks = {'ASAN_OPTIONS': 'detect_leaks=0'}

for moment, check, environment in (
        (lambda desk: None, None, {}), (open_large, None, {}), (open_and_wait, None, {}),
        (open_folder, None, {}), (look, None, {}), (select, None, {}), (search, None, {}),
        (hurry, None, {}), (hover, None, {}), (hover_long, None, {}),
        (remember, check_history, {}), (export, check_export, no_leaks),
        (add_model, check_model, no_leaks)):
    desk = Desk(program, source, environment=environment)
    moment(desk)
    if desk.process.poll() is None:
        desk.close()
    if check is not None:
        check(desk)
    print('ok:', moment.__name__)
