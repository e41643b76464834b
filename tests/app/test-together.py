#!/usr/bin/env python3
# test-together.py: the window comes before the model; a photo that is read quickly appears in one frame
# with its answer, a slow one before it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys
import tempfile
from desk import Desk, hand_over, is_enabled, paths, wait, write_black

N_TRIES = 100  # on a busy machine even a small photo may take longer than it is waited for

program, source, photos = paths()[:3]
quick = os.path.join(photos, 'good.jpg')
if not os.path.exists(quick):
    sys.exit(77)


def watch():
    """How the photo that is being opened is shown, and the events until its answer."""
    how = desk.wait_event('opened')[1]
    ranked = desk.wait_event('ranked')
    events = desk.events()[desk.seen:]
    return how, [e.split()[0] for _, e in events[:events.index(ranked)]]


desk = Desk(program, source)
desk.wait_event('ready')
started = [e.split()[0] for _, e in desk.events()]
assert started.index('first-frame') < started.index('ready'), started
assert is_enabled('about-model')
owner = desk.copy('image/jpeg', quick)
for _ in range(N_TRIES):
    desk.paste()
    how, events = watch()
    if how == 'opened with its answer':
        break
else:
    raise AssertionError(f'never in {N_TRIES} tries with its answer')
owner.kill()
assert 'painted' not in events[events.index('photo'):], events

slow = os.path.join(desk.folder, 'slow.png')
write_black(slow, 6000)
desk.mark()
hand_over([slow])
how, events = watch()
assert how == 'opened before its answer', how
assert events.index('opened') < events.index('photo'), events
desk.close()

# Without a model there is nothing to be said about it.
data = tempfile.mkdtemp()
os.mkdir(os.path.join(data, 'model'))
with open(os.path.join(data, 'model', 'food101.safetensors'), 'w', encoding='utf-8') as file:
    file.write('no model')
desk = Desk(program, source, environment={'MORSEL_DATA_DIR': data})
wait('no model', lambda: desk.has_text('The model is missing. Install Morsel again.'))
assert not is_enabled('about-model')
desk.close()
