#!/usr/bin/env python3
"""answer.py BUTTON: waits for the desktop's question and presses BUTTON ("Grant Access").

Exit 77: the tools are missing.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys
import time

try:
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib
except (ImportError, ValueError):
    sys.exit(77)


def walk(node):
    """Yields node and all that is below it."""
    yield node
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from walk(child)


def press(name):
    """Presses the button of that name, if it is on the screen."""
    for node in walk(Atspi.get_desktop(0)):
        if (
            node.get_role_name().endswith("button")
            and node.get_name() == name
            and node.get_state_set().contains(Atspi.StateType.SHOWING)
        ):
            return node.get_action_iface().do_action(0)
    return False


def main():
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if press(sys.argv[1]):
                return 0
        except GLib.Error:
            pass  # the object went away between two calls
        time.sleep(0.05)
    print(f"there is no button {sys.argv[1]}")
    return 1


sys.exit(main())
