"""How the figure reaches, bends, stands, walks and turns."""

from __future__ import annotations

import math

from vrexposure.core.geometry import IDENTITY, Vec3, quat_from_yaw
from vrexposure.core.mannequin import (
    ANKLE_M,
    HIP_M,
    STANDING_M,
    Joints,
    between,
    body,
    minimum_jerk,
    moved,
)

WALK_STEPS = 3
STEP_M = 0.38
WALK_M = WALK_STEPS * STEP_M
"""How far the figure walks before it turns round."""
_FEET = (Vec3(-HIP_M - 0.01, 0.0, ANKLE_M), Vec3(HIP_M + 0.01, 0.0, ANKLE_M))
_HIPS = Vec3(0.0, 0.02, STANDING_M)


def _hanging(hips: Vec3, lean: float = 0.0) -> tuple[Vec3, Vec3]:
    """Hands beside the thighs; a trunk that leans takes them forward."""
    left, right = (Vec3(s * 0.26, hips.y + 0.06 + 0.30 * lean, hips.z) for s in (-1.0, 1.0))
    return left, right


def _towards(start: Vec3, end: Vec3, share: float) -> Vec3:
    return start.plus(end.minus(start).scaled(share))


def reach(phase: float) -> Joints:
    """Stands, and reaches ahead with the right hand: to a shelf, with a trunk that goes along."""
    out = between(phase, 0.12, 0.42) - between(phase, 0.58, 0.88)
    pitch = math.radians(2 + 26 * out)
    hips = Vec3(0.0, _HIPS.y - 0.07 * out, _HIPS.z - 0.01 * out)
    left, right = _hanging(hips, 0.4 * out)
    shelf = Vec3(0.10, 0.72, 1.16)
    over = Vec3(0.0, 0.10, 0.0).scaled(math.sin(math.pi * out))
    return body(hips, pitch, _FEET, (left, _towards(right, shelf, out).plus(over)))


def bend(phase: float) -> Joints:
    """Picks something up from the floor with both hands, stands with it, puts it down again."""
    down = between(phase, 0.06, 0.26) - between(phase, 0.32, 0.52)
    down += between(phase, 0.60, 0.78) - between(phase, 0.82, 0.98)
    holds = between(phase, 0.24, 0.32) - between(phase, 0.80, 0.86)
    # Knees and hips share the way down: the trunk leans, and the hips go back and low.
    hips = Vec3(0.0, _HIPS.y - 0.22 * down, _HIPS.z - 0.40 * down)
    pitch = math.radians(2 + 58 * down)
    hands = []
    for side, hang in zip((-1.0, 1.0), _hanging(hips), strict=True):
        low = Vec3(side * 0.13, 0.38, 0.20)
        carried = Vec3(side * 0.13, 0.34, 1.00)
        hands.append(_towards(_towards(hang, carried, holds), low, down))
    return body(hips, pitch, _FEET, (hands[0], hands[1]))


def stand(phase: float) -> Joints:
    """Stands quietly; only the weight goes a little from side to side."""
    sway = math.sin(math.tau * phase)
    hips = Vec3(0.012 * sway, _HIPS.y + 0.006 * math.sin(2 * math.tau * phase), _HIPS.z)
    return body(hips, math.radians(2), _FEET, _hanging(hips))


def walk(phase: float) -> Joints:
    """Walks a few steps, turns round, walks back, and turns round again."""
    half = phase * 2 % 1.0
    joints = _steps(min(1.0, half / 0.70))
    turned = between(half, 0.71, 0.99)
    if turned:
        joints = _turning(turned)
    if phase < 0.5:
        return moved(joints, IDENTITY, Vec3(0.0, -WALK_M / 2, 0.0))
    return moved(joints, quat_from_yaw(math.pi), Vec3(0.0, WALK_M / 2, 0.0))


def _steps(share: float) -> Joints:
    """Straight ahead from one stand to the next; the last step closes the feet."""
    gone = share * (WALK_STEPS + 1)
    feet = [_foot(gone, side) for side in (0, 1)]
    y = (feet[0].y + feet[1].y) / 2
    apart = abs(feet[0].y - feet[1].y)
    hips = Vec3(0.0, y + 0.02, STANDING_M - 0.11 * apart * apart)
    busy = minimum_jerk(min(gone, WALK_STEPS + 1 - gone, 1.0))
    hands = []
    for index, (side, hang) in enumerate(zip((-1.0, 1.0), _hanging(hips), strict=True)):
        swing = 0.45 * (feet[1 - index].y - y) * busy
        hands.append(hang.plus(Vec3(-side * 0.01, swing, 0.3 * abs(swing))))
    return body(hips, math.radians(2 + 2 * busy), (feet[0], feet[1]), (hands[0], hands[1]))


def _foot(gone: float, side: int) -> Vec3:
    """An ankle after so many steps; the right foot begins, the last step comes beside it."""
    here, there, part = 0.0, 0.0, 0.0
    for step in range(0 if side == 1 else 1, WALK_STEPS + 1, 2):
        if gone <= step:
            break
        here, there, part = there, min(step + 1, WALK_STEPS) * STEP_M, min(1.0, gone - step)
    share = minimum_jerk(part)
    lift = 0.06 * math.sin(math.pi * share) if there > here else 0.0
    sign = 1.0 if side == 1 else -1.0
    return Vec3(sign * (HIP_M + 0.01), here + (there - here) * share, ANKLE_M + lift)


def _turning(turned: float) -> Joints:
    """Round to the left on the spot, the feet lifted in turn."""
    feet = []
    for index, foot in enumerate(_FEET):
        wave = math.sin(math.pi * 4 * turned) * (1.0 if index else -1.0)
        feet.append(foot.plus(Vec3(0.0, 0.0, 0.03 * max(0.0, wave))))
    joints = body(_HIPS, math.radians(2), (feet[0], feet[1]), _hanging(_HIPS))
    return moved(joints, quat_from_yaw(math.pi * turned), Vec3(0.0, WALK_M, 0.0))


def turn(phase: float) -> Joints:
    """Looks to the left and to the right: the head first, the shoulders after it."""
    left = between(phase, 0.06, 0.22) - between(phase, 0.32, 0.48)
    right = between(phase, 0.52, 0.68) - between(phase, 0.78, 0.94)
    gaze = math.radians(65) * (left - right)
    twist = math.radians(28) * (left - right)
    hips = Vec3(0.0, _HIPS.y, _HIPS.z)
    around = quat_from_yaw(0.6 * twist)
    hands = tuple(around.rotate(hand.minus(hips)).plus(hips) for hand in _hanging(hips))
    return body(hips, math.radians(2), _FEET, (hands[0], hands[1]), twist=twist, gaze=gaze)
