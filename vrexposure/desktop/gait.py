"""How the head of somebody who walks goes up and down: a dip and a sway with every step."""

from __future__ import annotations

import math
from typing import Final

STEP_M: Final = 0.65  # DEF; a comfortable step, some 0.4 of the height
LEAST_M: Final = 0.35  # DEF; slow walkers take shorter steps, not only fewer
DIP_M: Final = 0.030  # DEF; at full speed; it grows with the square of the step's length
SWAY_M: Final = 0.015  # DEF; over the standing leg
FULL_M_S: Final = 1.4
SETTLE_S: Final = 0.2  # DEF; the head comes to rest with the feet


class Gait:
    """Where in a step the walker is, from the speed over the floor."""

    def __init__(self) -> None:
        self._steps = 0.0
        self._share = 0.0

    def advance(self, speed_m_s: float, dt_s: float) -> None:
        """Let time pass at this speed."""
        share = min(1.0, speed_m_s / FULL_M_S)
        self._share += (share - self._share) * dt_s / (SETTLE_S + dt_s)
        self._steps += speed_m_s * dt_s / (LEAST_M + (STEP_M - LEAST_M) * share)

    @property
    def lift_m(self) -> float:
        """How far the head is from its standing height: 0 or below."""
        size = DIP_M * (0.3 + 0.7 * self._share) * min(1.0, 4.0 * self._share)
        return -size * (0.5 - 0.5 * math.cos(math.tau * self._steps))

    @property
    def sway_m(self) -> float:
        """How far it is to the right."""
        return SWAY_M * min(1.0, 4.0 * self._share) * math.sin(math.pi * self._steps)
