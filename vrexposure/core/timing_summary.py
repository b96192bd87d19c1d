"""How the frames of a session were, in numbers that can be filed: a summary of what was measured.

It says what the program and the display did, and nothing about the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

MISSED: Final = "missed"
WAIT: Final = "wait"
BINS_MAX: Final = 120
BIN_NS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class StageTiming:
    """One stage over all frames, nanoseconds; percentiles by nearest rank, so each was measured."""

    name: str
    p50_ns: int
    p99_ns: int
    max_ns: int


@dataclass(frozen=True, slots=True)
class RateBin:
    """A stretch of the session: how many frames came in it, how many were missed.

    Attributes:
        start_ns: On the session clock.
        length_ns: How long it is; the last one is as long as the others.
    """

    start_ns: int
    length_ns: int
    frames: int
    missed: int | None


@dataclass(frozen=True, slots=True)
class TimingSummary:
    """The frames of one session.

    Attributes:
        frames: How many there were.
        missed: How many pictures the display wanted and did not get; None where not recorded.
        missed_frames: In how many places they were missed.
        stages: Each stage that was ever told apart, in the order of a frame.
        work: All stages but waiting, summed frame by frame; None without frames.
        rate: Frames in stretches of equal length, from the first frame to the last.
    """

    frames: int
    missed: int | None
    missed_frames: int | None
    stages: tuple[StageTiming, ...]
    work: StageTiming | None
    rate: tuple[RateBin, ...]


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """The smallest value that at least `percent` of all do not exceed; of rising values, not none.

    Args:
        ordered: Rising values, at least one.
        percent: 1 to 100.
    """
    return ordered[-(-len(ordered) * percent // 100) - 1]


def summarise_timing(
    names: Sequence[str], timing: Iterable[tuple[int, Sequence[int]]]
) -> TimingSummary:
    """Summarise the frames of a recording.

    Args:
        names: What the numbers are: nanoseconds of a stage each, but for `missed`, a count.
        timing: Time and numbers of each frame; frames with another count of numbers are left out.
    """
    rows = [(time_ns, tuple(row)) for time_ns, row in timing if len(row) == len(names)]
    if not rows or not names:
        return TimingSummary(0, None, None, (), None, ())
    times = np.array([time_ns for time_ns, _ in rows], np.int64)
    table = np.array([row for _, row in rows], np.int64)
    missed = table[:, names.index(MISSED)] if MISSED in names else None
    spans = [index for index, name in enumerate(names) if name != MISSED]
    working = [index for index in spans if names[index] != WAIT]
    return TimingSummary(
        frames=len(rows),
        missed=None if missed is None else int(missed.sum()),
        missed_frames=None if missed is None else int(np.count_nonzero(missed)),
        # A stage that is 0 throughout was not told apart on this device.
        stages=tuple(
            _stage(names[index], table[:, index]) for index in spans if table[:, index].any()
        ),
        work=_stage("work", table[:, working].sum(axis=1)),
        rate=_rate(times, missed),
    )


def _stage(name: str, values: npt.NDArray[np.int64]) -> StageTiming:
    ordered: list[int] = np.sort(values).tolist()
    return StageTiming(name, nearest_rank(ordered, 50), nearest_rank(ordered, 99), ordered[-1])


def _rate(
    times: npt.NDArray[np.int64], missed: npt.NDArray[np.int64] | None
) -> tuple[RateBin, ...]:
    """Whole seconds, or whole multiples of them in a session of more than `BINS_MAX`."""
    first, last = int(times.min()), int(times.max())
    length_ns = BIN_NS * (1 + (last - first) // (BIN_NS * BINS_MAX))
    bins = (times - first) // length_ns
    count = int(bins.max()) + 1
    frames = np.bincount(bins, minlength=count)
    lost = None if missed is None else np.bincount(bins, weights=missed, minlength=count)
    return tuple(
        RateBin(
            first + index * length_ns,
            length_ns,
            int(frames[index]),
            None if lost is None else int(lost[index]),
        )
        for index in range(count)
    )
