"""What is lent for pictures, and what is told of them: one or two, depth, and what lenses hide."""

from __future__ import annotations

import itertools
import logging
import math

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import R
from tests.xr_fault.gallerist import DepthTold
from tests.xr_fault.runtime import EYE_PX, FaultRuntime
from tests.xr_fault.story import draw, until
from vrexposure.core.inputs import Frame
from vrexposure.openxr.headset import Headset

MASK = "XR_KHR_visibility_mask"
DEPTH = "XR_KHR_composition_layer_depth"
D24S8 = 0x88F0
WIDE, HIGH = EYE_PX

LEFT_MASK = ([(-1.0, 0.5), (-1.0, 0.7), (-0.8, 0.7)], [0, 1, 2])
RIGHT_MASK = ([(1.0, 0.5), (1.0, 0.7), (0.8, 0.7), (1.0, -0.9)], [0, 1, 2, 1, 3, 0])


def frames_of(headset: Headset, count: int) -> None:
    """So many frames, each drawn."""
    moments = (one for one in headset.input.moments() if isinstance(one, Frame))
    for _ in itertools.islice(moments, count):
        draw(headset)


def draw_with_depth(headset: Headset, near_m: float = 0.05, far_m: float = 60.0) -> list[int]:
    """One picture with depth, as a renderer does it; the textures that depth went into."""
    eyes = headset.eyes
    assert eyes is not None
    textures: list[int] = []
    if eyes.begin() is not None:
        eyes.acquire()
        textures += eyes.acquire_depth(near_m, far_m)
        eyes.release()
    eyes.end()
    return textures


# One texture, or two


def test_both_eyes_lie_side_by_side_in_one_picture(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    headset = open_on()
    frames_of(headset, 2)

    assert runtime.pieces == [
        (0, (2 * WIDE, HIGH), 0, WIDE),
        (1, (2 * WIDE, HIGH), WIDE, WIDE),
    ]
    assert headset.eyes is not None
    assert headset.eyes.acquire_right() is None


@pytest.mark.parametrize("way", ["too wide", "refused"])
def test_where_both_are_too_wide_together_each_eye_has_a_picture(
    runtime: FaultRuntime, open_on: Opener, way: str
) -> None:
    if way == "too wide":
        runtime.largest_px = (2 * WIDE - 1, HIGH)
    else:
        runtime.refuses_wider_px = WIDE
    runtime.open_up()
    headset = open_on()
    eyes = headset.eyes
    assert eyes is not None
    lent = []
    moments = headset.input.moments()
    for moment in itertools.islice((one for one in moments if isinstance(one, Frame)), 4):
        assert eyes.begin() is not None, moment
        lent.append((eyes.acquire(), eyes.acquire_right()))
        eyes.release()
        eyes.end()

    assert runtime.pieces == [(0, (WIDE, HIGH), 0, WIDE), (1, (WIDE, HIGH), 0, WIDE)]
    assert lent == [(11, 21), (12, 22), (13, 23), (11, 21)]
    left, right = runtime.submitted[-1]
    assert right[4] - left[4] == pytest.approx(0.064)
    headset.close()
    assert not runtime.chains


def test_a_runtime_that_dies_between_two_pictures_is_told_once_and_comes_back(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.largest_px = EYE_PX
    runtime.open_up()
    headset = open_on(virtual=True, reconnect_for_s=60)
    assert headset.eyes is not None
    moments = headset.input.moments()
    until(moments, "frame")
    runtime.fail("xrAcquireSwapchainImage", R.ERROR_SESSION_LOST, after=1)
    draw(headset)
    until(moments, "runtime_lost")
    runtime.come_back()
    runtime.open_up()
    until(moments, "runtime_back")
    until(moments, "frame")
    draw(headset)

    assert len(runtime.chains) == 2
    assert runtime.layers[-1] == 1
    moments.close()  # type: ignore[attr-defined]


def test_the_manifest_tells_what_pictures_are_made_of(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    told = []
    for draws in (False, True):
        headset = open_on(draw=draws)
        told.append(headset.properties.picture)
        headset.close()
    assert told == ["", "textures 1, depth 0x0, hidden corners 0 0"]
    runtime.extensions += [MASK, DEPTH]
    runtime.formats.append(D24S8)
    runtime.masks = {0: LEFT_MASK, 1: RIGHT_MASK}
    runtime.largest_px = EYE_PX
    assert open_on().properties.picture == "textures 2, depth 0x88f0, hidden corners 3 4"


# Depth


@pytest.fixture
def deep(runtime: FaultRuntime) -> FaultRuntime:
    """A runtime that takes depth."""
    runtime.extensions.append(DEPTH)
    runtime.formats.append(D24S8)
    runtime.open_up()
    return runtime


@pytest.mark.parametrize("largest", [(4096, 4096), EYE_PX])
def test_depth_is_told_of_each_eye_with_the_distances_that_were_drawn(
    deep: FaultRuntime, open_on: Opener, largest: tuple[int, int]
) -> None:
    deep.largest_px = largest
    headset = open_on()
    assert headset.eyes is not None
    assert headset.eyes.depth_format == D24S8
    moments = headset.input.moments()
    until(moments, "frame")
    textures = draw_with_depth(headset, 0.0625, 60.0)
    until(moments, "frame")
    draw(headset)  # one without
    until(moments, "frame")
    draw_with_depth(headset, 0.125, 30.0)

    assert len(textures) == (1 if largest[0] >= 2 * WIDE else 2)
    first, second, third = deep.depths
    assert first == [DepthTold(0.0625, 60.0, 0.0, 1.0, D24S8)] * 2
    assert second == []
    assert third == [DepthTold(0.125, 30.0, 0.0, 1.0, D24S8)] * 2
    moments.close()  # type: ignore[attr-defined]
    headset.close()
    assert not deep.chains


def test_depth_that_was_refused_is_submitted_neither_now_nor_later(
    deep: FaultRuntime, open_on: Opener
) -> None:
    headset = open_on()
    eyes = headset.eyes
    assert eyes is not None
    moments = headset.input.moments()
    until(moments, "frame")
    draw_with_depth(headset)
    until(moments, "frame")
    eyes.begin()
    eyes.acquire()
    assert eyes.acquire_depth(0.05, 60.0)
    eyes.refuse_depth()
    eyes.release()
    eyes.end()
    until(moments, "frame")
    assert draw_with_depth(headset) == []

    assert [len(told) for told in deep.depths] == [2, 0, 0]
    assert deep.layers[-3:] == [1, 1, 1]
    moments.close()  # type: ignore[attr-defined]


def test_depth_that_is_not_lent_costs_no_picture(
    deep: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    headset = open_on()
    moments = headset.input.moments()
    deep.fail("xrAcquireSwapchainImage", R.ERROR_RUNTIME_FAILURE, after=1)
    until(moments, "frame")
    assert draw_with_depth(headset) == []
    deep.come_back()
    until(moments, "frame")
    assert draw_with_depth(headset) == []

    assert deep.depths == [[], []]
    assert caplog.text.count("without depth") == 1
    moments.close()  # type: ignore[attr-defined]


def test_a_runtime_that_is_lost_while_it_lends_depth_is_lost(
    deep: FaultRuntime, open_on: Opener
) -> None:
    headset = open_on()
    moments = headset.input.moments()
    until(moments, "frame")
    deep.fail("xrAcquireSwapchainImage", R.ERROR_SESSION_LOST, after=1)
    assert draw_with_depth(headset) == []
    until(moments, "runtime_lost")
    assert deep.layers == []


@pytest.mark.parametrize("way", ["no extension", "no format", "refused"])
def test_where_depth_cannot_be_had_pictures_go_without(
    deep: FaultRuntime, open_on: Opener, way: str
) -> None:
    if way == "no extension":
        deep.extensions.remove(DEPTH)
    elif way == "no format":
        deep.formats[-1] = 0x81A5
    else:
        deep.fail("xrCreateSwapchain", R.ERROR_RUNTIME_FAILURE, after=1)
    headset = open_on()
    assert headset.eyes is not None
    assert headset.eyes.depth_format == 0
    moments = headset.input.moments()
    until(moments, "frame")
    assert draw_with_depth(headset) == []

    assert deep.depths == [[]]
    assert len(deep.chains) == 1
    moments.close()  # type: ignore[attr-defined]


# What the lenses hide


@pytest.fixture
def masked(runtime: FaultRuntime) -> FaultRuntime:
    """A runtime that knows what its lenses hide."""
    runtime.extensions.append(MASK)
    runtime.masks = {0: LEFT_MASK, 1: RIGHT_MASK}
    runtime.open_up()
    return runtime


def test_each_eyes_mask_is_handed_on_as_the_runtime_tells_it(
    masked: FaultRuntime, open_on: Opener
) -> None:
    eyes = open_on().eyes
    assert eyes is not None
    for eye, (corners, indices) in masked.masks.items():
        part = eyes.hidden(eye)
        assert part is not None
        assert part is eyes.hidden(eye)
        assert [tuple(corner) for corner in part.corners.tolist()] == [
            pytest.approx(corner) for corner in corners
        ]
        assert part.triangles.flatten().tolist() == indices


def test_a_mask_that_changes_is_asked_for_again(masked: FaultRuntime, open_on: Opener) -> None:
    headset = open_on()
    frames_of(headset, 1)
    assert headset.eyes is not None
    before = [headset.eyes.hidden(eye) for eye in range(2)]
    masked.change_mask(1, LEFT_MASK)
    masked.change_mask(7, LEFT_MASK)  # an eye that we do not have
    asked = masked.calls["xrGetVisibilityMaskKHR"]
    frames_of(headset, 1)

    after = [headset.eyes.hidden(eye) for eye in range(2)]
    assert after[0] is before[0]
    assert after[1] is not before[1]
    assert after[1] is not None
    assert len(after[1].corners) == 3
    assert masked.calls["xrGetVisibilityMaskKHR"] == asked + 2


def test_a_mask_that_becomes_empty_hides_nothing(masked: FaultRuntime, open_on: Opener) -> None:
    headset = open_on()
    frames_of(headset, 1)
    masked.change_mask(0, ([], []))
    frames_of(headset, 1)
    assert headset.eyes is not None
    assert headset.eyes.hidden(0) is None
    assert headset.eyes.hidden(1) is not None


@pytest.mark.parametrize(
    ("mask", "fault"),
    [
        (([(-1.0, 0.5), (-1.0, 0.7), (-0.8, 0.7)], [0, 1, 3]), "index 3 of 3"),
        (([(-1.0, 0.5), (-1.0, 0.7), (-0.8, 0.7)], [0, 1, 4_000_000_000]), "index 4000000000"),
        (([(-1.0, 0.5), (math.nan, 0.7), (-0.8, 0.7)], [0, 1, 2]), "not finite"),
        (([(-1.0, 0.5), (math.inf, 0.7), (-0.8, 0.7)], [0, 1, 2]), "not finite"),
        (([(-1.0, 0.5), (-1.0, 0.7), (-0.8, 0.7)], [0, 1]), "no triangles"),
        (([(0.0, 0.5)] * 65_537, [0, 1, 2]), "too many"),
        (([(-1.0, -1.0), (1.0, -1.0), (0.0, 1.0)], [0, 1, 2]), "straight ahead"),
        (([(-1.0, -1.0), (1.0, -1.0), (0.0, 1.0)], [2, 1, 0]), "straight ahead"),
    ],
)
def test_a_mask_that_makes_no_sense_hides_nothing(
    masked: FaultRuntime,
    open_on: Opener,
    mask: tuple[list[tuple[float, float]], list[int]],
    fault: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    masked.masks[0] = mask
    with caplog.at_level(logging.WARNING):
        headset = open_on()
    assert headset.eyes is not None
    assert headset.eyes.hidden(0) is None
    assert headset.eyes.hidden(1) is not None
    assert fault in caplog.text
    frames_of(headset, 2)
    assert masked.layers == [1, 1]


def test_a_runtime_that_refuses_its_mask_hides_nothing(
    masked: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    masked.fail("xrGetVisibilityMaskKHR", R.ERROR_RUNTIME_FAILURE)
    headset = open_on()
    assert headset.eyes is not None
    assert headset.eyes.hidden(0) is None
    assert "no mask for eye 1" in caplog.text
    frames_of(headset, 2)
    assert masked.layers == [1, 1]


def test_a_mask_that_never_fits_is_given_up(masked: FaultRuntime, open_on: Opener) -> None:
    masked.fail("xrGetVisibilityMaskKHR", R.ERROR_SIZE_INSUFFICIENT, after=1)
    headset = open_on()
    assert headset.eyes is not None
    assert headset.eyes.hidden(0) is None
    assert headset.eyes.hidden(1) is None


def test_a_runtime_that_is_lost_while_it_tells_its_mask_is_lost(
    masked: FaultRuntime, open_on: Opener
) -> None:
    headset = open_on()
    moments = headset.input.moments()
    until(moments, "frame")
    draw(headset)
    masked.fail("xrGetVisibilityMaskKHR", R.ERROR_INSTANCE_LOST)
    masked.change_mask(0, RIGHT_MASK)
    until(moments, "runtime_lost")


def test_a_runtime_without_masks_is_never_asked_for_one(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = open_on()
    runtime.send(
        xr.EventDataVisibilityMaskChangedKHR(
            view_configuration_type=xr.ViewConfigurationType.PRIMARY_STEREO, view_index=0
        )
    )
    frames_of(headset, 2)
    assert headset.eyes is not None
    assert headset.eyes.hidden(0) is None
    assert runtime.calls["xrGetVisibilityMaskKHR"] == 0
