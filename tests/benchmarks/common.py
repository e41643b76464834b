"""common.py: what the benchmarks have in common: a release build, pictures, and the cost of a run

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image, ImageFilter

TOP = Path(__file__).resolve().parents[2]
BUILD = TOP / "build-benchmark"


def build(*targets):
    """A release build of the programs that are measured; says how where it fails."""
    commands = [["ninja", "-C", BUILD, *targets]]
    if not (BUILD / "build.ninja").exists():
        commands.insert(0, ["meson", "setup", BUILD, TOP, "--buildtype=release"])
    for command in commands:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            sys.exit(result.stdout + result.stderr)
    return [BUILD / target for target in targets]


def make_picture(path, size, seed=1):
    """A picture with the detail of a photo: shapes of all sizes and grain."""
    numbers = random.Random(seed)
    picture = Image.new("RGB", size)
    for cells in (4, 16, 64, 256):
        small = Image.new("RGB", (cells, max(1, cells * size[1] // size[0])))
        small.putdata(
            [tuple(numbers.randrange(256) for _ in range(3)) for _ in range(small.width * small.height)]
        )
        layer = small.resize(size, Image.BICUBIC)
        picture = layer if cells == 4 else Image.blend(picture, layer, 0.3)
    grain = Image.effect_noise(size, 12).convert("RGB").filter(ImageFilter.GaussianBlur(0.7))
    Image.blend(picture, grain, 0.15).save(path, quality=90)
    return path


def measure(*command, **options):
    """Runs a command: (seconds on the clock, seconds of CPU, peak of memory in MB, exit status)."""
    options.setdefault("stdout", subprocess.DEVNULL)
    options.setdefault("stderr", subprocess.DEVNULL)
    before = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], **options)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def median(values):
    """The middle one."""
    return statistics.median(values)


def print_machine():
    """What it was measured on."""
    models = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    print(f"{models[0] if models else 'unknown CPU'}, {len(os.sched_getaffinity(0))} cores")
