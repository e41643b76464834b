#!/usr/bin/env python3
"""test-dishes.py: real photos of dishes

Two come with Debian's package qtdeclarative5-examples, more lie in $MORSEL_PHOTOS where somebody
has them.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import functools
import json
import os
import random
import subprocess
import tarfile
from pathlib import Path

from made import Skip, run, run_tests, test

# Of sharp photos, whatever the training: far below what was measured, far above chance.
LEAST_TOP1 = 0.6
N_PHOTOS = 100


@functools.cache
def fetch_photos():
    """Paths of the two photos by their dishes."""
    fetch = Path(os.environ["MORSEL_DATA_DIR"]) / "tests" / "fetch-photos"
    result = subprocess.run(
        [fetch, os.environ["MORSEL_PHOTOS_CACHE"]], capture_output=True, check=False
    )
    if result.returncode != 0:
        raise Skip("qtdeclarative5-examples cannot be fetched")
    return {Path(line).stem: line for line in result.stdout.decode().splitlines()}


def classify(path):
    """The labels of a photo, the likeliest first."""
    (line,) = run("classify", "-f", "json", path).stdout.decode().splitlines()
    return [prediction["label"] for prediction in json.loads(line)["predictions"]]


@test
def pancakes_are_pancakes(folder):
    """the pancakes of Qt's examples are pancakes."""
    assert classify(fetch_photos()["pancakes"])[0] == "pancakes"


@test
def a_hamburger_may_be_a_hamburger(folder):
    """the hamburger of Qt's examples is among the first three: of 200 px, it is a hard one."""
    assert "hamburger" in classify(fetch_photos()["hamburger"])[:3]


def is_listed(member, ids):
    """Whether a photo was kept out of the training."""
    path = Path(member.name)
    return f"{path.parent.name}/{path.stem}" in ids


@test
def sharp_photos_are_named(folder):
    """most of a hundred sharp photos of Food-101 are named."""
    photos = Path(os.environ.get("MORSEL_PHOTOS", "../shared/food101"))
    archives = sorted(photos.glob("sharp-*.tar"))
    listed = photos / "validation.txt"
    if not archives or not listed.exists():
        raise Skip("no photos in $MORSEL_PHOTOS")
    ids = set(listed.read_text(encoding="utf-8").split())
    for archive in archives[:1]:
        with tarfile.open(archive) as tar:
            members = [one for one in tar.getmembers() if one.isfile() and is_listed(one, ids)]
            for member in random.Random(1).sample(members, min(N_PHOTOS, len(members))):
                label, name = Path(member.name).parts[-2:]
                (folder / label).mkdir(exist_ok=True)
                (folder / label / name).write_bytes(tar.extractfile(member).read())
    figures = json.loads(run("evaluate", "-f", "json", folder).stdout)
    print(f"# top-1 {figures['top1']:.3f}, top-5 {figures['top5']:.3f}, ece {figures['ece']:.3f}")
    assert figures["photos"] >= N_PHOTOS / 2 and figures["top1"] >= LEAST_TOP1, figures["top1"]


run_tests()
