"""Reading and writing the program's weights files (`.safetensors`, form `morsel-1`).

A file is: 8 bytes little-endian header length N, N bytes of JSON, then the
tensors' bytes.  The JSON is padded with spaces so that 8 + N is a multiple of
64, then every tensor can be used where it lies.  `__metadata__` holds strings
only.  FORMAT.md describes the keys.
"""

import json
import os
import struct

import numpy as np

TYPES = {"F16": np.float16, "F32": np.float32}


def read(path):
    """Return (metadata dict of strings, dict of name -> float32 array)."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        raw = np.frombuffer(data[8 + length + first : 8 + length + last], TYPES[entry["dtype"]])
        tensors[name] = raw.reshape(entry["shape"]).astype(np.float32)
    return metadata, tensors


def write(path, metadata, tensors, kind="F16"):
    """Write tensors (name -> array) in the given order, atomically."""
    header, offset, parts = {"__metadata__": metadata}, 0, []
    for name, value in tensors.items():
        array = np.ascontiguousarray(value, dtype=TYPES[kind])
        if not np.isfinite(array).all():
            raise ValueError(f"{name} has values that {kind} cannot hold")
        header[name] = {
            "dtype": kind,
            "shape": list(array.shape),
            "data_offsets": [offset, offset + array.nbytes],
        }
        offset += array.nbytes
        parts.append(array.tobytes())
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % 64)
    temporary = path + ".part"
    with open(temporary, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
