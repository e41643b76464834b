"""Evaluate weights on the validation photos: `evaluate.py WEIGHTS...`.

WEIGHTS is a .safetensors file or a run's .pt file.  Photos are read and scaled
exactly as the program does (engine's rules, Pillow's arithmetic):

  sharp    validation photos of sharp-*.tar, short side 256 antialiased, centre 224
  short224 the same photos, short side 224, centre 224
  thumbs   validation thumbnails, stretched to 224
  test     the official test photographs, where --photos names the official folder

Logits are kept in runs/eval/, so that calibration and export do not compute
them again.  Figures are on standard output.
"""

import argparse
import os

import surroundings

surroundings.prepare(__name__ == "__main__")

import numpy as np
import torch
from PIL import Image

import measures
import photos as photo_files
import weights
from network import MobileNetV3Large


def short_side(image, short, crop):
    """Scale the shorter side to `short`, cut the centre (Python's rounding: half to even)."""
    width, height = image.size
    if width <= height:
        size = (short, int(short * height / width))
    else:
        size = (int(short * width / height), short)
    image = image.resize(size, Image.BILINEAR)
    left, top = round((size[0] - crop) / 2), round((size[1] - crop) / 2)
    return image.crop((left, top, left + crop, top + crop))


RULES = {
    "short256-crop224-antialias": lambda image: short_side(image, 256, 224),
    "short224-crop224-antialias": lambda image: short_side(image, 224, 224),
    "stretch-antialias": lambda image: image.resize((224, 224), Image.BILINEAR),
}
SETS = {
    "sharp": ("sharp-", "short256-crop224-antialias"),
    "short224": ("sharp-", "short224-crop224-antialias"),
    "thumbs": ("thumbs-", "stretch-antialias"),
    "test": ("test", "short256-crop224-antialias"),
}


def members(folder, which, every):
    """Yield (DISH/ID, image) of a set; `every`: only each n-th by name order."""
    source, rule = SETS[which]
    if source == "test":
        found = photo_files.official_members(folder, "test")
    else:
        found = photo_files.tar_members(folder, source)
        found = ((n, data) for n, data in found if photo_files.is_validation(n))
    for i, (name, data) in enumerate(found):
        if i % every == 0:
            yield name, RULES[rule](photo_files.decode(data))


def load_network(path):
    """(network in eval mode, metadata) of a .safetensors file or a run's .pt file."""
    if path.endswith(".pt"):
        state = torch.load(path, map_location="cpu")
        state = state.get("average", state)
        tensors, metadata = state, {"padding": "same"}
    else:
        metadata, arrays = weights.read(path)
        tensors = {k: torch.from_numpy(v) for k, v in arrays.items()}
    classes = tensors["classifier.weight"].shape[0]
    folded = "features.0.1.weight" not in tensors
    names = sorted((k for k in tensors if k.startswith("head.") and k.endswith(".weight")))
    activations = [s[5:] for s in metadata.get("head", "gap-dense").split("-") if s.startswith("dense")]
    hidden = [(tensors[n].shape[0], a) for n, a in zip(names, activations)]
    network = MobileNetV3Large(classes, metadata["padding"], folded, hidden)
    network.load_state_dict(tensors)
    return network.eval().to(memory_format=torch.channels_last), metadata


@torch.no_grad()
def run(network, images, batch=32, bf16=False, pooled=False):
    """Logits (N, dishes) of an iterable of 224x224 PIL images; with `pooled` the last
    dense layer's inputs (N, width)."""
    work = network.pooled if pooled else network
    device = next(network.parameters()).device
    rows, result = [], []

    def flush():
        x = torch.from_numpy(np.stack(rows)).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
        with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
            result.append(work(x.contiguous(memory_format=torch.channels_last)).float().cpu())
        rows.clear()

    for image in images:
        rows.append(np.asarray(image))
        if len(rows) == batch:
            flush()
    if rows:
        flush()
    return torch.cat(result).numpy()


def logits_of(path, which, folder, keep, labels, every=1, bf16=False, device="cpu"):
    """(logits, targets, names) of weights on a set, computed once and kept."""
    stem = os.path.abspath(path).split(os.sep)
    name = f"{stem[-2]}-{stem[-1]}-{which}-{every}{'-bf16' if bf16 else ''}.npz"
    kept = os.path.join(keep, name)
    if os.path.exists(kept) and os.path.getmtime(kept) > os.path.getmtime(path):
        data = np.load(kept)
        return data["logits"], data["targets"], list(data["names"])
    network, _ = load_network(path)
    network.to(device)
    names = []

    def images():
        for photo, image in members(folder, which, every):
            names.append(photo)
            yield image

    logits = run(network, images(), bf16=bf16)
    targets = np.array([labels.index(n.split("/")[0]) for n in names])
    os.makedirs(keep, exist_ok=True)
    np.savez(kept, logits=logits, targets=targets, names=np.array(names))
    return logits, targets, names


def line(title, logits, targets):
    """One line of figures."""
    right = int((logits.argmax(1) == targets).sum())
    low, high = measures.interval(right, len(targets))
    text = f"{title:34} {len(targets):6} photos  top-1 {100 * right / len(targets):5.2f}"
    text += f" ({100 * low:.1f} to {100 * high:.1f})  top-5 {100 * measures.top(logits, targets, 5):5.2f}"
    return text


def show(path, which, logits, targets, names, labels, left_out):
    print(line(f"{os.path.basename(path)} {which}", logits, targets))
    proxy = np.isin(targets, [labels.index(n) for n in left_out])
    if which in ("sharp", "short224") and proxy.any() and not proxy.all():
        print(line("  the eight of the proxy", logits[proxy], targets[proxy]))
        print(line("  the others", logits[~proxy], targets[~proxy]))
    judged = measures.cross_fitted(logits, targets, names)
    error, chance = measures.ece(judged, targets), measures.ece_of_chance(judged)
    raw, temperature = measures.ece(measures.softmax(logits), targets), measures.fit_temperature(logits, targets)
    print(f"  ECE {100 * raw:.2f}, each half with the other's temperature {100 * error:.2f} (perfect calibration "
          f"would show {100 * chance:.2f}); temperature of all {temperature:.3f}", flush=True)


PROXY = "baklava bibimbap cannoli edamame gnocchi paella pancakes steak".split()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights", nargs="+")
    parser.add_argument("--sets", default="sharp,thumbs")
    parser.add_argument("--photos", default=photo_files.default_folder())
    parser.add_argument("--keep", default="runs/eval")
    parser.add_argument("--every", type=int, default=1, help="only each n-th thumbnail")
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    labels = photo_files.read_labels(arguments.photos)
    for path in arguments.weights:
        for which in arguments.sets.split(","):
            every = arguments.every if which == "thumbs" else 1
            found = logits_of(path, which, arguments.photos, arguments.keep, labels, every,
                              arguments.bf16, arguments.device)
            show(path, which, *found, labels, PROXY)


if __name__ == "__main__":
    main()
