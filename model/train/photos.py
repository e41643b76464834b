"""Photographs as uint8 arrays: from the tar shards or from the official folder.

Two sources are understood:

  shards    thumbs-64px-*.tar.xz (DISH/ID.jpg, 64x64, the centre square) and
            sharp-*.tar (DISH/ID.jpg, shorter side 224 px or the original),
            with validation.txt and labels.txt beside them
  official  food-101/ as its makers publish it: images/DISH/ID.jpg and
            meta/train.txt, meta/test.txt.  The official test photographs are
            read only when the evaluation names them.

Everything is decoded once and kept as .npy files in a cache folder, which are
then mapped, so that training and evaluation share one copy in memory:

  thumbs.npy  (T, 64, 64, 3) uint8      sharp.npy  (S, side, side, 3) uint8
  index.json  names, dish numbers, which are validation

The sharp array holds the centre square, antialiased to `side`.  Evaluation does
not use it: it reads the files themselves (evaluate.py), pixel by pixel like the
program.
"""

import functools
import hashlib
import io
import itertools
import json
import os
import tarfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image

THUMB = 64


def default_folder():
    """$MORSEL_PHOTOS, else ../shared/food101 beside the repository."""
    here = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.normpath(os.path.join(here, "..", "..", "..", "shared", "food101"))
    return os.environ.get("MORSEL_PHOTOS", beside)


def is_validation(identifier):
    """The rule behind validation.txt: md5 of DISH/ID as an integer, modulo 12, is 0."""
    return int(hashlib.md5(identifier.encode()).hexdigest(), 16) % 12 == 0


def read_labels(folder):
    """Dish names in output order: sorted, as Keras and torchvision sort folders."""
    path = os.path.join(folder, "labels.txt")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            return file.read().split()
    return sorted(os.listdir(os.path.join(folder, "images")))


def tar_members(folder, prefix):
    """Yield (DISH/ID, JPEG bytes) of every shard whose name starts with `prefix`."""
    for name in sorted(os.listdir(folder)):
        if not name.startswith(prefix) or ".tar" not in name:
            continue
        with tarfile.open(os.path.join(folder, name)) as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(".jpg"):
                    yield member.name[:-4], archive.extractfile(member).read()


def official_members(folder, split):
    """Yield (DISH/ID, JPEG bytes) of the official folder's `train` or `test` split."""
    with open(os.path.join(folder, "meta", split + ".txt"), encoding="utf-8") as file:
        names = file.read().split()
    for name in names:
        with open(os.path.join(folder, "images", name + ".jpg"), "rb") as file:
            yield name, file.read()


def is_official(folder):
    return os.path.isdir(os.path.join(folder, "images"))


def decode(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def centre_square(image, side):
    """Centre square of a PIL image, antialiased to side x side."""
    width, height = image.size
    edge = min(width, height)
    left, top = (width - edge) // 2, (height - edge) // 2
    box = (left, top, left + edge, top + edge)
    return image.resize((side, side), Image.BILINEAR, box=box)


def degrade(image):
    """What the thumbnails' makers did: centre square, 64x64, JPEG again."""
    small = centre_square(image, THUMB)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=75)
    return decode(buffer.getvalue())


class Photos:
    """Index and arrays of the cache.

    thumbs, sharp        uint8 arrays, mapped
    thumb_names, ...     DISH/ID of every row
    thumb_dish, ...      dish number of every row (int64)
    thumb_validation, .. bool of every row
    pair                 row of sharp -> row of thumbs with the same DISH/ID, -1 without
    """

    def __init__(self, cache, labels):
        with open(os.path.join(cache, "index.json"), encoding="utf-8") as file:
            index = json.load(file)
        self.labels = labels
        number = {label: i for i, label in enumerate(labels)}
        self.thumbs = np.load(os.path.join(cache, "thumbs.npy"), mmap_mode="r")
        self.sharp = np.load(os.path.join(cache, "sharp.npy"), mmap_mode="r")
        for kind in ("thumb", "sharp"):
            names = index[kind]
            dish = np.array([number[n.split("/")[0]] for n in names], dtype=np.int64)
            held = np.array([is_validation(n) for n in names], dtype=bool)
            setattr(self, kind + "_names", names)
            setattr(self, kind + "_dish", dish)
            setattr(self, kind + "_validation", held)
        row = {name: i for i, name in enumerate(self.thumb_names)}
        self.pair = np.array([row.get(n, -1) for n in self.sharp_names], dtype=np.int64)


def decode_member(kind, edge, square, official, member):
    """(name, uint8 (edge, edge, 3)) of one photo as build_cache keeps it."""
    name, data = member
    image = decode(data)
    if kind == "sharp" and square == "stretch":
        image = image.resize((edge, edge), Image.BILINEAR)
    elif kind == "sharp":
        image = centre_square(image, edge)
    elif official:
        image = degrade(image)
    elif image.size != (THUMB, THUMB):
        raise ValueError(f"{name}: {image.size}, expected a 64x64 thumbnail")
    return name, np.asarray(image)


def build_cache(folder, cache, side, square="centre", say=print):
    """Decode everything once, in as many threads as there are cores; does nothing when
    the cache is complete.
    square: "centre" cuts sharp photos, "stretch" squeezes the whole photo."""
    done = os.path.join(cache, "index.json")
    if os.path.exists(done):
        return
    os.makedirs(cache, exist_ok=True)
    official = is_official(folder)
    index = {}
    for kind, edge in (("thumb", THUMB), ("sharp", side)):
        if official:
            members = official_members(folder, "train")
        else:
            members = tar_members(folder, "thumbs-" if kind == "thumb" else "sharp-")
        names, rows = [], []
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            while some := list(itertools.islice(members, 10000)):
                work = functools.partial(decode_member, kind, edge, square, official)
                for name, row in pool.map(work, some):
                    names.append(name)
                    rows.append(row)
                say(f"{kind}: {len(rows)} photos decoded", flush=True)
        plural = "thumbs" if kind == "thumb" else "sharp"
        np.save(os.path.join(cache, plural + ".npy"), np.stack(rows))
        index[kind] = names
    with open(done + ".part", "w", encoding="utf-8") as file:
        json.dump(index, file)
    os.replace(done + ".part", done)
