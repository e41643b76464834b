"""Weighted mean of weights files: `blend.py -o OUT FILE=SHARE[,HEAD] ...`.

Fine-tunings of one network lie close together, so their mean is a network too,
often a better one (Wortsman et al. 2022).  Shares are divided by their sum; the
last dense layer may have its own.  Networks must be folded.
"""

import argparse

import torch

import evaluate
from network import folded_state


def blend(parts):
    """parts: list of (state dict, share of the backbone, share of the head)."""
    total = [sum(p[1] for p in parts), sum(p[2] for p in parts)]
    mean = {}
    for name in parts[0][0]:
        which = 1 if name.startswith("classifier") else 0
        mean[name] = sum(p[0][name].double() * (p[1 + which] / total[which]) for p in parts).float()
    return mean


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("files", nargs="+", metavar="FILE=SHARE[,HEAD]")
    arguments = parser.parse_args()
    parts = []
    for text in arguments.files:
        path, shares = text.rsplit("=", 1)
        numbers = [float(n) for n in shares.split(",")]
        parts.append((folded_state(evaluate.load_network(path)[0]), numbers[0], numbers[-1]))
    torch.save(blend(parts), arguments.output)


if __name__ == "__main__":
    main()
