"""How a calm figure moves when it shows a movement: joints over one period, as pure curves.

The origin of the figure's axes (`mannequin`) is on the floor: under its chair's middle, for stairs
below the edge of the first step, else where it stands at the beginning.
"""

from __future__ import annotations

import math

from vrexposure.core import demonstration_daily as daily
from vrexposure.core.geometry import Vec3
from vrexposure.core.mannequin import (
    ANKLE_M,
    HIP_M,
    SHANK_M,
    STANDING_M,
    THIGH_M,
    Joints,
    between,
    body,
    minimum_jerk,
)

STEPS = 3
"""How many steps the figure climbs."""


def figure_at(
    movement: str, phase: float, seat_m: float, riser_m: float = 0.17, tread_m: float = 0.28
) -> Joints:
    """The joints of the figure at a phase of its period, 0 to 1; the period's ends meet.

    Args:
        movement: As in `Demonstration.movement`.
        phase: Part of the period.
        seat_m: Height of the seat.
        riser_m: Height of one step.
        tread_m: Depth of one step.
    """
    phase = phase % 1.0
    match movement:
        case "sit_to_stand":
            return _sit_to_stand(phase, seat_m)
        case "reach":
            return daily.reach(phase)
        case "bend":
            return daily.bend(phase)
        case "stand":
            return daily.stand(phase)
        case "walk":
            return daily.walk(phase)
        case "turn":
            return daily.turn(phase)
        case _:
            return _stairs(phase, riser_m, tread_m, down=movement == "stairs_down")


def _sit_to_stand(phase: float, seat_m: float) -> Joints:
    # Seated until 0.08; lean by 0.26; up by 0.46; stand; from 0.62 lean and down by 0.86.
    up = between(phase, 0.20, 0.46) - between(phase, 0.62, 0.86)
    lean = between(phase, 0.08, 0.27) - between(phase, 0.27, 0.48)
    lean += between(phase, 0.58, 0.72) - between(phase, 0.72, 0.94)
    ankle_y = 0.30
    seated = Vec3(0.0, -0.10, seat_m + 0.10)
    standing = Vec3(0.0, ankle_y - 0.01, STANDING_M)
    # The hips go forward before they go up.
    forward = min(1.0, up * 1.15) if up < 0.8 else 0.92 + 0.08 * (up - 0.8) / 0.2
    hips = Vec3(
        0.0,
        seated.y + (standing.y - seated.y) * forward,
        seated.z + (standing.z - seated.z) * up,
    )
    pitch = math.radians(6 - 4 * up + 34 * lean)
    feet = (Vec3(-HIP_M - 0.02, ankle_y, ANKLE_M), Vec3(HIP_M + 0.02, ankle_y, ANKLE_M))
    reach = 1 - up
    hands = []
    for side in (-1.0, 1.0):
        lap = Vec3(side * 0.13, hips.y + 0.34 + 0.12 * lean, hips.z + 0.10 - 0.02 * lean)
        hang = Vec3(side * 0.25, hips.y + 0.05 + 0.14 * lean, hips.z - 0.03)
        hands.append(hang.plus(lap.minus(hang).scaled(reach)))
    return body(hips, pitch, feet, (hands[0], hands[1]))


def _stairs(phase: float, riser_m: float, tread_m: float, *, down: bool) -> Joints:
    # STEPS steps, the second foot comes beside the first on the last one; then a rest.
    climbed = min(1.0, max(0.0, (phase - 0.08) / 0.80)) * (STEPS + 1)
    feet = [_foot(climbed, side, riser_m, tread_m, down=down) for side in (0, 1)]
    middle = feet[0].plus(feet[1]).scaled(0.5)
    lower = min(feet[0].z, feet[1].z)
    # The hips stay low enough for the leg that is behind.
    reach = SHANK_M + THIGH_M - 0.015
    y = middle.y + 0.02
    height = middle.z + reach
    for foot in feet:
        spread = abs(foot.y - y)
        height = min(height, foot.z + math.sqrt(reach * reach - min(spread, reach * 0.9) ** 2))
    hips = Vec3(0.0, y, max(height, lower + 0.5))
    busy = min(1.0, climbed) * min(1.0, STEPS + 1 - climbed)
    pitch = math.radians(3) + (0.04 if down else 0.15) * busy
    hands = []
    for side in (-1.0, 1.0):
        swing = 0.10 * math.sin(math.pi * climbed) * side * busy
        hands.append(Vec3(side * 0.26, hips.y + 0.10 + swing, hips.z + 0.0))
    return body(hips, pitch, (feet[0], feet[1]), (hands[0], hands[1]))


def _foot(climbed: float, side: int, riser_m: float, tread_m: float, *, down: bool) -> Vec3:
    """Where an ankle is after `climbed` steps; the right foot begins, the left ends beside it."""
    begin = 0 if side == 1 else 1  # the walk's steps in which this foot moves: every second one
    stands, goes, part = 0, 0, 0.0
    for turn in range(begin, STEPS + 1, 2):
        if climbed <= turn:
            break
        part = min(1.0, climbed - turn)
        stands, goes = goes, min(turn + 1, STEPS)
    if part >= 1.0:
        stands, part = goes, 0.0
    # Up first and then forward; down the other way round: so the toes clear the nosing.
    across = minimum_jerk(part * 1.6 if down else part * 1.6 - 0.6)
    rise = minimum_jerk(part * 1.6 - 0.6 if down else part * 1.6)
    step = stands + (goes - stands) * rise
    level = (STEPS - step if down else step) * riser_m
    over = 0.05 * math.sin(math.pi * part)
    here, there = _stance(stands, tread_m), _stance(goes, tread_m)
    aside = (1.0 if side == 1 else -1.0) * (HIP_M + 0.01)
    return Vec3(aside, here + (there - here) * across, ANKLE_M + level + over)


def _stance(step: int, tread_m: float) -> float:
    """Where the ankle stands on a step: before the stairs 0.28 m away, then behind the edge."""
    return -0.28 if step == 0 else (step - 1) * tread_m + 0.09
