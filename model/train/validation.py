"""How good the averaged weights are while a run goes on.

Quick figures from the cache, for curves and for choosing between recipes; the
figures of RESULTS.md come from evaluate.py, which reads the files themselves.
A recipe with `leave_out` also gets the share of right answers on all sharp photos of the
dishes left out: until a phase brings them, the run has seen none of these.
"""

import numpy as np
import torch
import torch.nn.functional as F

import views


def sets_of(data):
    """{name: (photos, rows)}: sharp photos of the left-out and of other dishes, thumbnails."""
    photos = data.photos
    out = [photos.labels.index(name) for name in data.recipe["leave_out"]]
    left = np.isin(photos.sharp_dish, out)
    sets = {
        "left_out": ("sharp", np.flatnonzero(left)),
        "others": ("sharp", np.flatnonzero(photos.sharp_validation & ~left)),
        "thumbs": ("thumb", np.flatnonzero(photos.thumb_validation)),
    }
    return {name: value for name, value in sets.items() if len(value[1])}


def view(kind, squares):
    """Centre 7/8 of sharp squares, whole thumbnails; both 224x224, ready for the network."""
    x = squares.permute(0, 3, 1, 2).float()
    if kind == "sharp":
        x = F.interpolate(x, size=256, mode="bilinear", align_corners=False)[:, :, 16:240, 16:240]
    else:
        x = F.interpolate(x, size=224, mode="bilinear", align_corners=False)
    return views.normalise(x)


@torch.no_grad()
def measure(network, data, batch=256, bf16=True):
    """{"left_out", "others", "thumbs": share of right answers} of a network (left in eval mode)."""
    network.eval()
    result = {}
    for name, (kind, rows) in sets_of(data).items():
        array, dish = (
            (data.sharp, data.photos.sharp_dish) if kind == "sharp" else (data.thumbs, data.photos.thumb_dish)
        )
        right = 0
        for first in range(0, len(rows), batch):
            some = rows[first : first + batch]
            x = view(kind, data.take(array, some))
            with torch.autocast(x.device.type, torch.bfloat16, enabled=bf16):
                answers = network(x).argmax(1)
            right += int((answers == data.tensor(dish[some])).sum())
        result[name] = round(right / len(rows), 4)
    return result
