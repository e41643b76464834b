#!/usr/bin/env python3
# test-focus.py: Tab reaches everything on every page, the focus is never lost, and each says what it is
#
# The focus is followed as a screen reader follows it: by the events of AT-SPI.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import sys
from desk import Atspi, Desk, GLib, activate_action, hand_over, paths, wait

program, source, photos = paths()[:3]
jpeg, png = (os.path.join(photos, name) for name in ('good.jpg', 'good.png'))
if not os.path.exists(jpeg):
    sys.exit(77)

MOST_STEPS = 40
FOCUSED = Atspi.StateType.FOCUSED
NAMELESS = re.compile(r'$|(Gtk|Gdk|Adw|Morsel)[A-Z]')  # GTK 4.8 gives the class where there is no name
TWICE = re.compile(r'(.+) \1$')
# The part of a photo is a panel, with GTK 4.18 a grouping, that says which keys move it.
ROLES = {'button', 'check box', 'entry', 'grouping', 'heading', 'label', 'link', 'list item', 'page tab',
         'panel', 'push button', 'radio button', 'switch', 'text', 'toggle button'}
PASSED_OVER = {'frame', 'list', 'scroll pane'}  # Tab goes on to what is in them
FOREIGN = {('push button', 'GtkImage')}  # of the search that libadwaita 1.2 has in its windows
# The list that a row of libadwaita 1.7 unfolds, as GTK 4.18 calls it.
UNFOLDED = ('panel', '', 'list item')
HEADER = {'Back', 'Open', 'Menu'}
TOOLS = {'Show Where It Looked', 'Select a Part', 'Copy Answer', 'Save Result Card…'}
focused = []
listener = Atspi.EventListener.new(lambda e: e.detail1 == 1 and focused.append(e.source))
listener.register('object:state-changed:focused')


def listen():
    while GLib.MainContext.default().iteration(False):
        pass


def press(key):
    """What the focus goes to, and stays on."""
    n_before = len(focused)
    desk.key(key)

    def moved():
        listen()
        return len(focused) > n_before and focused[-1].get_state_set().contains(FOCUSED)
    wait(f'the focus after {key}', moved)
    return focused[-1]


def check(node):
    """What it is called, as it must be."""
    name, role = node.get_name().replace('_', ''), node.get_role_name()
    if (role, name) in FOREIGN:
        return name
    assert not NAMELESS.match(name) and not TWICE.match(name), (role, name)
    assert role in ROLES, (role, name)
    return name


def kind_of_first(node):
    return node.get_child_at_index(0).get_role_name() if node.get_child_count() > 0 else None


def check_all(page):
    """What can take the focus, whether by Tab or not."""
    found = [n for n in desk.nodes() if n.get_state_set().contains(Atspi.StateType.FOCUSABLE)
             and n.get_role_name() not in PASSED_OVER]
    assert found, page
    for node in found:
        if (node.get_role_name(), node.get_name(), kind_of_first(node)) != UNFOLDED:
            check(node)


def walk(page, *expected):
    """Tab, until it comes by something again; past the rows of a long list by End."""
    nodes, names = [], []
    desk.nodes()  # when it is read, what came before is over
    listen()
    node = press('Tab')
    while node not in nodes:
        nodes.append(node)
        names.append(check(node))
        assert len(nodes) < MOST_STEPS, f'{page}: no way round: {names}'
        node = press('End' if ', 2 of 101' in names[-1] else 'Tab')
    missing = set(expected) - set(names)
    assert not missing, f'{page}: Tab does not reach {missing}: {names}'
    print(f'ok: {page}: {len(names)}')


desk = Desk(program, source)
desk.wait_event('ready')
desk.activate()
check_all('welcome')
walk('welcome', 'Open Photo…', 'Use Camera', 'Menu')

hand_over([jpeg])
desk.wait_event('ranked')
desk.activate()
rows = [f'{n}, {p}, {i} of {c}' for n, p, i, c in desk.rows()]
check_all('result')
walk('result', *HEADER, *TOOLS, *rows, 'How Good Is This Answer?', 'Show All 101 Dishes')

desk.key('r')
wait('editor', lambda: desk.has_text('Drag a rectangle round the dish'))
check_all('part')
walk('part', *HEADER, *TOOLS,
     'Part of the photo. Arrow keys move it, Shift and arrow keys resize it, Enter recognises it.')
desk.key('Escape')

desk.key('ctrl+f')
wait('all dishes', lambda: desk.has_text('Search dishes'))
check_all('all dishes')
walk('all dishes', *HEADER, *TOOLS, 'Search dishes')
desk.key('Escape')

desk.mark()
desk.key('ctrl+h')
desk.wait_event('page history')
check_all('history')
walk('history', *HEADER, 'Search dish or file')

desk.mark()
hand_over([jpeg, png])
desk.wait_event('finished 2')
check_all('many')
walk('many', *HEADER, 'Search dish or file', 'Filter and Sort', 'Export…')

desk.mark()
desk.key('ctrl+k')
desk.wait_event('page camera')
wait('no camera', lambda: desk.has_text('Try Again'))
check_all('camera')
walk('camera', *HEADER, 'Try Again', 'Open Photo…')

for name, text, expected in (
        ('preferences', 'Keep History', ('Add Model…', 'Built-in Model', 'Keep History',
                                         'Clear History…')),
        ('about-model', 'On this computer', ())):
    activate_action(name)
    wait(name, lambda: desk.has_text(text))
    walk(name, *expected)
    desk.key('Escape')
    wait(f'{name} gone', lambda: not desk.has_text(text))
desk.close()
