"""MobileNetV3-Large in PyTorch, batch norm folded or not, both paddings.

The layout is the one of Howard et al. 2019 (arXiv:1905.02244, table 1), width
1.0.  At 224x224 it costs 217 million multiply-adds.  Tensor names follow
torchvision (`features.B.block.K.0.weight`), so that a weights file of the
program and a state dict here have the same keys.

Two families of trained weights exist and differ in how a stride-2 layer pads an
even input: torchvision pads (k-1)/2 on all sides ("symmetric"), Keras pads one
pixel less at the top and left ("same").  The taps are shifted by one pixel, so
weights of one family are wrong under the other's rule.

Input: float tensor (N, 3, H, W), already scaled by the weights' mean and std.
Output: logits (N, classes).
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

import fast

# kernel, expanded channels, output channels, squeeze channels (0: none),
# activation ("relu" or "hswish"), stride
BLOCKS = (
    (3, 16, 16, 0, "relu", 1),
    (3, 64, 24, 0, "relu", 2),
    (3, 72, 24, 0, "relu", 1),
    (5, 72, 40, 24, "relu", 2),
    (5, 120, 40, 32, "relu", 1),
    (5, 120, 40, 32, "relu", 1),
    (3, 240, 80, 0, "hswish", 2),
    (3, 200, 80, 0, "hswish", 1),
    (3, 184, 80, 0, "hswish", 1),
    (3, 184, 80, 0, "hswish", 1),
    (3, 480, 112, 120, "hswish", 1),
    (3, 672, 112, 168, "hswish", 1),
    (5, 672, 160, 168, "hswish", 2),
    (5, 960, 160, 240, "hswish", 1),
    (5, 960, 160, 240, "hswish", 1),
)
STEM = 16
LAST = 960
ACTIVATIONS = {"": nn.Identity, "relu": nn.ReLU, "hswish": nn.Hardswish}


class Convolution(nn.Module):
    """Convolution, optional batch norm (child `1`), optional activation.

    The convolution is child `0`, as in torchvision's ConvNormActivation.  With
    `folded` there is no batch norm and the convolution has a bias instead.
    """

    def __init__(self, inputs, outputs, kernel, stride, groups, activation, padding, folded):
        super().__init__()
        odd = (kernel - 1) // 2
        self.kernel, self.stride, self.same = kernel, stride, padding == "same"
        self.inside = inside = 0 if self.same and stride == 2 else odd
        self.fits_fast = groups > 1 and kernel == 5
        convolution = nn.Conv2d(inputs, outputs, kernel, stride, inside, groups=groups, bias=folded)
        self.add_module("0", convolution)
        if not folded:
            self.add_module("1", nn.BatchNorm2d(outputs, eps=0.001, momentum=0.01))
        # set by MobileNetV3Large.use_fast
        self.fast = False
        self.activation = ACTIVATIONS[activation]()

    def forward(self, x):
        if self.same and self.stride == 2:
            x = F.pad(x, self.same_padding(x.shape[2], x.shape[3]))
        convolution, norm = self._modules["0"], self._modules.get("1")
        if self.fast and self.fits_fast and torch.is_grad_enabled():
            x = fast.depthwise(x, convolution.weight, convolution.bias, self.stride, self.inside)
        else:
            x = convolution(x)
        if norm is None:
            return self.activation(x)
        if self.fast and norm.training and fast.fits(x):
            return fast.norm(x, norm, self.activation)
        return self.activation(norm(x))

    def same_padding(self, height, width):
        """Keras's `correct_pad`: (left, right, top, bottom) before a valid convolution."""
        half = self.kernel // 2
        top = half - 1 + height % 2
        left = half - 1 + width % 2
        return (left, half, top, half)


class SqueezeExcite(nn.Module):
    """Global mean, 1x1, relu, 1x1, hard sigmoid, multiply."""

    def __init__(self, channels, squeezed):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)
        self.fast = False

    def forward(self, x):
        if self.fast and fast.fits(x):
            return fast.squeeze_excite(x, self.fc1, self.fc2)
        scale = x.mean((2, 3), keepdim=True)
        return x * F.hardsigmoid(self.fc2(F.relu(self.fc1(scale))))


class Block(nn.Module):
    """Inverted residual: expand, depthwise, squeeze-excite, project without activation."""

    def __init__(self, inputs, row, padding, folded):
        super().__init__()
        kernel, expanded, outputs, squeezed, activation, stride = row
        layers = []
        if expanded != inputs:
            layers.append(Convolution(inputs, expanded, 1, 1, 1, activation, padding, folded))
        layers.append(Convolution(expanded, expanded, kernel, stride, expanded, activation, padding, folded))
        if squeezed:
            layers.append(SqueezeExcite(expanded, squeezed))
        layers.append(Convolution(expanded, outputs, 1, 1, 1, "", padding, folded))
        self.block = nn.Sequential(*layers)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.block(x)
        return x + y if self.residual else y


class MobileNetV3Large(nn.Module):
    """The network.  `hidden` is a list of (width, activation) between the mean and
    the last dense layer; they are named `head.0`, `head.1`, ... in the weights file.
    """

    def __init__(self, classes=101, padding="same", folded=True, hidden=(), dropout=0.0):
        super().__init__()
        layers = [Convolution(3, STEM, 3, 2, 1, "hswish", padding, folded)]
        channels = STEM
        for row in BLOCKS:
            layers.append(Block(channels, row, padding, folded))
            channels = row[2]
        layers.append(Convolution(channels, LAST, 1, 1, 1, "hswish", padding, folded))
        self.features = nn.Sequential(*layers)
        self.head = nn.ModuleList()
        self.head_activations = [activation for _, activation in hidden]
        width = LAST
        for outputs, _ in hidden:
            self.head.append(nn.Linear(width, outputs))
            width = outputs
        self.dropout = nn.Dropout(dropout)
        self.padding = padding
        self.frozen = 0  # so many of `features` are not trained: freeze()
        self.beginning = [nn.Identity()]  # these, folded; in a list, so as not to be a part of the state
        self.classifier = nn.Linear(width, classes)

    @torch.no_grad()
    def load_folded(self, tensors):
        """Load folded weights.  A layer with batch norm gets one that does nothing yet:
        variance 1 - eps, mean 0, gamma 1, beta the bias.  A classifier of another
        size than this network's is left as it is."""
        own = self.state_dict()
        for name, value in tensors.items():
            if name not in own and name.endswith(".0.bias"):
                norm = name[: -len("0.bias")] + "1."
                own[norm + "bias"].copy_(value)
                own[norm + "running_var"].fill_(1 - 0.001)
            elif name in own and own[name].shape == value.shape:
                own[name].copy_(value)

    @torch.no_grad()
    def set_norms(self, x):
        """Give every batch norm the statistics of its inputs for the images x.

        Gamma and beta follow, so that the network's function stays the same:
        gamma' = gamma * sqrt((variance' + eps) / (variance + eps)), beta' = beta + gamma' * (mean' - mean) / sqrt(variance' + eps).
        """
        was_training = self.training
        self.eval()
        norms = [m for m in self.modules() if isinstance(m, nn.BatchNorm2d)]

        def note(norm, inputs):
            values = inputs[0].float()
            found[norm] = values.mean((0, 2, 3)), values.var((0, 2, 3), unbiased=False)

        found = {}
        hooks = [norm.register_forward_pre_hook(note) for norm in norms]
        self(x)
        for hook in hooks:
            hook.remove()
        for norm, (mean, variance) in found.items():
            scale = norm.weight / (norm.running_var + norm.eps).sqrt()
            norm.bias += scale * (mean - norm.running_mean)
            norm.weight.copy_(scale * (variance + norm.eps).sqrt())
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(variance)
        self.train(was_training)

    def freeze(self, stages):
        """Train from stage `stages` on; those before it run with their batch norms folded.
        Call it again after their weights were loaded or changed."""
        self.frozen = stages
        beginning = MobileNetV3Large(padding=self.padding).features[:stages]
        state = folded_state(self)
        beginning.load_state_dict({name: state["features." + name] for name in beginning.state_dict()})
        device = self.classifier.weight.device
        self.beginning = [beginning.to(device, memory_format=torch.channels_last)]

    def trained_parameters(self):
        """Parameters that get gradients: all but those of the frozen features."""
        kept = {id(p) for p in self.features[: self.frozen].parameters()}
        return [p for p in self.parameters() if id(p) not in kept]

    def use_fast(self):
        """Take fast.py's layers where they help (CPU, PyTorch before 2)."""
        if torch.__version__.startswith("1.") and fast.available():
            for module in self.modules():
                if isinstance(module, (Convolution, SqueezeExcite)):
                    module.fast = True

    def pooled(self, x):
        """Mean of the last feature map, after the hidden dense layers: (N, width)."""
        if self.frozen:
            with torch.no_grad():
                x = self.beginning[0](x)
        x = self.features[self.frozen :](x).mean((2, 3))
        for layer, activation in zip(self.head, self.head_activations):
            x = ACTIVATIONS[activation]()(layer(x))
        return x

    def forward(self, x):
        return self.classifier(self.dropout(self.pooled(x)))

    def head_name(self):
        """The `head` value of the weights file, for example `gap-denserelu-dense`."""
        return "-".join(["gap"] + ["dense" + a for a in self.head_activations] + ["dense"])


@torch.no_grad()
def folded_state(network):
    """State dict of the same function with every batch norm folded into its convolution.

    s = gamma / sqrt(variance + eps); weight' = weight * s; bias' = beta - mean * s,
    computed in double.  A network that is already folded is returned as it is.
    """
    state = {}
    for name, module in network.named_modules():
        if isinstance(module, Convolution):
            layers = module._modules
            convolution, norm = layers["0"], layers.get("1")
            weight = convolution.weight.double()
            if norm is None:
                bias = convolution.bias.double()
            else:
                scale = norm.weight.double() / (norm.running_var.double() + norm.eps).sqrt()
                weight = weight * scale[:, None, None, None]
                bias = norm.bias.double() - norm.running_mean.double() * scale
            state[name + ".0.weight"], state[name + ".0.bias"] = weight.float(), bias.float()
        elif isinstance(module, (SqueezeExcite, nn.Linear)):
            for key, value in module.state_dict().items():
                state[f"{name}.{key}"] = value.detach().float().clone()
    return state
