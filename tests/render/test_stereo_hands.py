"""Hands drawn by their joints, for both eyes at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.render.eyes import TextureTarget, eye_views, pixel_of
from tests.render.moments import HOME, frame
from tests.render.test_fingers import hands, vertices
from tests.render.test_stereo import drawn, head_of
from vrexposure.core.geometry import Vec3
from vrexposure.ports import EyeView
from vrexposure.render.geoms import Path3
from vrexposure.render.stage import Stage

pytestmark = pytest.mark.gl


def outline(hand: Path3, view: EyeView) -> tuple[float, float, float, float]:
    """First and last column, first and last row of a hand for one eye, from its vertices."""
    pixels = np.array([pixel_of(view, Vec3(*place)) for place in vertices(hand)[:, :3].tolist()])
    (left, top), (right, low) = pixels.min(axis=0).tolist(), pixels.max(axis=0).tolist()
    return left, right, top, low


@pytest.mark.parametrize("cant_rad", [0.0, 0.08])
def test_jointed_hands_look_the_same_at_once_and_one_by_one_and_are_where_each_eye_sees_them(
    open_stage: Stage, cant_rad: float
) -> None:
    bare, moment = frame(), replace(frame(), hands=hands())
    target = TextureTarget()
    target.views = eye_views(head_of(moment), cant_rad=cant_rad)
    open_stage.show(HOME, bare)
    open_stage.settle()
    without = drawn(open_stage, target, instanced=True)
    open_stage.show(HOME, moment)
    at_once = drawn(open_stage, target, instanced=True)
    one_by_one = drawn(open_stage, target, instanced=False)

    assert np.abs(at_once - one_by_one).max() <= 1
    changed = np.split(np.abs(at_once - without).max(axis=2) > 2, 2, axis=1)
    for hand in open_stage._hands.paths()[2:]:
        lefts = []
        for view, mask in zip(target.views, changed, strict=True):
            left, right, top, low = outline(hand, view)
            rows, columns = np.nonzero(mask)
            near = (columns > left - 10) & (columns < right + 10)
            rows, columns = rows[near], columns[near]
            assert len(rows) > 300
            seen = columns.min(), columns.max(), rows.min(), rows.max()
            assert seen == pytest.approx((left, right, top, low), abs=1.5), hand.name
            lefts.append(left)
        assert lefts[0] - lefts[1] > 5, "both eyes see it from one place"
