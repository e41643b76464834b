#!/usr/bin/env python3
# test-models-of-ones-own.py: models of one's own are added, refused, used, switched and removed
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import sys
from desk import Atspi, Desk, paths, wait

program, source, photos = paths()[:3]
top = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
jpeg = os.path.join(photos, 'good.jpg')
try:
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(top, 'tests', 'import'))
    import keras_graph as keras
except ImportError:
    sys.exit(77)
if not os.path.exists(jpeg):
    sys.exit(77)

desk = Desk(program, source, [jpeg])
folder = os.path.join(os.environ['XDG_DATA_HOME'], 'morsel', 'models')


def path(name):
    return os.path.join(desk.folder, name)


def write(name, text):
    with open(path(name), 'w', encoding='utf-8') as file:
        file.write(text)
    return path(name)


def choices():
    """The models to choose from, and which is chosen. GTK 4.8 calls their buttons check boxes."""
    found = [n for n in desk.nodes() if n.get_role_name() in ('radio button', 'check box')]
    return {n.get_name(): n.get_state_set().contains(Atspi.StateType.CHECKED) for n in found
            if n.get_name() != 'Keep History'}


def add(file):
    desk.mark()
    desk.press('Add Model…')
    desk.choose(file, 'Add Model', 'Add')


def refused(sentence):
    wait(sentence, lambda: desk.has_text(sentence))
    desk.button('Add Model…')


def used(name):
    """It is chosen, and the photo on the screen is recognised by it."""
    wait(f'{name} chosen', lambda: [n for n, is_on in choices().items() if is_on] == [name])
    desk.wait_event('ranked')


desk.wait_event('ranked')
desk.activate()
built_in = desk.top()
desk.key('ctrl+comma')
wait('preferences', lambda: choices() == {'Built-in Model': True})
wait('what the model is', lambda: any(n.startswith('101 dishes, ') for n in desk.names()))

shutil.copy(os.path.join(top, 'model', 'food101.safetensors'), path('mine.safetensors'))
add(path('mine.safetensors'))
used('mine')
assert desk.top() == built_in

add(write('notes.safetensors', 'Buy bread.'))
refused('This file is not a model.')

# Keras: with names of its own, with wrong ones, with Food-101's, damaged
keras.write_file(path('twelve.h5'), keras.Model(5, 'b', [(12, 'softmax')]))
add(path('twelve.h5'))
wait('question', lambda: desk.has_text('Names Are Missing'))
desk.press('Choose Names…')
desk.choose(write('three.txt', 'one\ntwo\nthree\n'), 'Choose Names', 'Add')
refused('The model has 12 outputs, but there are 3 names.')
add(path('twelve.h5'))
desk.press('Choose Names…')
desk.choose(write('twelve.txt', ''.join(f'stew {i}\n' for i in range(12))), 'Choose Names', 'Add')
used('twelve')
assert all(name.startswith('Stew ') for name, _ in desk.top()), desk.top()

keras.write_file(path('known.h5'), keras.Model(1, 'b', [(101, 'softmax')]))
add(path('known.h5'))
wait('question', lambda: desk.has_text('Use the Food-101 Names?'))
desk.key('Escape')
desk.button('Add Model…')
assert 'known' not in choices()
add(path('known.h5'))
desk.press('Use')
used('known')

with open(path('known.h5'), 'rb') as whole, open(path('half.h5'), 'wb') as half:
    half.write(whole.read(100000))
add(path('half.h5'))
refused('The file is damaged.')
assert sorted(os.listdir(folder)) == ['known.safetensors', 'mine.safetensors',
                                      'twelve.safetensors'], os.listdir(folder)

# Another one, one that is broken since, and away with them
desk.mark()
desk.key('Tab', 'Down', 'Return')
used('mine')
with open(os.path.join(folder, 'known.safetensors'), 'wb') as file:
    file.write(b'gone')
desk.key('Down', 'Down', 'Return')
refused('The model could not be loaded. The built-in model is used.')
used('Built-in Model')
assert desk.top() == built_in
for left in (2, 1, 0):
    desk.press('Remove Model')
    wait('row to go', lambda: len(choices()) == left + 1)
wait('files to go', lambda: os.listdir(folder) == [])
# Escape sends a message away before it closes the window.
wait('message to go', lambda: not desk.has_text('The file is damaged.'))
desk.key('Escape')
desk.close()
