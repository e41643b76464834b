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

TOP = Path(__file__).resolve().parents[2]
BUILD = TOP / "build-benchmark"


def build(*targets):
    """A release build of the programs that are measured; says how where it fails."""
    always = ["model/food101.safetensors", "src/engine/morsel-onednn.so"]
    commands = [["ninja", "-C", BUILD, *always, *targets]]
    if not (BUILD / "build.ninja").exists():
        commands.insert(0, ["meson", "setup", BUILD, TOP, "--buildtype=release"])
    for command in commands:
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            sys.exit(result.stdout + result.stderr)
    return [BUILD / target for target in targets]


def make_picture(path, size, seed=1):
    """A picture with the detail of a photo, made by another process: what a process is measured to
    take at most includes what the process that started it takes."""
    command = [sys.executable, __file__, path, *size, seed]
    subprocess.run([str(part) for part in command], check=True)
    return path


def paint_picture(path, size, seed):
    """Shapes of all sizes and grain."""
    from PIL import Image, ImageFilter  # pylint: disable=import-outside-toplevel

    numbers = random.Random(seed)
    picture = Image.new("RGB", size)
    for cells in (4, 16, 64, 256):
        small = Image.new("RGB", (cells, max(1, cells * size[1] // size[0])))
        n_pixels = small.width * small.height
        small.putdata([tuple(numbers.randrange(256) for _ in range(3)) for _ in range(n_pixels)])
        layer = small.resize(size, Image.BICUBIC)
        picture = layer if cells == 4 else Image.blend(picture, layer, 0.3)
    grain = Image.effect_noise(size, 12).convert("RGB").filter(ImageFilter.GaussianBlur(0.7))
    Image.blend(picture, grain, 0.15).save(path, quality=90)


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


if __name__ == "__main__":
    paint_picture(sys.argv[1], (int(sys.argv[2]), int(sys.argv[3])), int(sys.argv[4]))
