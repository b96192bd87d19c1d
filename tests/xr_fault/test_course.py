"""The course of a session: in, on, off, on again, out; on a runtime that keeps the rules."""

from __future__ import annotations

import itertools
import logging

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, PERIOD_NS
from tests.xr_fault.runtime import EYE_PX, IPD_M, FaultRuntime
from tests.xr_fault.story import draw, until_the_end, word, words
from vrexposure.core.inputs import Button, Frame, Point, Tick

S = xr.SessionState


def test_frames_nobody_draws_are_ended_empty(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()

    told = words(open_on().input.moments(), 6)

    assert told == ["focus_gained", "frame", "frame", "frame", "frame", "frame"]
    assert runtime.layers[:4] == [0, 0, 0, 0]


def test_a_drawn_frame_is_ended_with_the_very_poses_it_was_drawn_from(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    runtime.poses["view"] = (ALL_VALID, (0.0, 0.6, 0.0, 0.8, 1.0, 1.5, -2.0))
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    assert headset.eyes is not None

    views = headset.eyes.begin()
    assert views is not None
    headset.eyes.acquire()
    # The head moves on while the picture is drawn; it must be shown where it was drawn for.
    runtime.poses["view"] = (ALL_VALID, (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0))
    headset.eyes.release()
    headset.eyes.end()

    assert runtime.layers == [1]
    for eye, pose in enumerate(runtime.submitted[0]):
        x = 1.0 + (eye - 0.5) * IPD_M
        assert pose == pytest.approx((0.0, 0.6, 0.0, 0.8, x, 1.5, -2.0))
        assert views[eye].pose.position == pytest.approx((x, 2.0, 1.5))
        assert views[eye].pose.orientation == pytest.approx((0.8, 0.0, 0.0, 0.6))
    assert views[0].angle_left == pytest.approx(-0.8)
    assert views[0].angle_down == pytest.approx(-0.9)
    assert (headset.eyes.eye_width_px, headset.eyes.eye_height_px) == EYE_PX


def test_pictures_have_the_size_that_was_asked_for(runtime: FaultRuntime, open_on: Opener) -> None:
    eyes = open_on(render_scale=0.75).eyes
    assert eyes is not None
    assert (eyes.eye_width_px, eyes.eye_height_px) == (480, 540)
    assert runtime.broken == []


def test_a_frame_has_poses_flags_buttons_and_the_time_of_its_picture(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    origin_ns = runtime.time_ns - 1_000_000_000
    runtime.poses |= {
        "view": (ALL_VALID, (0, 0, 0, 1, 0.5, 1.6, -0.25)),
        "grip/left": (3, (0, 0, 0, 1, -0.2, 1.1, -0.3)),
        "aim/right": (ALL_VALID, (0, 0, 0, 1, 0.2, 1.2, -0.4)),
    }
    runtime.buttons = {"select/right": True, "menu/left": False, "squeeze/left": True}
    moments = open_on(origin_ns=origin_ns).input.moments()

    frame = [next(moments), next(moments)][1]

    assert isinstance(frame, Frame)
    assert frame.time_ns == 1_000_000_000 + PERIOD_NS
    assert frame.pose(Point.HEAD).position == pytest.approx((0.5, 0.25, 1.6))
    assert frame.pose(Point.LEFT_HAND).position == pytest.approx((-0.2, 0.3, 1.1))
    assert frame.pose(Point.RIGHT_AIM).position == pytest.approx((0.2, 0.4, 1.2))
    assert frame.flags.tolist() == [15, 3, 0, 0, 15, 0, 0, 0, 0]
    assert frame.tracked(Point.HEAD)
    assert not frame.tracked(Point.LEFT_HAND)
    assert frame.buttons == Button.RIGHT_SELECT | Button.LEFT_SQUEEZE | Button.LEFT_ACTIVE


def test_without_focus_no_button_is_down(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.enter(S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE)

    frame = next(open_on().input.moments())

    assert isinstance(frame, Frame)
    assert frame.buttons == 0


def test_a_runtime_that_wants_no_picture_gets_empty_frames_and_we_tick(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.enter(S.IDLE, S.READY, S.SYNCHRONIZED)
    runtime.should_render = False
    moments = open_on().input.moments()

    assert words(moments, 3) == ["tick", "tick", "tick"]
    assert set(runtime.layers) == {0}
    runtime.should_render = True
    runtime.enter(S.VISIBLE, S.FOCUSED)
    assert words(moments, 2) == ["focus_gained", "frame"]


def test_before_the_session_runs_ticks_come_at_least_five_times_a_second(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.enter(S.IDLE)

    ticks = list(itertools.islice(open_on().input.moments(), 4))

    assert all(isinstance(tick, Tick) for tick in ticks)
    gaps_ns = [later.time_ns - earlier.time_ns for earlier, later in itertools.pairwise(ticks)]
    assert all(90_000_000 < gap_ns < 200_000_000 for gap_ns in gaps_ns), gaps_ns
    assert not runtime.calls["xrWaitFrame"]


def test_taking_the_headset_off_and_putting_it_on_again_goes_on(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    for moment in moments:
        if isinstance(moment, Frame):
            draw(headset)
            break
    runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE)

    assert words(moments, 3) == ["focus_lost", "headset_off", "tick"]
    runtime.open_up()
    assert words(moments, 3) == ["headset_on", "focus_gained", "frame"]
    assert runtime.calls["xrBeginSession"] == 2
    assert runtime.calls["xrAttachSessionActionSets"] == 1


def test_leaving_by_the_headset_s_menu_ends_in_order(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE, S.EXITING)

    told = until_the_end(open_on())

    assert told == ["focus_gained", "focus_lost", "headset_off", "runtime_ended"]
    assert runtime.calls["xrEndSession"] == 1


def test_the_headset_s_own_sensor_is_heard(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    moments = open_on().input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]

    runtime.send(xr.EventDataUserPresenceChangedEXT(is_user_present=False))
    assert words(moments, 2) == ["headset_off", "frame"]
    runtime.send(xr.EventDataUserPresenceChangedEXT(is_user_present=True))
    assert words(moments, 2) == ["headset_on", "frame"]


def test_recentring_is_told_with_the_first_frame_it_shows_in(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = open_on().input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]

    runtime.send(
        xr.EventDataReferenceSpaceChangePending(
            reference_space_type=xr.ReferenceSpaceType.STAGE,
            change_time=runtime.time_ns + 2 * PERIOD_NS,
        )
    )

    assert words(moments, 4) == ["frame", "recentred", "frame", "frame"]


def test_another_space_that_moves_is_not_ours(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    runtime.send(
        xr.EventDataReferenceSpaceChangePending(
            reference_space_type=xr.ReferenceSpaceType.LOCAL, change_time=runtime.time_ns
        )
    )

    assert words(open_on().input.moments(), 4) == ["focus_gained", "frame", "frame", "frame"]


def test_a_picture_that_was_not_finished_is_not_shown(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    assert headset.eyes is not None

    headset.eyes.begin()
    headset.eyes.acquire()
    headset.eyes.end()  # as in `finally`, after drawing has failed

    assert runtime.layers == [0]
    assert words(moments, 1) == ["frame"]
    draw(headset)
    assert runtime.layers == [0, 1]


def test_eyes_that_cannot_be_located_are_not_drawn(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    runtime.view_flags = int(xr.ViewStateFlags.ORIENTATION_VALID_BIT)
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    assert headset.eyes is not None

    assert headset.eyes.begin() is None
    headset.eyes.end()

    assert runtime.layers == [0]


def test_a_renderer_that_draws_at_every_moment_does_no_harm(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.enter(S.IDLE)
    headset = open_on()
    told = []
    for moment in headset.input.moments():
        draw(headset)
        told.append(word(moment))
        if told == ["tick"]:
            runtime.open_up()
        if told.count("frame") == 2:
            break

    assert told == ["tick", "focus_gained", "frame", "frame"]
    assert runtime.layers == [1, 1]


def test_giving_up_in_mid_frame_ends_the_frame(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]

    moments.close()  # type: ignore[attr-defined]

    assert runtime.layers == [0]


def test_closing_leaves_by_the_door(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    headset = open_on()
    assert words(headset.input.moments(), 2) == ["focus_gained", "frame"]

    headset.close()

    assert runtime.calls["xrRequestExitSession"] == 1
    assert runtime.calls["xrEndSession"] == 1
    assert runtime.calls["xrDestroySwapchain"] == 1
    assert runtime.calls["xrDestroySession"] == 1
    assert runtime.calls["xrDestroyInstance"] == 1


def test_display_times_that_repeat_still_rise_in_the_record(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    times = []
    headset = open_on()
    for moment in headset.input.moments():
        if isinstance(moment, Frame):
            times.append(moment.time_ns)
            runtime.time_ns -= PERIOD_NS  # the same display time again
        if len(times) == 4:
            break

    runtime.broken.clear()  # setting its clock back makes its own rule of times fail
    assert [later - earlier for earlier, later in itertools.pairwise(times)] == [1, 1, 1]


def test_without_time_conversion_one_offset_serves(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    runtime.extensions.remove("XR_KHR_convert_timespec_time")
    headset = open_on()
    frames = [m for m in itertools.islice(headset.input.moments(), 4) if isinstance(m, Frame)]

    assert [b.time_ns - a.time_ns for a, b in itertools.pairwise(frames)] == [PERIOD_NS] * 2
    told = headset.input.clock_map()
    assert told is not None
    assert not told.exact


def test_a_buzz_reaches_the_runtime(runtime: FaultRuntime, open_on: Opener) -> None:
    open_on().haptic("right", 40)

    assert runtime.buzzes_ns == [40_000_000]


def test_a_controller_the_runtime_does_not_know_is_left_out(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.unknown_profiles = {"/interaction_profiles/htc/vive_controller"}

    with caplog.at_level(logging.INFO):
        open_on()

    assert "does not know /interaction_profiles/htc/vive_controller" in caplog.text


def test_a_change_of_controllers_goes_to_the_log(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.open_up()
    runtime.send(xr.EventDataInteractionProfileChanged())

    with caplog.at_level(logging.INFO):
        assert words(open_on().input.moments(), 2) == ["focus_gained", "frame"]

    assert "controllers: left none, right none" in caplog.text
