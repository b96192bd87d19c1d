"""Forward kinematics: where trunk, shoulders and eyes are for given joint angles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.strangers.people import Person
from tests.strangers.signals import Array


def heading_axes(yaw: Array) -> tuple[Array, Array]:
    """Right and forward (n, 3) of somebody who faces `yaw`, anticlockwise from +Y."""
    sin, cos, zero = np.sin(yaw), np.cos(yaw), np.zeros_like(yaw)
    return np.stack((cos, sin, zero), 1), np.stack((-sin, cos, zero), 1)


def turned(yaw: Array, pitch: Array, roll: Array) -> Array:
    """Quaternions (n, 4), scalar first: roll about +Y, then pitch about +X, then yaw about +Z."""
    cy, sy = np.cos(yaw / 2), np.sin(yaw / 2)
    cp, sp = np.cos(pitch / 2), np.sin(pitch / 2)
    cr, sr = np.cos(roll / 2), np.sin(roll / 2)
    return np.stack(
        (
            cy * cp * cr - sy * sp * sr,
            cy * sp * cr - sy * cp * sr,
            cy * cp * sr + sy * sp * cr,
            cy * sp * sr + sy * cp * cr,
        ),
        1,
    )


def rotated(q: Array, v: Array) -> Array:
    """Vectors (n, 3) turned by unit quaternions (n, 4)."""
    w, u = q[:, :1], q[:, 1:]
    twice = 2 * np.cross(u, v)
    return np.asarray(v + w * twice + np.cross(u, twice))


@dataclass(frozen=True)
class Joints:
    """Angles over time, radians; `hip` is the point between the hip joints, metres.

    `flex` is the lean of the line from hips to shoulders, positive forwards; `side` to the right;
    `twist` of the shoulders against the pelvis, anticlockwise.
    """

    hip: Array
    heading: Array
    flex: Array
    side: Array
    twist: Array


@dataclass(frozen=True)
class Trunk:
    """What follows from the joints: places (n, 3) and the axes of the upper trunk."""

    middle: Array
    shoulders: tuple[Array, Array]
    yaw: Array
    right: Array
    forward: Array
    up: Array


def trunk(person: Person, joints: Joints) -> Trunk:
    """The trunk as two links: the loins bend first, the upper trunk rounds on top of it.

    The lower link leans by 0.7 and the upper one by 1.15 of `flex`, about what lumbar-pelvic and
    thoracic segments share in a stoop (Esola et al. 1996; Lee & Wong 2002).
    """
    right, forward = heading_axes(joints.heading)
    vertical = np.array([0.0, 0.0, 1.0])

    def column(angle: Array, lean: Array, right: Array, forward: Array) -> Array:
        s = np.sin(lean)[:, None]
        c = np.cos(lean)[:, None]
        return np.asarray(
            c * (np.sin(angle)[:, None] * forward + np.cos(angle)[:, None] * vertical) + s * right
        )

    lower = column(0.7 * joints.flex, 0.5 * joints.side, right, forward)
    yaw = joints.heading + joints.twist
    right_up, forward_up = heading_axes(yaw)
    upper = column(1.15 * joints.flex, joints.side, right_up, forward_up)
    middle = joints.hip + person.lower_trunk_m * lower + person.upper_trunk_m * upper
    lean = np.sin(joints.side)[:, None]
    across = np.sqrt(1 - lean**2) * right_up - lean * upper
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    return Trunk(
        middle=middle,
        shoulders=(middle - person.shoulder_m * across, middle + person.shoulder_m * across),
        yaw=yaw,
        right=right_up,
        forward=forward_up,
        up=upper,
    )


def eyes(
    person: Person, body: Trunk, flex: Array, look_yaw: Array, look_pitch: Array, roll: Array
) -> tuple[Array, Array]:
    """Place and rotation of the point between the eyes.

    The neck bends half as far as trunk and head differ; the eyes lie ahead of and above the point
    about which the head nods, so that a nod also moves them. Turning the head is bounded at 78°
    against the shoulders, nodding at 60° against the trunk.
    """
    yaw = body.yaw + 78 / 57.3 * np.tanh(look_yaw / (78 / 57.3))
    pitch = np.clip(look_pitch, np.radians(-60) - flex, np.radians(65))
    lean = 0.5 * 1.15 * flex - 0.5 * pitch
    _, forward = heading_axes(yaw)
    neck = np.sin(lean)[:, None] * forward + np.cos(lean)[:, None] * np.array([0.0, 0.0, 1.0])
    # Half of a sideways lean of the trunk is kept by the head, which rights itself.
    neck = neck + 0.5 * (body.up - (body.up * forward).sum(1, keepdims=True) * forward)
    neck[:, 2] -= 0.5 * body.up[:, 2]
    neck /= np.linalg.norm(neck, axis=1, keepdims=True)
    rotation = turned(yaw, pitch, roll)
    offset = np.tile([0.0, person.head_forward_m, person.eye_up_m], (len(yaw), 1))
    return body.middle + person.neck_m * neck + rotated(rotation, offset), rotation
