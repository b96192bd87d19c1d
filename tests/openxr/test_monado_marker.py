"""Where a mark on the stage comes to lie in the runtime's own pictures."""

from __future__ import annotations

import typing

import numpy as np
import numpy.typing as npt
import pytest

from tests.openxr.programs import Run, run_beside_service
from vrexposure.openxr.swapchain import (
    GL_DEPTH24_STENCIL8,
    GL_DEPTH_COMPONENT24,
    GL_DEPTH_COMPONENT32F,
)

pytestmark = [pytest.mark.xr, pytest.mark.timeout(150)]

EYE_PX = (320, 240)
DEPTH_FORMATS = (GL_DEPTH24_STENCIL8, GL_DEPTH_COMPONENT32F, GL_DEPTH_COMPONENT24)


@pytest.fixture(scope="module", params=[1, 2], ids=["one-texture", "two-textures"])
def seen(monado: int, request: pytest.FixtureRequest) -> Run:
    done = run_beside_service("marker", *["--each"][: request.param - 1], limit_s=60)
    assert done.exit_code == 0, done.errors
    (cost,) = (line for line in done.lines if "textures" in line)
    assert cost["textures"] == request.param
    return done


def projected(
    mark: typing.Sequence[float], view: typing.Sequence[float]
) -> npt.NDArray[np.float64]:
    """Column, and row from below, of the mark for one eye: pose and field of view, no more.

    `view`: x, y, z, quaternion w, x, y, z in stage space; angles left, right, up, down.
    """
    x, y, z, w, i, j, k, left, right, up, down = view
    turn = np.array(
        [
            [1 - 2 * (j * j + k * k), 2 * (i * j - k * w), 2 * (i * k + j * w)],
            [2 * (i * j + k * w), 1 - 2 * (i * i + k * k), 2 * (j * k - i * w)],
            [2 * (i * k - j * w), 2 * (j * k + i * w), 1 - 2 * (i * i + j * j)],
        ]
    )
    aside, ahead, above = turn.T @ (np.array(mark) - np.array([x, y, z]))
    seen = np.array([aside / ahead, above / ahead])
    least, most = np.tan([left, down]), np.tan([right, up])
    middles: npt.NDArray[np.float64] = (seen - least) / (most - least) * EYE_PX - 0.5
    return middles


def test_each_eye_sees_a_mark_where_the_submitted_pose_and_field_of_view_put_it(
    seen: Run,
) -> None:
    looks = [line for line in seen.lines if "marks" in line]
    (plan,) = (line for line in seen.lines if "mark" in line)
    assert [look["head"] for look in looks] == [
        head for head in plan["heads"] for _ in range(plan["looks"])
    ]
    for look in looks:
        assert tuple(look["eye_px"]) == EYE_PX
        middle = np.mean([view[:3] for view in look["views"]], axis=0)
        assert middle == pytest.approx(look["head"], abs=2e-3)
        for mark, view in zip(look["marks"], look["views"], strict=True):
            assert mark is not None, "the mark is not seen"
            assert np.linalg.norm(np.array(mark) - projected(plan["mark"], view)) < 1.0


def test_ten_centimetres_of_the_head_move_the_mark_as_far_as_they_should(seen: Run) -> None:
    looks = [line for line in seen.lines if "marks" in line]
    before = looks[0]
    after = next(look for look in looks if look["head"] != before["head"])
    for eye in range(2):
        moved = np.array(after["marks"][eye]) - np.array(before["marks"][eye])
        assert moved[0] < -8  # to the right with the head, so to the left in the picture
        assert abs(moved[1]) < 1


def test_two_eyes_cost_one_cull_in_the_headset(seen: Run) -> None:
    (cost,) = (line for line in seen.lines if "culls" in line)
    assert cost["culls"] == cost["frames"] > 0


def test_what_the_runtime_says_its_lenses_hide_is_black_and_nothing_else_is(seen: Run) -> None:
    (cost,) = (line for line in seen.lines if "culls" in line)
    assert "XR_KHR_visibility_mask" in cost["offered"]
    assert min(cost["mask_triangles"]) > 0
    for look in (line for line in seen.lines if "marks" in line):
        for hidden, lit_of_hidden, lit_of_seen in look["lit"]:
            assert hidden > 0.01
            assert lit_of_hidden == 0
            assert lit_of_seen > 0.99


def test_every_picture_goes_with_its_depth_where_the_runtime_takes_it(seen: Run) -> None:
    (cost,) = (line for line in seen.lines if "culls" in line)
    assert "XR_KHR_composition_layer_depth" in cost["offered"]
    assert cost["depth_format"] in DEPTH_FORMATS
    looks = len([line for line in seen.lines if "marks" in line])
    assert cost["depths"] >= looks + cost["frames"]
