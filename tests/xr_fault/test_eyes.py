"""What a runtime tells of the eyes: drawn when it can be, never drawn when it cannot."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator

import pytest

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.spaces import FOV
from tests.xr_fault.story import draw, until_the_end, words
from vrexposure.errors import DeviceError
from vrexposure.openxr.eyes import XrEyes

NAN, INF = math.nan, math.inf


def begun(runtime: FaultRuntime, open_on: Opener) -> tuple[XrEyes, Iterator[object]]:
    """The eyes of a headset with a frame in hand, and what comes after it."""
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    assert headset.eyes is not None
    return headset.eyes, moments


@pytest.mark.parametrize("views", [0, 1, 4])
def test_a_headset_with_another_number_of_pictures_is_refused(
    runtime: FaultRuntime, open_on: Opener, views: int
) -> None:
    runtime.view_count = views

    with pytest.raises(DeviceError, match=f"shows {views} pictures instead of one for each eye"):
        open_on()

    assert runtime.living() == {}


@pytest.mark.parametrize("views", [0, 1])
def test_fewer_views_than_eyes_are_not_drawn_until_there_are_two_again(
    runtime: FaultRuntime, open_on: Opener, views: int, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    runtime.view_count = views

    with caplog.at_level(logging.INFO):
        draw(headset)
        for _ in range(2):
            assert words(moments, 1) == ["frame"]
            draw(headset)
        runtime.view_count = 2
        assert words(moments, 1) == ["frame"]
        draw(headset)

    assert runtime.layers == [0, 0, 0, 1]
    assert caplog.text.count(f"{views} views instead of one for each eye") == 1
    assert caplog.text.count("can be drawn for again") == 1


def test_more_views_than_there_is_room_for_are_a_loss(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    runtime.view_count = 4

    draw(headset)
    moments.close()  # type: ignore[attr-defined]

    assert headset.eyes is not None
    assert "ERROR_SIZE_INSUFFICIENT" in str(headset.eyes.lost)
    assert until_the_end(headset) == ["focus_lost", "runtime_lost", "runtime_lost"]


@pytest.mark.parametrize("eye", [0, 1])
@pytest.mark.parametrize(
    ("fov", "fault"),
    [
        ((NAN, 0.7, 0.6, -0.9), "nowhere"),
        ((-0.8, 0.7, INF, -0.9), "nowhere"),
        ((0.7, -0.8, 0.6, -0.9), "without a width"),
        ((-0.8, 0.7, -0.9, 0.6), "without a height"),
        ((0.0, 0.0, 0.0, 0.0), "without a width"),
        ((-0.8, 0.7, 0.3, 0.3), "without a height"),
        ((-1.6, 0.7, 0.6, -0.9), "without a width"),
        ((-0.8, 0.7, 1.6, -0.9), "without a height"),
    ],
)
def test_a_field_of_view_that_is_none_is_not_drawn(
    runtime: FaultRuntime,
    open_on: Opener,
    eye: int,
    fov: tuple[float, float, float, float],
    fault: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    eyes, moments = begun(runtime, open_on)
    runtime.fovs[eye] = fov

    assert eyes.begin() is None
    eyes.end()

    assert runtime.layers == [0]
    assert fault in caplog.text
    assert words(moments, 1) == ["frame"], "the session goes on"


@pytest.mark.parametrize(
    ("pose", "fault"),
    [
        ((0, 0, 0, 1, NAN, 1.5, 0), "nowhere"),
        ((NAN, 0, 0, 1, 0, 1.5, 0), "nowhere"),
        ((0, 0, 0, 0, 0, 1.5, 0), "by no rotation"),
    ],
)
def test_an_eye_that_is_nowhere_is_not_drawn(
    runtime: FaultRuntime,
    open_on: Opener,
    pose: tuple[float, float, float, float, float, float, float],
    fault: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    eyes, moments = begun(runtime, open_on)
    runtime.poses["view"] = (ALL_VALID, pose)

    assert eyes.begin() is None
    eyes.end()

    assert runtime.layers == [0]
    assert fault in caplog.text
    assert words(moments, 1) == ["frame"], "the session goes on"


def test_eyes_that_are_set_apart_in_mid_session_are_drawn_so_in_the_next_frame(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    eyes, moments = begun(runtime, open_on)
    apart_m = []
    for ipd_m in (0.064, 0.058, 0.071):
        runtime.ipd_m = ipd_m
        views = eyes.begin()
        assert views is not None
        apart_m.append(views[1].pose.position.x - views[0].pose.position.x)
        eyes.acquire()
        eyes.release()
        eyes.end()
        assert words(moments, 1) == ["frame"]

    assert apart_m == pytest.approx([0.064, 0.058, 0.071])
    shown_m = [right[4] - left[4] for left, right in runtime.submitted]
    assert shown_m == pytest.approx([0.064, 0.058, 0.071])


def test_a_field_of_view_that_changes_in_mid_session_is_drawn_in_the_next_frame(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    eyes, moments = begun(runtime, open_on)
    assert eyes.begin() is not None
    eyes.end()
    assert words(moments, 1) == ["frame"]
    runtime.fovs = [(-0.9, 0.6, 0.5, -0.4), FOV]

    views = eyes.begin()
    eyes.end()

    assert views is not None
    assert views[0][1:] == pytest.approx((-0.9, 0.6, 0.5, -0.4))
    assert views[1][1:] == pytest.approx(FOV)
