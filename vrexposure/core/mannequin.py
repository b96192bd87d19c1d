"""A calm mannequin: the lengths of its limbs, and its joints from where hips, feet and hands are.

It is 1.70 m tall. Its own axes: +X right, +Y the way it faces, +Z up. Limb lengths follow Drillis &
Contini's shares of body height: shank and thigh 0.246, upper arm 0.186, forearm 0.146.
"""

from __future__ import annotations

import math

from vrexposure.core.geometry import Quat, Vec3, quat_from_yaw

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
STANDING_M = SHANK_M + THIGH_M + ANKLE_M - 0.012
"""Height of the hips of the standing figure: the knees are never quite straight."""

Joints = dict[str, Vec3]


def minimum_jerk(s: float) -> float:
    """0 to 1, starting and ending at rest: 10s³ - 15s⁴ + 6s⁵ (Flash & Hogan 1985)."""
    s = min(1.0, max(0.0, s))
    return s * s * s * (10 + s * (6 * s - 15))


def between(phase: float, start: float, end: float) -> float:
    """From 0 before `start` to 1 after `end`, with a minimum of jerk."""
    return minimum_jerk((phase - start) / (end - start))


def body(
    hips: Vec3,
    pitch: float,
    feet: tuple[Vec3, Vec3],
    hands: tuple[Vec3, Vec3],
    *,
    twist: float = 0.0,
    gaze: float = 0.0,
) -> Joints:
    """All joints, and two directions: "front" of the chest and "facing" of the head.

    Args:
        hips: Middle of the hips.
        pitch: How far the trunk leans forward, radians.
        feet: The ankles, left and right.
        hands: Where the hands are wanted; an arm that is too short stops before.
        twist: How far the shoulders are turned to the left, radians.
        gaze: How far the head is turned to the left, radians.
    """
    spine = Vec3(0.0, math.sin(pitch), math.cos(pitch))
    chest = hips.plus(spine.scaled(SPINE_M))
    nod = pitch * 0.45
    head = chest.plus(Vec3(0.0, math.sin(nod), math.cos(nod)).scaled(NECK_M + 0.06))
    turned = quat_from_yaw(twist)
    joints = {"hips": hips, "chest": chest, "head": head}
    joints["front"] = turned.rotate(Vec3(0.0, 1.0, 0.0))
    joints["facing"] = quat_from_yaw(gaze).rotate(Vec3(0.0, 1.0, 0.0))
    for index, (name, sign) in enumerate((("left", -1.0), ("right", 1.0))):
        hip = hips.plus(Vec3(sign * HIP_M, 0.0, 0.0))
        ankle = feet[index]
        aside = turned.rotate(Vec3(sign * SHOULDER_M, 0.0, 0.0))
        shoulder = chest.plus(aside).minus(spine.scaled(0.065))
        # Knees bend forward, elbows back: the way people are made.
        knee = _joint(hip, ankle, THIGH_M, SHANK_M, Vec3(0.05 * sign, 1.0, 0.0))
        elbow, hand = _arm(shoulder, hands[index], turned, sign)
        joints[f"{name}_hip"] = hip
        joints[f"{name}_knee"] = knee
        joints[f"{name}_ankle"] = ankle
        joints[f"{name}_toe"] = ankle.plus(Vec3(0.02 * sign, FOOT_M, -ANKLE_M + 0.03))
        joints[f"{name}_shoulder"] = shoulder
        joints[f"{name}_elbow"] = elbow
        joints[f"{name}_hand"] = hand
    return joints


def moved(joints: Joints, turn: Quat, shift: Vec3) -> Joints:
    """All joints turned about the origin, then shifted; directions are only turned."""
    return {
        name: turn.rotate(at) if name in ("front", "facing") else turn.rotate(at).plus(shift)
        for name, at in joints.items()
    }


def _arm(shoulder: Vec3, hand: Vec3, turned: Quat, sign: float) -> tuple[Vec3, Vec3]:
    gap = hand.minus(shoulder)
    longest = (UPPER_ARM_M + FOREARM_M) * 0.985
    if gap.length() > longest:
        hand = shoulder.plus(gap.scaled(longest / gap.length()))
    bend = turned.rotate(Vec3(0.35 * sign, -1.0, -0.1))
    return _joint(shoulder, hand, UPPER_ARM_M, FOREARM_M, bend), hand


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
