#!/usr/bin/env python3
# test-hover.py: a photo over the window is read ahead; nobody hears of it until it is dropped
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import subprocess
import sys
from desk import Desk, centre, hand_over, paths, wait, write_black, xdo

program, source, photos, cli = paths()[:4]
jpeg, png = (os.path.join(photos, name) for name in ('good.jpg', 'good.png'))
if not os.path.exists(jpeg):
    sys.exit(77)
history = os.path.join(os.environ['XDG_DATA_HOME'], 'morsel', 'history')
desk = Desk(program, source)
desk.wait_event('ready')


def remembered():
    return sorted(n for n in os.listdir(history) if n.endswith('.answer'))\
        if os.path.isdir(history) else []


def words():
    return sorted(n.split()[0] for _, n in desk.events()[desk.seen:])


def leave():
    """Out of the window, and let go there, where nothing takes it."""
    xdo('mousemove', 1200, 100)
    desk.wait_event('let-go')


def end(other):
    xdo('mouseup', 1)
    other.kill()
    other.wait()


def assert_nothing_happened():
    told = {'opened', 'photo', 'ranked', 'failed', 'page', 'drop', 'incoming'} & set(words())
    assert not told, told
    # But for the frame that tells that one may drop here
    changed = set(desk.names()) ^ set(names)
    assert changed <= {'MorselDropZone', 'Drop to Recognise'}, changed
    assert remembered() == answers, remembered()


def copy(name, path):
    to = os.path.join(desk.folder, name)
    shutil.copy(path, to)
    return to


wait('the welcome page', lambda: desk.has_text('What’s on the Plate?'))
names, answers = desk.names(), []

# It is read, and leaves: no page, no answer, no word, nothing remembered. So is what is no photo.
broken = os.path.join(desk.folder, 'broken.jpg')
with open(broken, 'w', encoding='utf-8') as file:
    file.write('no photo')
for path, known in ((jpeg, 'ahead ranking'), (broken, 'ahead error')):
    drag = desk.hover('files', path)
    desk.wait_event(known)
    leave()
    end(drag)
    assert_nothing_happened()
print('ok: what leaves was never there')

# In and out, in one drag: every reading ends before the next begins, the last one is dropped.
drag = desk.hover('files', copy('restless.jpg', jpeg))
for _ in range(10):
    desk.wait_event('ahead busy|ahead photo|ahead$')
    leave()
    assert_nothing_happened()
    desk.mark()
    x, y = centre(desk.window)
    xdo('mousemove', x, y)
    wait('back over the window', lambda: xdo('mousemove', x, y + 1, 'mousemove', x, y)
         or 'enter' in words())
steps = [e for _, e in desk.events() if e in ('ahead', 'let-go')]
assert 'ahead ahead' not in ' '.join(steps), steps
desk.wait_event('ahead ranking')
desk.let_go()
desk.wait_event('taken-over')
desk.wait_event('ranked restless.jpg')
end(drag)
print('ok: in and out')
jpeg_top = desk.top()
wait('one answer', lambda: len(remembered()) == 1)

# Dropped: its answer is there already, and the first one that is remembered.
drag = desk.hover('uris', png)
desk.wait_event('ahead ranking')
desk.let_go()
desk.wait_event('taken-over')
assert desk.wait_event('opened')[1] == 'opened with its answer'
desk.wait_event('ranked good.png')
end(drag)
assert desk.top() != jpeg_top
wait('two answers', lambda: len(remembered()) == 2)
assert words().count('ranked') == 1, words()
print('ok: dropped')

# Broken: its sentence comes when it is dropped.
names, answers = desk.names(), remembered()
drag = desk.hover('files', broken)
desk.wait_event('ahead error')
assert_nothing_happened()
desk.let_go()
desk.wait_event('failed')
said = subprocess.run([cli, 'classify', '--format', 'json', broken], capture_output=True, text=True)
wait('sentence', lambda: desk.has_text(json.loads(said.stdout)['error']['message']))
end(drag)
print('ok: broken')

# One is over the window and leaves, another is dropped: only that is known.
drag = desk.hover('files', copy('left.jpg', jpeg))
desk.wait_event('ahead ranking')
leave()
end(drag)
drag = desk.drop('files', copy('right.png', png))
desk.wait_event('ranked right.png')
end(drag)
wait('three answers', lambda: len(remembered()) == 3)
assert not any('left.jpg' in n for n in desk.names())

# While one is over the window another is opened: the newest wins, then what is dropped.
drag = desk.hover('files', jpeg)
desk.wait_event('ahead ranking')
hand_over([png])
desk.wait_event('ranked good.png')
assert 'let-go' in words()
desk.mark()
desk.let_go()
desk.wait_event('ranked good.jpg')
assert desk.top() == jpeg_top
end(drag)
print('ok: another')

# A folder and a list are as they were: nothing of them is shown as a photo.
folder = os.path.join(desk.folder, 'photos')
os.mkdir(folder)
many = [copy(f'photos/{i}.jpg', jpeg) for i in range(20)]
drag = desk.hover('files', *many)
desk.let_go()
desk.activate()  # who looks elsewhere is notified of the end of long work
desk.wait_event('finished 20')
end(drag)
assert 'ahead' not in words(), words()
desk.close()

desk = Desk(program, source, messages=True)
desk.wait_event('ready')
drag = desk.drop('files', folder)
desk.activate()
desk.wait_event('finished 20')
assert not {'opened', 'failed'} & set(words()), words()
end(drag)
desk.close()
assert desk.messages() == '', desk.messages()
print('ok: many')

# While many are being read, none is read ahead.
desk = Desk(program, source)
desk.wait_event('ready')
os.mkdir(os.path.join(desk.folder, 'slow'))
write_black(os.path.join(desk.folder, 'slow', '0.png'), 6000)
for i in range(1, 60):
    os.link(os.path.join(desk.folder, 'slow', '0.png'), os.path.join(desk.folder, 'slow', f'{i}.png'))
hand_over([os.path.join(desk.folder, 'slow')])
desk.wait_event('collected')
drag = desk.hover('files', jpeg)
desk.let_go()
desk.wait_event('ranked good.jpg')
assert not {'ahead', 'taken-over'} & set(words()), words()
assert not any(e.startswith('finished') for _, e in desk.events()), 'the many were too few'
end(drag)
desk.close()
