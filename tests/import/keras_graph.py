"""keras_graph.py: Keras' MobileNetV3-Large in plain NumPy, and files of it in Keras' layout

An implementation of its own, in float64, after keras/applications/mobilenet_v3.py: nothing here
comes from the importer or the engine. Names are Keras 2's; write_file() turns them into Keras 3's.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json

import h5py
import numpy as np

# expansion, filters, kernel, stride, squeeze-and-excite, activation: MobileNetV3Large's stack_fn
BLOCKS = [
    (1, 16, 3, 1, False, "relu"),
    (4, 24, 3, 2, False, "relu"),
    (3, 24, 3, 1, False, "relu"),
    (3, 40, 5, 2, True, "relu"),
    (3, 40, 5, 1, True, "relu"),
    (3, 40, 5, 1, True, "relu"),
    (6, 80, 3, 2, False, "hard_swish"),
    (2.5, 80, 3, 1, False, "hard_swish"),
    (2.3, 80, 3, 1, False, "hard_swish"),
    (2.3, 80, 3, 1, False, "hard_swish"),
    (6, 112, 3, 1, True, "hard_swish"),
    (6, 112, 3, 1, True, "hard_swish"),
    (6, 160, 5, 2, True, "hard_swish"),
    (6, 160, 5, 1, True, "hard_swish"),
    (6, 160, 5, 1, True, "hard_swish"),
]
EPSILON = 1e-3


def depth(value):
    rounded = max(8, int(value + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * value else rounded


def block_name(number):
    return "expanded_conv" if number == 0 else f"expanded_conv_{number}"


class Model:
    """Weights of a network with random numbers, and what runs it."""

    def __init__(self, seed, ending, head):
        """ending: "a", "b", "c"; head: (outputs, activation) of each dense layer."""
        self.random = np.random.default_rng(seed)
        self.ending = ending
        self.head = head
        self.weights = {}
        self._build()
        # As training would: each normalization knows about what comes to it. Without, numbers grow
        # from layer to layer, and float32 alone makes a difference of 1e-3.
        self.is_training = True
        self.run(self.random.uniform(0, 255, (96, 96, 3)))
        self.is_training = False

    def _add(self, name, shape, fan_in):
        numbers = self.random.normal(0, np.sqrt(2 / fan_in), shape)
        self.weights[name] = numbers.astype(np.float32)

    def _conv(self, name, size, inputs, outputs, bias=False):
        self._add(f"{name}/kernel", (size, size, inputs, outputs), size * size * inputs)
        if bias:
            self._add(f"{name}/bias", (outputs,), 10)

    def _norm(self, name, channels):
        uniform = self.random.uniform
        self.weights[f"{name}/BatchNorm/gamma"] = uniform(0.7, 1.4, channels).astype(np.float32)
        self.weights[f"{name}/BatchNorm/beta"] = uniform(-0.3, 0.3, channels).astype(np.float32)
        mean, variance = f"{name}/BatchNorm/moving_mean", f"{name}/BatchNorm/moving_variance"
        self.weights[mean] = uniform(-0.2, 0.2, channels).astype(np.float32)
        self.weights[variance] = uniform(0.4, 1.5, channels).astype(np.float32)

    def _build(self):
        self._conv("Conv", 3, 3, 16)
        self._norm("Conv", 16)
        channels = 16
        for number, (expansion, filters, kernel, _, squeeze, _) in enumerate(BLOCKS):
            name = block_name(number)
            inner = depth(channels * expansion)
            if number:
                self._conv(f"{name}/expand", 1, channels, inner)
                self._norm(f"{name}/expand", inner)
            shape = (kernel, kernel, inner, 1)
            self._add(f"{name}/depthwise/depthwise_kernel", shape, kernel * kernel)
            self._norm(f"{name}/depthwise", inner)
            if squeeze:
                middle = depth(inner * 0.25)
                self._conv(f"{name}/squeeze_excite/Conv", 1, inner, middle, True)
                self._conv(f"{name}/squeeze_excite/Conv_1", 1, middle, inner, True)
            self._conv(f"{name}/project", 1, inner, filters)
            self._norm(f"{name}/project", filters)
            channels = filters
        self._conv("Conv_1", 1, channels, 960)
        self._norm("Conv_1", 960)
        self.features = 960
        if self.ending != "c":
            self._conv("Conv_2", 1, 960, 1280, True)
            self.features = 1280
        width = self.features
        for number, (outputs, _) in enumerate(self.head):
            name = "dense" if number == 0 else f"dense_{number}"
            self._add(f"{name}/kernel", (width, outputs), width)
            self._add(f"{name}/bias", (outputs,), 10)
            width = outputs

    def n_parameters(self):
        return sum(numbers.size for numbers in self.weights.values())

    def get(self, name):
        return self.weights[name].astype(np.float64)

    def normalize(self, x, name):
        name = f"{name}/BatchNorm"
        if self.is_training:
            factor = self.random.uniform(0.8, 1.25, x.shape[2])
            variance = np.maximum(x.var(axis=(0, 1)) * factor, 0.01)
            self.weights[f"{name}/moving_mean"] = x.mean(axis=(0, 1)).astype(np.float32)
            self.weights[f"{name}/moving_variance"] = variance.astype(np.float32)
        scale = self.get(f"{name}/gamma") / np.sqrt(self.get(f"{name}/moving_variance") + EPSILON)
        return (x - self.get(f"{name}/moving_mean")) * scale + self.get(f"{name}/beta")

    def pointwise(self, x, name, bias=False):
        y = x @ self.get(f"{name}/kernel")[0, 0]
        return y + self.get(f"{name}/bias") if bias else y

    def squeeze_excite(self, x, name):
        y = x.mean(axis=(0, 1), keepdims=True)
        y = np.maximum(self.pointwise(y, f"{name}/Conv", True), 0)
        return x * hard_sigmoid(self.pointwise(y, f"{name}/Conv_1", True))

    def block(self, x, number):
        _, filters, kernel, stride, squeeze, activation = BLOCKS[number]
        name, act = block_name(number), ACTIVATIONS[activation]
        y = x
        if number:
            y = act(self.normalize(self.pointwise(y, f"{name}/expand"), f"{name}/expand"))
        y = depthwise(y, self.get(f"{name}/depthwise/depthwise_kernel"), stride)
        y = act(self.normalize(y, f"{name}/depthwise"))
        if squeeze:
            y = self.squeeze_excite(y, f"{name}/squeeze_excite")
        y = self.normalize(self.pointwise(y, f"{name}/project"), f"{name}/project")
        return x + y if stride == 1 and x.shape[2] == filters else y

    def run(self, pixels, scale=1 / 127.5, offset=-1.0):
        """pixels: [side, side, 3], 0 to 255; returns the logits, before the softmax."""
        x = pixels.astype(np.float64) * scale + offset
        x = hard_swish(self.normalize(stem(x, self.get("Conv/kernel")), "Conv"))
        for number in range(len(BLOCKS)):
            x = self.block(x, number)
        x = hard_swish(self.normalize(self.pointwise(x, "Conv_1"), "Conv_1"))
        if self.ending == "a":
            x = hard_swish(self.pointwise(x, "Conv_2", True)).mean(axis=(0, 1))
        else:
            x = x.mean(axis=(0, 1))
        if self.ending == "b":
            x = hard_swish(self.pointwise(x, "Conv_2", True))
        for number, (_, activation) in enumerate(self.head):
            name = "dense" if number == 0 else f"dense_{number}"
            x = ACTIVATIONS[activation](x @ self.get(f"{name}/kernel") + self.get(f"{name}/bias"))
        return x


def hard_sigmoid(x):
    return np.clip(x + 3, 0, 6) / 6


def hard_swish(x):
    return x * hard_sigmoid(x)


ACTIVATIONS = {
    "relu": lambda x: np.maximum(x, 0),
    "hard_swish": hard_swish,
    "linear": lambda x: x,
    "softmax": lambda x: x,  # the logits are compared
}


def same_padding(side, kernel, stride):
    """TensorFlow's: what is missing for ceil (side / stride) outputs, the smaller half first."""
    outputs = -(-side // stride)
    missing = max((outputs - 1) * stride + kernel - side, 0)
    return missing // 2, missing - missing // 2


def correct_pad(side, kernel):
    """Keras' imagenet_utils.correct_pad()."""
    adjust = 1 - side % 2
    return kernel // 2 - adjust, kernel // 2


def stem(x, kernel):
    before, after = same_padding(x.shape[0], 3, 2)
    x = np.pad(x, ((before, after), (before, after), (0, 0)))
    side = (x.shape[0] - 3) // 2 + 1
    y = np.zeros((side, side, kernel.shape[3]))
    for i in range(3):
        for j in range(3):
            y += x[i : i + 2 * side - 1 : 2, j : j + 2 * side - 1 : 2] @ kernel[i, j]
    return y


def depthwise(x, kernel, stride):
    size = kernel.shape[0]
    side = x.shape[0]
    padding = correct_pad(side, size) if stride == 2 else same_padding(side, size, 1)
    x = np.pad(x, (padding, padding, (0, 0)))
    out = (x.shape[0] - size) // stride + 1
    last = stride * (out - 1) + 1
    y = np.zeros((out, out, x.shape[2]))
    for i in range(size):
        for j in range(size):
            y += x[i : i + last : stride, j : j + last : stride] * kernel[i, j, :, 0]
    return y


# Files


def keras_3_name(name):
    """Names of Keras 3: no slash inside a layer's name, lower case, no depthwise_kernel."""
    layer, variable = name.rsplit("/", 1)
    if not layer.startswith("dense"):
        layer = layer.replace("BatchNorm", "bn").replace("/", "_").lower()
    return f"{layer}/{variable.replace('depthwise_kernel', 'kernel')}"


def stored_weights(model, form):
    """Name → numbers, as the file of this form has them, in the order of the layers."""
    if form == 3:
        return {keras_3_name(name): numbers for name, numbers in model.weights.items()}
    return {f"{name}:0": numbers for name, numbers in model.weights.items()}


def layers_of(weights, nested):
    """Layer → names of its weights; the network is one layer when it is nested."""
    layers = {"input_1": []}
    for name in weights:
        layer = name.rsplit("/", 1)[0]
        if nested and not layer.startswith("dense"):
            layer = "MobilenetV3large"
        elif layer.startswith("dense") and "global_average_pooling2d" not in layers:
            layers["global_average_pooling2d"] = []
        if layer == "dense_1":
            layers["dropout"] = []
        layers.setdefault(layer, []).append(name)
    return layers


def write_weights(group, weights, nested, version):
    layers = layers_of(weights, nested)
    group.attrs["layer_names"] = [layer.encode() for layer in layers]
    group.attrs["backend"] = b"tensorflow"
    if version:
        group.attrs["keras_version"] = version.encode()
    for layer, names in layers.items():
        # A layer's group may be inside another's: Conv and Conv/BatchNorm.
        place = group.require_group(layer)
        place.attrs["weight_names"] = [name.encode() for name in names]
        for name in names:
            place.create_dataset(name, data=weights[name])


def write_file(path, model, form=2, nested=True, whole=True, version="2.8.0", config=None):
    """A file as model.save() (whole) or model.save_weights() writes it."""
    weights = stored_weights(model, form)
    with h5py.File(path, "w") as file:
        if not whole:
            write_weights(file, weights, nested, version)
            return
        file.attrs["backend"] = b"tensorflow"
        if version:
            file.attrs["keras_version"] = version.encode()
        text = json.dumps(config or describe(model, form, nested))
        file.attrs["model_config"] = text.encode() if form == 2 else text
        write_weights(file.create_group("model_weights"), weights, nested, version)
        file.create_group("optimizer_weights").create_dataset("count", data=np.zeros(3))


def layer_entry(kind, name, **config):
    entry = {"class_name": kind, "config": {"name": name, "trainable": True, "dtype": "float32"}}
    entry["config"].update(config)
    entry["inbound_nodes"] = [[["before", 0, 0, {}]]]
    return entry


def describe_network(model, form, rescaling):
    """The network's layers in their order; of the arithmetic in between only the kinds."""
    spell = (lambda name: name) if form == 2 else (lambda name: keras_3_name(name + "/x")[:-2])
    shape = {"batch_input_shape" if form == 2 else "batch_shape": [None, 224, 224, 3]}
    layers = [layer_entry("InputLayer", "input_1", **shape)]
    if rescaling:
        layers.append(layer_entry("Rescaling", "rescaling", scale=1 / 127.5, offset=-1.0))
    seen = set()
    for name in model.weights:
        layer = name.rsplit("/", 1)[0]
        if layer in seen or layer.startswith("dense"):
            continue
        seen.add(layer)
        if layer == "Conv_2" and model.ending == "b":
            pooling = layer_entry("GlobalAveragePooling2D", "pool", keepdims=True)
            layers.append(pooling)
        if layer.endswith("squeeze_excite/Conv"):
            pool = spell(layer[: -len("Conv")] + "AvgPool")
            layers.append(layer_entry("GlobalAveragePooling2D", pool, keepdims=True))
        kind = "BatchNormalization" if layer.endswith("BatchNorm") else "Conv2D"
        if layer.endswith("/depthwise"):
            layers.append(layer_entry("ZeroPadding2D", spell(layer + "/pad")))
            kind = "DepthwiseConv2D"
        layers.append(layer_entry(kind, spell(layer)))
        layers.append(layer_entry("ReLU", f"re_lu_{len(layers)}", max_value=6.0))
        layers.append(layer_entry("Multiply", f"multiply_{len(layers)}"))
    return layers


def describe(model, form=2, nested=True, rescaling=True):
    """model_config as Keras writes it: a Functional or Sequential model, the network inside."""
    inner = describe_network(model, form, rescaling)
    layers = list(inner)
    if nested:
        shape = {"batch_input_shape" if form == 2 else "batch_shape": [None, 224, 224, 3]}
        network = {"name": "MobilenetV3large", "layers": inner, "output_layers": [["m", 0, 0]]}
        layers = [
            layer_entry("InputLayer", "input_2", **shape),
            {"class_name": "Functional", "config": network, "inbound_nodes": []},
        ]
    layers.append(layer_entry("GlobalAveragePooling2D", "global_average_pooling2d"))
    for number, (outputs, activation) in enumerate(model.head):
        name = "dense" if number == 0 else f"dense_{number}"
        layers.append(layer_entry("Dense", name, units=outputs, activation=activation))
        layers.append(layer_entry("Dropout", f"dropout_{number}", rate=1e-07))
    return {"class_name": "Functional", "config": {"name": "model", "layers": layers}}
