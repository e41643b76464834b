"""Pictures without a known dish, for the rejection threshold.

`folder` holds unpacked Debian packages, one folder each (nonfood.sh brings
them); none of their pictures is kept in this repository.  To them come made
ones: empty, dark, blurred, noise, text and simple drawings.
"""

import os
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
# paths that show food, plates or a table: they would not be honest "non-food"
FOOD = ("food", "fruit", "dish", "kitchen", "coffee", "apple", "orange", "cook", "cake", "egg", "bread")
MOST = 60  # of one package


def flat(image):
    """RGB, transparency on white."""
    if image.mode in ("RGBA", "LA", "P"):
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")


def from_packages(folder):
    """Yield (group, name, RGB image): at most MOST a package, none under 64 px, large ones
    (shorter side from 1000 px) also as two parts, as people point at something."""
    for package in sorted(os.listdir(folder)):
        found = []
        for root, _, files in os.walk(os.path.join(folder, package)):
            for file in files:
                path = os.path.join(root, file)
                inside = os.path.relpath(path, folder).lower()
                if file.lower().endswith(ENDINGS) and not any(word in inside for word in FOOD):
                    if not os.path.islink(path):
                        found.append(path)
        found.sort()
        random.Random(package).shuffle(found)
        taken, seen = 0, set()
        for path in found:
            try:
                image = Image.open(path)
                image.draft("RGB", (1024, 1024))
                image = flat(image)
            except (OSError, ValueError, Image.DecompressionBombError):
                continue
            if min(image.size) < 64 or max(image.size) > 4 * min(image.size):
                continue
            key = image.resize((8, 8), Image.BOX).quantize(32).tobytes()
            if key in seen:
                continue
            seen.add(key)
            short = min(image.size)
            if short > 600:
                scale = 600 / short
                image = image.resize((round(image.width * scale), round(image.height * scale)), Image.BOX)
                w, h = image.size
                yield package, path + "#1", image.crop((0, 0, w // 2, h // 2))
                yield package, path + "#2", image.crop((w // 2, h // 2, w, h))
                taken += 2
            yield package, path, image
            taken += 1
            if taken >= MOST:
                break


def made(count=120, seed=3):
    """Yield (group, name, RGB image) of pictures drawn here."""
    r = random.Random(seed)
    n = np.random.default_rng(seed)
    colour = lambda: tuple(r.randrange(256) for _ in range(3))
    for i in range(count):
        kind = ("empty", "dark", "gradient", "blurred", "noise", "text", "drawing", "stripes")[i % 8]
        if kind == "empty":
            image = Image.new("RGB", (320, 240), colour())
        elif kind == "dark":
            image = Image.fromarray(n.integers(0, r.randrange(4, 24), (240, 320, 3)).astype(np.uint8))
        elif kind == "gradient":
            ends = [np.array(colour(), float) for _ in range(2)]
            share = np.linspace(0, 1, 320)[None, :, None] * np.ones((240, 1, 1))
            image = Image.fromarray((ends[0] * (1 - share) + ends[1] * share).astype(np.uint8))
        elif kind in ("blurred", "noise"):
            small = n.integers(0, 256, (r.choice((4, 8, 16)), 6, 3)).astype(np.uint8)
            image = Image.fromarray(small).resize((320, 240), Image.BICUBIC)
            if kind == "noise":
                image = Image.fromarray(n.integers(0, 256, (240, 320, 3)).astype(np.uint8))
            image = image.filter(ImageFilter.GaussianBlur(r.uniform(0, 6)))
        else:
            image = Image.new("RGB", (320, 240), colour() if kind == "stripes" else (250, 250, 248))
            draw = ImageDraw.Draw(image)
            for k in range(18):
                if kind == "text":
                    words = " ".join("".join(r.choice("abcdefghiklmnorstuw") for _ in range(r.randrange(2, 9))) for _ in range(8))
                    draw.text((8, 6 + 13 * k), words, fill=(20, 20, 20))
                elif kind == "stripes":
                    draw.rectangle((18 * k, 0, 18 * k + r.randrange(3, 16), 240), fill=colour())
                elif k < 7:
                    box = sorted(r.randrange(320) for _ in range(2)), sorted(r.randrange(240) for _ in range(2))
                    corners = (box[0][0], box[1][0], box[0][1], box[1][1])
                    r.choice((draw.ellipse, draw.rectangle))(corners, outline=colour(), fill=r.choice((None, colour())))
        yield "made: " + kind, f"{kind}-{i}", image


def all_pictures(folder):
    yield from made()
    yield from from_packages(folder)
