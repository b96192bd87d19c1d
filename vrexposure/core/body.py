"""The lengths of a person's body: measured where they were, else estimated, with the error told.

Shares of standing height after Drillis & Contini 1966 (in Winter, Biomechanics and Motor Control
of Human Movement, 2009, table 4.1): eyes 0.936, shoulder 0.818, hip 0.530, upper arm 0.186,
forearm 0.146; to the middle of the grip another half hand, 0.054; shoulder to shoulder 0.259.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from vrexposure.core.levels.base import Posture

Side = Literal["left", "right"]

EYES = 0.936
SHOULDER = 0.818
HIP = 0.530
BIACROMIAL = 0.259
ARM = 0.186 + 0.146 + 0.054
# Sitting, the eyes are 0.735 m above the seat where standing ones are at 1.515 m (means of adults,
# Pheasant & Haslegrave, Bodyspace, 2006): 0.454 of the standing height.
EYES_ABOVE_SEAT = 0.454
HIP_ABOVE_SEAT_MM = 90
HEAD_ERROR_MM = 15
"""Of a calibrated head height: the still head's spread, and the headset's place on it (DEF)."""
ESTIMATE_ERROR = 0.05
"""Standard error of a length taken from another one, as a share (DEF: people differ so)."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length and its standard error, millimetres; `measured` False: estimated from others."""

    mm: int
    error_mm: int
    measured: bool


@dataclass(frozen=True, slots=True)
class Body:
    """What was measured: head heights by posture, arms (shoulder to grip) by side, millimetres."""

    heads_mm: Mapping[str, int] = field(default_factory=dict)
    arms_mm: Mapping[Side, int] = field(default_factory=dict)
    seat_mm: int | None = None

    def height(self) -> Length | None:
        """Standing height, from the eyes standing, else from the eyes above the seat."""
        standing, seated = self.heads_mm.get("standing"), self.heads_mm.get("seated")
        if standing is not None:
            return _estimate(standing / EYES, HEAD_ERROR_MM / EYES)
        if seated is not None and self.seat_mm is not None and seated > self.seat_mm:
            height = (seated - self.seat_mm) / EYES_ABOVE_SEAT
            return _estimate(height, ESTIMATE_ERROR * height)
        return None

    def arm(self, side: Side) -> Length | None:
        """From the shoulder to the grip; the other arm's where only that was measured."""
        own = self.arms_mm.get(side)
        if own is not None:
            return Length(own, HEAD_ERROR_MM, measured=True)
        for other in self.arms_mm.values():
            return _estimate(other, 2 * HEAD_ERROR_MM)
        height = self.height()
        return None if height is None else _share(height, ARM)

    def hip(self, posture: Posture) -> Length | None:
        """The hip joint above the floor."""
        if posture == "seated":
            if self.seat_mm is None:
                return None
            return _estimate(self.seat_mm + HIP_ABOVE_SEAT_MM, 20)
        height = self.height()
        return None if height is None else _share(height, HIP)

    def trunk(self) -> Length | None:
        """From the hip joint to the shoulder."""
        height = self.height()
        return None if height is None else _share(height, SHOULDER - HIP)


def _estimate(mm: float, error_mm: float) -> Length:
    return Length(round(mm), round(error_mm), measured=False)


def _share(height: Length, share: float) -> Length:
    mm = height.mm * share
    return _estimate(mm, max(ESTIMATE_ERROR * mm, height.error_mm * share))
