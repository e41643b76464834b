#!/usr/bin/env python3
"""test-import.py MORSEL-IMPORT RUN-NETWORK: files of Keras become the same network

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import resource
import stat
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import keras_graph as keras  # noqa: E402
from import_case import PROGRAM, Import, read_metadata, run_import  # noqa: E402

REFERENCE_HEAD = [(128, "relu"), (101, "softmax")]


class Endings(Import):
    def test_reference_file_is_the_same_network(self):
        model = keras.Model(1, "b", REFERENCE_HEAD)
        self.assertEqual(model.n_parameters(), 4403429)
        keras.write_file(self.input, model)
        self.assertIn("4403429 parameters, 101 outputs", self.do_import())
        self.compare(model)
        metadata = read_metadata(self.output)
        self.assertEqual(metadata["head"], "gap-densehswish-denserelu-dense")
        self.assertEqual(metadata["padding"], "same")
        self.assertEqual(metadata["resize"], "stretch-bilinear")
        self.assertEqual(metadata["input_size"], "224")
        self.assertEqual(metadata["mean"], "127.5,127.5,127.5")
        self.assertEqual(metadata["std"], "127.5,127.5,127.5")
        labels = json.loads(metadata["labels"])
        self.assertEqual(labels, sorted(labels))
        self.assertEqual(labels[16:18], ["cheese_plate", "cheesecake"])

    def test_reference_weights_alone_are_the_same_network(self):
        model = keras.Model(1, "b", REFERENCE_HEAD)
        keras.write_file(self.input, model, whole=False)
        self.do_import()
        self.compare(model)

    def test_full_disk_leaves_what_was_there(self):
        """neither a part of the new file nor less of the old one."""
        keras.write_file(self.input, keras.Model(1, "b", REFERENCE_HEAD))
        old = b"the weights of yesterday"

        def fill_disk():
            _, highest = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, highest))

        for before in (None, old):
            if before is not None:
                with open(self.output, "wb") as file:
                    file.write(before)
            result = subprocess.run([PROGRAM, self.input, "-o", self.output], capture_output=True,
                                    text=True, timeout=100, preexec_fn=fill_disk)
            self.assertEqual(result.returncode, 1, result)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
            left = sorted(os.listdir(self.folder))
            if before is None:
                self.assertEqual(left, ["model.h5"])
            else:
                self.assertEqual(left, ["model.h5", "model.safetensors"])
                with open(self.output, "rb") as file:
                    self.assertEqual(file.read(), before)

    def test_no_file_is_no_place_to_write(self):
        keras.write_file(self.input, keras.Model(1, "b", REFERENCE_HEAD))
        os.mkfifo(self.output)
        result = run_import(self.input, "-o", self.output)
        self.assertEqual(result.returncode, 1, result)
        self.assertTrue(stat.S_ISFIFO(os.stat(self.output).st_mode))

    def test_ending_a_by_description(self):
        model = keras.Model(2, "a", REFERENCE_HEAD)
        # The description leads, whatever the version.
        keras.write_file(self.input, model, nested=False, version="2.8.0")
        self.do_import()
        self.compare(model)
        self.assertEqual(read_metadata(self.output)["head"], "convhswish-gap-denserelu-dense")

    def test_ending_a_by_version(self):
        model = keras.Model(2, "a", REFERENCE_HEAD)
        keras.write_file(self.input, model, whole=False, nested=False, version="2.5.0")
        self.do_import()
        self.compare(model)

    def test_ending_c_with_names_of_keras_3(self):
        model = keras.Model(3, "c", [(101, "softmax")])
        keras.write_file(self.input, model, form=3, version="3.3.3")
        self.do_import()
        self.compare(model)
        self.assertEqual(read_metadata(self.output)["head"], "gap-dense")

    def test_ending_c_with_names_of_keras_2(self):
        model = keras.Model(4, "c", REFERENCE_HEAD)
        self.assertEqual(model.n_parameters(), 3132389)
        keras.write_file(self.input, model, whole=False, version=None)
        self.do_import()
        self.compare(model)

    def test_ending_b_with_names_of_keras_3_alone(self):
        model = keras.Model(5, "b", [(64, "relu"), (32, "relu"), (12, "softmax")])
        keras.write_file(self.input, model, form=3, nested=False, whole=False, version="3.0.0")
        self.do_import("--labels", self.write_labels(12))
        self.compare(model)

    def test_ending_that_nobody_says_is_asked_for(self):
        model = keras.Model(6, "a", REFERENCE_HEAD)
        keras.write_file(self.input, model, whole=False, version=None)
        self.assertIn("--ending", self.refuse("other-network"))
        self.do_import("--ending", "a")
        self.compare(model)

    def test_top_of_keras_itself(self):
        model = keras.Model(7, "b", [(101, "softmax")])
        for part, shape in (("kernel", (1, 1, 1280, 101)), ("bias", (101,))):
            model.weights[f"Logits/{part}"] = model.weights[f"dense/{part}"].reshape(shape)
        saved = {name: model.weights.pop(f"dense/{name}") for name in ("kernel", "bias")}
        keras.write_file(self.input, model, nested=False, whole=False)
        model.weights.update({f"dense/{name}": numbers for name, numbers in saved.items()})
        self.do_import()
        self.compare(model)


class Heads(Import):
    def test_hard_swish_and_linear_layers(self):
        model = keras.Model(8, "c", [(64, "hard_swish"), (32, "linear"), (7, "linear")])
        keras.write_file(self.input, model)
        self.do_import("--labels", self.write_labels(7))
        self.compare(model)
        self.assertEqual(read_metadata(self.output)["head"], "gap-densehswish-dense-dense")

    def test_activations_of_keras_3_objects(self):
        model = keras.Model(9, "c", [(64, "hard_swish"), (7, "softmax")])
        config = keras.describe(model, form=3)
        dense = [layer for layer in config["config"]["layers"] if layer["class_name"] == "Dense"]
        dense[0]["config"]["activation"] = {
            "module": "builtins", "class_name": "function", "config": "hard_silu"}
        keras.write_file(self.input, model, form=3, config=config)
        self.do_import("--labels", self.write_labels(7))
        self.compare(model)

    def test_activation_layers(self):
        model = keras.Model(9, "c", [(64, "relu"), (7, "softmax")])
        config = keras.describe(model)
        layers = []
        for layer in config["config"]["layers"]:
            layers.append(layer)
            if layer["class_name"] == "Dense":
                activation = layer["config"]["activation"]
                layer["config"]["activation"] = "linear"
                kind = "ReLU" if activation == "relu" else "Activation"
                layers.append(keras.layer_entry(kind, "act", activation=activation))
        config["config"]["layers"] = layers
        keras.write_file(self.input, model, config=config)
        self.do_import("--labels", self.write_labels(7))
        self.compare(model)

    def test_rescaling_outside_the_network(self):
        model = keras.Model(10, "c", [(101, "softmax")])
        config = keras.describe(model, rescaling=False)
        config["config"]["layers"].insert(
            1, keras.layer_entry("Rescaling", "rescaling", scale=1 / 255, offset=-0.25))
        keras.write_file(self.input, model, config=config)
        self.do_import()
        self.compare(model, scale=1 / 255, offset=-0.25)

    def test_two_rescalings_are_one(self):
        model = keras.Model(10, "c", [(101, "softmax")])
        config = keras.describe(model)
        config["config"]["layers"].insert(
            1, keras.layer_entry("Rescaling", "outer", scale=0.5, offset=3.0))
        keras.write_file(self.input, model, config=config)
        self.do_import()
        self.compare(model, scale=0.5 / 127.5, offset=3.0 / 127.5 - 1)

    def test_half_precision(self):
        model = keras.Model(11, "c", [(101, "softmax")])
        keras.write_file(self.input, model)
        self.do_import()
        size = os.path.getsize(self.output)
        self.do_import("--f16")
        self.assertLess(os.path.getsize(self.output), 0.51 * size)

    def test_labels_with_blanks_and_windows_ends(self):
        model = keras.Model(12, "c", [(3, "softmax")])
        keras.write_file(self.input, model)
        self.do_import("--labels", self.write_labels(3, "\ufeffpho \r\ncrème\r\n\r\n ramen"))
        labels = json.loads(read_metadata(self.output)["labels"])
        self.assertEqual(labels, ["pho", "crème", "ramen"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
