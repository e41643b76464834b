#!/usr/bin/env python3
# export_onnx.py: writes a weights file of Morsel as an ONNX model, for other engines to run
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: export_onnx.py WEIGHTS.safetensors MODEL.onnx

The model takes "input" [1, 3, side, side], f32, scaled as the weights' metadata say, and gives
"logits" [1, labels]. Weights of F16 are widened to F32, which loses nothing. Needs nothing but
Python.

The format is that of onnx.proto (IR version 8, operators of version 14), written field by field.
"""

import json
import struct
import sys
from array import array

# Activation and stride of each row of the paper's table; all else is in the tensors' shapes.
ROWS = {
    "mobilenet_v3_large": [
        ("hswish", 2), ("relu", 1), ("relu", 2), ("relu", 1), ("relu", 2), ("relu", 1),
        ("relu", 1), ("hswish", 2), ("hswish", 1), ("hswish", 1), ("hswish", 1), ("hswish", 1),
        ("hswish", 1), ("hswish", 2), ("hswish", 1), ("hswish", 1), ("hswish", 1),
    ],
}

TENSOR_FLOAT = 1
ATTRIBUTE_FLOAT, ATTRIBUTE_INT, ATTRIBUTE_INTS = 1, 2, 7


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field, value):
    return varint(field << 3) + varint(value)


def single(field, value):
    return varint(field << 3 | 5) + struct.pack("<f", value)


def chunk(field, value):
    if isinstance(value, str):
        value = value.encode()
    return varint(field << 3 | 2) + varint(len(value)) + value


def attribute(name, value):
    if isinstance(value, float):
        body = single(2, value) + number(20, ATTRIBUTE_FLOAT)
    elif isinstance(value, int):
        body = number(3, value) + number(20, ATTRIBUTE_INT)
    else:
        body = b"".join(number(8, v) for v in value) + number(20, ATTRIBUTE_INTS)
    return chunk(5, chunk(1, name) + body)


def value_info(name, shape):
    dims = b"".join(chunk(1, number(1, n)) for n in shape)
    return chunk(1, name) + chunk(2, chunk(1, number(1, TENSOR_FLOAT) + chunk(2, dims)))


def read_weights(path):
    """The metadata, and name → (shape, floats as bytes)."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = data[begin:end]
        if entry["dtype"] == "F16":
            halves = struct.unpack("<%de" % (len(values) // 2), values)
            values = array("f", halves).tobytes()
        elif entry["dtype"] != "F32":
            sys.exit(f"{name}: {entry['dtype']} is neither F32 nor F16")
        tensors[name] = (entry["shape"], values)
    return metadata, tensors


class Graph:
    """The nodes as they are added; each method returns the name of its output."""

    def __init__(self, tensors, padding, side):
        self.tensors, self.padding, self.side = tensors, padding, side
        self.nodes, self.initializers = [], []

    def node(self, operator, inputs, **attributes):
        output = f"v{len(self.nodes)}"
        body = b"".join(chunk(1, i) for i in inputs) + chunk(2, output) + chunk(4, operator)
        body += b"".join(attribute(name, value) for name, value in attributes.items())
        self.nodes.append(body)
        return output

    def constant(self, name):
        shape, values = self.tensors[name]
        self.initializers.append(b"".join(number(1, n) for n in shape)
                                 + number(2, TENSOR_FLOAT) + chunk(8, name) + chunk(9, values))
        return name

    def activate(self, value, activation):
        operator = {"relu": "Relu", "hswish": "HardSwish"}.get(activation)
        return self.node(operator, [value]) if operator else value

    def conv(self, value, prefix, activation="", stride=1):
        shape = self.tensors[prefix + ".weight"][0]
        kernel = shape[2]
        before = after = kernel // 2
        if self.padding == "same" and stride == 2 and self.side % 2 == 0 and before > 0:
            before -= 1
        self.side = (self.side + before + after - kernel) // stride + 1
        depthwise = shape[1] == 1 and shape[0] > 1
        value = self.node(
            "Conv", [value, self.constant(prefix + ".weight"), self.constant(prefix + ".bias")],
            group=shape[0] if depthwise else 1, kernel_shape=[kernel, kernel],
            pads=[before, before, after, after], strides=[stride, stride])
        return self.activate(value, activation)

    def squeeze_excite(self, value, prefix):
        side = self.side
        gate = self.node("GlobalAveragePool", [value])
        self.side = 1
        gate = self.conv(gate, prefix + ".fc1", "relu")
        gate = self.conv(gate, prefix + ".fc2")
        self.side = side
        gate = self.node("HardSigmoid", [gate], alpha=1.0 / 6.0, beta=0.5)
        return self.node("Mul", [value, gate])

    def bottleneck(self, value, prefix, activation, stride):
        start, n_channels = value, None
        part = 0
        if f"{prefix}.block.{part}.0.weight" in self.tensors \
                and self.tensors[f"{prefix}.block.{part}.0.weight"][0][1] != 1:
            n_channels = self.tensors[f"{prefix}.block.{part}.0.weight"][0][1]
            value = self.conv(value, f"{prefix}.block.{part}.0", activation)
            part += 1
        else:
            n_channels = self.tensors[f"{prefix}.block.{part}.0.weight"][0][0]
        value = self.conv(value, f"{prefix}.block.{part}.0", activation, stride)
        part += 1
        if f"{prefix}.block.{part}.fc1.weight" in self.tensors:
            value = self.squeeze_excite(value, f"{prefix}.block.{part}")
            part += 1
        value = self.conv(value, f"{prefix}.block.{part}.0")
        n_outputs = self.tensors[f"{prefix}.block.{part}.0.weight"][0][0]
        if stride == 1 and n_outputs == n_channels:
            value = self.node("Add", [value, start])
        return value

    def head(self, value, steps):
        hidden = 0
        for position, step in enumerate(steps):
            if step == "gap":
                value = self.node("Flatten", [self.node("GlobalAveragePool", [value])])
                continue
            last = position + 1 == len(steps)
            prefix = "classifier" if last else f"head.{hidden}"
            hidden += 1
            if step.startswith("conv"):
                value = self.conv(value, prefix, step[len("conv"):])
            else:
                value = self.node(
                    "Gemm", [value, self.constant(prefix + ".weight"),
                             self.constant(prefix + ".bias")], transB=1)
                value = self.activate(value, step[len("dense"):])
        return value


def export(metadata, tensors):
    side = int(metadata["input_size"])
    graph = Graph(tensors, metadata["padding"], side)
    value = "input"
    for position, (activation, stride) in enumerate(ROWS[metadata["architecture"]]):
        prefix = f"features.{position}"
        if prefix + ".0.weight" in tensors:
            value = graph.conv(value, prefix + ".0", activation, stride)
        else:
            value = graph.bottleneck(value, prefix, activation, stride)
    value = graph.head(value, metadata["head"].split("-"))

    # The last node's output gets its name for people.
    value = graph.node("Identity", [value])
    graph.nodes[-1] = graph.nodes[-1].replace(chunk(2, value), chunk(2, "logits"))
    n_labels = len(json.loads(metadata["labels"]))
    body = b"".join(chunk(1, node) for node in graph.nodes) + chunk(2, metadata["architecture"])
    body += b"".join(chunk(5, tensor) for tensor in graph.initializers)
    body += chunk(11, value_info("input", [1, 3, side, side]))
    body += chunk(12, value_info("logits", [1, n_labels]))
    return (number(1, 8) + chunk(2, "morsel") + chunk(7, body)
            + chunk(8, chunk(1, "") + number(2, 14)))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.split("\n", 1)[0])
    model = export(*read_weights(sys.argv[1]))
    with open(sys.argv[2], "wb") as file:
        file.write(model)


if __name__ == "__main__":
    main()
