"""The stage in the runtime's spaces: which one, moved by the runtime, moved by us."""

from __future__ import annotations

import itertools
import logging
import math
import typing
from collections.abc import Iterator

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, PERIOD_NS, XrPose
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw, until, word, words
from vrexposure.core.inputs import DeviceChange, Frame, Point
from vrexposure.errors import DeviceError
from vrexposure.openxr.spaces import StageSpace

S = xr.SessionState
KINDS = xr.ReferenceSpaceType


def stage_place(runtime: FaultRuntime, name: str) -> XrPose:
    """Where the stage lies in the runtime's space of this name."""
    (place,) = [
        runtime.places[handle]
        for handle in runtime.places
        if runtime.name_of_number(handle) == name
    ]
    return place


def moved(runtime: FaultRuntime, kind: int, in_frames: int, **more: typing.Any) -> None:
    """The runtime is going to move one of its spaces."""
    runtime.send(
        xr.EventDataReferenceSpaceChangePending(
            reference_space_type=KINDS(kind),
            change_time=runtime.time_ns + in_frames * PERIOD_NS,
            **more,
        )
    )


def frames(moments: Iterator[typing.Any], count: int) -> list[Frame]:
    return list(itertools.islice((m for m in moments if isinstance(m, Frame)), count))


@pytest.mark.parametrize(
    ("wanted", "missing", "got"),
    [
        ("stage", [], "stage"),
        ("stage", [KINDS.STAGE], "local_floor"),
        ("local_floor", [], "local_floor"),
        ("local_floor", [KINDS.LOCAL_FLOOR], "local"),
        ("stage", [KINDS.STAGE, KINDS.LOCAL_FLOOR], "local"),
        ("local", [], "local"),
    ],
)
def test_the_wanted_space_is_taken_or_the_next_best_with_a_warning(
    runtime: FaultRuntime,
    open_on: Opener,
    caplog: pytest.LogCaptureFixture,
    wanted: StageSpace,
    missing: list[int],
    got: StageSpace,
) -> None:
    runtime.space_types = [kind for kind in runtime.space_types if kind not in missing]

    with caplog.at_level(logging.WARNING):
        headset = open_on(space=wanted, eye_height_m=1.25)

    assert headset.properties.space == got
    assert (wanted != got) == ("is used" in caplog.text)
    assert stage_place(runtime, got)[4:] == pytest.approx((0, -1.25 if got == "local" else 0, 0))


def test_a_height_that_was_not_measured_is_not_made_up(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.space_types = [KINDS.VIEW, KINDS.LOCAL]

    with pytest.raises(DeviceError, match="--eye-height"):
        open_on()


def test_the_horizon_comes_to_whoever_lies_back(runtime: FaultRuntime, open_on: Opener) -> None:
    open_on(space="local", eye_height_m=1.2, recline_deg=60.0)

    x, y, z, w, *place = stage_place(runtime, "local")

    assert (x, y, z, w) == pytest.approx((math.sin(math.pi / 6), 0, 0, math.cos(math.pi / 6)))
    # 1.2 m "below" eyes that look up by 60 degrees: behind and a little below them.
    assert place == pytest.approx((0, -0.6, -1.2 * math.sin(math.pi / 3)), abs=1e-6)


def test_several_moves_of_the_runtime_at_one_time_are_one(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = open_on().input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    for _ in range(4):
        moved(runtime, KINDS.STAGE, 2)

    assert words(moments, 4) == ["frame", "recentred", "frame", "frame"]


def test_a_move_takes_effect_at_its_time_also_without_the_runtime_s_help_with_clocks(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.extensions.remove("XR_KHR_convert_timespec_time")
    moved(runtime, KINDS.STAGE, 3)
    runtime.open_up()

    told = words(open_on().input.moments(), 5)

    assert told == ["focus_gained", "frame", "frame", "recentred", "frame"]


def test_a_move_while_no_picture_is_wanted_is_told_with_a_tick(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.should_render = False
    runtime.enter(S.IDLE, S.READY, S.SYNCHRONIZED)
    moments = open_on(virtual=True).input.moments()
    assert words(moments, 1) == ["tick"]
    moved(runtime, KINDS.STAGE, 1)

    assert words(moments, 3) == ["recentred", "tick", "tick"]


def test_by_how_much_the_runtime_moved_is_in_the_log(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.open_up()
    moments = open_on().input.moments()
    until(moments, "frame")
    there = xr.Posef(xr.Quaternionf(0, 0, 0, 1), xr.Vector3f(0.5, 0, -2.0))
    moved(runtime, KINDS.STAGE, 1, pose_valid=True, pose_in_previous_space=there)

    with caplog.at_level(logging.INFO):
        assert words(moments, 2) == ["recentred", "frame"]

    assert "Vec3(x=0.5, y=2.0, z=0.0)" in caplog.text


def test_our_own_recentring_is_told_with_the_first_frame_in_the_new_space(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    # Turned by 90 degrees to the left, 0.6 m to the right, 0.8 m ahead; 1.5 m above the floor.
    half = math.sqrt(0.5)
    runtime.poses["view"] = (ALL_VALID, (0, half, 0, half, 0.6, 1.5, -0.8))
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]

    headset.recentre()

    assert words(moments, 3) == ["recentred", "frame", "frame"]
    assert stage_place(runtime, "stage") == pytest.approx((0, half, 0, half, 0.6, 0, -0.8))
    place = headset.properties.place
    assert place.position == pytest.approx((0.6, 0.8, 0.0))
    assert place.orientation == pytest.approx((half, 0, 0, half))


def test_pictures_and_poses_are_told_in_the_new_space_alike(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    runtime.poses["view"] = (ALL_VALID, (0, 0, 0, 1, 0.6, 1.5, -0.8))
    headset = open_on()
    moments = headset.input.moments()
    (first,) = frames(moments, 1)
    draw(headset)
    headset.recentre()

    (second,) = frames(moments, 1)
    assert headset.eyes is not None
    views = headset.eyes.begin()
    headset.eyes.end()

    # The runtime tells where the head is against the space it is asked for.
    assert first.pose(Point.HEAD).position == pytest.approx((0.6, 0.8, 1.5))
    assert second.pose(Point.HEAD).position == pytest.approx((0.0, 0.0, 1.5), abs=1e-6)
    assert views is not None
    middle = [sum(view.pose.position[axis] for view in views) / 2 for axis in range(3)]
    assert middle == pytest.approx((0.0, 0.0, 1.5), abs=1e-6)


def test_a_head_that_is_not_tracked_is_nothing_to_centre_on(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.open_up()
    runtime.poses["view"] = (3, (0, 0, 0, 1, 0.6, 1.5, -0.8))
    headset = open_on()
    moments = headset.input.moments()
    until(moments, "frame")
    headset.recentre()

    assert words(moments, 2) == ["frame", "frame"]
    assert "not recentred" in caplog.text


def test_a_move_of_the_runtime_s_own_makes_ours_void(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    runtime.poses["view"] = (ALL_VALID, (0, 0, 0, 1, 0.6, 1.5, -0.8))
    headset = open_on(space="local_floor")
    moments = headset.input.moments()
    until(moments, "frame")
    headset.recentre()
    assert words(moments, 2) == ["recentred", "frame"]
    moved(runtime, KINDS.LOCAL_FLOOR, 1)

    assert words(moments, 2) == ["recentred", "frame"]
    assert stage_place(runtime, "local_floor") == pytest.approx((0, 0, 0, 1, 0, 0, 0))


def test_recentring_again_and_again_leaves_no_space_behind(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    until(moments, "frame")
    living = runtime.living()
    for _ in range(50):
        headset.recentre()
        assert until(moments, "frame") == ["recentred", "frame"]
        draw(headset)

    assert runtime.living() == living


def test_another_session_begins_in_the_space_as_it_was_placed_first(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    runtime.poses["view"] = (ALL_VALID, (0, 0, 0, 1, 0.6, 1.5, -0.8))
    headset = open_on(virtual=True, reconnect_for_s=60, space="local", eye_height_m=1.1)
    moments = headset.input.moments()
    until(moments, "frame")
    headset.recentre()
    until(moments, "frame")
    runtime.vanish()
    until(moments, "runtime_lost")
    runtime.come_back()
    runtime.open_up()
    until(moments, "frame")

    assert stage_place(runtime, "local") == pytest.approx((0, 0, 0, 1, 0, -1.1, 0))


def test_lost_events_pause_and_take_the_space_for_moved(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = open_on().input.moments()
    until(moments, "frame")
    runtime.send(xr.EventDataEventsLost(lost_event_count=3))

    assert words(moments, 3) == [DeviceChange.FOCUS_LOST, DeviceChange.RECENTRED, "frame"]
    runtime.enter(S.VISIBLE, S.FOCUSED)
    assert words(moments, 2) == ["focus_gained", "frame"]


def test_ready_that_was_lost_is_found_out(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.enter(S.IDLE, S.READY)
    runtime.events.clear()
    runtime.send(xr.EventDataEventsLost(lost_event_count=2))
    moments = open_on().input.moments()

    assert [word(m) for m in itertools.islice(moments, 2)] == ["recentred", "frame"]


def test_stopping_that_was_lost_is_found_out(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    moments = open_on().input.moments()
    until(moments, "frame")
    runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING)
    runtime.events.clear()
    runtime.send(xr.EventDataEventsLost(lost_event_count=3))

    assert words(moments, 4) == ["focus_lost", "headset_off", "recentred", "tick"]
    assert runtime.calls["xrEndSession"] == 1
