"""Matrices of a pair of eyes: one camera between them, what both see together, what each sees."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from panda3d import core as p3d

from vrexposure.ports import EyeView
from vrexposure.render.stage import FAR_M, NEAR_M

_TO_GL = p3d.LMatrix4.convert_mat(p3d.CS_zup_right, p3d.CS_yup_right)


class Sight(NamedTuple):
    """Both eyes for one picture. Row vectors; a camera's space has +Y forward, +Z up.

    Attributes:
        camera: Where the camera between the eyes stands, in stage space.
        union: From the camera to a picture that holds what either eye sees; for culling.
        eyes: From the camera to each eye's picture.
    """

    camera: p3d.LMatrix4
    union: p3d.LMatrix4
    eyes: tuple[p3d.LMatrix4, p3d.LMatrix4]


def projection(left: float, right: float, up: float, down: float) -> p3d.LMatrix4:
    """An OpenGL projection for the tangents of a field of view, row vectors."""
    near, far = NEAR_M, FAR_M
    wide, high = right - left, up - down
    return p3d.LMatrix4(
        2 / wide, 0, 0, 0,
        0, 2 / high, 0, 0,
        (right + left) / wide, (up + down) / high, -(far + near) / (far - near), -1,
        0, 0, -2 * far * near / (far - near), 0,
    )  # fmt: skip


def sight_of(views: Sequence[EyeView]) -> Sight:
    """Put one camera between two eyes; turned displays are in the eyes' matrices."""
    mats = [_matrix(view) for view in views]
    places = [mat.get_row3(3) for mat in mats]
    middle = p3d.LMatrix4(mats[0])
    middle.set_row(3, (places[0] + places[1]) * 0.5)
    half_distance = (places[0] - places[1]).length() / 2
    eyes = []
    for mat, view in zip(mats, views, strict=True):
        from_eye = p3d.LMatrix4(mat)
        from_eye.invert_in_place()
        eyes.append(middle * from_eye * _TO_GL * _projection_of(view))
    # Wide enough for both, also when the displays are turned outwards.
    canted = _angle_between(mats[0], mats[1])
    left, right, up, down = (
        math.tan(_bounded(min(view.angle_left for view in views) - canted)),
        math.tan(_bounded(max(view.angle_right for view in views) + canted)),
        math.tan(_bounded(max(view.angle_up for view in views) + canted)),
        math.tan(_bounded(min(view.angle_down for view in views) - canted)),
    )
    # Moved back until the cones of both eyes lie within.
    back = half_distance / min(-left, right)
    union = p3d.LMatrix4.translate_mat(0, back, 0) * _TO_GL
    return Sight(middle, union * projection(left, right, up, down), (eyes[0], eyes[1]))


def _matrix(view: EyeView) -> p3d.LMatrix4:
    transform = p3d.TransformState.make_pos_quat_scale(
        p3d.LVecBase3(*view.pose.position),
        p3d.LQuaternion(*view.pose.orientation),
        p3d.LVecBase3(1),
    )
    return p3d.LMatrix4(transform.get_mat())


def _projection_of(view: EyeView) -> p3d.LMatrix4:
    return projection(
        math.tan(view.angle_left),
        math.tan(view.angle_right),
        math.tan(view.angle_up),
        math.tan(view.angle_down),
    )


def _angle_between(one: p3d.LMatrix4, two: p3d.LMatrix4) -> float:
    cosine = one.get_row3(1).dot(two.get_row3(1))
    return math.acos(max(-1.0, min(1.0, cosine)))


def _bounded(angle: float) -> float:
    return max(-1.45, min(1.45, angle))
