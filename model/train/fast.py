"""A faster depthwise convolution for training on a CPU with PyTorch 1.13.

Only speed differs: `tests/model` compares both with torch's own results.  On a
GPU, or without a C compiler, nothing here is used.
"""

import ctypes
import os
import subprocess
import tempfile

import torch
import torch.nn.functional as F

_library = None


class _Shape(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_int)
        for name in "images height width channels out_height out_width kernel stride padding".split()
    ]


def available():
    """True when depthwise.c could be compiled and loaded (tried once)."""
    global _library
    if _library is None:
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "depthwise.c")
        target = os.path.join(tempfile.mkdtemp(prefix="morsel-train-"), "depthwise.so")
        command = ["cc", "-O3", "-march=native", "-ffast-math", "-mprefer-vector-width=512"]
        try:
            subprocess.run(command + ["-shared", "-fPIC", source, "-o", target], check=True)
            _library = ctypes.CDLL(target)
        except (OSError, subprocess.CalledProcessError):
            _library = False
    return bool(_library)


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
        last = torch.channels_last
        x, dy = x.contiguous(memory_format=last), dy.contiguous(memory_format=last)
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
        bf16 = x.dtype == torch.bfloat16
        work = _library.depthwise_gradient_bf16 if bf16 else _library.depthwise_gradient_f32
        pointer = ctypes.c_void_p
        work(pointer(x.data_ptr()), pointer(dy.data_ptr()), pointer(dw.data_ptr()),
             pointer(db.data_ptr()), ctypes.byref(shape))
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
