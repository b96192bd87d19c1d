"""Smooth ways from one value to another: what the simulated body moves along."""

from __future__ import annotations

import math
from typing import NamedTuple

from vrexposure.core.geometry import Quat, Vec3, quat_from_pitch, quat_from_yaw


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """The value, or the bound that it passed."""
    return low if value < low else high if value > high else value


def ease(s: float) -> float:
    """Minimum jerk from 0 to 1 (Flash and Hogan 1985): at rest at both ends, constant outside."""
    s = clamp(s)
    return s * s * s * (10.0 - s * (15.0 - 6.0 * s))


def soft(s: float) -> float:
    """From 0 to 1 with a smaller top speed than `ease`: 3s² - 2s³, constant outside."""
    s = clamp(s)
    return s * s * (3.0 - 2.0 * s)


def bump(s: float) -> float:
    """From 0 up to 1 at the half and back to 0, smooth to the second derivative; 0 outside."""
    s = clamp(s)
    return 64.0 * (s * (1.0 - s)) ** 3


class Glide:
    """A value on its way to a goal: always from where and how fast it is, never with a jump.

    Between its ends it is the quintic that meets place, speed and acceleration of the start and
    rests at the goal; from rest that is the minimum-jerk curve. Times are seconds.
    """

    __slots__ = ("_c", "_start_s", "_took_s", "goal")

    def __init__(self, value: float) -> None:
        self._c = (value, 0.0, 0.0, 0.0, 0.0, 0.0)
        self._start_s = 0.0
        self._took_s = 0.0
        self.goal = value

    def at(self, now_s: float) -> float:
        """The value at this time, which must not lie before the last `to`."""
        if now_s >= self._start_s + self._took_s:
            return self.goal
        s = (now_s - self._start_s) / self._took_s
        a, b, c, d, e, f = self._c
        return a + s * (b + s * (c + s * (d + s * (e + s * f))))

    def done(self, now_s: float) -> bool:
        """Whether the goal is reached."""
        return now_s >= self._start_s + self._took_s

    def to(self, goal: float, now_s: float, duration_s: float) -> None:
        """Turn to a new goal and be there in `duration_s`; a goal that is kept changes nothing."""
        if goal == self.goal:
            return
        speed, acceleration = self._slopes(now_s)
        here = self.at(now_s)
        v = speed * duration_s
        a = acceleration * duration_s * duration_s
        place, slope = goal - here - v - a / 2, -v - a
        self._c = (
            here,
            v,
            a / 2,
            10 * place - 4 * slope - a / 2,
            -15 * place + 7 * slope + a,
            6 * place - 3 * slope - a / 2,
        )
        self._start_s, self._took_s, self.goal = now_s, duration_s, goal

    def _slopes(self, now_s: float) -> tuple[float, float]:
        """Speed and acceleration, a second."""
        if self.done(now_s):
            return 0.0, 0.0
        s = (now_s - self._start_s) / self._took_s
        _, b, c, d, e, f = self._c
        speed = b + s * (2 * c + s * (3 * d + s * (4 * e + s * 5 * f)))
        bend = 2 * c + s * (6 * d + s * (12 * e + s * 20 * f))
        return speed / self._took_s, bend / self._took_s**2


class Aim(NamedTuple):
    """A direction: yaw anticlockwise from +Y, pitch up; radians."""

    yaw: float
    pitch: float

    def quat(self) -> Quat:
        """The turn that brings forward (+Y) to this direction, without roll."""
        return quat_from_yaw(self.yaw).times(quat_from_pitch(self.pitch))


def aim_at(origin: Vec3, target: Vec3) -> Aim:
    """The direction from one point to another."""
    x, y, z = target.x - origin.x, target.y - origin.y, target.z - origin.z
    return Aim(math.atan2(-x, y), math.atan2(z, math.hypot(x, y)))


def mixed(a: float, b: float, share: float) -> float:
    """`a` at share 0, `b` at share 1."""
    return a + (b - a) * share


def mixed_place(a: Vec3, b: Vec3, share: float) -> Vec3:
    """The point on the way from `a` to `b`."""
    return Vec3(mixed(a.x, b.x, share), mixed(a.y, b.y, share), mixed(a.z, b.z, share))


def mixed_aim(a: Aim, b: Aim, share: float) -> Aim:
    """The direction on the way from `a` to `b`, angle by angle."""
    return Aim(mixed(a.yaw, b.yaw, share), mixed(a.pitch, b.pitch, share))
