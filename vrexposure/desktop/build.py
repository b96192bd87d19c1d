"""The size of a body from the height of its eyes.

Proportions of stature: Winter, Biomechanics and Motor Control of Human Movement, fig. 4.1 (after
Drillis & Contini 1966): eye 0.936, shoulder 0.818, half the shoulders' width 0.129, upper arm
0.186, forearm 0.146, hand 0.108, sitting height 0.520.
"""

from __future__ import annotations

from vrexposure.core.geometry import Vec3

SHOULDER_GIVES_M = 0.06  # DEF; a shoulder follows its hand: who pushes off a seat lets it hang
_EYE = 0.936
_SHOULDER = 0.818
_SHOULDER_HALF = 0.129
_ARM = 0.186 + 0.146 + 0.108 / 2  # as far as the middle of a closed hand
_SEATED_EYE = 0.520 - (1.0 - _EYE)


class Build:
    """Lengths of one body, metres.

    Attributes:
        eye_m: Eyes above the floor, standing.
        seated_eye_m: Eyes above the seat, sitting.
        shoulder_m: Shoulders above the floor, standing.
        shoulder_half_m: Each shoulder from the middle.
        arm_m: From the shoulder to the middle of the closed hand.
    """

    def __init__(self, eye_m: float, arm_m: float | None = None) -> None:
        stature_m = eye_m / _EYE
        self.eye_m = eye_m
        self.seated_eye_m = _SEATED_EYE * stature_m
        self.shoulder_m = _SHOULDER * stature_m
        self.shoulder_half_m = _SHOULDER_HALF * stature_m
        self.arm_m = _ARM * stature_m if arm_m is None else arm_m

    def within_reach(self, shoulder: Vec3, target: Vec3) -> Vec3:
        """The target, or the nearest point to it that the arm reaches with the shoulder's help."""
        way = target.minus(shoulder)
        length, reach_m = way.length(), self.arm_m + SHOULDER_GIVES_M
        if length <= reach_m:
            return target
        return shoulder.plus(way.scaled(reach_m / length))
