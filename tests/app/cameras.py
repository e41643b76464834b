# cameras.py: cameras to plug in and pull out, and the desktop's permission, for tests of the window
#
# Run through tests/camera/session.sh.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import subprocess
from desk import wait

STORE = ['gdbus', 'call', '--session', '--dest', 'org.freedesktop.impl.portal.PermissionStore',
         '--object-path', '/org/freedesktop/impl/portal/PermissionStore', '--method',
         'org.freedesktop.impl.portal.PermissionStore.SetPermission', 'devices', 'true', 'camera',
         '']


def permit(answer):
    """What the desktop answers without a question: yes or no."""
    subprocess.run([*STORE, f"['{answer}']"], check=True, stdout=subprocess.DEVNULL)


def plug_in(feed, *arguments, output=subprocess.DEVNULL):
    """A camera; see ../camera/feed.c."""
    return subprocess.Popen([feed, *arguments], stdout=output)


def plug_in_held():
    """A camera that another program has; see ../camera/held.c."""
    subprocess.run(['pw-cli', 'create-node', 'spa-node-factory',
                    'factory.name=api.v4l2.source api.v4l2.path=/dev/null object.linger=true '
                    'media.class=Video/Source media.role=Camera node.name=camera-held'],
                   check=True, stdout=subprocess.DEVNULL)
    wait('camera-held', lambda: 'camera-held' in nodes())


def unplug_held():
    subprocess.run(['pw-cli', 'destroy', 'camera-held'], check=True, stdout=subprocess.DEVNULL)
    wait('end of camera-held', lambda: 'camera-held' not in nodes())


def nodes():
    """What PipeWire has."""
    return subprocess.run(['pw-cli', 'ls', 'Node'], capture_output=True, text=True,
                          check=True).stdout


def unplug(camera):
    """Gone as if the cable was pulled; the name may be used again at once."""
    camera.kill()
    camera.wait()


def unplug_and_wait(camera):
    """Gone, and PipeWire knows it."""
    name = next(a for a in camera.args[1:] if a.startswith('camera-'))
    unplug(camera)
    wait(f'end of {name}', lambda: name not in nodes())


def cpu_seconds(pid):
    """Of each thread, by its number: its name and the seconds of CPU that it took."""
    seconds = {}
    for thread in os.listdir(f'/proc/{pid}/task'):
        try:
            with open(f'/proc/{pid}/task/{thread}/stat', encoding='utf-8') as file:
                name, fields = file.read().split('(', 1)[1].rsplit(')', 1)
        except (FileNotFoundError, ProcessLookupError):  # ended
            continue
        fields = fields.split()
        seconds[thread] = name, (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
    return seconds
