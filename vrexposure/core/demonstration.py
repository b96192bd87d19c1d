"""How a calm figure moves when it shows a movement: joints over one period, as pure curves.

The figure is 1.70 m tall. Its own axes: +X right, +Y the way it faces, +Z up; the origin is on the
floor, under its chair's middle, or for stairs below the edge of the first step. Limb lengths follow
Drillis & Contini's shares of body height: shank and thigh 0.246, upper arm 0.186, forearm 0.146.
"""

from __future__ import annotations

import math

from vrexposure.core.geometry import Vec3

SHANK_M = 0.42
THIGH_M = 0.42
SPINE_M = 0.50
NECK_M = 0.17
UPPER_ARM_M = 0.30
FOREARM_M = 0.27
HIP_M = 0.095
SHOULDER_M = 0.175
ANKLE_M = 0.08
FOOT_M = 0.17
STEPS = 3
"""How many steps the figure climbs."""

Joints = dict[str, Vec3]


def minimum_jerk(s: float) -> float:
    """0 to 1, starting and ending at rest: 10s³ - 15s⁴ + 6s⁵ (Flash & Hogan 1985)."""
    s = min(1.0, max(0.0, s))
    return s * s * s * (10 + s * (6 * s - 15))


def _between(phase: float, start: float, end: float) -> float:
    return minimum_jerk((phase - start) / (end - start))


def figure_at(
    movement: str, phase: float, seat_m: float, riser_m: float = 0.17, tread_m: float = 0.28
) -> Joints:
    """The joints of the figure at a phase of its period, 0 to 1; the period's ends meet.

    Args:
        movement: "sit_to_stand", "stairs_up" or "stairs_down".
        phase: Part of the period.
        seat_m: Height of the seat.
        riser_m: Height of one step.
        tread_m: Depth of one step.
    """
    phase = phase % 1.0
    if movement == "sit_to_stand":
        return _sit_to_stand(phase, seat_m)
    down = movement == "stairs_down"
    return _stairs(phase, riser_m, tread_m, down=down)


def _sit_to_stand(phase: float, seat_m: float) -> Joints:
    # Seated until 0.08; lean by 0.26; up by 0.46; stand; from 0.62 lean and down by 0.86.
    up = _between(phase, 0.20, 0.46) - _between(phase, 0.62, 0.86)
    lean = _between(phase, 0.08, 0.27) - _between(phase, 0.27, 0.48)
    lean += _between(phase, 0.58, 0.72) - _between(phase, 0.72, 0.94)
    ankle_y = 0.30
    stand = SHANK_M + THIGH_M + ANKLE_M - 0.012
    seated = Vec3(0.0, -0.10, seat_m + 0.10)
    standing = Vec3(0.0, ankle_y - 0.01, stand)
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
    return _body(hips, pitch, feet, (hands[0], hands[1]))


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
    return _body(hips, pitch, (feet[0], feet[1]), (hands[0], hands[1]))


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


def _body(hips: Vec3, pitch: float, feet: tuple[Vec3, Vec3], hands: tuple[Vec3, Vec3]) -> Joints:
    spine = Vec3(0.0, math.sin(pitch), math.cos(pitch))
    chest = hips.plus(spine.scaled(SPINE_M))
    nod = pitch * 0.45
    head = chest.plus(Vec3(0.0, math.sin(nod), math.cos(nod)).scaled(NECK_M + 0.06))
    joints = {"hips": hips, "chest": chest, "head": head}
    for index, (name, sign) in enumerate((("left", -1.0), ("right", 1.0))):
        hip = hips.plus(Vec3(sign * HIP_M, 0.0, 0.0))
        ankle = feet[index]
        shoulder = chest.plus(Vec3(sign * SHOULDER_M, 0.0, 0.0)).minus(spine.scaled(0.065))
        # Knees bend forward, elbows back: the way people are made.
        knee = _joint(hip, ankle, THIGH_M, SHANK_M, Vec3(0.05 * sign, 1.0, 0.0))
        elbow, hand = _arm(shoulder, hands[index], sign)
        joints[f"{name}_hip"] = hip
        joints[f"{name}_knee"] = knee
        joints[f"{name}_ankle"] = ankle
        joints[f"{name}_toe"] = ankle.plus(Vec3(0.02 * sign, FOOT_M, -ANKLE_M + 0.03))
        joints[f"{name}_shoulder"] = shoulder
        joints[f"{name}_elbow"] = elbow
        joints[f"{name}_hand"] = hand
    return joints


def _arm(shoulder: Vec3, hand: Vec3, sign: float) -> tuple[Vec3, Vec3]:
    gap = hand.minus(shoulder)
    longest = (UPPER_ARM_M + FOREARM_M) * 0.985
    if gap.length() > longest:
        hand = shoulder.plus(gap.scaled(longest / gap.length()))
    return _joint(shoulder, hand, UPPER_ARM_M, FOREARM_M, Vec3(0.35 * sign, -1.0, -0.1)), hand


def _joint(start: Vec3, end: Vec3, first: float, second: float, bend: Vec3) -> Vec3:
    """The middle joint of a two-part limb: cosine rule, bent towards `bend`."""
    gap = end.minus(start)
    far = min(gap.length(), (first + second) * 0.9999)
    along = gap.scaled(1 / gap.length())
    cosine = (first * first + far * far - second * second) / (2 * first * far)
    cosine = max(-1.0, min(1.0, cosine))
    aside = bend.minus(along.scaled(bend.dot(along)))
    aside = aside.scaled(1 / max(aside.length(), 1e-9))
    height = first * math.sqrt(max(0.0, 1 - cosine * cosine))
    return start.plus(along.scaled(first * cosine)).plus(aside.scaled(height))
