"""Turning round and back again, seen from the heading of the head."""

from __future__ import annotations

import math

from vrexposure.core.observations import TurnDone
from vrexposure.core.tracking.signal import NS_PER_MS

# DEF: who has come this share of the way has turned; who is back within the other one is back.
ENOUGH = 0.8
BACK = 0.35
# DEF: a turn of 180 degrees takes a cautious person some 6 s; what takes longer is standing about.
LONGEST_NS = 20_000 * NS_PER_MS
BEGINS = 0.15


class Round:
    """Sees turns of at least `ENOUGH` of an angle, to either side, and back."""

    def __init__(self, angle_deg: float) -> None:
        self._angle = math.radians(angle_deg)
        self._before: float | None = None
        self._turned = 0.0
        self._peak = 0.0
        self._began_ns = 0
        self._count = 0

    def begin(self, ahead_rad: float, heading_rad: float) -> None:
        """Forget what was: turns are counted from `ahead_rad`; the head is at `heading_rad` now."""
        self._turned = self._peak = math.remainder(heading_rad - ahead_rad, math.tau)
        self._before = heading_rad

    def update(self, heading_rad: float, now: int, *, timed: bool) -> TurnDone | None:
        """Take one heading, anticlockwise from +Y; maybe a turn that is complete."""
        if self._before is None:
            self.begin(heading_rad, heading_rad)
        assert self._before is not None
        # Summed up piece by piece, so that half a turn is the same to either side.
        self._turned += math.remainder(heading_rad - self._before, math.tau)
        self._before = heading_rad
        if abs(self._turned) < BEGINS * self._angle and abs(self._peak) < ENOUGH * self._angle:
            self._began_ns, self._peak = now, 0.0
            return None
        if abs(self._turned) > abs(self._peak):
            self._peak = self._turned
        if now - self._began_ns > LONGEST_NS:
            self._began_ns, self._peak = now, self._turned
        if abs(self._peak) < ENOUGH * self._angle or abs(self._turned) > BACK * self._angle:
            return None
        done = TurnDone(
            now,
            self._count,
            "left" if self._peak > 0 else "right",
            round(math.degrees(abs(self._peak))),
            (now - self._began_ns) // NS_PER_MS,
            timed,
        )
        self._count += 1
        self._peak, self._began_ns = self._turned, now
        return done
