"""Thresholds for "not recognised": `reject.py WEIGHTS --nonfood FOLDER -o FILE.json`.

Scores, higher means more like a known dish; a photo is turned away when its
score is below `reject` (or its best probability below `unknown`):

  msp     max softmax(logits / temperature)
  energy  logsumexp(logits), without temperature (Liu et al. 2020)

With --direction the last dense layer gets one vector v and one number c added to
all its rows.  Softmax does not change when the same number is added to every
logit, so no answer and no probability changes, but energy becomes energy +
v.pooled + c: a linear detector of food at no cost.  v is a logistic regression
on pooled features of training photos against non-food pictures.

What is reported about non-food is out of fold: pictures of a package are judged
by a v fitted without that package.  The threshold is set on half of the true
validation photos so that --turn-away of them are lost, and judged on the other
half.  Non-food is claimed when it is not turned away and its best probability
reaches `probable`.
"""

import surroundings

surroundings.prepare(__name__ == "__main__")

import argparse
import json
import os

import numpy as np
import torch
from PIL import Image

import evaluate
import export
import measures
import nonfood
import photos as photo_files

FOLDS = 5


def kept_features(name, path, keep, images):
    """Pooled features (N, width) of a set of (tag, 224x224 image), and the tags; computed once."""
    stem = os.path.abspath(path).split(os.sep)
    kept = os.path.join(keep, f"{stem[-2]}-{stem[-1]}-{name}-pooled.npz")
    if os.path.exists(kept) and os.path.getmtime(kept) > os.path.getmtime(path):
        data = np.load(kept)
        return data["features"], data["tags"]
    network, _ = evaluate.load_network(path)
    tags = []

    def only_images():
        for tag, image in images:
            tags.append(tag)
            yield image

    features = evaluate.run(network, only_images(), pooled=True)
    np.savez(kept, features=features, tags=np.array(tags))
    return features, np.array(tags)


def true_images(photos, every_sharp, every_thumb):
    """Training photos: sharp ones as they are in the cache, thumbnails stretched."""
    for rows, array, held in (
        (range(0, len(photos.sharp), every_sharp), photos.sharp, photos.sharp_validation),
        (range(0, len(photos.thumbs), every_thumb), photos.thumbs, photos.thumb_validation),
    ):
        for row in rows:
            if not held[row]:
                image = Image.fromarray(array[row])
                yield "true", image if image.size == (224, 224) else image.resize((224, 224), Image.BILINEAR)


def fit(true, true_energy, other, other_energy, strength=300.0, steps=8):
    """v (width), c: logistic regression with energy as a fixed offset, L2 on standardised
    features, both classes of equal weight; Newton's method."""
    x = np.concatenate([true, other]).astype(np.float64)
    offset = np.concatenate([true_energy, other_energy])
    y = np.concatenate([np.ones(len(true)), np.zeros(len(other))])
    weight = np.where(y == 1, 0.5 / len(true), 0.5 / len(other)) * len(y)
    mean, deviation = x.mean(0), x.std(0) + 1e-3
    x = np.concatenate([(x - mean) / deviation, np.ones((len(x), 1))], 1)
    offset = offset - np.median(offset)
    penalty = np.full(x.shape[1], strength)
    penalty[-1] = 1e-6
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(offset + x @ w, -30, 30)))
        gradient = x.T @ (weight * (p - y)) + penalty * w
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        w -= np.linalg.solve(curve, gradient)
    v = w[:-1] / deviation
    return v, -float(v @ mean)


@torch.no_grad()
def without_direction(layer):
    """Take away what all rows share: a direction that was added before, to weights that were
    trained on, has seen every package and must not be judged again.  No answer changes."""
    layer.weight -= layer.weight.mean(0)
    layer.bias -= layer.bias.mean()


def shares(score, reject, best):
    """(turned away, claimed) as bools of photos with these scores and best probabilities."""
    away = (score < reject) | (best < export.LIMITS["unknown"])
    return away, ~away & (best >= export.LIMITS["probable"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights")
    parser.add_argument("--nonfood", required=True)
    parser.add_argument("--photos", default=photo_files.default_folder())
    parser.add_argument("--cache", default="runs/cache")
    parser.add_argument("--keep", default="runs/eval")
    parser.add_argument("--turn-away", type=float, default=0.02)
    parser.add_argument("--strength", type=float, default=300.0)
    parser.add_argument("--direction", help="write the weights with v and c added (.pt)")
    parser.add_argument("-o", "--output")
    arguments = parser.parse_args()

    labels = photo_files.read_labels(arguments.photos)
    photos = photo_files.Photos(arguments.cache, labels)
    network, _ = evaluate.load_network(arguments.weights)
    without_direction(network.classifier)
    head, bias = (p.detach().double().numpy() for p in (network.classifier.weight, network.classifier.bias))
    rule = evaluate.RULES["short256-crop224-antialias"]
    bring = lambda name, images: kept_features(name, arguments.weights, arguments.keep, images)
    valid, names = bring("valid", ((n, i) for n, i in evaluate.members(arguments.photos, "sharp", 1)))
    true, _ = bring("true", true_images(photos, 8, 70))
    other, groups = bring("nonfood", ((g, rule(i)) for g, _, i in nonfood.all_pictures(arguments.nonfood)))
    targets = np.array([labels.index(n.split("/")[0]) for n in names])
    logits = {k: f @ head.T + bias for k, f in (("valid", valid), ("true", true), ("other", other))}
    energy = {k: measures.log_sum_exp(z) for k, z in logits.items()}
    half = measures.halves(list(names))
    temperature = round(measures.fit_temperature(logits["valid"], targets), 3)
    best = {k: measures.softmax(z, temperature).max(1) for k, z in logits.items()}

    packages = sorted(set(groups))
    fold = np.array([packages.index(g) % FOLDS for g in groups])
    report = {}
    for kind in ("msp", "energy", "energy with direction"):
        scores = []  # per fold: scores of the true photos and of the other pictures
        for k in range(FOLDS if kind.endswith("direction") else 1):
            v, c = 0, 0.0
            base = best if kind == "msp" else energy
            if kind.endswith("direction"):
                rest = fold != k
                v, c = fit(true, energy["true"], other[rest], energy["other"][rest], arguments.strength)
                base = {"valid": energy["valid"] + valid @ v + c, "other": energy["other"] + other @ v + c}
            scores.append(base)
        for share in sorted({0.005, 0.01, 0.02, 0.04, arguments.turn_away}):
            lost, claimed, away = [], np.zeros(len(other), bool), np.zeros(len(other), bool)
            for k in range(FOLDS):
                inside, score = fold == k, scores[k % len(scores)]
                reject = np.quantile(score["valid"][half], share)
                lost.append(shares(score["valid"], reject, best["valid"])[0][~half].mean())
                a, b = shares(score["other"], reject, best["other"])
                away[inside], claimed[inside] = a[inside], b[inside]
            if share == arguments.turn_away:
                report[kind] = claimed, away
            print(f"{kind:22} true photos turned away {100 * np.mean(lost):5.2f} %, non-food claimed "
                  f"{100 * claimed.mean():5.2f} %, turned away {100 * away.mean():5.2f} % of {len(other)}")
    v, c = fit(true, energy["true"], other, energy["other"], arguments.strength)
    kind = "energy with direction" if arguments.direction else min(("msp", "energy"), key=lambda k: report[k][0].sum())
    claimed, away = report[kind]
    for group in packages:
        print(f"  {group:30} {int((groups == group).sum()):4} pictures, claimed {int(claimed[groups == group].sum())}")
    score = best["valid"] if kind == "msp" else energy["valid"]
    if arguments.direction:
        score = score + valid @ v + c
        with torch.no_grad():
            network.classifier.weight += torch.from_numpy(v).float()
            network.classifier.bias += c
        torch.save(network.state_dict(), arguments.direction)
    reject = round(float(np.quantile(score[half], arguments.turn_away)), 3)
    print(f"score {kind.split()[0]}, reject {reject}, temperature {temperature}")
    if arguments.output:
        value = {
            "thresholds": {"score": kind.split()[0], "reject": reject},
            "unknown": {"turned_away": int(away.sum()), "photos": len(other), "claimed": int(claimed.sum())},
        }
        with open(arguments.output, "w", encoding="utf-8") as file:
            json.dump(value, file)


if __name__ == "__main__":
    main()
