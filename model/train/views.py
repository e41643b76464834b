"""Views of photos for training, as batched tensor operations (CPU or GPU).

Photos come as uint8 (N, side, side, 3), views leave as float32 (N, 3, res, res)
in 0..255.  The last step, `normalise`, gives x / 127.5 - 1, the shipped weights'
input.
"""

import numpy as np
import torch
import torch.nn.functional as F


def cubic(distance):
    """Keys's cubic convolution with a = -3/4, as PyTorch and OpenCV have it."""
    near = (1.25 * distance - 2.25) * distance * distance + 1
    far = ((-0.75 * distance + 3.75) * distance - 6) * distance + 3
    return torch.where(distance < 1, near, torch.where(distance < 2, far, 0.0))


def resampling(centre, half, size, res, mode):
    """Matrices (N, res, size) that cut out centre +- half of a side and scale it to res.

    Where a side shrinks the filter widens with it, against aliasing; places beyond
    the outer pixels' centres show those pixels.
    """
    steps = (torch.arange(res, device=centre.device) + 0.5) / res * 2 - 1
    place = ((centre + half * steps) * size - 0.5).clamp(0, size - 1)
    width = (half.abs() * (2 * size / res)).clamp(min=1)[:, None]
    pixels = torch.arange(size, device=centre.device)
    distance = (place[:, :, None] - pixels).abs_().div_(width)
    matrix = cubic(distance) if mode == "bicubic" else distance.neg_().add_(1).clamp_(min=0)
    return matrix / matrix.sum(2, keepdim=True)


def crops(photos, boxes, res, mode="bilinear"):
    """Cut `boxes` (see sample.boxes) out of square photos and scale them to res x res.

    Rows, then columns, each a product with a matrix: many times as fast as sampling
    with a grid, since the boxes are upright.
    """
    count, size = photos.shape[:2]
    down = resampling(boxes[:, 1:2], boxes[:, 3:4], size, res, mode)
    across = resampling(boxes[:, 0:1], boxes[:, 2:3], size, res, mode)
    kind = torch.bfloat16
    rows = torch.bmm(down.to(kind), photos.reshape(count, size, -1).to(kind))
    planes = rows.view(count, res, size, 3).permute(0, 3, 1, 2).reshape(count, 3 * res, size)
    return torch.bmm(planes, across.to(kind).transpose(1, 2)).view(count, 3, res, res).float()


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
