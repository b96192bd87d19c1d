"""The display's rate: chosen, asked for, followed; and a runtime that tells nonsense about it."""

from __future__ import annotations

import logging
import math

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import R
from tests.xr_fault.judges import BestPractices
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw, facts, until, words
from vrexposure.errors import DeviceError, SettingError
from vrexposure.openxr.headset import Headset
from vrexposure.openxr.refresh import choose_rate

S = xr.SessionState
CALLS = (
    "xrEnumerateDisplayRefreshRatesFB",
    "xrGetDisplayRefreshRateFB",
    "xrRequestDisplayRefreshRateFB",
)


def rate_of(headset: Headset) -> float | None:
    return headset.properties.refresh_hz


@pytest.mark.parametrize(
    ("offered", "wanted_hz", "chosen_hz"),
    [
        ([72, 80, 90, 120], None, 90),
        ([120, 90.02, 80], None, 90.02),
        ([72, 80], None, 80),
        ([144, 120], None, 120),
        ([], None, None),
        ([72, 80, 90, 120], 120, 120),
        ([71.9, 72.3, 90], 72, 71.9),
    ],
)
def test_the_highest_up_to_ninety_is_chosen_or_what_was_named(
    offered: list[float], wanted_hz: float | None, chosen_hz: float | None
) -> None:
    assert choose_rate(offered, wanted_hz) == chosen_hz


@pytest.mark.parametrize("wanted_hz", [75, 60, 1e9, math.nan])
def test_a_rate_that_is_not_offered_is_refused_by_naming_those_that_are(wanted_hz: float) -> None:
    with pytest.raises(SettingError, match=r"this headset offers 72, 90, 119\.9 Hz"):
        choose_rate([90, 72, 119.88], wanted_hz)


def test_where_nothing_can_be_chosen_the_option_is_refused() -> None:
    with pytest.raises(SettingError, match="leave the option out"):
        choose_rate([], 90)


def test_the_rate_is_asked_for_whenever_the_session_is_begun(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.offer_rates(120, 90, 72)
    headset = open_on(virtual=True)
    assert runtime.asked_hz == []
    assert list(headset.properties.refresh_offered_hz) == [72, 90, 120]
    assert rate_of(headset) == 72
    runtime.open_up()
    moments = headset.input.moments()

    assert until(moments, "frame") == ["focus_gained", "fact", "frame"]
    assert runtime.asked_hz == [90]
    assert rate_of(headset) == 90
    runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE)
    until(moments, "tick")
    runtime.open_up()
    until(moments, "frame")
    assert runtime.asked_hz == [90, 90]


def test_a_change_of_the_rate_is_told_once_with_its_time(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.offer_rates(72, 90)
    runtime.open_up()
    headset = open_on(refresh_hz=72)
    moments = headset.input.moments()
    assert until(moments, "frame") == ["focus_gained", "frame"], "as the manifest says"

    runtime.show_at(90)
    runtime.show_at(90)

    assert facts(moments, 5) == [("refresh_hz", "90")]
    assert rate_of(headset) == 90


@pytest.mark.parametrize("odd_hz", [0.0, math.nan, math.inf, -90.0, 1e9])
def test_a_rate_that_no_display_has_is_not_believed(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture, odd_hz: float
) -> None:
    runtime.offer_rates(72, 90, odd_hz)
    runtime.open_up()
    headset = open_on()
    assert list(headset.properties.refresh_offered_hz) == [72, 90]
    moments = headset.input.moments()
    until(moments, "frame")
    assert runtime.asked_hz == [90]

    runtime.show_at(odd_hz)

    assert facts(moments, 5) == []
    assert rate_of(headset) == 90
    assert "tells a refresh rate" in caplog.text


def test_a_rate_that_cannot_be_had_ends_no_session(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.offer_rates(72, 90)
    runtime.fail("xrRequestDisplayRefreshRateFB", R.ERROR_DISPLAY_REFRESH_RATE_UNSUPPORTED_FB)
    runtime.open_up()
    headset = open_on()

    assert words(headset.input.moments(), 3) == ["focus_gained", "frame", "frame"]
    assert rate_of(headset) == 72
    assert "own refresh rate stays" in caplog.text


@pytest.mark.parametrize("function", CALLS)
def test_a_runtime_that_offers_what_it_has_not_is_no_obstacle(
    runtime: FaultRuntime, open_on: Opener, function: str
) -> None:
    runtime.offer_rates(72, 90)
    runtime.fail(function, R.ERROR_RUNTIME_FAILURE)
    runtime.open_up()

    assert words(open_on().input.moments(), 3)[-1] == "frame"


@pytest.mark.parametrize("code", [R.ERROR_INSTANCE_LOST, R.ERROR_SESSION_LOST])
@pytest.mark.parametrize("function", CALLS[:2])
def test_a_loss_on_the_way_in_is_told_there(
    runtime: FaultRuntime, open_on: Opener, function: str, code: int
) -> None:
    runtime.offer_rates(72, 90)
    runtime.fail(function, code)

    with pytest.raises(DeviceError, match="LOST"):
        open_on()


@pytest.mark.parametrize(
    "code", [R.ERROR_INSTANCE_LOST, R.ERROR_SESSION_LOST, R.SESSION_LOSS_PENDING]
)
@pytest.mark.parametrize("function", CALLS[1:])
def test_a_loss_that_the_rate_tells_leads_to_another_session(
    runtime: FaultRuntime, open_on: Opener, function: str, code: int
) -> None:
    runtime.offer_rates(72, 90)
    headset = open_on(virtual=True, reconnect_for_s=600)
    runtime.fail(function, code)
    runtime.open_up()
    moments = headset.input.moments()
    until(moments, "runtime_lost")
    assert words(moments, 1) == ["tick"]
    runtime.come_back()
    runtime.open_up()

    told = until(moments, "frame")

    assert told.index("runtime_back") < told.index("frame")
    draw(headset)
    assert rate_of(headset) == 90


def test_a_named_rate_that_is_not_offered_is_said_before_anything_begins(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.offer_rates(72, 90)

    with pytest.raises(SettingError, match="offers 72, 90 Hz"):
        open_on(refresh_hz=60)

    assert runtime.living() == {}


def test_another_runtime_without_the_named_rate_is_no_reason_to_end(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.offer_rates(72, 90, 120)
    runtime.open_up()
    headset = open_on(virtual=True, reconnect_for_s=600, refresh_hz=120)
    moments = headset.input.moments()
    until(moments, "frame")
    runtime.vanish()
    until(moments, "runtime_lost")
    runtime.come_back()
    runtime.rates_hz = [60, 80]
    runtime.open_up()

    until(moments, "frame")

    assert runtime.asked_hz == [120, 80]
    assert "this headset offers 60, 80 Hz; 80 Hz is asked for" in caplog.text


@pytest.mark.parametrize(
    ("period_ns", "told"), [(13_888_889, 13_888_889), (0, None), (1, None), (5_000_000_000, None)]
)
def test_missed_pictures_are_counted_by_the_runtime_s_own_period_or_not_at_all(
    runtime: FaultRuntime, open_on: Opener, period_ns: int, told: int | None
) -> None:
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    until(moments, "frame")
    runtime.period_ns = period_ns
    words(moments, 1)

    assert headset.input.take_timing_ns().get("period") == told


def test_after_events_were_lost_the_rate_and_the_controllers_are_asked_for(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.offer_rates(72, 90)
    runtime.open_up()
    moments = open_on().input.moments()
    until(moments, "frame")
    runtime.rate_hz = 72.0
    runtime.profiles["left"] = "/interaction_profiles/htc/vive_controller"
    runtime.send(xr.EventDataEventsLost(lost_event_count=2))

    assert sorted(facts(moments, 6)) == [
        ("left_profile", "/interaction_profiles/htc/vive_controller"),
        ("refresh_hz", "72"),
    ]


def test_the_log_names_the_rate(
    runtime: FaultRuntime, open_on: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    runtime.offer_rates(72, 90)
    runtime.open_up()
    with caplog.at_level(logging.INFO):
        until(open_on().input.moments(), "frame")
    assert "the display shows 90 pictures a second" in caplog.text


def test_without_pictures_there_is_no_display_to_ask(
    runtime: FaultRuntime, open_on: Opener, best_practices: BestPractices
) -> None:
    runtime.offer_rates(72, 90)
    runtime.open_up()
    headset = open_on(draw=False, refresh_hz=60)
    assert words(headset.input.moments(), 3) == ["focus_gained", "frame", "frame"]
    assert headset.properties.refresh_hz is None
    assert not any(runtime.calls[function] for function in CALLS)
    headset.close()
    best_practices.found.clear()  # without pictures there is no frame to wait for
