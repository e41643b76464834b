"""Faster layers for training on a CPU with PyTorch 1.13: depthwise.c and layers.c.

Only speed differs: `tests/model` compares them with torch's own results.  On a
GPU, or without a C compiler, nothing here is used.
"""

import ctypes
import os
import subprocess
import tempfile

import torch
import torch.nn.functional as F

_libraries = {}
CHANNELS = 1024  # layers.c: MAX_CHANNELS
ACTIVATIONS = {torch.nn.Identity: 0, torch.nn.ReLU: 1, torch.nn.Hardswish: 2}  # layers.c's numbers


class _Shape(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_int)
        for name in "images height width channels out_height out_width kernel stride padding".split()
    ]


def available():
    """True when both C files could be compiled and loaded (tried once)."""
    if not _libraries:
        here = os.path.dirname(os.path.abspath(__file__))
        folder = tempfile.mkdtemp(prefix="morsel-train-")
        command = ["cc", "-O3", "-march=native", "-ffast-math", "-mprefer-vector-width=512", "-shared", "-fPIC"]
        for name in ("depthwise", "layers"):
            target = os.path.join(folder, name + ".so")
            try:
                subprocess.run(command + [os.path.join(here, name + ".c"), "-o", target], check=True)
                _libraries[name] = ctypes.CDLL(target)
            except (OSError, subprocess.CalledProcessError):
                _libraries[name] = None
    return all(_libraries.values())


def _pointers(*tensors):
    return [ctypes.c_void_p(tensor.data_ptr()) for tensor in tensors]


def _last(tensor):
    return tensor.contiguous(memory_format=torch.channels_last)


class _Depthwise(torch.autograd.Function):
    """Depthwise convolution, channels last, weight gradient by depthwise.c."""

    @staticmethod
    def forward(ctx, x, weight, bias, stride, padding):
        ctx.save_for_backward(x, weight)
        ctx.stride, ctx.padding = stride, padding
        return F.conv2d(x, weight, bias, stride, padding, groups=weight.shape[0])

    @staticmethod
    def backward(ctx, dy):
        x, weight = ctx.saved_tensors
        channels, kernel = weight.shape[0], weight.shape[2]
        x, dy = _last(x), _last(dy)
        dx = None
        if ctx.needs_input_grad[0]:
            s, p = [ctx.stride] * 2, [ctx.padding] * 2
            dx = torch.ops.aten.convolution_backward(
                dy, x, weight, None, s, p, [1, 1], False, [0, 0], channels, [True, False, False]
            )[0]
        shape = _Shape(x.shape[0], x.shape[2], x.shape[3], channels, dy.shape[2], dy.shape[3],
                       kernel, ctx.stride, ctx.padding)
        dw = torch.empty(kernel, kernel, channels)
        db = torch.empty(channels)
        library = _libraries["depthwise"]
        bf16 = x.dtype == torch.bfloat16
        work = library.depthwise_gradient_bf16 if bf16 else library.depthwise_gradient_f32
        work(*_pointers(x, dy, dw, db), ctypes.byref(shape))
        dw = dw.permute(2, 0, 1).unsqueeze(1)
        return dx, dw.to(weight.dtype), db.to(weight.dtype), None, None


def depthwise(x, weight, bias, stride, padding):
    """Like F.conv2d(..., groups=channels), bias may be None; under autocast in bf16."""
    if bias is None:
        bias = x.new_zeros(weight.shape[0])
    if torch.is_autocast_cpu_enabled():
        kind = torch.bfloat16
        x, weight, bias = x.to(kind), weight.to(kind), bias.to(kind)
    return _Depthwise.apply(x, weight, bias, stride, padding)


class _Norm(torch.autograd.Function):
    """Batch norm by the batch's own statistics, then an activation, in bf16 by layers.c."""

    @staticmethod
    def forward(ctx, x, gamma, beta, norm, kind):
        library, x = _libraries["layers"], _last(x)
        channels = x.shape[1]
        pixels = x.numel() // channels
        mean, variance = torch.empty(channels), torch.empty(channels)
        library.norm_statistics(*_pointers(x, mean, variance), pixels, channels)
        norm.running_mean.lerp_(mean, norm.momentum)
        norm.running_var.lerp_(variance * (pixels / max(pixels - 1, 1)), norm.momentum)
        inverse = (variance + norm.eps).rsqrt()
        scale = gamma * inverse
        shift = beta - mean * scale
        y = torch.empty_like(x)
        library.norm_forward(*_pointers(x, scale, shift, y), pixels, channels, kind)
        ctx.save_for_backward(x, mean, inverse, scale, shift)
        ctx.kind = kind
        return y

    @staticmethod
    def backward(ctx, dy):
        x, mean, inverse, scale, shift = ctx.saved_tensors
        channels, dy = x.shape[1], _last(dy)
        dx, dgamma, dbeta = torch.empty_like(x), torch.empty(channels), torch.empty(channels)
        _libraries["layers"].norm_backward(
            *_pointers(x, dy, mean, inverse, scale, shift, dx, dgamma, dbeta), x.numel() // channels, channels, ctx.kind
        )
        return dx, dgamma, dbeta, None, None


def norm(x, module, activation):
    """activation(module(x)) of a BatchNorm2d that trains; x in bf16."""
    return _Norm.apply(x, module.weight, module.bias, module, ACTIVATIONS[type(activation)])


def fits(x):
    """Whether `norm` and `squeeze_excite` take x."""
    return torch.is_grad_enabled() and x.dtype == torch.bfloat16 and x.shape[1] <= CHANNELS


class _SqueezeExcite(torch.autograd.Function):
    """x * hardsigmoid(fc2(relu(fc1(mean of x)))) in bf16, gradient by layers.c."""

    @staticmethod
    def forward(ctx, x, weight1, bias1, weight2, bias2):
        x = _last(x)
        kept = [t.flatten(1).to(x.dtype) for t in (weight1, weight2)]
        mean = x.mean((2, 3))
        squeezed = F.relu(F.linear(mean, kept[0], bias1.to(x.dtype)))
        excited = F.linear(squeezed, kept[1], bias2.to(x.dtype))
        scale = F.hardsigmoid(excited)
        ctx.save_for_backward(x, mean, squeezed, excited, scale, *kept)
        return x * scale[:, :, None, None]

    @staticmethod
    def backward(ctx, dy):
        x, mean, squeezed, excited, scale, weight1, weight2 = ctx.saved_tensors
        images, channels, pixels = x.shape[0], x.shape[1], x.shape[2] * x.shape[3]
        library, dy = _libraries["layers"], _last(dy)
        dscale = torch.empty(images, channels)
        library.excite_gradient(*_pointers(x, dy, dscale), images, pixels, channels)
        inside = (excited > -3) & (excited < 3)
        excite = (dscale / 6 * inside).to(x.dtype)
        squeeze = (excite @ weight2) * (squeezed > 0)
        dmean = (squeeze @ weight1).float() / pixels
        scale, dx = scale.float(), torch.empty_like(x)
        library.excite_backward(*_pointers(dy, scale, dmean, dx), images, pixels, channels)
        gradients = squeeze.t() @ mean, squeeze.sum(0), excite.t() @ squeezed, excite.sum(0)
        dw1, db1, dw2, db2 = (g.float() for g in gradients)
        return dx, dw1[:, :, None, None], db1, dw2[:, :, None, None], db2


def squeeze_excite(x, fc1, fc2):
    """x times what the 1x1 convolutions fc1 and fc2 make of its mean; x in bf16."""
    return _SqueezeExcite.apply(x, fc1.weight, fc1.bias, fc2.weight, fc2.bias)
