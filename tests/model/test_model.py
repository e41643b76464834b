"""Tests of model/train: `python3 tests/model/test_model.py`.

Those that need torch, NumPy or Pillow skip by name where it is absent.  No
photograph is needed: pictures are made.
"""

import importlib.util
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TRAIN = os.path.join(ROOT, "model", "train")
sys.path.insert(0, TRAIN)


def need(*names):
    missing = [n for n in names if importlib.util.find_spec(n) is None]
    return unittest.skipIf(missing, "python3 has no " + ", ".join(missing))


def header(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        return length, json.loads(file.read(length))


class ShippedFile(unittest.TestCase):
    """The weights in the repository keep the documented form."""

    path = os.path.join(ROOT, "model", "food101.safetensors")

    def test_header(self):
        length, head = header(self.path)
        meta = head.pop("__metadata__")
        self.assertEqual((8 + length) % 64, 0)
        self.assertTrue(all(isinstance(v, str) for v in meta.values()))
        self.assertEqual(meta["format"], "morsel-1")
        self.assertLess(os.path.getsize(self.path), 7_000_000)
        labels = json.loads(meta["labels"])
        self.assertEqual(labels, sorted(labels))
        self.assertEqual(len(labels), head["classifier.bias"]["shape"][0])
        end = 0
        for entry in head.values():
            self.assertEqual(entry["data_offsets"][0], end)
            end = entry["data_offsets"][1]
        self.assertEqual(8 + length + end, os.path.getsize(self.path))

    def test_metadata_values(self):
        meta = header(self.path)[1]["__metadata__"]
        limits = json.loads(meta["thresholds"])
        self.assertLess(limits["probable"], limits["certain"])
        self.assertIn(limits["score"], ("msp", "energy", "vim"))
        self.assertGreater(float(meta["temperature"]), 0)
        results = json.loads(meta["results"])
        labels = set(json.loads(meta["labels"]))
        self.assertLessEqual(set(results["dishes"]), labels)
        for dish in results["dishes"].values():
            self.assertLessEqual(dish["right"], dish["photos"])


@need("numpy")
class Files(unittest.TestCase):
    def test_round_trip(self):
        import numpy as np
        import weights

        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.safetensors")
            tensors = {"a": np.arange(6.0).reshape(2, 3), "b": np.float32([0.1])}
            weights.write(path, {"format": "x"}, tensors)
            meta, back = weights.read(path)
            self.assertEqual(meta, {"format": "x"})
            self.assertTrue((back["a"] == tensors["a"]).all())
            self.assertAlmostEqual(float(back["b"][0]), 0.1, places=3)
            self.assertEqual((8 + header(path)[0]) % 64, 0)
            with self.assertRaises(ValueError):
                weights.write(path, {}, {"a": np.float32([1e6])})

    def test_measures(self):
        import measures
        import numpy as np

        logits = np.log(np.array([[0.8, 0.1, 0.1], [0.2, 0.5, 0.3], [0.6, 0.3, 0.1]]))
        targets = np.array([0, 1, 1])
        self.assertAlmostEqual(measures.top(logits, targets, 1), 2 / 3)
        self.assertAlmostEqual(measures.top(logits, targets, 2), 1.0)
        probabilities = measures.softmax(logits)
        self.assertAlmostEqual(measures.ece(probabilities, targets), (0.2 + 0.5 + 0.6) / 3)
        self.assertAlmostEqual(float(measures.log_sum_exp(logits)[0]), 0.0)
        rng = np.random.default_rng(1)
        z = rng.normal(size=(4000, 5)) * 2
        drawn = np.array([rng.choice(5, p=p) for p in measures.softmax(z, 1.7)])
        self.assertAlmostEqual(measures.fit_temperature(z, drawn), 1.7, delta=0.15)
        names = [f"dish/{i:04}" for i in range(len(z))]
        wrong = drawn.copy()
        wrong[measures.halves(names)] = 0  # what one half holds must not touch its own photos' temperature
        one, other = (measures.cross_fitted(z, t, names) for t in (drawn, wrong))
        self.assertTrue(np.array_equal(one[measures.halves(names)], other[measures.halves(names)]))
        self.assertFalse(np.array_equal(one[~measures.halves(names)], other[~measures.halves(names)]))
        self.assertLess(measures.ece(one, drawn), 0.03)
        calibrated = measures.softmax(z)
        few, many = measures.ece_of_chance(calibrated[:100]), measures.ece_of_chance(calibrated)
        self.assertTrue(0 < many < 0.02 < few < 0.12)
        low, high = measures.interval(50, 100)
        self.assertTrue(0.40 < low < 0.41 and 0.59 < high < 0.60)

    def test_validation_rule(self):
        import importlib.util as util

        if util.find_spec("PIL") is None:
            self.skipTest("python3 has no PIL")
        import photos

        path = os.path.join(photos.default_folder(), "validation.txt")
        if not os.path.exists(path):
            self.skipTest("no ../shared/food101")
        with open(path, encoding="utf-8") as file:
            names = file.read().split()
        self.assertTrue(all(photos.is_validation(n) for n in names))


@need("torch", "numpy", "PIL")
class Network(unittest.TestCase):
    def test_multiply_adds_and_parameters(self):
        import torch
        from network import MobileNetV3Large

        network = MobileNetV3Large(101, "symmetric", hidden=[[1280, "hswish"]])
        # folded backbone, the 1280-wide end, 101 dishes
        count = sum(p.numel() for p in network.parameters())
        self.assertEqual(count, 2_959_752 + 960 * 1280 + 1280 + 1280 * 101 + 101)
        total = []

        def hook(module, _, output):
            size = output.shape[2] * output.shape[3] if output.dim() == 4 else 1
            total.append(module.weight.numel() * size)

        for module in network.modules():
            if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
                module.register_forward_hook(hook)
        with torch.no_grad():
            network.eval()(torch.zeros(1, 3, 224, 224))
        self.assertLess(sum(total), 217_000_000)

    def test_folding_keeps_the_function(self):
        import torch
        from network import MobileNetV3Large, folded_state

        torch.manual_seed(1)
        network = MobileNetV3Large(7, folded=False)
        with torch.no_grad():
            network(torch.randn(8, 3, 64, 64))  # moves the running figures
        network.eval()
        folded = MobileNetV3Large(7)
        folded.load_state_dict(folded_state(network))
        x = torch.randn(2, 3, 64, 64)
        with torch.no_grad():
            difference = (network(x) - folded.eval()(x)).abs().max()
        self.assertLess(float(difference), 1e-4)

    def test_set_norms_keeps_the_function(self):
        import torch
        from network import MobileNetV3Large, folded_state

        torch.manual_seed(2)
        folded = MobileNetV3Large(7).eval()
        network = MobileNetV3Large(7, folded=False).eval()
        network.load_folded(folded_state(folded))
        x = torch.randn(4, 3, 64, 64)
        network.set_norms(x)
        norm = network.features[0]._modules["1"]
        self.assertGreater(float((norm.running_var - 1).abs().max()), 0.01)
        with torch.no_grad():
            self.assertLess(float((network(x) - folded(x)).abs().max()), 1e-4)
            # the statistics are those of x: batch statistics change nothing either
            network.train()
            before, after = folded(x), network(x)
        self.assertLess(float((after - before).abs().max()), 0.02 * float(before.abs().max()))

    def test_mean_of_last_layers_keeps_the_answers(self):
        import head
        import torch

        torch.manual_seed(2)
        old, new = ((torch.randn(5, 8), torch.randn(5)) for _ in range(2))
        x = torch.randn(3, 8)
        answers = lambda layer: (x @ layer[0].T + layer[1]).softmax(1)
        for share, layer in ((0, old), (1, new)):
            difference = answers(head.mean_of(old, new, share)) - answers(layer)
            self.assertLess(float(difference.abs().max()), 1e-5)

    def test_photos_that_judge_the_proxy_are_not_trained_on(self):
        import types
        import numpy as np
        import recipe
        import sample

        photos = types.SimpleNamespace(
            labels=["stew", "soup"],
            thumb_dish=np.array([0, 0, 1, 1]), thumb_validation=np.array([False] * 3 + [True]),
            sharp_dish=np.array([0, 1]), sharp_validation=np.array([False, False]), pair=np.array([1, 2]))
        made = {**recipe.DEFAULTS, "least_sharp": 1, "leave_out": ["stew"]}
        for out, thumbs, covered in ((False, [[0, 1], [2]], [True, True]), (True, [[0], [2]], [False, True])):
            sampler = sample.Sampler(photos, made, out)
            self.assertEqual([list(rows) for rows in sampler.thumb_rows], thumbs)
            self.assertEqual(list(sampler.covered), covered)

    def test_fast_depthwise_gradient(self):
        import fast
        import torch
        import torch.nn.functional as F

        if not fast.available():
            self.skipTest("no C compiler")
        for channels, side, stride, padding in ((72, 35, 2, 0), (16, 8, 1, 2)):
            x = torch.randn(2, channels, side, side).contiguous(memory_format=torch.channels_last)
            for bias in (torch.randn(channels), None):
                inputs = [i for i in (x, torch.randn(channels, 1, 5, 5), bias) if i is not None]
                for i in inputs:
                    i.requires_grad_()
                y = F.conv2d(x, inputs[1], bias, stride, padding, groups=channels)
                g = torch.randn_like(y)
                slow = torch.autograd.grad(y, inputs, g)
                quick = torch.autograd.grad(fast.depthwise(x, inputs[1], bias, stride, padding), inputs, g)
                for a, b in zip(slow, quick):
                    self.assertLess(float((a - b).abs().max() / a.abs().max()), 1e-4)

    def test_fast_norm_and_squeeze_excite(self):
        import copy
        import fast
        import torch
        from network import ACTIVATIONS, SqueezeExcite

        if not fast.available():
            self.skipTest("no C compiler")
        torch.manual_seed(3)
        cases = []
        for activation in ACTIVATIONS.values():
            norm = torch.nn.BatchNorm2d(24, momentum=0.1)
            torch.nn.init.normal_(norm.weight)
            slow = lambda x, norm=norm, act=activation(): act(norm(x))
            quick = copy.deepcopy(norm)
            cases.append((norm, slow, quick, lambda x, norm=quick, act=activation(): fast.norm(x, norm, act)))
        excite = SqueezeExcite(24, 8)
        quick = copy.deepcopy(excite)
        quick.fast = True
        cases.append((excite, excite, quick, quick))
        x = (torch.randn(8, 24, 12, 12) * 3 + 2).bfloat16().contiguous(memory_format=torch.channels_last)
        g = torch.randn_like(x)
        for slow, slow_forward, quick, quick_forward in cases:
            results = []
            for module, forward, dtype in ((slow, slow_forward, torch.float32), (quick, quick_forward, torch.bfloat16)):
                view = x.detach().to(dtype).requires_grad_()
                y = forward(view)
                grads = torch.autograd.grad(y, [view, *module.parameters()], g.to(dtype))
                results.append([y, *grads, *(b for b in module.buffers() if b.is_floating_point())])
            for exact, made in zip(*results):
                self.assertLess(float((exact - made).norm() / exact.norm()), 0.01)

    def test_frozen_stages_keep_their_function_and_norms(self):
        import torch
        from network import MobileNetV3Large

        torch.manual_seed(4)
        x = torch.rand(4, 3, 64, 64) * 2 - 1
        network = MobileNetV3Large(5, "same", folded=False)
        network.set_norms(x)
        network.eval()
        before = network(x)
        network.freeze(7)
        self.assertLess(float((network(x) - before).detach().abs().max()), 1e-4)
        network.train()
        statistics = {k: v.clone() for k, v in network.state_dict().items() if "running" in k}
        network(x).sum().backward()
        for name, value in network.state_dict().items():
            if "running" in name:
                frozen = int(name.split(".")[1]) < 7
                self.assertEqual(torch.equal(value, statistics[name]), frozen, name)

    def test_crops_are_what_pillow_makes(self):
        import numpy as np
        import torch
        import views
        from PIL import Image

        r = np.random.default_rng(5)
        photo = r.integers(0, 256, (1, 48, 48, 3), dtype=np.uint8)
        filters = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
        for mode, res, limit in (("bilinear", 96, 1.5), ("bilinear", 20, 1.5), ("bicubic", 96, 8)):
            # upright, then mirrored
            for flip in (1, -1):
                boxes = torch.tensor([[0.5, 0.375, flip * 0.25, 0.375]])
                made = views.crops(torch.from_numpy(photo), boxes, res, mode)[0].permute(1, 2, 0).clamp(0, 255)
                image = Image.fromarray(photo[0]).resize((res, res), filters[mode], box=(12, 0, 36, 36))
                wanted = torch.from_numpy(np.asarray(image)[:, ::flip].copy()).float()
                # Pillow's cubic has another constant, and its filter stops at the box's border
                inside = slice(res // 12, -res // 12)
                self.assertLess(float((made - wanted)[inside, inside].abs().mean()), limit)


RECIPE = """
name = "tiny"
thumbs = 4
pairs = 2
least_sharp = 1
cutmix = 0.5
folded = false
[[phase]]
steps = 3
side = 32
rate = [0.001, 0.0]
[[phase]]
steps = 3
side = 32
frozen = 7
"""


@need("torch", "numpy", "PIL")
class Training(unittest.TestCase):
    def photos(self, folder):
        """A made food-101/ folder of three dishes."""
        from PIL import Image

        r = random.Random(1)
        names = []
        for dish in ("apple_pie", "pizza", "ramen"):
            os.makedirs(os.path.join(folder, "images", dish))
            for i in range(6):
                image = Image.new("RGB", (80, 64), tuple(r.randrange(256) for _ in range(3)))
                image.save(os.path.join(folder, "images", dish, f"{i}.jpg"))
                names.append(f"{dish}/{i}")
        os.makedirs(os.path.join(folder, "meta"))
        with open(os.path.join(folder, "meta", "train.txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(names))

    def train(self, folder, runs, *options):
        command = [sys.executable, os.path.join(TRAIN, "train.py"), os.path.join(folder, "tiny.toml")]
        command += ["--photos", folder, "--runs", runs, "--workers", "1", "--no-bf16", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def test_resume_is_exact(self):
        import torch

        with tempfile.TemporaryDirectory() as folder:
            self.photos(folder)
            with open(os.path.join(folder, "tiny.toml"), "w", encoding="utf-8") as file:
                file.write(RECIPE)
            whole, parts = os.path.join(folder, "whole"), os.path.join(folder, "parts")
            self.train(folder, whole)
            self.train(folder, parts, "--stop-after", "2")
            self.train(folder, parts)
            a = torch.load(os.path.join(whole, "tiny", "final.pt"))
            b = torch.load(os.path.join(parts, "tiny", "final.pt"))
            self.assertTrue(all(torch.equal(a[k], b[k]) for k in a))


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=1)
    result = program.result
    bad, skipped = len(result.failures) + len(result.errors), len(result.skipped)
    print(f"{result.testsRun - bad - skipped} passed, {bad} failed, {skipped} skipped")
    sys.exit(1 if bad else 0)
