"""Views of photos for training, as batched tensor operations (CPU or GPU).

Photos come as uint8 (N, side, side, 3), views leave as float32 (N, 3, res, res)
in 0..255.  The last step, `normalise`, gives x / 127.5 - 1, the shipped weights'
input.
"""

import numpy as np
import torch
import torch.nn.functional as F


def crops(photos, boxes, res, mode="bilinear"):
    """Cut `boxes` (see sample.boxes) out of square photos and scale them to res x res.

    Where a whole photo would shrink by more than a fifth, it is sampled at twice the
    size and averaged, against aliasing.
    """
    finer = 2 if photos.shape[1] > 1.2 * res else 1
    steps = (torch.arange(res * finer, device=boxes.device) + 0.5) / (res * finer) * 2 - 1
    x = boxes[:, 0:1] + boxes[:, 2:3] * steps
    y = boxes[:, 1:2] + boxes[:, 3:4] * steps
    # grid_sample's coordinates: -1 and 1 are the outer borders of the photo
    grid = torch.stack(
        [
            (2 * x - 1)[:, None, :].expand(-1, res * finer, -1),
            (2 * y - 1)[:, :, None].expand(-1, -1, res * finer),
        ],
        3,
    )
    planes = photos.permute(0, 3, 1, 2).float()
    view = F.grid_sample(planes, grid, mode=mode, padding_mode="border", align_corners=False)
    return F.avg_pool2d(view, 2) if finer == 2 else view


def soften(view, res):
    """Lose resolution: shrink to res x res by area, enlarge again."""
    small = F.interpolate(view, size=(res, res), mode="area")
    return F.interpolate(small, size=view.shape[2:], mode="bilinear", align_corners=False)


def colour_factors(random, count, strength):
    """(N, 3) float32: factors of brightness, contrast and saturation."""
    return (1 + strength * random.uniform(-1, 1, (count, 3))).astype(np.float32)


def colour(view, factors):
    """Change brightness, contrast and saturation of each photo by its factors."""
    brightness, contrast, saturation = (factors[:, i, None, None, None] for i in range(3))
    grey = (view * view.new_tensor([0.299, 0.587, 0.114])[None, :, None, None]).sum(1, keepdim=True)
    mean = grey.mean((2, 3), keepdim=True)
    # saturation around grey, contrast around the photo's mean grey, then brightness
    view = torch.addcmul(grey * (1 - saturation), view, saturation)
    return ((view * contrast + mean * (1 - contrast)) * brightness).clamp_(0, 255)


def add_detail(thumbs, sharp, blurred, choice, strength):
    """Give thumbnails the fine detail of foreign sharp photos.

    sharp - blurred, of the same photo and crop, is what a thumbnail lacks.  Added
    to a thumbnail of any dish it makes sharpness say nothing about the dish.
    choice (N,) rows of sharp, strength (N,) 0..1.
    """
    residual = (sharp - blurred)[choice]
    return torch.addcmul(thumbs, residual, strength[:, None, None, None]).clamp_(0, 255)


def cutmix(views, random):
    """Paste a rectangle of each view's successor; return (views, successor's share)."""
    res = views.shape[2]
    keep = random.beta(1.0, 1.0)
    edge = int(res * (1 - keep) ** 0.5)
    top, left = random.integers(0, res - edge + 1, 2)
    mixed = views.clone()
    other = views.roll(-1, 0)
    mixed[:, :, top : top + edge, left : left + edge] = other[:, :, top : top + edge, left : left + edge]
    return mixed, edge * edge / (res * res)


def normalise(view):
    return (view / 127.5 - 1).contiguous(memory_format=torch.channels_last)
