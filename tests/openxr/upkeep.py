"""What a program holds of its machine, and how fast that grows."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

MINUTE_KB_PER_MIN = 1500.0
"""More, over a minute, is a leak. Measured over 48 s: 250; with one of 100 kB a second 5,900."""

LONG_KB_PER_MIN = 600.0
"""More, over five minutes and longer, is a leak. Measured: 55 to 290."""

LONG_S = 300.0

WARM_UP = 0.2
"""Share of the time at whose end everything has been seen and loaded once."""

_LIBC = ctypes.CDLL(None)
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


class Holding(NamedTuple):
    """What a process holds at a moment: resident memory, open files, threads."""

    at_s: float
    resident_kb: int
    files: int
    threads: int


def held_now(at_s: float) -> Holding:
    """What this process holds; `at_s` is said by who knows the time.

    What was freed is given back to the system first: what the allocator keeps for later comes and
    goes by megabytes, and hides a leak that fills it.
    """
    _LIBC.malloc_trim(0)
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE_KB
    # The folder that is listed is open while it is.
    files = len(os.listdir("/proc/self/fd")) - 1  # noqa: PTH208
    return Holding(at_s, resident, files, len(os.listdir("/proc/self/task")))  # noqa: PTH208


def warm(held: Sequence[Holding]) -> list[Holding]:
    """Those after the first fifth of the time."""
    start_s = held[0].at_s + WARM_UP * (held[-1].at_s - held[0].at_s)
    return [one for one in held if one.at_s >= start_s]


def growth_kb_per_min(held: Sequence[Holding]) -> float:
    """Slope of resident memory over time: the median of the slopes between any two looks.

    A look that meets a megabyte that is held for a moment does not bend it, as it bends the line of
    least squares.
    """
    at_min = np.array([one.at_s for one in held]) / 60
    resident_kb = np.array([one.resident_kb for one in held], np.float64)
    earlier, later = np.triu_indices(len(held), 1)
    slopes = (resident_kb[later] - resident_kb[earlier]) / (at_min[later] - at_min[earlier])
    return float(np.median(slopes))


def most_kb_per_min(seconds: float) -> float:
    """What may be measured over so long without a leak."""
    return LONG_KB_PER_MIN if seconds >= LONG_S else MINUTE_KB_PER_MIN
