"""The movement of the story: where the head was while it was told."""

from __future__ import annotations

import math

import numpy as np

from tests.reports.story import S, Telling
from vrexposure.core import observations as seen
from vrexposure.core import outputs as out
from vrexposure.reports.movement import MovementTrace

SEATED_M, STANDING_M = 1.21, 1.63


def movement(telling: Telling) -> MovementTrace:
    """The head's height at 30 Hz, made to fit the outputs: half a cosine up, half a cosine down."""
    time_ns = np.arange(0, telling.now_ns, S // 30, dtype=np.int64)
    height_m = np.full(len(time_ns), SEATED_M, np.float64)
    tracked = np.ones(len(time_ns), np.bool_)
    lost_ns = 0
    for one in telling.outputs:
        if not isinstance(one, out.Observed):
            continue
        match one.observation:
            case seen.RepetitionDone(time_ns=done_ns):
                _bump(time_ns, height_m, done_ns - 3_700_000_000, done_ns - 100_000_000, 1.0)
            case seen.NearMiss(time_ns=done_ns):
                _bump(time_ns, height_m, done_ns - 1_800_000_000, done_ns, 0.44)
            case seen.TrackingLost(time_ns=at_ns):
                lost_ns = at_ns - 1_000_000_000
            case seen.TrackingBack(time_ns=at_ns):
                gone = (time_ns >= lost_ns) & (time_ns <= at_ns)
                tracked[gone] = False
                height_m[gone] = np.nan
            case _:
                pass
    sway = 0.004 * np.sin(2 * math.pi * 0.31 * time_ns / S)
    return MovementTrace(time_ns, height_m + sway, tracked)


def _bump(
    time_ns: np.ndarray[tuple[int], np.dtype[np.int64]],
    height_m: np.ndarray[tuple[int], np.dtype[np.float64]],
    start_ns: int,
    end_ns: int,
    part: float,
) -> None:
    within = (time_ns >= start_ns) & (time_ns <= end_ns)
    turn = 2 * math.pi * (time_ns[within] - start_ns) / (end_ns - start_ns)
    shape = np.minimum(1.0, 0.62 * (1 - np.cos(turn)))
    height_m[within] = SEATED_M + part * (STANDING_M - SEATED_M) * shape
