#!/usr/bin/env python3
"""test-box.py ID OUTSIDE BUNDLE: what the installed sandbox may, sees, weighs and answers.

ID is installed for this user, OUTSIDE is a morsel-cli of this computer, BUNDLE the file that ID was
installed from. Speed is told, not judged: a busy computer would decide.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

ID, OUTSIDE, BUNDLE = sys.argv[1:4]
PICTURES = Path(__file__).resolve().parent.parent / "data" / "pictures"
PHOTOS = sorted(map(str, PICTURES.glob("*.jpg")))
TEMPERATURE = 0.748  # of the shipped weights; logits are log-probabilities times it
TOLERANCE = 1e-3
MEGA = 1e6


def output(*command):
    """What the command prints."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def inside(command, *arguments, options=()):
    """What a program in the sandbox prints, with the permissions of Morsel and the options."""
    return output("flatpak", "--user", "run", f"--command={command}", *options, ID, *arguments)


def check_permissions():
    """They are those of the manifest, of which tests/flatpak checks the list."""
    shown = output("flatpak", "--user", "info", "--show-permissions", ID).split()
    expected = ["[Context]", "shared=ipc;", "sockets=x11;wayland;fallback-x11;", "devices=dri;"]
    assert shown == expected, shown
    print("ok: permissions:", " ".join(shown[1:]))


def check_walls():
    """No network, no file of the host, no privilege."""
    interfaces = re.findall(r"^ *(\S+):", inside("cat", "/proc/net/dev"), re.M)
    assert interfaces == ["lo"], interfaces
    print("ok: no network but lo")

    for folder in (Path.home(), Path("/tmp"), Path("/var/tmp")):
        secret = folder / "morsel-secret"
        secret.write_text("secret", encoding="utf-8")
        seen = inside("sh", "-c", 'cat "$1" 2>/dev/null || echo none', "sh", str(secret)).strip()
        secret.unlink()
        assert seen == "none", (secret, seen)
    listed = inside("sh", "-c", "ls /home/guest /root /mnt /media 2>/dev/null; true").split()
    assert [name for name in listed if name not in (".var", "/home/guest:")] == [], listed
    print("ok: no file of the host")

    status = inside("cat", "/proc/self/status")
    for line in ("CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"):
        assert line in status, (line, status)
    print("ok: no privilege")


def answers(command, *options):
    """The probability of every dish in every picture, by label, most likely first."""
    text = command("classify", "--format", "json", "--top", "101", *options, *PHOTOS)
    rows = [json.loads(line) for line in text.splitlines()]
    return [{p["label"]: p["probability"] for p in row["predictions"]} for row in rows]


def logits(row):
    """The network's outputs, up to the constant that softmax takes away."""
    raw = {label: TEMPERATURE * math.log(p) for label, p in row.items()}
    mean = sum(raw.values()) / len(raw)
    return {label: value - mean for label, value in raw.items()}


def run_inside(*arguments):
    """morsel-cli in the sandbox, which is shown the pictures' folder."""
    return inside("morsel-cli", *arguments, options=[f"--filesystem={PICTURES}:ro"])


def run_outside(*arguments):
    """morsel-cli of this computer."""
    return output(OUTSIDE, *arguments)


def check_answers():
    """The same dishes, and logits that differ by less than TOLERANCE in f32."""
    for precision in ("f32", "auto"):
        pairs = list(zip(answers(run_inside, "--precision", precision),
                         answers(run_outside, "--precision", precision)))
        assert len(pairs) == len(PHOTOS) and all(len(a) == len(b) == 101 for a, b in pairs), pairs
        assert [list(a)[0] for a, _ in pairs] == [list(b)[0] for _, b in pairs], precision
        worst = max(abs(logits(a)[label] - logits(b)[label]) for a, b in pairs for label in a)
        if precision == "f32":
            assert [list(a)[:5] for a, _ in pairs] == [list(b)[:5] for _, b in pairs]
            assert worst < TOLERANCE, worst
        print(f"ok: answers as outside ({precision}): largest difference of a logit {worst:.1e}")


def benchmark(command):
    """Milliseconds of one photo by stage, and the library."""
    told = json.loads(command("benchmark", "--format", "json", PHOTOS[0]))
    return told["library"], {s["name"]: s["microseconds"]["median"] / 1e3 for s in told["stages"]}


def tell_speed():
    """The best of five medians each, taken in turns."""
    runs = [(benchmark(run_inside), benchmark(run_outside)) for _ in range(5)]
    for place, name in enumerate(("inside", "outside")):
        print(f"{name}: {runs[0][place][0]}")
    for stage in runs[0][0][1]:
        best = [min(run[place][1][stage] for run in runs) for place in (0, 1)]
        print(f"speed: {stage} {best[0]:.2f} ms inside, {best[1]:.2f} ms outside, "
              f"{best[0] / best[1]:.2f} times")


def tell_size():
    """The bundle, what it becomes, and what of that is the largest."""
    location = Path(output("flatpak", "--user", "info", "--show-location", ID).strip())
    files = [f for f in (location / "files").rglob("*") if f.is_file() and not f.is_symlink()]
    total = sum(f.stat().st_size for f in files)
    print(f"size: bundle {os.path.getsize(BUNDLE) / MEGA:.1f} MB, installed {total / MEGA:.1f} MB")
    for file in sorted(files, key=lambda f: -f.stat().st_size)[:6]:
        print(f"  {file.stat().st_size / MEGA:6.2f} MB {file.relative_to(location / 'files')}")


check_permissions()
check_walls()
check_answers()
tell_size()
tell_speed()
