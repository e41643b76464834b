"""Which photos a step sees.  Everything follows from (seed, step, worker), so a
run that was ended at any moment continues exactly where its checkpoint was.
"""

import numpy as np


def generator(seed, step, worker):
    return np.random.Generator(np.random.PCG64([seed, step, worker]))


class Sampler:
    """Draws thumbnails uniformly over dishes, sharp photos by the root of their number.

    covered   bool per dish: has sharp training photos (at least `least`)
    prior_*   probability of each dish in the blurred and the sharp part of a batch
    """

    def __init__(self, photos, recipe, leave_out):
        dishes = len(photos.labels)
        self.dishes = dishes
        out = {photos.labels.index(name) for name in recipe["leave_out"]} if leave_out else set()
        # whose sharp photos judge is not seen as a thumbnail either
        judges = np.isin(photos.sharp_dish, list(out)) & (photos.pair >= 0)
        seen = ~photos.thumb_validation
        seen[photos.pair[judges]] = False
        self.thumb_rows = [np.flatnonzero((photos.thumb_dish == d) & seen) for d in range(dishes)]
        usable = ~photos.sharp_validation & (photos.pair >= 0)
        self.sharp_rows = [np.flatnonzero((photos.sharp_dish == d) & usable) for d in range(dishes)]
        counts = np.array([len(rows) for rows in self.sharp_rows], dtype=np.float64)
        counts[counts < recipe["least_sharp"]] = 0
        counts[list(out)] = 0
        self.covered = counts > 0
        share = np.sqrt(counts)
        self.prior_sharp = share / share.sum() if share.sum() else share
        thumbs, pairs = recipe["thumbs"], recipe["pairs"]
        have = np.array([len(rows) > 0 for rows in self.thumb_rows], dtype=np.float64)
        self.prior_thumb = have / have.sum()
        self.prior_blurred = (thumbs * self.prior_thumb + pairs * self.prior_sharp) / (thumbs + pairs)

    def thumbs(self, random, count):
        """Rows of `count` thumbnails."""
        return draw(random, count, self.prior_thumb, self.thumb_rows)

    def sharp(self, random, count):
        """Rows of `count` sharp photos."""
        return draw(random, count, self.prior_sharp, self.sharp_rows)


def draw(random, count, prior, rows):
    """`count` rows: a dish by `prior`, then one of its rows, all equally likely."""
    sizes = np.array([len(r) for r in rows])
    first = np.cumsum(sizes) - sizes
    dishes = random.choice(len(rows), count, p=prior)
    places = (random.random(count) * sizes[dishes]).astype(np.int64)
    return np.concatenate(rows)[first[dishes] + places]


def boxes(random, count, recipe):
    """Crop boxes as (centre x, centre y, half width, half height, flip), in 0..1 of the square.

    A flip is a negative half width.
    """
    least, most = recipe["crop_area"]
    area = random.uniform(least, most, count)
    aspect = np.exp(random.uniform(-1, 1, count) * np.log(recipe["crop_aspect"]))
    width = np.minimum(np.sqrt(area * aspect), 1)
    height = np.minimum(np.sqrt(area / aspect), 1)
    x = width / 2 + random.uniform(0, 1, count) * (1 - width)
    y = height / 2 + random.uniform(0, 1, count) * (1 - height)
    flip = np.where((random.uniform(0, 1, count) < 0.5) & recipe["flip"], -1.0, 1.0)
    return np.stack([x, y, flip * width / 2, height / 2], 1).astype(np.float32)
