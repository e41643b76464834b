"""Environment of a program that trains or evaluates, set before torch is loaded.

OpenMP threads that wait must not spin: forward and backward of two workers would
steal the cores from each other.  oneDNN's caches must hold a whole training step.
glibc must keep freed memory: giving each large tensor back to the system and
taking it again was half of the time (measured: 188 of 361 CPU seconds in the kernel).
"""

import os
import sys

SETTINGS = {
    "OMP_WAIT_POLICY": "PASSIVE",
    "OMP_NUM_THREADS": "1",
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "4096",
    "LRU_CACHE_CAPACITY": "4096",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(16 << 30),
    "MALLOC_TOP_PAD_": str(64 << 20),
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


def prepare(restart):
    """Set what is not set yet.  glibc reads its settings only when a program starts,
    so with `restart` the program is started again once."""
    missing = {k: v for k, v in SETTINGS.items() if k not in os.environ}
    os.environ.update(missing)
    if missing and restart and not os.environ.get("MORSEL_TRAIN_RESTARTED"):
        os.environ["MORSEL_TRAIN_RESTARTED"] = "1"
        os.execv(sys.executable, [sys.executable] + sys.argv)
