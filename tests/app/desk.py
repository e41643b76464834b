# desk.py: drives the window as a person does, and reads it as a screen reader does
#
# Run through session.sh. Waits are conditions with a limit; nothing sleeps for a result.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import zlib

try:
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi, Gio, GLib
except (ImportError, ValueError):
    sys.exit(77)

LIMIT = float(os.environ.get('MORSEL_TEST_LIMIT', '20'))  # seconds
ROW = re.compile(r'(.+), (.+ percent), (\d+) of (\d+)$')


def wait(what, condition, limit=LIMIT):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error:  # the object went away between two calls
            pass
        time.sleep(0.01)
    raise AssertionError(f'timeout: {what}')


def children(node):
    found = (node.get_child_at_index(i) for i in range(node.get_child_count()))
    return [child for child in found if child is not None]


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def xdo(*arguments):
    return subprocess.run(['xdotool', *map(str, arguments)], timeout=10, check=True,
                          capture_output=True, text=True).stdout


def x_window(by, value):
    """The first window whose pid, class or name (by) is that."""
    def search():
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--' + by, str(value)],
                               capture_output=True, text=True, timeout=5).stdout.split()
        return found[0] if found else None
    return wait('window', search)


def centre(window):
    lines = xdo('getwindowgeometry', '--shell', window).split()
    g = dict(line.split('=') for line in lines)
    return int(g['X']) + int(g['WIDTH']) // 2, int(g['Y']) + int(g['HEIGHT']) // 2


class Desk:
    """The program under test, its log and its window."""

    def __init__(self, program, source=None, arguments=(), environment=None, messages=False):
        """messages: whether what it says on its standard error is kept for messages()."""
        self.program = program
        self.source_program = source
        self.folder = tempfile.mkdtemp()
        self.log_path = os.path.join(self.folder, 'log')
        self.environment = {**os.environ, 'MORSEL_TEST_LOG': self.log_path,
                            'G_DEBUG': 'fatal-warnings', **(environment or {})}
        self.messages_path = os.path.join(self.folder, 'messages')
        stderr = open(self.messages_path, 'w', encoding='utf-8') if messages else None
        self.process = subprocess.Popen([program, *arguments], env=self.environment, stderr=stderr)
        self.seen = 0
        self.read = []
        self.n_read = 0
        self.root = None
        self.wait_event('first-frame')
        self.window = self.find_window()

    def find_window(self):
        return x_window('pid', self.process.pid)

    # The log

    def events(self):
        """All so far. Only what is new is read: this is asked often, beside what is measured."""
        try:
            with open(self.log_path, 'rb') as log:
                log.seek(self.n_read)
                new = log.read()
        except FileNotFoundError:
            return self.read
        new = new[:new.rfind(b'\n') + 1]
        self.n_read += len(new)
        lines = (line.split(' ', 1) for line in new.decode().splitlines())
        self.read += ((int(time), event) for time, event in lines)
        return self.read

    def messages(self):
        with open(self.messages_path, encoding='utf-8') as file:
            return file.read()

    def mark(self):
        """Events up to here are past."""
        self.seen = len(self.events())

    def wait_event(self, pattern, limit=LIMIT):
        """Waits for an event after the mark; gives its time and text back."""
        expression = re.compile(pattern)

        def find():
            if self.process.poll() is not None:
                raise SystemExit(f'the program ended with {self.process.returncode}'
                                 f' while waiting for {pattern}')
            return next((e for e in self.events()[self.seen:] if expression.match(e[1])), None)
        return wait(f'event {pattern}', find, limit)

    # Reading

    def accessible(self):
        if self.root is None:
            name = os.path.basename(self.program)
            self.root = wait('accessible program', lambda: next(
                (a for a in children(Atspi.get_desktop(0)) if a.get_name() == name), None))
        return self.root

    def nodes(self, role=None):
        def read():
            return [n for n in walk(self.accessible()) if role is None or n.get_role_name() == role]
        for _ in range(10):
            try:
                return read()
            except GLib.Error:  # something went away while it was read
                time.sleep(0.02)
        return read()

    def names(self, role=None):
        for _ in range(10):
            try:
                return [n.get_name() for n in self.nodes(role)]
            except GLib.Error:
                time.sleep(0.02)
        return []

    def rows(self):
        """The dishes on the screen, with percentages, in order."""
        def read():
            found = [m.groups() for m in map(ROW.match, self.names('list item')) if m]
            return found if found and len(found) == int(found[0][3]) else None
        return wait('rows', read)

    def top(self):
        return [(name, percent) for name, percent, _, _ in self.rows()]

    def has_text(self, text):
        return text in self.names()

    def is_described(self, text):
        """Whether something has that description. GTK 4.18 tells none of a status page, whose label
        libadwaita relates to it."""
        is_old = subprocess.run(['pkg-config', '--max-version=4.14', 'gtk4'], check=False).returncode == 0

        def of(node):
            yield node.get_description()
            for relation in [] if is_old else node.get_relation_set():
                if relation.get_relation_type() == Atspi.RelationType.DESCRIBED_BY:
                    yield relation.get_target(0).get_name()
        return any(text in of(node) for node in self.nodes())

    def button(self, name, nodes=None):
        """One in any window, or among nodes()."""
        # GTK 4.8 says the label of a plain button twice, once with its mnemonic.
        names = (name, f'{name} {name}')
        return wait(f'button {name}', lambda: next(
            (n for n in (nodes or self.nodes)()
             if n.get_name().replace('_', '') in names and 'button' in n.get_role_name()), None))

    # Doing

    def activate(self):
        xdo('windowactivate', '--sync', self.window)

    def key(self, *keys):
        xdo('key', *keys)

    def tab_to(self, name):
        """Tab, until what is called so has the focus."""
        def focus():
            return [(n.get_role_name(), n.get_name()) for n in self.nodes()
                    if n.get_state_set().contains(Atspi.StateType.FOCUSED)]
        for _ in range(20):
            before = focus()
            if name in [called for _, called in before]:
                return
            self.key('Tab')
            wait('the focus to move', lambda: focus() != before)
        raise AssertionError(f'Tab does not reach {name}')

    def press(self, name):
        self.button(name).do_action(0)

    def open_by_second_start(self, *paths):
        self.mark()
        subprocess.run([self.program, *paths], env=self.environment, check=True, timeout=LIMIT)

    def source(self, *arguments):
        output = open(os.path.join(self.folder, 'source'), 'w', encoding='utf-8')
        process = subprocess.Popen([self.source_program, *arguments], stdout=output)
        wait('source', lambda: 'ready' in open(output.name, encoding='utf-8').read())
        return process

    def hover(self, mode, *paths):
        """A real drag from another program, over the window, the button still held."""
        process = self.source('drag', mode, *paths)
        other = x_window('pid', process.pid)
        xdo('windowmove', '--sync', other, 1000, 700)
        xdo('windowmove', '--sync', self.window, 20, 20)
        (sx, sy), (tx, ty) = centre(other), centre(self.window)
        self.mark()
        wiggle = [0]

        def drag():
            xdo('mousemove', sx, sy, 'mousedown', 1)
            for i in range(1, 13):
                xdo('mousemove', sx + (tx - sx) * i // 12, sy + (ty - sy) * i // 12)
            try:
                return wait('drag over the window', over, LIMIT / 4)
            except AssertionError:  # a busy program may miss where it began
                xdo('mouseup', 1)
                return False

        def over():
            wiggle[0] ^= 1
            xdo('mousemove', tx + wiggle[0], ty)
            events = [e for _, e in self.events()[self.seen:]]
            # A person lets go once it is seen that one may.
            return 'enter' in events and any(e.startswith('painted')
                                             for e in events[events.index('enter'):])
        wait('drag over the window', drag)
        return process

    def let_go(self):
        xdo('mouseup', 1)
        return self.wait_event('drop')

    def drop(self, mode, *paths):
        process = self.hover(mode, *paths)
        self.let_go()
        return process

    def copy(self, mode, *paths):
        """Something on the clipboard, owned by another program."""
        return self.source('copy', mode, *paths)

    def paste(self):
        self.activate()
        self.mark()
        self.key('ctrl+v')

    def choose(self, path, title='Open Photos', button='Open'):
        """A file in the file chooser, by its path.

        The path is not typed: to complete it, GTK 4.18 lists each folder on the way, and complains
        when a file appears in one meanwhile.
        """
        def is_shown():
            return subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{title}$'],
                                  capture_output=True, text=True, timeout=5).stdout.split()

        def inside():
            return (n for top in children(self.accessible()) if top.get_name() == title
                    for n in walk(top))

        def is_in(node, state):
            return node.get_state_set().contains(state)

        def entry():
            return next((n for n in inside() if n.get_editable_text_iface() is not None
                         and is_in(n, Atspi.StateType.FOCUSED)), None)
        chooser = wait('chooser', is_shown)[0]
        wait('focus of the chooser', lambda: xdo('getwindowfocus').strip() == chooser)
        self.key('ctrl+l')
        wait('entry', entry).set_text_contents(path)
        accept = self.button(button, inside)
        wait(f'{button} to be possible', lambda: is_in(accept, Atspi.StateType.SENSITIVE))
        accept.do_action(0)
        wait('chooser to close', lambda: not is_shown())

    def close(self):
        """Ends the program through its main loop; anything but success fails the test."""
        self.activate()
        self.key('ctrl+q')
        code = self.process.wait(LIMIT)
        if code != 0:
            raise SystemExit(f'the program ended with {code}')


def paths():
    """The arguments of a test: program, source, and what follows."""
    return [os.path.abspath(a) for a in sys.argv[1:]]


def write_black(path, side):
    """A PNG of that many pixels a side: a small file that takes long to decode."""
    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data
                + struct.pack('>I', zlib.crc32(kind + data)))
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n'
                   + chunk(b'IHDR', struct.pack('>IIBBBBB', side, side, 8, 2, 0, 0, 0))
                   + chunk(b'IDAT', zlib.compress(bytes((1 + 3 * side) * side), 1))
                   + chunk(b'IEND', b''))


def hand_over(files):
    """Opens files as the file manager does: a message to the one program that runs."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    uris = [Gio.File.new_for_path(f).get_uri() for f in files]
    bus.call_sync('io.github.morsel_app.Morsel', '/io/github/morsel_app/Morsel',
                  'org.freedesktop.Application', 'Open', GLib.Variant('(asa{sv})', (uris, {})),
                  None, Gio.DBusCallFlags.NONE, int(LIMIT * 1000), None)


def activate_action(name):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    bus.call_sync('io.github.morsel_app.Morsel', '/io/github/morsel_app/Morsel',
                  'org.freedesktop.Application', 'ActivateAction',
                  GLib.Variant('(sava{sv})', (name, [], {})), None, Gio.DBusCallFlags.NONE,
                  int(LIMIT * 1000), None)


def is_enabled(name):
    """Whether an action of the program can be activated."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    description = bus.call_sync('io.github.morsel_app.Morsel', '/io/github/morsel_app/Morsel',
                                'org.gtk.Actions', 'Describe', GLib.Variant('(s)', (name,)), None,
                                Gio.DBusCallFlags.NONE, int(LIMIT * 1000), None)
    return description.unpack()[0][0]
