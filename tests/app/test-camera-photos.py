#!/usr/bin/env python3
# test-camera-photos.py: real dishes before the camera: the same answer as the command line, a
# steady name in a film, the preview's rate
#
#   test-camera-photos.py MORSEL FEED MORSEL-CLI
#
# Run through tests/camera/session.sh. Needs the photos of $MORSEL_PHOTOS; exit 77: they are not
# here. Prints what it measures.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import io
import json
import os
import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from desk import Desk, paths, wait

try:
    from PIL import Image, ImageOps
except ImportError:
    sys.exit(77)

N_PHOTOS = 10
SURE = 0.85  # a photo that the program is not sure of cannot show that its name is steady
FILM_SECONDS = 4
program, feed, cli = paths()[:3]
top = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
folder = os.environ.get('MORSEL_PHOTOS', os.path.join(top, '..', 'shared', 'food101'))
archive = os.path.join(folder, 'sharp-1of2.tar')
if not os.path.exists(archive):
    print(f'{archive} is not here')
    sys.exit(77)


def classify(path):
    answer = subprocess.run([cli, 'classify', '--format', 'json', path], check=True,
                            capture_output=True, text=True).stdout
    best = json.loads(answer)['predictions'][0]
    return best['label'], best['probability']


def pick_photos():
    """One photo of each of ten dishes, as large as the camera's picture, with its first dish."""
    place = tempfile.mkdtemp()
    seen = set()
    picked = []
    with tarfile.open(archive) as tar:
        for member in tar:
            dish = member.name.split('/')[0]
            if dish in seen or not member.isfile():
                continue
            photo = Image.open(io.BytesIO(tar.extractfile(member).read())).convert('RGB')
            path = os.path.join(place, f'{dish}.png')
            ImageOps.fit(photo, (1280, 720), Image.LANCZOS).save(path)
            label, probability = classify(path)
            if label == dish and probability >= SURE:
                seen.add(dish)
                picked.append((path, label))
            if len(picked) == N_PHOTOS:
                break
    return picked


def lateness():
    late = [int(event.split()[1]) for _, event in desk.events() if event.startswith('late ')]
    return max(late, default=0)


def check_captures(picked):
    """Each photo before the camera, taken by Space: the dish that the command line gives."""
    right = 0
    for path, label in picked:
        camera = subprocess.Popen([feed, '--format', 'YUY2', 'camera-one', path],
                                  stdout=subprocess.DEVNULL)
        desk.mark()
        desk.key('ctrl+k')
        desk.wait_event('camera running')
        desk.key('space')
        event = desk.wait_event('ranked Camera Photo')[1]
        right += event.split()[-1] == label
        desk.key('alt+Left')
        desk.key('alt+Left')
        desk.wait_event('page welcome')
        camera.kill()
        camera.wait()
        wait('no camera', lambda: 'camera-one' not in subprocess.run(
            ['pw-cli', 'ls', 'Node'], capture_output=True, text=True).stdout)
    print(f'captured: {right} of {len(picked)} as the command line has it')
    assert right >= 0.9 * len(picked)


def check_film(picked):
    """A film of all photos with noise, shake and changing exposure."""
    film = os.path.join(desk.folder, 'film')
    camera = subprocess.Popen([feed, '--format', 'BGRx', '--film', str(FILM_SECONDS), 'camera-one',
                               *(path for path, _ in picked)], stdout=open(film, 'w'))
    desk.mark()
    desk.key('ctrl+k')
    desk.wait_event('camera running')
    cpu = cpu_seconds(), time.monotonic()

    def scenes():
        return [(int(t), int(n)) for t, n in re.findall(r'(\d+) photo (\d+)', open(film).read())]

    wait('end of the film', lambda: len(scenes()) > len(picked), FILM_SECONDS * N_PHOTOS + 30)
    share = (cpu_seconds() - cpu[0]) / (time.monotonic() - cpu[1])
    events = desk.events()[desk.seen:]
    names = [(t, e.split()[1]) for t, e in events if e.startswith('live ')]
    right = steady = 0
    for (start, number), (end, _) in zip(scenes(), scenes()[1:]):
        label = picked[number][1]
        before = [name for t, name in names if t < start + 1_500_000]
        after = [name for t, name in names if start + 1_500_000 <= t < end]
        changes = [name for t, name in names if start <= t < end and name != 'nothing']
        right += bool(before) and before[-1] == label and not after
        steady += len(changes) <= 1
        print(f'  {label}: {changes}')
    painted = [t for t, e in events if e.startswith('painted')]
    frames = len(painted) / ((painted[-1] - painted[0]) / 1e6)
    gap = statistics.median(b - a for a, b in zip(painted, painted[1:])) / 1000
    print(f'film: {right} of {len(picked)} right after 1.5 s, {steady} changed once at most')
    print(f'preview: {frames:.1f} frames a second (median {gap:.1f} ms apart), '
          f'{100 * share:.0f} % of a core, main loop late by {lateness()} ms at most')
    desk.key('alt+Left')
    camera.kill()
    camera.wait()
    assert right >= 0.9 * len(picked) and steady == len(picked)


def cpu_seconds():
    fields = open(f'/proc/{desk.process.pid}/stat').read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


photos = pick_photos()
print('photos:', ', '.join(label for _, label in photos))
subprocess.run(['gdbus', 'call', '--session', '--dest',
                'org.freedesktop.impl.portal.PermissionStore', '--object-path',
                '/org/freedesktop/impl/portal/PermissionStore', '--method',
                'org.freedesktop.impl.portal.PermissionStore.SetPermission', 'devices', 'true',
                'camera', '', "['yes']"], check=True, stdout=subprocess.DEVNULL)
desk = Desk(program)
desk.activate()
desk.wait_event('ready')
check_captures(photos)
check_film(photos)
desk.close()
