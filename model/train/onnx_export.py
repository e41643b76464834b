"""Write a weights file as ONNX, to compare engines: `onnx_export.py WEIGHTS -o FILE.onnx`.

The protobuf is written by hand (the onnx package is not needed): opset 14,
float32, batch 1, input `input` (1, 3, 224, 224) already scaled by mean and std,
output `logits` (1, dishes).  Batch norm is folded; Keras's uneven padding is the
Conv's own `pads`, so that no engine pays for a separate Pad.
"""

import surroundings

surroundings.prepare(False)

import argparse
import struct

import evaluate
from network import BLOCKS, STEM, folded_state

FLOAT, INT64 = 1, 7
# AttributeProto types
A_FLOAT, A_INT, A_INTS = 1, 2, 7


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while True:
        byte, value = value & 127, value >> 7
        out.append(byte | (128 if value else 0))
        if not value:
            return bytes(out)


def field(number, value):
    """One protobuf field: int (varint), float (32 bit), str or bytes (length-delimited)."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def attribute(name, value):
    if isinstance(value, float):
        return field(1, name) + field(2, value) + field(20, A_FLOAT)
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, A_INT)
    return field(1, name) + b"".join(field(8, v) for v in value) + field(20, A_INTS)


def tensor(name, array):
    body = b"".join(field(1, int(d)) for d in array.shape) + field(2, FLOAT)
    return body + field(8, name) + field(9, array.astype("<f4").tobytes())


def value_info(name, shape):
    dims = b"".join(field(1, field(1, d)) for d in shape)
    return field(1, name) + field(2, field(1, field(1, FLOAT) + field(2, dims)))


class Graph:
    """Nodes and weights in order; every method returns the name of its output."""

    def __init__(self, state, padding):
        self.state, self.padding = state, padding
        self.nodes, self.weights, self.count = [], [], 0

    def node(self, kind, inputs, output=None, **attributes):
        self.count += 1
        output = output or f"v{self.count}"
        body = b"".join(field(1, i) for i in inputs) + field(2, output)
        body += field(3, f"n{self.count}") + field(4, kind)
        body += b"".join(field(5, attribute(k, v)) for k, v in attributes.items())
        self.nodes.append(field(1, body))
        return output

    def weight(self, name):
        self.weights.append(field(5, tensor(name, self.state[name].numpy())))
        return name

    def conv(self, x, name, stride=1, groups=1, activation=""):
        kernel = self.state[name + ".weight"].shape[2]
        half = (kernel - 1) // 2
        # inputs of stride-2 layers are even at 224: Keras pads one less at the top and left
        first = half - 1 if stride == 2 and self.padding == "same" else half
        x = self.node(
            "Conv",
            [x, self.weight(name + ".weight"), self.weight(name + ".bias")],
            kernel_shape=[kernel, kernel],
            strides=[stride, stride],
            pads=[first, first, half, half],
            group=groups,
        )
        kinds = {"relu": "Relu", "hswish": "HardSwish"}
        return self.node(kinds[activation], [x]) if activation else x

    def squeeze(self, x, name):
        scale = self.node("GlobalAveragePool", [x])
        scale = self.conv(scale, name + ".fc1", activation="relu")
        scale = self.node("HardSigmoid", [self.conv(scale, name + ".fc2")], alpha=1 / 6, beta=0.5)
        return self.node("Mul", [x, scale])


def model_bytes(network, padding):
    """The ONNX file of a network."""
    state = folded_state(network)
    graph = Graph(state, padding)
    x = graph.conv("input", "features.0.0", 2, 1, "hswish")
    channels = STEM
    for i, (_, expanded, outputs, squeezed, activation, stride) in enumerate(BLOCKS):
        name, step, start = f"features.{i + 1}.block", 0, x
        if expanded != channels:
            x = graph.conv(x, f"{name}.{step}.0", 1, 1, activation)
            step += 1
        x = graph.conv(x, f"{name}.{step}.0", stride, expanded, activation)
        step += 1
        if squeezed:
            x = graph.squeeze(x, f"{name}.{step}")
            step += 1
        x = graph.conv(x, f"{name}.{step}.0")
        if stride == 1 and channels == outputs:
            x = graph.node("Add", [x, start])
        channels = outputs
    x = graph.conv(x, "features.16.0", activation="hswish")
    x = graph.node("Flatten", [graph.node("GlobalAveragePool", [x])], axis=1)
    dense = [(f"head.{i}", a) for i, a in enumerate(network.head_activations)] + [("classifier", "")]
    for name, activation in dense:
        last = name == "classifier"
        inputs = [x, graph.weight(name + ".weight"), graph.weight(name + ".bias")]
        x = graph.node("Gemm", inputs, "logits" if last else None, transB=1)
        if activation:
            x = graph.node({"relu": "Relu", "hswish": "HardSwish"}[activation], [x])
    classes = state["classifier.bias"].shape[0]
    body = b"".join(graph.nodes) + field(2, "mobilenet_v3_large") + b"".join(graph.weights)
    body += field(11, value_info("input", (1, 3, 224, 224)))
    body += field(12, value_info("logits", (1, classes)))
    return field(1, 7) + field(2, "morsel") + field(7, body) + field(8, field(1, "") + field(2, 14))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights")
    parser.add_argument("-o", "--output", required=True)
    arguments = parser.parse_args()
    network, metadata = evaluate.load_network(arguments.weights)
    with open(arguments.output, "wb") as file:
        file.write(model_bytes(network, metadata["padding"]))


if __name__ == "__main__":
    main()
