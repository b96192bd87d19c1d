"""The trunk under a head that looks about: it stays, until the neck comes to its end."""

from __future__ import annotations

import math
from typing import Final

NECK_RAD: Final = math.radians(70)  # DEF; a neck turns by some 70 to 80 degrees
TRUNK_RAD: Final = math.radians(60)  # DEF; what the trunk adds before the feet must step
FOLLOW_RAD_S: Final = math.radians(220)  # DEF; the feet of somebody who walks


class Twist:
    """Which way the trunk faces, radians, anticlockwise from +Y."""

    def __init__(self) -> None:
        self._feet = 0.0
        self._trunk = 0.0

    @property
    def yaw(self) -> float:
        """Of the trunk: that of the feet, and what the neck leaves to it."""
        return math.remainder(self._feet + self._trunk, math.tau)

    def face(self, yaw_rad: float) -> None:
        """Face this way at once, feet and all."""
        self._feet, self._trunk = yaw_rad, 0.0

    def advance(self, head_rad: float, dt_s: float, *, goes: bool) -> None:
        """Go along with a head that looks there; `goes`: the feet are moving, so they turn."""
        apart = math.remainder(head_rad - self._feet, math.tau)
        beyond = max(0.0, abs(apart) - NECK_RAD)
        if goes:
            step = min(abs(apart), FOLLOW_RAD_S * dt_s)
            beyond = max(0.0, beyond - step)
        else:
            step = max(0.0, beyond - TRUNK_RAD)
            beyond -= step
        self._feet = math.remainder(self._feet + math.copysign(step, apart), math.tau)
        self._trunk = math.copysign(beyond, apart)
