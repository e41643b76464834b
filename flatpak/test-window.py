#!/usr/bin/env python3
"""test-window.py ID BUILD OUTSIDE: the window in the sandbox, by every way in that a desktop has.

ID is installed for this user with no right to any file; BUILD has the helpers of the tests, OUTSIDE
is a morsel-cli of this computer, which must give the same dishes.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests" / "app"))
from desk import Desk, Gio, wait, x_window, xdo  # noqa: E402

ID, BUILD, OUTSIDE = sys.argv[1:4]
HOME = Path.home()
DESKTOP = HOME / f".local/share/flatpak/exports/share/applications/{ID}.desktop"
SOURCE = f"{BUILD}/tests/app/source"
FEED = f"{BUILD}/tests/camera/camera-feed"


class Box(Desk):
    """The program in the sandbox, started as the desktop starts it."""

    def __init__(self, *arguments, environment=None):
        super().__init__(str(make_starter()), SOURCE, arguments, environment)

    def find_window(self):
        # Its process has another number outside.
        return x_window("class", "morsel")

    def choose(self, path):
        """A file in the desktop's own chooser, again until every key has arrived."""
        chooser = x_window("name", "^Open Photos$")

        def is_open():
            return chooser in subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", "."], capture_output=True,
                text=True, timeout=5).stdout.split()

        def enter():
            xdo("windowactivate", "--sync", chooser)
            xdo("key", "ctrl+l", "ctrl+a")
            xdo("type", "--delay", "20", path)
            xdo("key", "Return")
            try:
                return wait("chooser to close", lambda: not is_open(), 5)
            except AssertionError:
                return False
        wait("the file to be chosen", enter)


def make_starter():
    """The line of the installed desktop entry as a program, with files in place of %F."""
    line = re.search(r"^Exec=(.*)$", DESKTOP.read_text(encoding="utf-8"), re.M).group(1)
    assert "%F" in line and "--file-forwarding" in line, line
    starter = HOME / "bin" / "morsel"
    starter.parent.mkdir(exist_ok=True)
    command = line.replace("%F", '"$@"')
    starter.write_text(f"#!/bin/sh\nexec {command}\n", encoding="utf-8")
    starter.chmod(0o755)
    return starter


def expect(photo):
    """The five dishes that the same photo has outside."""
    told = subprocess.run([OUTSIDE, "classify", "--format", "json", photo], check=True,
                          stdout=subprocess.PIPE).stdout
    return [p["name"] for p in json.loads(told)["predictions"]]


def check(way, photo, name):
    """The photo, by its base name and never its place, has its dishes."""
    desk.wait_event(f"ranked {name}")
    found = [dish for dish, _ in desk.top()]
    assert found == expect(photo), (way, found, expect(photo))
    print(f"ok: {way}")


def brightness():
    """Of the window as it is on the screen, 0 to 1."""
    told = subprocess.run(["import", "-window", desk.window, "-colorspace", "Gray", "-format",
                           "%[fx:mean]", "info:"], check=True, capture_output=True, text=True)
    return float(told.stdout)


def set_scheme(scheme):
    """What the person sets in the desktop's settings."""
    subprocess.run(["gsettings", "set", "org.gnome.desktop.interface", "color-scheme", scheme],
                   check=True)


def pipewire_versions():
    """Of the host's library and of the runtime's."""
    where = "ls /usr/lib/*/libpipewire-0.3.so.0.*"
    for command in (["sh", "-c", where],
                    ["flatpak", "run", "--command=sh", ID, "-c", where]):
        names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        yield int(re.search(r"so\.0\.(\d+)", names).group(1))


def check_camera():
    """Asked for through the portal, granted, seen, captured."""
    host, runtime = pipewire_versions()
    if host < runtime:
        print(f"skipped: camera: PipeWire of the host (0.{host}) is older than the runtime's"
              f" (0.{runtime}), and sends it no picture")
        return
    desk.activate()
    desk.mark()
    desk.key("ctrl+k")
    desk.wait_event("camera asking$")
    subprocess.run([sys.executable, "-W", "ignore", str(TOP / "tests/camera/answer.py"),
                    "Grant Access"], check=True, timeout=90)
    desk.wait_event("camera none$")
    camera = subprocess.Popen([FEED, "camera-one", macarons], stdout=subprocess.DEVNULL)
    desk.wait_event("camera running$")
    desk.activate()
    desk.mark()
    desk.key("space")
    desk.wait_event("ranked Camera Photo")
    assert len(desk.rows()) == 5
    camera.kill()
    camera.wait()
    print("ok: camera")


# The log must lie where both sides see it: the program's own folder.
scratch = HOME / ".var/app" / ID / "cache" / "test"
scratch.mkdir(parents=True)
tempfile.tempdir = str(scratch)

photos = HOME / "photos"
shutil.copytree(TOP / "data/pictures", photos)
pancakes, macarons, donuts = (str(photos / f"{n}.jpg") for n in ("pancakes", "macarons", "donuts"))

set_scheme("default")
desk = Box(pancakes)
check("open with, which starts it", pancakes, "pancakes.jpg")
desk.mark()
Gio.DesktopAppInfo.new_from_filename(str(DESKTOP)).launch_uris([Path(macarons).as_uri()], None)
check("open with, while it runs", macarons, "macarons.jpg")

for mode, photo, name in (("files", pancakes, "pancakes.jpg"),
                          ("image/jpeg", macarons, "Pasted Photo")):
    other = desk.drop(mode, photo)
    check(f"drop of {mode}", photo, name)
    other.kill()
    other.wait()

# An old program tells where its file is, and the sandbox cannot go there.
other = desk.drop("uris", donuts)
_, told = desk.wait_event("failed ")
print("ok: drop of a place without its file is refused in words:", told.removeprefix("failed "))
other.kill()
other.wait()

for mode, photo, name in (("files", donuts, "donuts.jpg"),
                          ("image/jpeg", pancakes, "Pasted Photo")):
    owner = desk.copy(mode, photo)
    desk.paste()
    check(f"paste of {mode}", photo, name)
    owner.kill()
    owner.wait()

desk.activate()
desk.mark()
desk.key("ctrl+o")
desk.choose(macarons)
check("file chooser of the desktop", macarons, "macarons.jpg")

light = brightness()
set_scheme("prefer-dark")
wait("dark window", lambda: brightness() < light - 0.2)
print(f"ok: dark: brightness {light:.2f}, then {brightness():.2f}")
set_scheme("default")
wait("light window", lambda: abs(brightness() - light) < 0.05)

check_camera()
desk.close()

desk = Box(environment={"LANG": "de_DE.UTF-8", "LANGUAGE": "de"})
wait("German", lambda: desk.has_text("Was ist auf dem Teller?") or desk.has_text("Kamera verwenden"))
print("ok: German")
desk.close()
