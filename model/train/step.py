"""One part of a batch: which photos, their views, the loss."""

import os

import numpy as np
import torch

import losses
import sample
import views
import weights
from network import MobileNetV3Large


class Data:
    """Photos, teachers' answers and samplers of a recipe on one device."""

    def __init__(self, recipe, photos, device, cache):
        self.recipe, self.photos, self.device = recipe, photos, device
        self.samplers = {out: sample.Sampler(photos, recipe, out) for out in (False, True)}
        self.parts = {out: self.split(sampler) for out, sampler in self.samplers.items()}
        self.teacher = None
        if recipe["teachers"] and recipe["weight_distil"] and recipe["masked"]:
            self.teacher = teacher_answers(recipe["teachers"], photos, device, cache)
        on_gpu = device.type != "cpu"
        self.thumbs = torch.from_numpy(np.array(photos.thumbs)).to(device) if on_gpu else photos.thumbs
        self.sharp = torch.from_numpy(np.array(photos.sharp)).to(device) if on_gpu else photos.sharp

    def split(self, sampler):
        """Tensors that the losses need: covered, uncovered, log priors."""
        tensor = self.tensor
        log = lambda p: tensor(np.log(np.maximum(p, 1e-9)).astype(np.float32))
        return {
            "covered": tensor(np.flatnonzero(sampler.covered)),
            "uncovered": tensor(np.flatnonzero(~sampler.covered)),
            "log_blurred": log(sampler.prior_blurred),
            "log_sharp": log(sampler.prior_sharp),
        }

    def tensor(self, array):
        return torch.from_numpy(np.asarray(array)).to(self.device)

    def take(self, array, rows):
        if isinstance(array, torch.Tensor):
            return array[torch.from_numpy(rows).to(array.device)]
        return torch.from_numpy(array[rows])


def teacher_answers(files, photos, device, cache):
    """Mean probabilities (sharp photos, dishes) of the weights files, kept in the cache."""
    name = "teacher-" + "-".join(os.path.basename(f).split(".")[0] for f in files) + ".npy"
    path = os.path.join(cache, name)
    if not os.path.exists(path):
        total = 0
        for file in files:
            metadata, tensors = weights.read(file)
            network = MobileNetV3Large(len(photos.labels), metadata["padding"])
            network.load_folded({k: torch.from_numpy(v) for k, v in tensors.items()})
            network = network.to(device, memory_format=torch.channels_last).eval()
            answers = []
            with torch.no_grad():
                for first in range(0, len(photos.sharp), 64):
                    batch = torch.from_numpy(np.array(photos.sharp[first : first + 64])).to(device)
                    x = views.normalise(batch.permute(0, 3, 1, 2).float())
                    answers.append((network(x) / float(metadata["temperature"])).softmax(1).cpu())
            total = total + torch.cat(answers)
        np.save(path, (total / len(files)).numpy())
    return torch.from_numpy(np.load(path)).to(device)


def draw(data, recipe, phase, random, thumbs, pairs):
    """Views of `thumbs` thumbnails and `pairs` sharp photos, each of these in both forms.

    Returns (views (thumbs + 2 pairs, 3, side, side) in 0..255: thumbnails, the pairs'
    thumbnails, the sharp views; targets of the first two; rows of the sharp photos).
    """
    photos, res = data.photos, phase["side"]
    sampler = data.samplers[phase["leave_out"]]
    rows = sampler.thumbs(random, thumbs)
    sharp_rows = sampler.sharp(random, pairs) if pairs else np.zeros(0, dtype=np.int64)
    all_rows = np.concatenate([rows, photos.pair[sharp_rows]])
    boxes = data.tensor(sample.boxes(random, thumbs + pairs, recipe))
    mode = "bicubic" if random.random() < 0.5 else "bilinear"
    blurred = views.crops(data.take(data.thumbs, all_rows), boxes, res, mode).clamp_(0, 255)
    targets = data.tensor(photos.thumb_dish[all_rows])
    factors = data.tensor(views.colour_factors(random, thumbs + pairs, recipe["colour"]))
    parts = [blurred]
    if pairs:
        sharp = views.crops(data.take(data.sharp, sharp_rows), boxes[thumbs:], res)
        strength = random.uniform(0, 1, thumbs) * (random.random(thumbs) < recipe["detail"])
        choice = data.tensor(random.integers(0, pairs, thumbs))
        changed = views.add_detail(
            blurred[:thumbs], sharp, blurred[thumbs:], choice, data.tensor(strength.astype(np.float32))
        )
        if random.random() < recipe["soften"]:
            sharp = views.soften(sharp, int(random.integers(min(80, res // 2), res)))
        parts = [changed, blurred[thumbs:], sharp]
        factors = torch.cat([factors, factors[thumbs:]])
    return views.colour(torch.cat(parts), factors), targets, sharp_rows


def sharp_losses(seen, other, wanted, sharp_rows, data, recipe, split, mixed):
    """Loss on sharp views: among covered dishes, towards the teachers, like the thumbnails.

    seen, other: logits of the sharp views and of the same photos' thumbnails.
    """
    figures = {}
    if recipe["masked"]:
        of_sharp = losses.masked_cross_entropy(
            seen, wanted, split["covered"], split["log_sharp"], recipe["smoothing"]
        )
    else:
        of_sharp = losses.smooth_cross_entropy(seen, wanted, split["log_blurred"], recipe["smoothing"])
    loss = recipe["weight_sharp"] * of_sharp
    figures["sharp"] = of_sharp.detach()
    figures["right_sharp"] = (seen.argmax(1) == wanted).float().mean().detach()
    if data.teacher is not None:
        teacher = data.teacher[data.tensor(sharp_rows)]
        kept = losses.distillation(seen, teacher, split["covered"], split["uncovered"])
        loss = loss + recipe["weight_distil"] * kept
        figures["distil"] = kept.detach()
    if recipe["weight_pair"] and mixed is None:
        alike = losses.agreement(seen, other)
        loss = loss + recipe["weight_pair"] * alike
        figures["pair"] = alike.detach()
    return loss, figures


def part_loss(network, data, recipe, phase, step, worker, workers, bf16):
    """Loss of one worker's part of a batch; returns (loss, figures for the log)."""
    random = sample.generator(recipe["seed"], step, worker)
    split = data.parts[phase["leave_out"]]
    thumbs, pairs = recipe["thumbs"] // workers, recipe["pairs"] // workers
    count = thumbs + pairs
    x, targets, sharp_rows = draw(data, recipe, phase, random, thumbs, pairs)
    mixed = None
    if recipe["only_sharp"]:
        x = x[count:]
    elif recipe["cutmix"] and random.random() < recipe["cutmix"]:
        first, share = views.cutmix(x[:count], random)
        x = torch.cat([first, x[count:]])
        mixed = (targets.roll(-1, 0), share)
    with torch.autocast(data.device.type, torch.bfloat16, enabled=bf16, cache_enabled=False):
        logits = network(views.normalise(x))
    logits = logits.float()
    if recipe["only_sharp"]:
        loss, figures = sharp_losses(logits, None, targets, sharp_rows, data, recipe, split, True)
        return loss, figures
    of_blurred = losses.smooth_cross_entropy(
        logits[:count], targets, split["log_blurred"], recipe["smoothing"], mixed
    )
    loss = of_blurred * count
    right = (logits[:count].argmax(1) == targets).float().mean()
    figures = {"blurred": of_blurred.detach(), "right_blurred": right.detach()}
    if pairs:
        of_sharp, more = sharp_losses(
            logits[count:], logits[thumbs:count], targets[thumbs:], sharp_rows, data, recipe, split, mixed
        )
        loss = loss + pairs * of_sharp
        figures.update(more)
    return loss / (count + pairs), figures
