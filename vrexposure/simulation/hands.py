"""The hands of a simulated body: at rest, on the seat, on the chest, on a rail, pointing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from vrexposure.core.chance import Chance
from vrexposure.core.geometry import Pose, Vec3
from vrexposure.simulation.curves import (
    Aim,
    aim_at,
    clamp,
    ease,
    mixed,
    mixed_aim,
    mixed_place,
    soft,
)
from vrexposure.simulation.person import Size

REACH_S = 0.7  # DEF: time of an unhurried reach
# A fist that points forward holds the handle upright: the grip's forward leans up by this much.
GRIP_TILT_RAD = math.radians(45)
AIM_AHEAD_M = 0.06
TREMOR_RAD = 0.0025


class Torso(NamedTuple):
    """What the hands hang on: places in metres; `up` 0 sitting to 1 standing; `swing` -1 to 1."""

    shoulders: Vec3
    hips: Vec3
    seat: Vec3
    up: float
    swing: float
    has_arms: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """On the thighs, or hanging."""


@dataclass(frozen=True, slots=True)
class Push:
    """On the seat's edge or the armrests, until the body has left them."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """On the chest."""


@dataclass(frozen=True, slots=True)
class Hold:
    """On a rail: a level line along +Y at x, this high; metres."""

    x_m: float
    height_m: float


@dataclass(frozen=True, slots=True)
class Point:
    """Raised, and aimed at a point of the stage."""

    target: Vec3


@dataclass(frozen=True, slots=True)
class Touch:
    """Stretched out to a place of the stage, as far as the arm goes."""

    target: Vec3


@dataclass(frozen=True, slots=True)
class Carry:
    """Before the trunk, between waist and chest, so far out from the middle; metres."""

    aside_m: float


HandTask = Rest | Push | Crossed | Hold | Point | Touch | Carry


class Hand:
    """One hand: goes from wherever it is to what it is told to do, and keeps doing it."""

    def __init__(self, side: int, size: Size, chance: Chance) -> None:
        self.side = side
        self.task: HandTask = Rest()
        self._size = size
        # Where the last task was left, seen from the shoulders, so that it comes along.
        self._from_place = Vec3(0.0, 0.0, 0.0)
        self._from_aim = Aim(0.0, 0.0)
        self._began_s = -REACH_S
        self._waves = tuple(
            (math.tau * rate * chance.between(0.9, 1.1), math.tau * chance.unit())
            for rate in (0.6, 0.9, 1.3, 1.7)
        )

    def begin(self, task: HandTask, torso: Torso, now_s: float) -> None:
        """Turn to another task; the same one again changes nothing."""
        if task == self.task:
            return
        place, aim = self._meant(torso, now_s)
        self._from_place = place.minus(torso.shoulders)
        self._from_aim = aim
        self.task, self._began_s = task, now_s

    def is_there(self, now_s: float) -> bool:
        """Whether the hand has reached its task."""
        return now_s >= self._began_s + REACH_S

    def poses(self, torso: Torso, now_s: float) -> tuple[Pose, Pose]:
        """Grip and aim."""
        place, aim = self._meant(torso, now_s)
        place, aim = place.plus(self._drift(now_s)), self._shaky(aim, now_s)
        ahead = aim.quat()
        grip = Aim(aim.yaw, aim.pitch + GRIP_TILT_RAD).quat()
        return Pose(place, grip), Pose(place.plus(_along(aim, AIM_AHEAD_M)), ahead)

    def _meant(self, torso: Torso, now_s: float) -> tuple[Vec3, Aim]:
        """Where the hand means to be, without its unrest."""
        place, aim = self._goal(torso)
        share = ease((now_s - self._began_s) / REACH_S)
        if share < 1.0:
            place = mixed_place(torso.shoulders.plus(self._from_place), place, share)
        if isinstance(self.task, Point):
            # The ray starts ahead of the grip, on the line to the target, so it can be found.
            aim = aim_at(place, self.task.target)
        if share < 1.0:
            aim = mixed_aim(self._from_aim, aim, share)
        return place, aim

    def _goal(self, torso: Torso) -> tuple[Vec3, Aim]:
        """Where the task would have the hand, and where its ray would go."""
        side, size = self.side, self._size
        s, up = torso.shoulders, torso.up
        match self.task:
            case Rest():
                return self._resting(torso)
            case Push():
                wide, high = (0.29, 0.22) if torso.has_arms else (0.24, 0.03)
                on = Vec3(torso.seat.x + side * wide, torso.seat.y + 0.08, torso.seat.z + high)
                hanging, aim = self._resting(torso)
                # Let go once the arms are stretched: when the hips are two fifths up.
                left = soft((up - 0.4) / 0.45)
                return mixed_place(on, hanging, left), mixed_aim(Aim(0.0, -1.0), aim, left)
            case Crossed():
                return Vec3(s.x - side * 0.09, s.y + 0.16, s.z - 0.12), Aim(side * 1.1, -0.2)
            case Hold(x_m=x, height_m=height):
                return Vec3(x, torso.hips.y + 0.22, height + 0.02), Aim(0.0, -0.8)
            case Touch(target=target):
                shoulder = Vec3(s.x + side * size.shoulder_m, s.y, s.z)
                way = target.minus(shoulder)
                share = min(1.0, size.arm_m / max(1e-6, way.length()))
                return shoulder.plus(way.scaled(share)), aim_at(shoulder, target)
            case Carry(aside_m=aside):
                return Vec3(s.x + side * aside, s.y + 0.32, s.z - 0.25), Aim(0.0, -0.3)
            case Point():
                x = s.x + side * (size.shoulder_m + 0.02)
                return Vec3(x, s.y + 0.62 * size.arm_m, s.z - 0.20), Aim(0.0, 0.0)

    def _resting(self, torso: Torso) -> tuple[Vec3, Aim]:
        side, size, hips = self.side, self._size, torso.hips
        up = clamp(torso.up)
        lap = Vec3(hips.x + side * 0.15, hips.y + 0.34, hips.z + 0.09)
        swing = 0.12 * side * torso.swing
        hanging = Vec3(
            torso.shoulders.x + side * (size.shoulder_m + 0.04),
            torso.shoulders.y + 0.04 + swing,
            torso.shoulders.z - 0.97 * size.arm_m,
        )
        return mixed_place(lap, hanging, up), Aim(0.0, mixed(-0.9, -1.35, up))

    def _drift(self, now_s: float) -> Vec3:
        (a, b), (c, d) = self._waves[:2]
        return Vec3(0.0012 * math.sin(a * now_s + b), 0.0, 0.0012 * math.sin(c * now_s + d))

    def _shaky(self, aim: Aim, now_s: float) -> Aim:
        (a, b), (c, d) = self._waves[2:]
        return Aim(
            aim.yaw + TREMOR_RAD * math.sin(a * now_s + b),
            aim.pitch + TREMOR_RAD * math.sin(c * now_s + d),
        )


def _along(aim: Aim, distance_m: float) -> Vec3:
    level = math.cos(aim.pitch) * distance_m
    return Vec3(
        -math.sin(aim.yaw) * level, math.cos(aim.yaw) * level, math.sin(aim.pitch) * distance_m
    )
