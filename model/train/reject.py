"""Thresholds for "not recognised": `reject.py WEIGHTS --nonfood FOLDER -o FILE.json`.

Scores, higher means more like a known dish; a photo is turned away when its
score is below `reject` (or its best probability below `unknown`):

  msp     max softmax(logits / temperature)
  energy  logsumexp(logits), without temperature (Liu et al. 2020)

The threshold is set on half of the true photos so that `--turn-away` of them are
lost, and judged on the other half.  Non-food counts as claimed when it is not
turned away and its best probability reaches `probable`.
"""

import surroundings

surroundings.prepare(__name__ == "__main__")

import argparse
import json
import os

import numpy as np

import evaluate
import export
import measures
import nonfood
import photos as photo_files


def nonfood_logits(path, folder, keep):
    """(logits, groups) of the non-food pictures, computed once and kept."""
    stem = os.path.abspath(path).split(os.sep)
    kept = os.path.join(keep, f"{stem[-2]}-{stem[-1]}-nonfood.npz")
    if os.path.exists(kept) and os.path.getmtime(kept) > os.path.getmtime(path):
        data = np.load(kept)
        return data["logits"], data["groups"]
    network, _ = evaluate.load_network(path)
    groups = []

    def images():
        for group, _, image in nonfood.all_pictures(folder):
            groups.append(group)
            yield evaluate.RULES["short256-crop224-antialias"](image)

    logits = evaluate.run(network, images())
    np.savez(kept, logits=logits, groups=np.array(groups))
    return logits, np.array(groups)


def score(kind, logits, temperature):
    if kind == "energy":
        return measures.log_sum_exp(logits)
    return measures.softmax(logits, temperature).max(1)


def figures(kind, reject, temperature, true, other):
    """Shares: true photos turned away, non-food claimed (certain or probable), non-food turned away."""
    limits = export.LIMITS
    best = lambda logits: measures.softmax(logits, temperature).max(1)
    away = lambda logits: (score(kind, logits, temperature) < reject) | (best(logits) < limits["unknown"])
    claimed = ~away(other) & (best(other) >= limits["probable"])
    return float(away(true).mean()), float(claimed.mean()), float(away(other).mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights")
    parser.add_argument("--nonfood", required=True)
    parser.add_argument("--photos", default=photo_files.default_folder())
    parser.add_argument("--keep", default="runs/eval")
    parser.add_argument("--turn-away", type=float, default=0.04)
    parser.add_argument("-o", "--output")
    arguments = parser.parse_args()

    labels = photo_files.read_labels(arguments.photos)
    logits, targets, names = evaluate.logits_of(
        arguments.weights, "sharp", arguments.photos, arguments.keep, labels
    )
    other, groups = nonfood_logits(arguments.weights, arguments.nonfood, arguments.keep)
    half = measures.halves(names)
    temperature = round(measures.fit_temperature(logits[half], targets[half]), 3)
    best = None
    for kind in ("msp", "energy"):
        for share in (0.01, 0.02, 0.03, arguments.turn_away, 0.05):
            reject = float(np.quantile(score(kind, logits[half], temperature), share))
            lost, claimed, away = figures(kind, reject, temperature, logits[~half], other)
            print(f"{kind:6} reject {reject:7.3f}: true photos turned away {100 * lost:5.2f} %, "
                  f"non-food claimed {100 * claimed:5.2f} %, turned away {100 * away:5.2f} %")
            if share == arguments.turn_away and (best is None or claimed < best[0]):
                best = claimed, kind, reject, away
    claimed, kind, reject, away = best
    probability = measures.softmax(other, temperature).max(1)
    for group in sorted(set(groups)):
        inside = groups == group
        wrong = (score(kind, other, temperature) >= reject) & (probability >= 0.5) & inside
        print(f"  {group:32} {int(inside.sum()):4} pictures, claimed {int(wrong.sum())}")
    if arguments.output:
        reject = round(reject, 3)
        value = {
            "thresholds": {"score": kind, "reject": reject},
            "unknown": {"turned_away": int(round(away * len(other))), "photos": len(other)},
        }
        with open(arguments.output, "w", encoding="utf-8") as file:
            json.dump(value, file)


if __name__ == "__main__":
    main()
