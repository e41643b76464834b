#!/usr/bin/env python3
# test-bad-photos.py: whatever a file is, the window says what morsel-cli says, and lives
#
# Each made photo is opened; some of each kind are also dropped and pasted as bytes.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import subprocess
import sys
from desk import Desk, hand_over, paths, wait

program, source, photos, cli = paths()[:4]
if not os.path.exists(os.path.join(photos, 'photos.tsv')):
    sys.exit(77)
with open(os.path.join(photos, 'photos.tsv'), encoding='utf-8') as table:
    kinds = dict(line.rstrip('\n').split('\t')[:2] for line in table)
names = sorted(n for n in kinds if os.path.isfile(os.path.join(photos, n)))
lines = subprocess.run([cli, 'classify', '--format', 'json', *(os.path.join(photos, n) for n in names)],
                       capture_output=True, text=True).stdout.splitlines()
rows = [json.loads(line) for line in lines]
assert len(rows) == len(names), (len(rows), len(names))

desk = Desk(program, source)


def check(name, row, way):
    if row.get('error'):
        desk.wait_event('failed')
        sentence = row['error']['message']
        wait(f'{way} {name}: {sentence}', lambda: desk.has_text(sentence))
        wait(f'{way} {name}: described', lambda: desk.is_described(sentence))
    else:
        event = desk.wait_event('ranked|failed')
        assert event[1].split()[-1] == row['predictions'][0]['label'], (way, name, event, row)


def paste():
    """X tells of a new owner of the clipboard when it likes: the key again, until it is known."""
    for _ in range(3):
        desk.paste()
        try:
            desk.wait_event('ranked|failed', 5)
            return
        except AssertionError:
            pass


tried = {}
for name, row in zip(names, rows):
    desk.mark()
    hand_over([os.path.join(photos, name)])
    check(name, row, 'open')
    tried.setdefault(kinds[name], []).append((name, row))

for kind, known in tried.items():
    name, row = known[0]
    path = os.path.join(photos, name)
    if os.path.getsize(path) > 5_000_000 or os.path.getsize(path) == 0:
        continue
    other = desk.drop('files', path)
    check(name, row, 'drop')
    other.kill()
    other.wait()
    owner = desk.copy('image/png', path)
    paste()
    check(name, row, 'paste')
    owner.kill()
    owner.wait()
print(f'{len(names)} photos opened, one of each of {len(tried)} kinds dropped and pasted')
desk.close()
