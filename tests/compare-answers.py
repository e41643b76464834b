#!/usr/bin/env python3
"""compare-answers.py WEIGHTS HERE THERE: whether two systems say the same of the same photos

HERE and THERE are what `morsel-cli classify --format json --top 101` printed, WEIGHTS what both ran.
The first five dishes must be the same, and logits within 1e-3. A logit is the logarithm of the
probability times the temperature, but for a number that all logits of a photo share. Of a WebP
photo only the dishes are compared: the releases of libwebp in Debian 12 and 13 decode other pixels
(2.5 % of the values of one photo, by up to 27 levels).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import math
import struct
import sys
from pathlib import Path

LIMIT = 1e-3
TOP = 5
SMALLEST = 1e-37  # of the numbers that a float holds exactly


def read_temperature(path):
    """What the weights divide logits by."""
    content = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    return float(json.loads(content[8 : 8 + length])["__metadata__"].get("temperature", 1))


def read_answers(path):
    """{photo: its row}"""
    rows = map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
    return {row["photo"]: row for row in rows}


def find_logits(row, temperature):
    """{label: its logit}, of mean 0."""
    logits = {
        p["label"]: temperature * math.log(max(p["probability"], SMALLEST))
        for p in row["predictions"]
    }
    mean = sum(logits.values()) / len(logits)
    return {label: logit - mean for label, logit in logits.items()}


def main():
    temperature = read_temperature(sys.argv[1])
    here, there = map(read_answers, sys.argv[2:])
    complaints = sorted(f"only one has {photo}" for photo in here.keys() ^ there.keys())
    largest, n_named = 0.0, 0
    for photo in sorted(here.keys() & there.keys()):
        pair = (here[photo], there[photo])
        if any("error" in row for row in pair):
            if len({row.get("error", {}).get("code") for row in pair}) > 1:
                complaints.append(f"{photo}: refused differently")
            continue
        first, second = (find_logits(row, temperature) for row in pair)
        difference = max(abs(logit - second[label]) for label, logit in first.items())
        same_pixels = not photo.endswith(".webp")
        largest, n_named = max(largest, difference if same_pixels else 0.0), n_named + 1
        if same_pixels and difference > LIMIT:
            complaints.append(f"{photo}: logits differ by {difference:.2g}")
        if len({tuple(p["label"] for p in row["predictions"][:TOP]) for row in pair}) > 1:
            complaints.append(f"{photo}: other dishes")
    print("\n".join(complaints + [f"{n_named} photos: largest difference of logits {largest:.2g}"]))
    return 1 if complaints or n_named == 0 else 0


sys.exit(main())
