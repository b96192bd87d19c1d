"""How far the trunk leans, told from the head alone: the farthest moment is kept, then estimated.

Which moment that is, is told cheaply in every frame; `core.measures.trunk` then says, once a
movement, what flexion that may have been, and its error. Never a clinical range of motion.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from vrexposure.core.levels.base import Posture
from vrexposure.core.measures.trunk import trunk_flexion
from vrexposure.core.measures.trunk_model import TrunkBody
from vrexposure.core.tracking.head import NECK_BACK_M, Head, head_of
from vrexposure.core.tracking.signal import Sample

# DEF: within this share of its height above the hip the head is upright enough to learn from.
UPRIGHT_SHARE = 0.06
# DEF: how soon the upright place follows a person who shifts in the seat or on the feet.
UPRIGHT_S = 2.0


class TrunkLean(NamedTuple):
    """Degrees: the greatest estimated flexion, and its standard error."""

    most_deg: int
    error_deg: int


class Lean:
    """Knows where the neck is when upright, and the moment in which it was farthest from there."""

    def __init__(
        self, head_mm: int, hip_mm: int | None, hip_error_mm: int, posture: Posture
    ) -> None:
        self._head_m = head_mm / 1000
        self._body: TrunkBody | None = None
        if hip_mm is not None:
            self._body = TrunkBody(posture, hip_mm / 1000, hip_error_mm / 1000)
            self._slack_m = UPRIGHT_SHARE * (self._head_m - hip_mm / 1000)
        self._upright: tuple[float, float] | None = None
        self._away_m = -1.0
        self._most: Sample | None = None

    def begin(self) -> None:
        """A movement begins: the most is sought from here."""
        self._away_m, self._most = -1.0, None

    def shift(self, x_m: float, y_m: float) -> None:
        """The stage was moved under the person."""
        self.begin()
        if self._upright is not None:
            self._upright = (self._upright[0] + x_m, self._upright[1] + y_m)

    def update(self, sample: Sample, head: Head, elapsed_s: float, *, at_rest: bool) -> None:
        """Take one head; `at_rest`: no movement is under way, so that upright can be learned."""
        if self._body is None:
            return
        upright = self._upright
        if upright is None:
            self._upright = upright = (head.x, head.y)
        elif at_rest and abs(head.height - self._head_m) < self._slack_m:
            k = min(1.0, elapsed_s / UPRIGHT_S)
            x, y = upright
            self._upright = upright = (x + (head.x - x) * k, y + (head.y - y) * k)
        sunk_m = self._head_m - head.height
        away_m = math.hypot(head.x - upright[0], head.y - upright[1], max(0.0, sunk_m))
        if away_m > self._away_m:
            self._away_m, self._most = away_m, sample

    def told(self, towards: tuple[float, float] | None = None) -> TrunkLean | None:
        """The greatest flexion since `begin`, in the plane of the reach; None: it cannot be told.

        Args:
            towards: A place over the floor, metres, that the person leans to; None: wherever
                the head was then.
        """
        body, upright, most = self._body, self._upright, self._most
        if body is None or upright is None or most is None:
            return None
        x, y = upright
        if towards is None:
            head = head_of(most)
            towards = (head.x, head.y)
        yaw = math.atan2(x - towards[0], towards[1] - y)
        level = (
            x - NECK_BACK_M * math.sin(yaw),
            y + NECK_BACK_M * math.cos(yaw),
            self._head_m,
            math.cos(yaw / 2),
            0.0,
            0.0,
            math.sin(yaw / 2),
        )
        told = trunk_flexion(
            np.zeros(1, np.int64),
            np.array([most], np.float64),
            np.ones(1, np.bool_),
            body=body,
            upright=np.array(level, np.float64),
        )
        if told.peak_deg is None or told.error_deg is None:
            return None
        return TrunkLean(round(told.peak_deg), math.ceil(told.error_deg))
