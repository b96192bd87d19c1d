"""Points and rotations in stage space: metres, +X right, +Y forward, +Z up, floor at 0."""

from __future__ import annotations

import math
from typing import NamedTuple


class Vec3(NamedTuple):
    """A point or a direction, metres."""

    x: float
    y: float
    z: float

    def plus(self, other: Vec3) -> Vec3:
        """The sum, component by component."""
        return Vec3(self.x + other.x, self.y + other.y, self.z + other.z)

    def minus(self, other: Vec3) -> Vec3:
        """The difference, component by component."""
        return Vec3(self.x - other.x, self.y - other.y, self.z - other.z)

    def scaled(self, factor: float) -> Vec3:
        """This vector, `factor` times as long."""
        return Vec3(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other: Vec3) -> float:
        """The scalar product."""
        return self.x * other.x + self.y * other.y + self.z * other.z

    def length(self) -> float:
        """The Euclidean length."""
        return math.sqrt(self.dot(self))


class Quat(NamedTuple):
    """A rotation, scalar first; unit length is the caller's promise."""

    w: float
    x: float
    y: float
    z: float

    def rotate(self, v: Vec3) -> Vec3:
        """The vector turned by this rotation."""
        w, x, y, z = self
        tx, ty, tz = (
            2 * (y * v.z - z * v.y),
            2 * (z * v.x - x * v.z),
            2 * (x * v.y - y * v.x),
        )
        return Vec3(
            v.x + w * tx + y * tz - z * ty,
            v.y + w * ty + z * tx - x * tz,
            v.z + w * tz + x * ty - y * tx,
        )

    def times(self, other: Quat) -> Quat:
        """First `other`, then this."""
        a, b, c, d = self
        e, f, g, h = other
        return Quat(
            a * e - b * f - c * g - d * h,
            a * f + b * e + c * h - d * g,
            a * g - b * h + c * e + d * f,
            a * h + b * g - c * f + d * e,
        )


IDENTITY = Quat(1.0, 0.0, 0.0, 0.0)
FORWARD = Vec3(0.0, 1.0, 0.0)


class Pose(NamedTuple):
    """Where something is and how it is turned, in stage space."""

    position: Vec3
    orientation: Quat = IDENTITY


def quat_from_yaw(yaw_rad: float) -> Quat:
    """A turn about the vertical, anticlockwise seen from above."""
    return Quat(math.cos(yaw_rad / 2), 0.0, 0.0, math.sin(yaw_rad / 2))


def quat_from_pitch(pitch_rad: float) -> Quat:
    """A nod about +X; positive looks up."""
    return Quat(math.cos(pitch_rad / 2), math.sin(pitch_rad / 2), 0.0, 0.0)


def yaw_rad_of(orientation: Quat) -> float:
    """The heading of the forward axis, anticlockwise from +Y; 0 when it points straight up."""
    forward = orientation.rotate(FORWARD)
    return math.atan2(-forward.x, forward.y)
