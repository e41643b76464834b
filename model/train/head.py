"""Fit the last dense layer anew: `head.py WEIGHTS -o HEAD.pt`.

Everything below the last layer stays as it is, so its pooled features are computed
once, for `--views` views of every training photo (the first the plain one, the others
cropped, turned and coloured like training's), and the fit takes minutes.  Plain
cross-entropy on thumbnails and sharp photos, balanced over dishes, teaches "sharp,
therefore covered" too; a share of the new layer with the rest of the old one gains
on covered dishes before it loses on the others.  The share is read off the proxy: a
fit without the sharp photos of eight dishes, judged on theirs.
"""

import argparse
import os
from concurrent.futures import ThreadPoolExecutor

import surroundings

surroundings.prepare(__name__ == "__main__")

import numpy as np
import torch

import evaluate
import losses
import photos as photo_files
import sample
import views
from network import folded_state

# as in recipe.py; the crops hold the scale of the program's rule
VIEWS = {"crop_area": [0.35, 1.0], "crop_aspect": 1.25, "flip": True, "colour": 0.2}
BATCH = {"thumbs": 192, "pairs": 96, "least_sharp": 20, "leave_out": evaluate.PROXY}
SMOOTHING, DECAY, DROPOUT, EMA = 0.1, 0.02, 0.2, 0.995
SHARES = (0, 0.2, 0.3, 0.4, 0.5, 0.7, 1)


def boxes_of(view, count):
    if view == 0:
        return np.tile(np.float32([0.5, 0.5, 0.5, 0.5]), (count, 1))
    return sample.boxes(sample.generator(0, view, 0), count, VIEWS)


def features_of(network, array, boxes, view, batch=64):
    """Pooled features (N, 960) float16 of `boxes` of uint8 photos (N, side, side, 3)."""

    @torch.no_grad()
    def work(first):
        random = sample.generator(1, view, first)
        mode = "bicubic" if view and random.random() < 0.5 else "bilinear"
        photos = torch.from_numpy(np.array(array[first : first + batch]))
        x = views.crops(photos, torch.from_numpy(boxes[first : first + batch]), 224, mode).clamp_(0, 255)
        if view:
            x = views.colour(x, torch.from_numpy(views.colour_factors(random, len(x), VIEWS["colour"])))
        with torch.autocast("cpu", torch.bfloat16, cache_enabled=False):
            return network.pooled(views.normalise(x)).half()

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return torch.cat(list(pool.map(work, range(0, len(array), batch)))).numpy()


def kept_features(network, weights, photos, keep, count):
    """[(thumbnails' features, sharp photos')] of every view; computed once for a file of weights."""
    os.makedirs(keep, exist_ok=True)
    stem = "-".join(os.path.abspath(weights).split(os.sep)[-2:])
    result = []
    for view in range(count):
        boxes = boxes_of(view, len(photos.thumbs))
        both = []
        for kind, array, of in (
            ("thumbs", photos.thumbs, boxes),
            ("sharp", photos.sharp, boxes[np.maximum(photos.pair, 0)]),
        ):
            path = os.path.join(keep, f"{stem}-{kind}-{view}.npy")
            if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(weights):
                np.save(path, features_of(network, array, of, view))
                print(f"view {view}: {kind} done", flush=True)
            both.append(np.load(path))
        result.append(both)
    return result


def fit(first, features, photos, steps, rate, leave_out):
    """The last layer (weight and bias, averaged over steps), from `first`."""
    sampler = sample.Sampler(photos, BATCH, leave_out)
    prior = torch.from_numpy(np.log(np.maximum(sampler.prior_blurred, 1e-9)).astype(np.float32))
    layer = torch.nn.Linear(*reversed(first[0].shape))
    groups = []
    with torch.no_grad():
        for own, value in zip((layer.weight, layer.bias), first):
            own.copy_(value)
            groups.append({"params": [own], "scale": max(float(value.pow(2).mean().sqrt()), 1e-2)})
    average = [p.detach().clone() for p in layer.parameters()]
    optimizer = torch.optim.AdamW(groups, lr=1, weight_decay=DECAY)
    for step in range(steps):
        random = sample.generator(2, step, 0)
        thumbs, sharp = features[int(random.integers(len(features)))]
        rows, sharp_rows = sampler.thumbs(random, BATCH["thumbs"]), sampler.sharp(random, BATCH["pairs"])
        rows = np.concatenate([rows, photos.pair[sharp_rows]])
        x = torch.from_numpy(np.concatenate([thumbs[rows], sharp[sharp_rows]])).float()
        dishes = np.concatenate([photos.thumb_dish[rows], photos.sharp_dish[sharp_rows]])
        logits = layer(torch.nn.functional.dropout(x, DROPOUT))
        loss = losses.smooth_cross_entropy(logits, torch.from_numpy(dishes), prior, SMOOTHING)
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            falling = (1 + np.cos(np.pi * step / steps)) / 2 * min(1, (step + 1) / 50)
            group["lr"] = rate * group["scale"] * falling
        optimizer.step()
        keep = min(EMA, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, own in zip(average, layer.parameters()):
                mean.mul_(keep).add_(own, alpha=1 - keep)
    return average


def mean_of(old, new, share):
    """The layer `share` of the way from old to new.  What is the same in all rows of
    either (reject.py's detector of food) goes: it changes no answer."""
    middle = lambda value: value - value.mean(0)
    return tuple((1 - share) * middle(a) + share * middle(b) for a, b in zip(old, new))


def judge(layer, photos, features):
    """Shares of right answers on validation photos: thumbnails, sharp, the proxy's eight, the others."""
    right = {}
    for kind, x, dishes, held in (
        ("thumbs", features[0], photos.thumb_dish, photos.thumb_validation),
        ("sharp", features[1], photos.sharp_dish, photos.sharp_validation),
    ):
        logits = torch.from_numpy(x[held]).float() @ layer[0].T + layer[1]
        right[kind] = logits.argmax(1).numpy() == dishes[held]
    dishes = photos.sharp_dish[photos.sharp_validation]
    eight = np.isin(dishes, [photos.labels.index(name) for name in evaluate.PROXY])
    right["eight"], right["others"] = right["sharp"][eight], right["sharp"][~eight]
    return {name: 100 * part.mean() for name, part in right.items()}


def show(title, figures):
    print(f"{title:22}" + "  ".join(f"{name} {value:.2f}" for name, value in figures.items()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--views", type=int, default=2)
    parser.add_argument("--share", type=float, default=0.3, help="of the new layer in the mean with the old")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=0.004, help="times the root mean square of the layer")
    parser.add_argument("--photos", default=photo_files.default_folder())
    parser.add_argument("--cache", default="runs/cache")
    parser.add_argument("--keep", default="runs/head")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    labels = photo_files.read_labels(arguments.photos)
    photo_files.build_cache(arguments.photos, arguments.cache, 224)
    photos = photo_files.Photos(arguments.cache, labels)
    network, _ = evaluate.load_network(arguments.weights)
    features = kept_features(network, arguments.weights, photos, arguments.keep, arguments.views)
    first = network.classifier.weight.detach(), network.classifier.bias.detach()
    proxy = fit(first, features, photos, arguments.steps, arguments.rate, True)
    for share in SHARES:
        show(f"proxy, share {share}", judge(mean_of(first, proxy, share), photos, features[0]))
    layer = fit(first, features, photos, arguments.steps, arguments.rate, False)
    for share in SHARES:
        show(f"share {share}", judge(mean_of(first, layer, share), photos, features[0]))
    layer = mean_of(first, layer, arguments.share)
    state = folded_state(network)
    state["classifier.weight"], state["classifier.bias"] = (value.clone() for value in layer)
    torch.save(state, arguments.output)


if __name__ == "__main__":
    main()
