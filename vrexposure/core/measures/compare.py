"""This time against the patient's own last times: more, less, or as before. Never a norm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

# DEF: the last three times are recent enough to be the person of today, and enough for a median.
LAST: Final = 3


class Change(StrEnum):
    """How this time compares; a code, words are made of it elsewhere."""

    MORE = "more"
    LESS = "less"
    AS_BEFORE = "as_before"
    UNKNOWN = "unknown"
    """Not measured now, or not often enough before."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """This time against the last three.

    Attributes:
        change: The label. More is not better and less is not worse.
        used: Earlier values that it rests on, at most three.
        left_out: Earlier values among those handed in that were not measured.
        median: Of those used.
        least: The least of those used.
        most: The greatest of those used.
        difference: This value less the median.
    """

    change: Change
    used: int
    left_out: int
    median: float | None
    least: float | None
    most: float | None
    difference: float | None


def compare(
    value: float | None,
    earlier: Sequence[float | None],
    *,
    detectable_change: float | None = None,
) -> Comparison:
    """Compare a measure with the last three of the same patient, in the same unit and settings.

    "More" and "less" are said only when the value lies outside the range of the last three and,
    where the minimal detectable change is published, at least that far from their median.

    Args:
        value: This time; None if not measured.
        earlier: Earlier times, oldest first. The last three that were measured are used.
        detectable_change: MDC in the unit of the measure (`norms.py`), or None if not known.
    """
    measured = [v for v in earlier if v is not None and math.isfinite(v)]
    last = measured[-LAST:]
    left_out = len(earlier) - len(measured)
    if not last:
        return Comparison(Change.UNKNOWN, 0, left_out, None, None, None, None)
    median, least, most = float(np.median(last)), min(last), max(last)
    if value is None or not math.isfinite(value):
        return Comparison(Change.UNKNOWN, len(last), left_out, median, least, most, None)
    difference = value - median
    change = Change.UNKNOWN
    if len(last) == LAST:
        change = Change.AS_BEFORE
        if abs(difference) >= (detectable_change or 0.0):
            if value > most:
                change = Change.MORE
            elif value < least:
                change = Change.LESS
    return Comparison(change, len(last), left_out, median, least, most, difference)
