"""made.py: what the tests of morsel-cli have in common: the program, photos, and TAP

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

from PIL import Image

CLI = os.environ["MORSEL_CLI"]
TESTS = []


class Skip(Exception):
    """Why a test cannot be run here."""


def test(function):
    """The function is a test: its docstring is the sentence that must be true."""
    TESTS.append(function)
    return function


def run_tests():
    """Runs all tests, each in a folder of its own, and says so as TAP."""
    failed = False
    print(f"1..{len(TESTS)}", flush=True)
    for number, function in enumerate(TESTS, 1):
        name = function.__doc__.strip().rstrip(".")
        with tempfile.TemporaryDirectory(prefix="morsel-cli-") as folder:
            try:
                function(Path(folder))
                print(f"ok {number} - {name}", flush=True)
            except Skip as why:
                print(f"ok {number} - {name} # SKIP {why}", flush=True)
            except Exception:  # pylint: disable=broad-except
                failed = True
                print(f"not ok {number} - {name}", flush=True)
                for line in traceback.format_exc().splitlines():
                    print(f"# {line}", flush=True)
    sys.exit(1 if failed else 0)


def install(folder):
    """Lays the program out below the folder as an installation does, without its model; its path."""
    program = folder / "bin" / "morsel-cli"
    module = folder / os.environ["MORSEL_LIBDIR"] / "morsel" / "morsel-onednn.so"
    for source, path in [(CLI, program), (os.environ["MORSEL_ONEDNN"], module)]:
        path.parent.mkdir(parents=True)
        shutil.copy(source, path)
    return program


def run(*arguments, status=0, **options):
    """Runs morsel-cli to its end and checks its exit status; the result has stdout and stderr."""
    options.setdefault("stdin", subprocess.DEVNULL)
    if "input" in options:
        del options["stdin"]
    options.setdefault("stdout", subprocess.PIPE)
    result = subprocess.run([CLI, *arguments], stderr=subprocess.PIPE, check=False, **options)
    errors = result.stderr.decode(errors="replace")
    assert result.returncode == status, f"{arguments}: exit status {result.returncode}: {errors}"
    return result


def make_photo(path, seed=0, size=(64, 48)):
    """A photo of nothing: a few coloured squares, other ones for each seed."""
    numbers = random.Random(seed)
    small = Image.new("RGB", (4, 3))
    small.putdata([tuple(numbers.randrange(256) for _ in range(3)) for _ in range(12)])
    os.makedirs(os.path.dirname(path), exist_ok=True)
    small.resize(size, Image.BICUBIC).save(os.fsdecode(path), quality=90)
    return path


def make_many(folder, count, source):
    """As many names of the same photo, 00000.jpg and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        os.link(source, folder / f"{number:05d}.jpg")
    return folder
