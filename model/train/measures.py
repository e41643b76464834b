"""Figures from logits: accuracy, calibration, confidence intervals.  NumPy only.

logits (N, dishes) float, targets (N,) int.
"""

import numpy as np


def softmax(logits, temperature=1.0):
    z = logits.astype(np.float64) / temperature
    z -= z.max(1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(1, keepdims=True)


def log_sum_exp(logits):
    top = logits.max(1)
    return top + np.log(np.exp(logits.astype(np.float64) - top[:, None]).sum(1))


def top(logits, targets, k):
    """Share of photos whose dish is among the k largest logits."""
    best = np.argpartition(-logits, k - 1, axis=1)[:, :k]
    return float((best == targets[:, None]).any(1).mean())


def interval(right, photos, z=1.96):
    """Wilson's 95 % interval of a share."""
    if photos == 0:
        return 0.0, 1.0
    p = right / photos
    centre = (p + z * z / (2 * photos)) / (1 + z * z / photos)
    half = z * np.sqrt(p * (1 - p) / photos + z * z / (4 * photos * photos)) / (1 + z * z / photos)
    return centre - half, centre + half


def bins(probabilities, targets, count=15):
    """Equal-width bins of the top probability: list of (photos, mean confidence, share right)."""
    confidence = probabilities.max(1)
    right = probabilities.argmax(1) == targets
    place = np.minimum((confidence * count).astype(int), count - 1)
    rows = []
    for i in range(count):
        inside = place == i
        number = int(inside.sum())
        rows.append(
            (number, float(confidence[inside].mean()), float(right[inside].mean())) if number else (0, 0.0, 0.0)
        )
    return rows


def ece(probabilities, targets, count=15):
    """Expected calibration error: mean |confidence - share right| over the bins, by photos."""
    total = len(targets)
    return sum(n * abs(c - r) for n, c, r in bins(probabilities, targets, count)) / total


def ece_of_chance(probabilities, count=15, draws=200):
    """The error that a perfectly calibrated network with these probabilities would show.

    With few photos a bin's share of right answers scatters, and ECE is never 0: answers are
    drawn from the probabilities themselves.  Mean over `draws`.
    """
    random = np.random.default_rng(0)
    edges = probabilities.cumsum(1)
    last = probabilities.shape[1] - 1
    errors = []
    for _ in range(draws):
        targets = (edges < random.random((len(edges), 1))).sum(1).clip(max=last)
        errors.append(ece(probabilities, targets, count))
    return float(np.mean(errors))


def negative_log_likelihood(logits, targets, temperature):
    z = logits / temperature
    return float((log_sum_exp(z) - z[np.arange(len(targets)), targets]).mean())


def fit_temperature(logits, targets):
    """The temperature with the least negative log likelihood, by golden section on its logarithm."""
    low, high, ratio = np.log(0.2), np.log(5.0), (np.sqrt(5) - 1) / 2
    value = lambda t: negative_log_likelihood(logits, targets, np.exp(t))
    while high - low > 1e-4:
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        if value(a) < value(b):
            high = b
        else:
            low = a
    return float(np.exp((low + high) / 2))


def halves(names):
    """Bool per photo: the half used for fitting.  Every second one in sorted order of its name,
    so that both halves hold every dish alike."""
    order = np.argsort(np.array(names))
    half = np.zeros(len(names), dtype=bool)
    half[order[::2]] = True
    return half


def cross_fitted(logits, targets, names):
    """Probabilities of every photo, by the temperature fitted on the half that it is not in.

    So all photos judge, and none judges a temperature that it helped to fit.
    """
    half = halves(names)
    probabilities = np.empty(logits.shape)
    for judged in (half, ~half):
        temperature = fit_temperature(logits[~judged], targets[~judged])
        probabilities[judged] = softmax(logits[judged], temperature)
    return probabilities


def confusions(logits, targets, labels, count=20):
    """Most frequent mistakes: list of (dish, taken for, photos, photos of the dish)."""
    answers = logits.argmax(1)
    table = np.zeros((len(labels), len(labels)), dtype=int)
    np.add.at(table, (targets, answers), 1)
    photos = table.sum(1)
    np.fill_diagonal(table, 0)
    order = np.argsort(-table, axis=None, kind="stable")[:count]
    pairs = [np.unravel_index(i, table.shape) for i in order]
    return [(labels[a], labels[b], int(table[a, b]), int(photos[a])) for a, b in pairs if table[a, b]]


def per_dish(logits, targets, labels, mistakes=3):
    """{label: {"right", "photos", "mistaken": [[label, photos], ...]}} of dishes with photos."""
    answers = logits.argmax(1)
    dishes = {}
    for d, label in enumerate(labels):
        given = answers[targets == d]
        if len(given) == 0:
            continue
        numbers = np.bincount(given, minlength=len(labels))
        right = int(numbers[d])
        numbers[d] = 0
        order = [int(o) for o in np.argsort(-numbers, kind="stable")[:mistakes] if numbers[o] > 0]
        dishes[label] = {
            "right": right,
            "photos": int(len(given)),
            "mistaken": [[labels[o], int(numbers[o])] for o in order],
        }
    return dishes
