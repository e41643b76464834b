#!/usr/bin/env python3
"""test-box.py ID OUTSIDE BUNDLE: what the installed sandbox may, sees, weighs and answers.

ID is installed for this user, OUTSIDE is a morsel-cli of this computer, BUNDLE the file that ID was
installed from. Speed is told, not judged: a busy computer would decide.

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
from statistics import median

ID, OUTSIDE, BUNDLE = sys.argv[1:4]
TOP = Path(__file__).resolve().parent.parent
PICTURES = TOP / "data/pictures"
PHOTOS = sorted(map(str, PICTURES.glob("*.jpg")))
MEGA = 1e6
TURNS = 21


def output(*command):
    """What the command prints."""
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{command} ended with {done.returncode}: {done.stdout.decode()}")
    return done.stdout.decode()


def inside(command, *arguments, options=()):
    """What a program in the sandbox prints, with the permissions of Morsel and the options."""
    return output("flatpak", "--user", "run", f"--command={command}", *options, ID, *arguments)


def check_permissions():
    """Those of the manifest, of which tests/check-manifest.sh checks the list."""
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


def run_inside(*arguments):
    """morsel-cli in the sandbox, which is shown the pictures' folder."""
    return inside("morsel-cli", *arguments, options=[f"--filesystem={PICTURES}:ro"])


def run_outside(*arguments):
    """morsel-cli of this computer."""
    return output(OUTSIDE, *arguments)


def check_answers():
    """In f32 the same five dishes and logits; in what the processor is best at, the same dish."""
    question = ["classify", "--format", "json", "--top", "101", "--precision", "f32", *PHOTOS]
    with tempfile.TemporaryDirectory() as folder:
        answers = [Path(folder, "inside"), Path(folder, "outside")]
        for file, command in zip(answers, (run_inside, run_outside)):
            file.write_text(command(*question), encoding="utf-8")
        told = output(sys.executable, TOP / "tests/compare-answers.py",
                      TOP / "model/food101.safetensors", *answers)
    print("ok: answers as outside:", told.strip())

    first = [[json.loads(row)["predictions"][0]["label"]
              for row in command("classify", "--format", "json", *PHOTOS).splitlines()]
             for command in (run_inside, run_outside)]
    assert first[0] == first[1], first
    print("ok: dishes as outside, in the precision that the processor is best at")


def check_readme():
    """What the README tells a stranger to type names a dish; the program is installed already."""
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    install, run = re.findall(r"^    (flatpak (?:install|run) .*)$", readme, re.M)[:2]
    assert install.startswith(f"flatpak install --user {Path(BUNDLE).name}"), install
    with tempfile.TemporaryDirectory(dir=Path.home()) as folder:
        shutil.copy(PICTURES / "macarons.jpg", f"{folder}/photo.jpg")
        told = subprocess.run(run, shell=True, cwd=folder, check=True, stdout=subprocess.PIPE)
    assert "Macarons" in told.stdout.decode(), told
    print("ok: two commands of the README to a dish:", run)


def benchmark(command):
    """Milliseconds of one photo by stage, and the library."""
    told = json.loads(command("benchmark", "--format", "json", PHOTOS[0]))
    return told["library"], {s["name"]: s["microseconds"]["median"] / 1e3 for s in told["stages"]}


def tell_speed():
    """By stage the median of what each turn says, which other programs disturb least."""
    turns = [(benchmark(run_inside), benchmark(run_outside)) for _ in range(TURNS)]
    for place, name in enumerate(("inside", "outside")):
        print(f"{name}: {turns[0][place][0]}")
    for stage in turns[0][0][1]:
        pairs = [[times[stage] for _, times in turn] for turn in turns]
        ratio = median(times[0] / times[1] for times in pairs)
        best = [min(column) for column in zip(*pairs)]
        print(f"speed: {stage} {ratio:.2f} times as long inside as outside; "
              f"at best {best[0]:.2f} and {best[1]:.2f} ms")


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
check_readme()
tell_size()
tell_speed()
