#!/usr/bin/env python3
"""test-refusals.py MORSEL-IMPORT RUN-NETWORK: files that do not fit or are damaged are an error each

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import sys
import unittest

import h5py
import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import keras_graph as keras  # noqa: E402
from import_case import Import, run_import  # noqa: E402

CODES = ["damaged", "not-weights", "other-network", "wrong-names", "not-found"]


class Refusals(Import):
    @classmethod
    def setUpClass(cls):
        cls.model = keras.Model(20, "c", [(4, "softmax")])

    def write(self, **options):
        keras.write_file(self.input, self.model, **options)

    def change(self, name, numbers):
        """The weights alone, with one array changed, or removed when numbers is None."""
        model = keras.Model(20, "c", [(4, "softmax")])
        if numbers is None:
            del model.weights[name]
        else:
            model.weights[name] = numbers
        keras.write_file(self.input, model, whole=False)
        return self.refuse("other-network", "--labels", self.write_labels(4))

    def test_names_and_outputs_differ(self):
        self.write()
        error = self.refuse("wrong-names", "--labels", self.write_labels(5))
        self.assertIn("The network has 4 outputs, but there are 5 names", error)
        self.assertIn("4 outputs, but there are 0 names", self.refuse("wrong-names"))

    def test_same_name_twice(self):
        self.write()
        self.refuse("wrong-names", "--labels", self.write_labels(4, "a\nb\na\nc\n"))

    def test_first_missing_layer_is_named(self):
        for name in ("Conv/kernel", "expanded_conv_4/expand/BatchNorm/moving_mean",
                     "expanded_conv_9/depthwise/depthwise_kernel",
                     "expanded_conv_12/squeeze_excite/Conv/bias", "Conv_1/BatchNorm/beta",
                     "dense/bias"):
            error = self.change(name, None)
            self.assertIn(name.replace("depthwise_kernel", "kernel"), error)

    def test_first_misshapen_layer_is_named(self):
        for name, shape in (("Conv/kernel", (3, 3, 3, 24)),
                            ("expanded_conv/depthwise/depthwise_kernel", (5, 5, 16, 1)),
                            ("expanded_conv_3/squeeze_excite/Conv/kernel", (1, 1, 72, 16)),
                            ("Conv_1/BatchNorm/gamma", (961,)), ("dense/kernel", (961, 4)),
                            ("dense/bias", (5,)), ("expanded_conv_2/expand/kernel", (24, 72))):
            error = self.change(name, np.ones(shape, np.float32))
            self.assertIn(name, error)

    def test_further_layers(self):
        self.assertIn("batch_normalization/gamma",
                      self.change("batch_normalization/gamma", np.ones(4, np.float32)))

    def test_other_networks(self):
        with h5py.File(self.input, "w") as file:
            weights = {"conv1/kernel:0": np.ones((7, 7, 3, 64), np.float32)}
            keras.write_weights(file, weights, False, "2.8.0")
        self.assertIn("MobileNetV3-Large", self.refuse("other-network"))

    def test_kinds_of_layers_that_are_not_known(self):
        for kind, options in (("GlobalMaxPooling2D", {}), ("Lambda", {}), ("Resizing", {}),
                              ("Rescaling", {"scale": [1, 2, 3]}), ("Rescaling", {"scale": 0})):
            config = keras.describe(self.model)
            config["config"]["layers"].insert(1, keras.layer_entry(kind, "odd", **options))
            self.write(config=config)
            self.assertIn("odd", self.refuse("other-network"))

    def test_activations_that_are_not_known(self):
        for activation in ("sigmoid", "relu", "tanh", "hard_swish"):
            config = keras.describe(self.model)
            for layer in config["config"]["layers"]:
                if layer["class_name"] == "Dense":
                    layer["config"]["activation"] = activation
            self.write(config=config)
            self.assertIn("dense", self.refuse("other-network", "--labels", self.write_labels(4)))

    def test_too_many_dense_layers(self):
        model = keras.Model(21, "c", [(16, "relu"), (16, "relu"), (16, "relu"), (4, "softmax")])
        keras.write_file(self.input, model)
        self.assertIn("4 dense layers", self.refuse("other-network"))

    def test_sides_that_do_not_fit(self):
        for shape, code in (([None, 200, 300, 3], "other-network"),
                            ([None, 225, 225, 3], "damaged")):
            config = keras.describe(self.model)
            config["config"]["layers"][0]["config"]["batch_input_shape"] = shape
            self.write(config=config)
            self.refuse(code, "--labels", self.write_labels(4))

    def test_more_than_a_weights_file_may_have(self):
        model = keras.Model(22, "c", [(4, "relu"), (4, "softmax")])
        for name, shape in (("dense", (960, 8000)), ("dense_1", (8000, 1000))):
            model.weights[f"{name}/kernel"] = np.zeros(shape, np.float32)
            model.weights[f"{name}/bias"] = np.zeros(shape[1:], np.float32)
        keras.write_file(self.input, model, whole=False)
        error = self.refuse("other-network", "--labels", self.write_labels(1000))
        self.assertIn("more than 64 MiB", error)
        self.assertEqual(sorted(os.listdir(self.folder)), ["labels.txt", "model.h5"])

    def test_labels_that_are_no_file(self):
        self.write()
        labels = os.path.join(self.folder, "käse.txt")
        self.assertIn("käse.txt", self.refuse("not-found", "--labels", labels))
        os.mkfifo(labels)
        self.assertIn("käse.txt", self.refuse("wrong-names", "--labels", labels))
        os.unlink(labels)
        with open(labels, "wb") as file:
            file.truncate((1 << 20) + 1)
        self.assertIn("1048576 bytes", self.refuse("wrong-names", "--labels", labels))

    def test_files_that_are_none(self):
        self.refuse("not-found")
        for content in (b"", b"\x89HDF\r\n\x1a\n", b"PK\x03\x04", b"x" * 4096):
            with open(self.input, "wb") as file:
                file.write(content)
            result = run_import(self.input, "-o", self.output)
            self.assertEqual(result.returncode, 1)
        os.unlink(self.input)
        os.mkdir(self.input)
        self.refuse("not-weights")
        os.rmdir(self.input)
        os.mkfifo(self.input)
        self.refuse("not-weights")

    def test_wrong_use(self):
        for arguments in ([], ["a.h5"], ["a", "b", "c"], ["--no-such"], ["-o"],
                          ["--ending", "z", "a", "b"]):
            result = run_import(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertEqual(len(result.stderr.splitlines()), 1)
        self.assertEqual(run_import("--help").returncode, 0)

    def test_output_that_cannot_be_written_leaves_nothing(self):
        self.write()
        result = run_import("--labels", self.write_labels(4), self.input,
                            os.path.join(self.folder, "none", "out.safetensors"))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(sorted(os.listdir(self.folder)), ["labels.txt", "model.h5"])


class Hostile(Import):
    """Files that are HDF5, of the right names, and wrong inside."""

    @classmethod
    def setUpClass(cls):
        cls.model = keras.Model(30, "c", [(4, "softmax")])

    def replace(self, write):
        """The file with the stem's kernel written by write (group, name)."""
        keras.write_file(self.input, self.model, whole=False, nested=False)
        with h5py.File(self.input, "r+") as file:
            del file["Conv/Conv/kernel:0"]
            write(file["Conv/Conv"], "kernel:0")
        return self.refuse("damaged", "--labels", self.write_labels(4))

    def test_links_out_of_the_file(self):
        other = os.path.join(self.folder, "other.h5")
        with h5py.File(other, "w") as file:
            file["kernel"] = self.model.weights["Conv/kernel"]

        def external(group, name):
            group[name] = h5py.ExternalLink(other, "/kernel")

        def soft(group, name):
            group[name] = h5py.SoftLink("/Conv/BatchNorm")

        def storage(group, name):
            path = os.path.join(self.folder, "raw")
            self.model.weights["Conv/kernel"].tofile(path)
            group.create_dataset(name, (3, 3, 3, 16), "f4", external=[(path, 0, 1728)])

        def virtual(group, name):
            layout = h5py.VirtualLayout((3, 3, 3, 16), "f4")
            layout[:] = h5py.VirtualSource(other, "kernel", (3, 3, 3, 16))
            group.create_virtual_dataset(name, layout)

        for write in (external, soft, storage, virtual):
            with self.subTest(write.__name__):
                self.assertIn("Conv/Conv/kernel:0", self.replace(write))

    def test_arrays_that_are_none(self):
        shape = (3, 3, 3, 16)
        for kind, data in (("int", np.ones(shape, "i4")), ("text", np.full(shape, b"1")),
                           ("scalar", np.float32(1)), ("complex", np.ones(shape, "c8"))):
            with self.subTest(kind):
                self.replace(lambda group, name, data=data: group.create_dataset(name, data=data))
        self.replace(lambda group, name: group.create_group(name))
        self.replace(lambda group, name: group.create_dataset(name, shape=(3,) * 5, dtype="f4"))
        self.replace(lambda group, name: group.create_dataset(name, shape=(0, 3), dtype="f4"))
        self.replace(lambda group, name: group.create_dataset(
            name, shape=(2**31, 2**31, 4), dtype="f4", chunks=(64, 64, 1)))

    def test_numbers_that_are_not_finite(self):
        for number in (np.nan, np.inf, -np.inf):
            data = self.model.weights["Conv/kernel"].copy()
            data[1, 1, 1, 5] = number
            self.replace(lambda group, name, data=data: group.create_dataset(name, data=data))

    def test_variance_below_zero(self):
        model = keras.Model(30, "c", [(4, "softmax")])
        model.weights["Conv_1/BatchNorm/moving_variance"][3] = -1
        keras.write_file(self.input, model)
        self.assertIn("variance", self.refuse("damaged", "--labels", self.write_labels(4)))

    def test_compressed_arrays_are_fine(self):
        keras.write_file(self.input, self.model, whole=False, nested=False)
        with h5py.File(self.input, "r+") as file:
            del file["Conv/Conv/kernel:0"]
            file["Conv/Conv"].create_dataset(
                "kernel:0", data=self.model.weights["Conv/kernel"].astype("f8"),
                compression="gzip", shuffle=True)
        self.do_import("--labels", self.write_labels(4))
        self.compare(self.model)

    def test_lists_that_are_split(self):
        keras.write_file(self.input, self.model, whole=False, nested=False)
        with h5py.File(self.input, "r+") as file:
            names = list(file.attrs["layer_names"])
            del file.attrs["layer_names"]
            file.attrs["layer_names0"] = names[:30]
            file.attrs["layer_names1"] = names[30:]
        self.do_import("--labels", self.write_labels(4))
        self.compare(self.model)

    def test_lists_that_lie(self):
        for names in ([b"nothing"], [b"Conv", b"Conv"], [b"\xff\xfe"], np.full(5000, b"a"),
                      [b"/" * 3000], np.arange(4), [b"Conv/Conv/kernel:0"]):
            keras.write_file(self.input, self.model, whole=False, nested=False)
            with h5py.File(self.input, "r+") as file:
                del file.attrs["layer_names"]
                file.attrs["layer_names"] = names
            with self.subTest(str(names)[:40]):
                result = run_import(self.input, "-o", self.output)
                self.assertEqual(result.returncode, 1, result)

    def test_descriptions_that_are_broken(self):
        for text in ("", "{", "[]", "{}", '{"config":1}', '{"config":{"layers":1}}',
                     '{"config":{"layers":[1]}}', '{"config":{"layers":[{"class_name":"Dense"}]}}',
                     '{"config":' * 50 + "1" + "}" * 50, "[" * 60000, '{"a":1e999}', "\0"):
            config = keras.describe(self.model)
            self.assertTrue(config)
            keras.write_file(self.input, self.model)
            with h5py.File(self.input, "r+") as file:
                file.attrs["model_config"] = np.bytes_(text) if text else h5py.Empty("S1")
            with self.subTest(text[:40]):
                result = run_import(self.input, "-o", self.output)
                self.assertEqual(result.returncode, 1, result)

    def test_300_damaged_files_are_an_error_each(self):
        keras.write_file(self.input, self.model)
        with open(self.input, "rb") as file:
            right = file.read()
        random = np.random.default_rng(31)
        labels = self.write_labels(4)
        wrong = []
        for i in range(300):
            # Cut off anywhere, or the structures at the beginning and in the middle overwritten.
            if i % 3 == 0:
                damaged = right[: random.integers(1, len(right) - 1)]
            else:
                damaged = bytearray(right)
                first = random.integers(0, 2048 if i % 3 == 1 else len(right) - 512)
                length = random.integers(64, 512)
                damaged[first : first + length] = random.bytes(length)
                # Whatever else the bytes do, this name is gone.
                damaged = bytes(damaged).replace(b"Conv_1/BatchNorm/gamma", b"Conv_1/BatchNorm/g\0mma")
            with open(self.input, "wb") as file:
                file.write(damaged)
            result = run_import(self.input, "-o", self.output, "--labels", labels)
            # A sanitizer may warn before.
            last = result.stderr.splitlines()[-1:] or [""]
            code = last[0].removeprefix("morsel-import: ").split(": ")[0]
            if result.returncode != 1 or code not in CODES or os.path.exists(self.output):
                wrong.append((i, result))
        for i, result in wrong:
            print(f"# damaged file {i}: {result.returncode}: {result.stderr[:2000]}")
        self.assertEqual(len(wrong), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
