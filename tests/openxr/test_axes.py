"""The change of axes, against Panda3D's own."""

from __future__ import annotations

import math

import numpy as np
import panda3d.core as p3d
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrexposure.core.geometry import Quat, Vec3
from vrexposure.openxr.axes import (
    point_from_xr,
    pose_from_xr,
    quat_from_xr,
    rows_from_xr,
    xr_from_point,
    xr_from_quat,
)

# Panda3D's own word for the same two pairs of axes.
STAGE_FROM_XR = p3d.LMatrix4.convert_mat(p3d.CS_yup_right, p3d.CS_zup_right)
XR_FROM_STAGE = p3d.LMatrix4.convert_mat(p3d.CS_zup_right, p3d.CS_yup_right)

lengths_m = st.floats(-10, 10, width=32)
points = st.tuples(lengths_m, lengths_m, lengths_m)
turns = (
    st.tuples(*[st.floats(-1, 1, width=32)] * 4)
    .filter(lambda q: math.hypot(*q) > 0.1)
    .map(lambda q: tuple(part / math.hypot(*q) for part in q))
)


@given(points)
def test_a_point_goes_where_panda3d_takes_it(point: tuple[float, float, float]) -> None:
    expected = STAGE_FROM_XR.xform_point(p3d.LPoint3(*point))

    assert point_from_xr(*point) == pytest.approx(tuple(expected), abs=1e-5)


@given(turns, points)
def test_a_rotation_turns_points_as_panda3d_turns_them(
    turn: tuple[float, float, float, float], point: tuple[float, float, float]
) -> None:
    x, y, z, w = turn
    rotation = p3d.LMatrix4()
    p3d.LQuaternion(w, x, y, z).extract_to_matrix(rotation)
    expected = (XR_FROM_STAGE * rotation * STAGE_FROM_XR).xform_point(p3d.LPoint3(*point))

    turned = quat_from_xr(x, y, z, w).rotate(Vec3(*point))

    assert turned == pytest.approx(tuple(expected), abs=1e-4)


@given(points, turns)
def test_going_there_and_back_changes_nothing(
    point: tuple[float, float, float], turn: tuple[float, float, float, float]
) -> None:
    assert xr_from_point(point_from_xr(*point)) == point
    assert xr_from_quat(quat_from_xr(*turn)) == turn


def test_forward_right_and_up_are_what_they_are_called() -> None:
    assert point_from_xr(0, 0, -1) == Vec3(0, 1, 0)
    assert point_from_xr(1, 0, 0) == Vec3(1, 0, 0)
    assert point_from_xr(0, 1, 0) == Vec3(0, 0, 1)


def test_turning_left_is_a_turn_about_the_vertical() -> None:
    half = math.radians(90) / 2

    left = quat_from_xr(0, math.sin(half), 0, math.cos(half))

    assert left == Quat(math.cos(half), 0, 0, math.sin(half))
    assert left.rotate(Vec3(0, 1, 0)) == pytest.approx((-1, 0, 0))


@given(st.lists(st.tuples(turns, points), min_size=1, max_size=6))
def test_many_poses_at_once_are_the_same_as_one_by_one(
    given_poses: list[tuple[tuple[float, float, float, float], tuple[float, float, float]]],
) -> None:
    posefs = np.array([(*turn, *point) for turn, point in given_poses], np.float32)
    rows = np.empty_like(posefs)

    rows_from_xr(posefs, rows)

    for row, (turn, point) in zip(rows, given_poses, strict=True):
        pose = pose_from_xr(turn, point)
        assert row.tolist() == pytest.approx([*pose.position, *pose.orientation], abs=1e-5)
