#!/usr/bin/python3
# preprocess.py: writes preprocess.h, what Pillow and TensorFlow's formula make of made pictures
#
#   /usr/bin/python3 preprocess.py > preprocess.h      (Debian's python3-numpy and python3-pil)
#
# TensorFlow itself is not needed: its two-tap formula, in float, stands in stretch_bilinear().
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib

import numpy as np
import PIL
from PIL import Image

# name, width, height, part (eighths: left, top, width, height), short side (0: stretch), side
PILLOW = [
    ("stretch the same size", 8, 8, None, 0, 8),
    ("stretch one pixel", 1, 1, None, 0, 8),
    ("stretch one column", 1, 9, None, 0, 8),
    ("stretch one row", 9, 1, None, 0, 8),
    ("stretch enlarging", 5, 3, None, 0, 8),
    ("stretch shrinking", 100, 75, None, 0, 8),
    ("stretch one side larger", 3, 77, None, 0, 8),
    ("stretch a strip", 30000, 16, None, 0, 8),
    ("stretch a part", 80, 64, (1, 3, 5, 2), 0, 8),
    ("crop the same size", 8, 8, None, 8, 8),
    ("crop a half to 0", 12, 12, None, 9, 8),
    ("crop a half to 2", 11, 9, None, 9, 8),
    ("crop a tall one", 17, 31, None, 9, 8),
    ("crop a wide one", 31, 17, None, 9, 8),
    ("crop one row", 40, 1, None, 9, 8),
    ("crop one column", 1, 40, None, 9, 8),
    ("crop a strip", 30000, 16, None, 9, 8),
    ("crop a tall strip", 16, 30000, None, 9, 8),
    ("crop an odd side", 50, 41, None, 13, 7),
    ("crop a part", 80, 64, (2, 0, 3, 8), 9, 8),
]

# The same for the shipped sides: the SHA-256 of all bytes.
PILLOW_LARGE = [
    ("stretch 512 × 384", 512, 384, None, 0, 224),
    ("stretch 97 × 1203", 97, 1203, None, 0, 224),
    ("crop 200 × 150", 200, 150, None, 256, 224),
    ("crop 224 × 301", 224, 301, None, 256, 224),
    ("crop 512 × 384", 512, 384, None, 256, 224),
    ("crop 1000 × 999", 1000, 999, None, 256, 224),
    ("crop 1440 × 1080", 1440, 1080, None, 256, 224),
    ("crop 257 × 259", 257, 259, None, 256, 224),
    ("crop 30000 × 16", 30000, 16, None, 256, 224),
    ("crop a part of 1440 × 1080", 1440, 1080, (1, 2, 4, 3), 256, 224),
]

TENSORFLOW = [
    ("the same size", 8, 8, None, 0, 8),
    ("one pixel", 1, 1, None, 0, 8),
    ("one column", 1, 9, None, 0, 8),
    ("enlarging", 5, 3, None, 0, 8),
    ("shrinking", 100, 75, None, 0, 8),
    ("one side larger", 3, 77, None, 0, 8),
    ("a strip", 30000, 16, None, 0, 8),
    ("an odd side", 50, 41, None, 0, 7),
    ("a part", 80, 64, (1, 3, 5, 2), 0, 8),
]


def picture(width, height):
    """[height, width, 3] uint8, noise from a formula; test-preprocess.c has the same."""
    x = np.arange(width, dtype=np.uint32)[None, :, None]
    y = np.arange(height, dtype=np.uint32)[:, None, None]
    c = np.arange(3, dtype=np.uint32)[None, None, :]
    with np.errstate(over="ignore"):
        v = x * np.uint32(7919) + y * np.uint32(104729) + c * np.uint32(1299709)
        v = (v ^ (v >> np.uint32(7))) * np.uint32(2654435761)
    return (v >> np.uint32(24)).astype(np.uint8)


def take_part(pixels, part):
    if part is None:
        return pixels
    height, width = pixels.shape[:2]
    left, top, part_width, part_height = part
    return pixels[top * height // 8 : (top + part_height) * height // 8,
                  left * width // 8 : (left + part_width) * width // 8]


def pillow(pixels, short_side, side):
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if short_side == 0:
        return np.asarray(image.resize((side, side), Image.BILINEAR))
    width, height = image.size
    # torchvision's Resize (short_side) and CenterCrop (side)
    if width <= height:
        size = (short_side, int(short_side * height / width))
    else:
        size = (int(short_side * width / height), short_side)
    left = int(round((size[0] - side) / 2.0))
    top = int(round((size[1] - side) / 2.0))
    box = (left, top, left + side, top + side)
    return np.asarray(image.resize(size, Image.BILINEAR).crop(box))


def taps(n, side):
    f = np.float32
    scale = f(n) / f(side)
    position = (np.arange(side, dtype=f) + f(0.5)) * scale - f(0.5)
    lower = np.floor(position)
    first = np.maximum(lower, 0).astype(int)
    second = np.minimum(np.ceil(position), n - 1).astype(int)
    return first, np.maximum(second, 0), position - lower


def stretch_bilinear(pixels, side):
    """tf.image.resize (pixels, (side, side), "bilinear", antialias=False): resize_bilinear_op.cc"""
    y0, y1, ty = taps(pixels.shape[0], side)
    x0, x1, tx = taps(pixels.shape[1], side)
    p = pixels.astype(np.float32)
    tx = tx[None, :, None]
    ty = ty[:, None, None]
    top = p[y0][:, x0] + (p[y0][:, x1] - p[y0][:, x0]) * tx
    bottom = p[y1][:, x0] + (p[y1][:, x1] - p[y1][:, x0]) * tx
    return top + (bottom - top) * ty


def print_case(case, values):
    name, width, height, part, short_side, side = case
    eighths = ", ".join(str(v) for v in (part or (0, 0, 8, 8)))
    print(f'  {{ "{name}", {width}, {height}, {{ {eighths} }}, {short_side}, {side},')
    print(f"    {values} }},")


def print_array(name, kind, values):
    print(f"static const {kind} {name}[] = {{")
    row = ""
    for value in values:
        if len(row) + len(value) > 96:
            print("  " + row)
            row = ""
        row += value + ","
    print("  " + row)
    print("};\n")


def main():
    print("/* preprocess.h: written by preprocess.py with Pillow " + PIL.__version__)
    print(" *\n * SPDX-License-Identifier: GPL-3.0-or-later\n */")
    print("#pragma once\n\n/* clang-format off */\n")

    for number, (_, width, height, part, short_side, side) in enumerate(PILLOW):
        result = pillow(take_part(picture(width, height), part), short_side, side)
        print_array(f"pillow_{number}", "guint8", [str(v) for v in result.ravel()])
    for number, (_, width, height, part, _, side) in enumerate(TENSORFLOW):
        result = stretch_bilinear(take_part(picture(width, height), part), side)
        print_array(f"tensorflow_{number}", "float", [f"{v:.9g}f" if "." in f"{v:.9g}" else f"{v:.1f}f"
                                                      for v in result.ravel()])

    print("static const Golden pillow_cases[] = {")
    for number, case in enumerate(PILLOW):
        print_case(case, f".bytes = pillow_{number}")
    for case in PILLOW_LARGE:
        _, width, height, part, short_side, side = case
        result = pillow(take_part(picture(width, height), part), short_side, side)
        print_case(case, f'.checksum = "{hashlib.sha256(result.tobytes()).hexdigest()}"')
    print("};\n\nstatic const Golden tensorflow_cases[] = {")
    for number, case in enumerate(TENSORFLOW):
        print_case(case, f".floats = tensorflow_{number}")
    print("};\n\n/* clang-format on */")


main()
