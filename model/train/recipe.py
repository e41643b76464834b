"""Recipes: one TOML file says everything about a run; CPU and GPU use the same.

Keys are checked, so that a misspelt one stops the run instead of being ignored.
"""

import itertools
import tomllib

DEFAULTS = {
    "name": "",  # folder of the run under runs/
    "start": "",  # weights file or averaged weights (.pt) to start from ("": random)
    "padding": "same",  # "same" (Keras) or "symmetric" (torchvision)
    "hidden": [],  # dense layers before the last: [[width, activation], ...]
    "dropout": 0.0,
    "folded": True,  # train without batch norm (folded into the convolutions)
    "teachers": [],  # weights files whose answers on sharp photos are distilled
    "seed": 1,
    "square": "centre",  # sharp photos in the cache: "centre" square or "stretch"
    "only_sharp": False,  # train on the sharp photos alone (the official folder)
    "flip": True,
    "thumbs": 40,  # photos of all dishes in a batch, as thumbnails
    "pairs": 12,  # sharp photos in a batch, each also as its own thumbnail
    "least_sharp": 20,  # a dish with fewer sharp training photos is not covered
    "leave_out": [],  # dishes whose sharp photos are left out where a phase says so
    "crop_area": [0.35, 1.0],  # share of the square's area
    "crop_aspect": 1.25,  # widest side ratio
    "colour": 0.25,  # brightness, contrast and saturation change by up to this share
    "soften": 0.3,  # share of steps in which sharp views lose resolution
    "detail": 0.5,  # share of thumbnails that get fine detail of a foreign sharp photo
    "cutmix": 0.0,  # share of steps in which the thumbnails are cut and mixed
    "smoothing": 0.1,
    "weight_sharp": 1.0,  # cross-entropy among covered dishes, sharp views
    "weight_distil": 1.0,  # teachers' answers, covered dishes lumped, sharp views
    "weight_pair": 0.5,  # sharp view and its thumbnail answer alike
    "masked": True,  # False: plain cross-entropy on sharp views (the trap, to measure it)
    "optimizer": "relative-adamw",  # step x RMS of each tensor; or "adam"
    "decay": 0.0,
    "warm_steps": 200,  # the rate grows from 0 over the first so many steps
    "ema": 0.998,
    "epoch_steps": 0,  # with it: rate and end by the validation loss (plateau.py)
    "plateau_patience": 2,
    "plateau_factor": 0.2,
    "stop_patience": 3,
    "checkpoint_seconds": 120,
    "measure_steps": 0,  # every so many (a multiple of 50) the averaged weights are measured
    "phase": [],
}
# steps; side in px; rate at its beginning and end (cosine between); leave_out: see above;
# frozen: so many of the network's first 17 stages stay as they are (7: down to 28 x 28
# at 224; measured, a step at 128 px takes 0.62 of the time)
PHASE = {"steps": 0, "side": 128, "rate": [0.001, 0.001], "leave_out": False, "frozen": 0}


def load(path):
    """Read and check a recipe; return a dict with every key of DEFAULTS."""
    with open(path, "rb") as file:
        given = tomllib.load(file)
    unknown = sorted(set(given) - set(DEFAULTS))
    if unknown:
        raise SystemExit(f"{path}: unknown keys: {', '.join(unknown)}")
    recipe = {**DEFAULTS, **given}
    phases = []
    for phase in recipe["phase"]:
        unknown = sorted(set(phase) - set(PHASE))
        if unknown:
            raise SystemExit(f"{path}: unknown keys in a phase: {', '.join(unknown)}")
        phases.append({**PHASE, **phase})
    recipe["phase"] = phases
    return recipe


def ends(recipe):
    """Number of the first step after each phase."""
    return list(itertools.accumulate(phase["steps"] for phase in recipe["phase"]))


def at(recipe, step):
    """(phase, progress 0..1 inside it) of a step; None after the last."""
    for phase in recipe["phase"]:
        if step < phase["steps"]:
            return phase, step / phase["steps"]
        step -= phase["steps"]
    return None
