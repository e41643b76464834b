"""Train a recipe: `python3 model/train/train.py model/recipes/NAME.toml`.

One program for CPU and GPU.  On a CPU two (or `--workers`) threads each take an
equal part of a batch with one OpenMP thread; their gradients are averaged.  The
state is written every `checkpoint_seconds` and when the run is asked to end
(SIGTERM, SIGINT); started again, it continues exactly there.

Files of a run, in runs/NAME: state.pt (everything), log.jsonl (a line every 50
steps), phase-N.pt (averaged weights at the end of phase N, from 1), final.pt.
"""

import argparse
import copy
import os

import surroundings

surroundings.prepare(__name__ == "__main__")

import json
import math
import signal
import sys
import threading
import time

import torch

import photos as photo_files
import plateau
import recipe as recipes
import sample
import validation
import views
import weights
from network import MobileNetV3Large
from step import Data, draw, part_loss

LOG_STEPS = 50


def build(recipe, labels):
    """The network of a recipe, with its starting weights."""
    network = MobileNetV3Large(
        len(labels), recipe["padding"], recipe["folded"], recipe["hidden"], recipe["dropout"]
    )
    if recipe["start"].endswith(".pt"):  # of an earlier run
        network.load_state_dict(torch.load(recipe["start"], map_location="cpu"))
    elif recipe["start"]:
        _, tensors = weights.read(recipe["start"])
        network.load_folded({k: torch.from_numpy(v) for k, v in tensors.items()})
    return network


def first_views(data, count=512, side=160):
    """Views as the first steps see them, to set batch norms by."""
    recipe = {**data.recipe, "detail": 0, "soften": 0}
    phase = {**data.recipe["phase"][0], "side": side}
    half = count // 3
    return views.normalise(draw(data, recipe, phase, sample.generator(0, 0, 0), half, half)[0])


def make_optimizer(recipe, network):
    """AdamW whose step is relative to each tensor's size at the start.

    Folded weights differ in size by layer; a step of `rate` times the tensor's
    root mean square moves all of them alike.
    """
    if recipe["optimizer"] == "adam":
        return torch.optim.Adam(network.parameters(), lr=1.0)
    fused = {"fused": True} if next(network.parameters()).is_cuda else {}
    groups = [
        {"params": [p], "scale": max(float(p.detach().pow(2).mean().sqrt()), 1e-3)}
        for p in network.parameters()
    ]
    return torch.optim.AdamW(groups, lr=1.0, weight_decay=recipe["decay"], **fused)


def set_rate(optimizer, rate):
    for group in optimizer.param_groups:
        group["lr"] = rate * group.get("scale", 1.0)


def rate_at(recipe, step):
    """Cosine between a phase's two rates, after a linear start over `warm_steps`."""
    phase, progress = recipes.at(recipe, step)
    first, last = phase["rate"]
    rate = last + (first - last) * (1 + math.cos(math.pi * progress)) / 2
    return rate * min(1.0, (step + 1) / recipe["warm_steps"])


def gradients(forward, parameters, data, recipe, phase, step, workers, bf16):
    """Mean gradients of `parameters` over the workers' parts; returns (gradients, figures).
    forward: the network, or what torch.compile made of it."""
    results = [None] * workers

    def work(worker):
        try:
            loss, figures = part_loss(forward, data, recipe, phase, step, worker, workers, bf16)
            results[worker] = (torch.autograd.grad(loss, parameters), figures)
        except BaseException as error:  # shown by the main thread
            results[worker] = error

    threads = [threading.Thread(target=work, args=(w,)) for w in range(1, workers)]
    for thread in threads:
        thread.start()
    work(0)
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    mean = [sum(parts) / workers for parts in zip(*(grads for grads, _ in results))]
    figures = {k: sum(f[k] for _, f in results) / workers for k in results[0][1] if k in results[-1][1]}
    return mean, figures


def save(path, value):
    """Write so that a reader finds the old file or the new one, never a part."""
    with open(path + ".part", "wb") as file:
        torch.save(value, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".part", path)


class Run:
    """State of a run: network, optimizer, averaged weights, step."""

    def __init__(self, recipe, folder, labels, device):
        self.recipe, self.folder = recipe, folder
        os.makedirs(folder, exist_ok=True)
        torch.manual_seed(recipe["seed"])
        self.network = build(recipe, labels).to(device, memory_format=torch.channels_last)
        if device.type == "cpu":
            self.network.use_fast()
        self.optimizer = make_optimizer(recipe, self.network)
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.step, self.seconds = 0, 0.0
        self.plateau = plateau.Plateau(recipe)
        path = os.path.join(folder, "state.pt")
        if os.path.exists(path):
            state = torch.load(path, map_location=device)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.average, self.step, self.seconds = state["average"], state["step"], state["seconds"]
            self.plateau.load(state.get("plateau"))
            self.trim_log()

    def trim_log(self):
        """Drop log lines of steps that were lost with the end of the last run."""
        path = os.path.join(self.folder, "log.jsonl")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                lines = [line for line in file if json.loads(line)["step"] <= self.step]
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(lines)

    def checkpoint(self):
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "step": self.step,
            "seconds": self.seconds,
            "plateau": self.plateau.state(),
        }
        save(os.path.join(self.folder, "state.pt"), state)

    @torch.no_grad()
    def apply(self, grads):
        for parameter in self.network.parameters():
            parameter.grad = None
        for parameter, grad in zip(self.network.trained_parameters(), grads):
            parameter.grad = grad
        set_rate(self.optimizer, rate_at(self.recipe, self.step) * self.plateau.factor)
        self.optimizer.step()
        self.step += 1
        keep = min(self.recipe["ema"], (1 + self.step) / (10 + self.step))
        new = self.network.state_dict()
        floats = [name for name, value in new.items() if value.dtype.is_floating_point]
        average = [self.average[name] for name in floats]
        torch._foreach_mul_(average, keep)
        torch._foreach_add_(average, [new[name] for name in floats], alpha=1 - keep)

    def measure(self, data):
        """Validation figures of the averaged weights."""
        network = copy.deepcopy(self.network)
        network.load_state_dict(self.average)
        return validation.measure(network, data)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("recipe")
    parser.add_argument("--photos", default=photo_files.default_folder())
    parser.add_argument("--runs", default="runs")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--workers", type=int, default=0, help="threads on a CPU (default 2)")
    parser.add_argument("--no-bf16", action="store_true")
    parser.add_argument("--compile", action="store_true", help="torch.compile (current PyTorch, GPU)")
    parser.add_argument("--stop-after", type=int, default=0, help="end after this many steps")
    arguments = parser.parse_args()

    device = torch.device(arguments.device)
    workers = (arguments.workers or 2) if device.type == "cpu" else 1
    torch.set_num_threads(1 if device.type == "cpu" else os.cpu_count())
    torch.set_flush_denormal(True)
    torch.backends.cudnn.benchmark = True
    recipe = recipes.load(arguments.recipe)
    cache = os.path.join(arguments.runs, "cache" if recipe["square"] == "centre" else "cache-stretch")
    photo_files.build_cache(arguments.photos, cache, 224, recipe["square"])
    labels = photo_files.read_labels(arguments.photos)
    run = Run(recipe, os.path.join(arguments.runs, recipe["name"]), labels, device)
    photos = photo_files.Photos(cache, labels)
    data = Data(recipe, photos, device, cache)
    if not recipe["folded"] and run.step == 0 and not recipe["start"].endswith(".pt"):
        run.network.set_norms(first_views(data))
        run.average.update({k: v.detach().clone() for k, v in run.network.state_dict().items()})
    run.network.train()
    forward = torch.compile(run.network, dynamic=False) if arguments.compile else run.network

    ending = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.append(1))
    ends = recipes.ends(recipe)
    total, batch = ends[-1], recipe["thumbs"] + 2 * recipe["pairs"]
    begun, begun_step, saved, sums, since = time.time(), run.step, time.time(), {}, 0
    log = open(os.path.join(run.folder, "log.jsonl"), "a", encoding="utf-8")
    while run.step < total and not ending:
        started = time.time()
        phase, _ = recipes.at(recipe, run.step)
        if run.network.frozen != phase["frozen"]:
            run.network.freeze(phase["frozen"])
        grads, figures = gradients(
            forward, run.network.trained_parameters(), data, recipe, phase, run.step, workers, not arguments.no_bf16
        )
        run.apply(grads)
        run.seconds += time.time() - started
        for key, value in figures.items():
            sums[key] = sums.get(key, 0) + value
        since += 1
        if run.step % LOG_STEPS == 0:
            speed = (run.step - begun_step) * batch / (time.time() - begun)
            left = (total - run.step) * batch / speed
            line = {"step": run.step, "photos": run.step * batch, "side": phase["side"]}
            line["rate"] = rate_at(recipe, run.step - 1)
            line.update({k: round(float(v) / since, 4) for k, v in sums.items()})
            if recipe["measure_steps"] and run.step % recipe["measure_steps"] == 0:
                line.update(run.measure(data))
            line["seconds"] = round(run.seconds)
            log.write(json.dumps(line) + "\n")
            log.flush()
            text = f"step {run.step}/{total}  {speed:.0f} photos/s  left {left / 60:.0f} min  "
            shown = [k for k in line if k not in ("step", "photos", "side", "rate", "seconds")]
            print(text + "  ".join(f"{k} {line[k]:.3f}" for k in shown), flush=True)
            sums, since = {}, 0
        if run.plateau.due(run.step) and run.plateau.check(run.network, data):
            total = run.step  # no better for long: end here
        if run.step in ends:
            save(os.path.join(run.folder, f"phase-{ends.index(run.step) + 1}.pt"), run.average)
        if time.time() - saved > recipe["checkpoint_seconds"]:
            run.checkpoint()
            saved = time.time()
        if arguments.stop_after and run.step - begun_step >= arguments.stop_after:
            break
    run.checkpoint()
    if run.step >= total:
        save(os.path.join(run.folder, "final.pt"), run.average)
    return 0


if __name__ == "__main__":
    sys.exit(main())
