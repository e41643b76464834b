"""import_case.py: morsel-import (first argument) and the engine (second) on a file of Keras

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import struct
import subprocess
import sys
import tempfile
import unittest

import numpy as np

PROGRAM, RUNNER = sys.argv[1:3]
# The engine computes in float32 what NumPy computes in float64.
TOLERANCE = 1e-4


def run_import(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=100)


def read_metadata(path):
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        return json.loads(file.read(length))["__metadata__"]


class Import(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="morsel-import-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.input = os.path.join(self.folder, "model.h5")
        self.output = os.path.join(self.folder, "model.safetensors")

    def do_import(self, *arguments):
        result = run_import(self.input, "-o", self.output, *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, "")
        return result.stdout

    def refuse(self, code, *arguments):
        result = run_import(self.input, "-o", self.output, *arguments)
        self.assertEqual(result.returncode, 1, result)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.assertTrue(result.stderr.startswith(f"morsel-import: {code}: "), result.stderr)
        self.assertFalse(os.path.exists(self.output))
        return result.stderr

    def write_labels(self, n, text=None):
        path = os.path.join(self.folder, "labels.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text or "".join(f"dish_{i}\n" for i in range(n)))
        return path

    def compare(self, model, **run):
        """The engine's logits of the imported file against NumPy's of the model."""
        pixels = np.random.default_rng(7).uniform(0, 255, (224, 224, 3)).astype(np.float32)
        path = os.path.join(self.folder, "pixels")
        pixels.tofile(path)
        result = subprocess.run([RUNNER, self.output, path], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        found = np.array([float(line) for line in result.stdout.split()])
        expected = model.run(pixels, **run)
        self.assertEqual(len(found), len(expected))
        error = np.abs(found - expected).max() / np.abs(expected).max()
        print(f"# {self.id().split('.')[-1]}: relative difference of the logits {error:.2g}")
        self.assertLess(error, TOLERANCE)
