"""How the head is held: what is left of its motion when nodding and looking round are taken out."""

from __future__ import annotations

import math
from typing import NamedTuple

from vrexposure.core.tracking.signal import Sample

# From the headset to the joint on which the head turns: backwards and down (DEF, an adult's eye
# to the atlas). Looking down by 60 degrees lowers a headset by some 8 cm, but not this joint.
NECK_BACK_M = 0.08
NECK_DOWN_M = 0.075


class Head(NamedTuple):
    """A head sample, taken apart.

    Attributes:
        x, y: Where the neck is, metres.
        height: What the head's height would be if it looked level, metres.
        raw_height: The head's height as tracked.
        pitch: Radians, positive looks up.
        yaw: Heading, radians, anticlockwise from +Y.
    """

    x: float
    y: float
    height: float
    raw_height: float
    pitch: float
    yaw: float


def head_of(sample: Sample) -> Head:
    """Take a head sample apart."""
    px, py, pz, w, x, y, z = sample
    forward_x, forward_y, forward_z = (
        2 * (x * y - w * z),
        1 - 2 * (x * x + z * z),
        2 * (y * z + w * x),
    )
    up_x, up_y, up_z = 2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)
    return Head(
        px - NECK_BACK_M * forward_x - NECK_DOWN_M * up_x,
        py - NECK_BACK_M * forward_y - NECK_DOWN_M * up_y,
        pz - NECK_BACK_M * forward_z - NECK_DOWN_M * up_z + NECK_DOWN_M,
        pz,
        math.asin(max(-1.0, min(1.0, forward_z))),
        math.atan2(-forward_x, forward_y),
    )


def angle_between(a_rad: float, b_rad: float) -> float:
    """How far apart two headings are, radians, 0 to pi."""
    return abs(math.remainder(a_rad - b_rad, math.tau))


class Middle:
    """The middle of the last three heads, number by number: single wild samples vanish."""

    def __init__(self) -> None:
        self._a: Head | None = None
        self._b: Head | None = None

    def clear(self) -> None:
        """Forget: what comes next is not to be mixed with what was."""
        self._a = self._b = None

    def update(self, head: Head) -> Head:
        """Take one head; the middle of it and the two before, or itself at first."""
        a, b = self._a, self._b
        self._a, self._b = b, head
        if a is None or b is None:
            return head
        return Head(
            _middle(a.x, b.x, head.x),
            _middle(a.y, b.y, head.y),
            _middle(a.height, b.height, head.height),
            _middle(a.raw_height, b.raw_height, head.raw_height),
            _middle(a.pitch, b.pitch, head.pitch),
            # Headings wrap round, so a middle of them means nothing.
            head.yaw,
        )


def _middle(a: float, b: float, c: float) -> float:
    return max(min(a, b), min(max(a, b), c))
