"""Every way through the states of a session, and what is told of it."""

from __future__ import annotations

import itertools

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.legal import NEXT
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import BACK, draw, told_apart, until, word, words
from vrexposure.core.inputs import Frame, Tick

S = xr.SessionState
IN = (S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)
OUT = (S.STOPPING, S.IDLE)

PATHS: dict[str, tuple[tuple[xr.SessionState, ...], list[str]]] = {
    "closed before it was ready": ((S.IDLE, S.EXITING), ["runtime_ended"]),
    "never seen": (
        (*IN[:3], *OUT, S.EXITING), ["headset_off", "runtime_ended"],
    ),
    "seen and never in focus": (
        (*IN[:4], S.SYNCHRONIZED, *OUT, S.EXITING), ["headset_off", "runtime_ended"],
    ),
    "in focus, out, and in again": (
        (*IN, S.VISIBLE, S.FOCUSED), ["focus_gained", "focus_lost", "focus_gained", "frame"],
    ),
    "hidden and shown again": (
        (*IN, S.VISIBLE, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED),
        ["focus_gained", "focus_lost", "focus_gained", "frame"],
    ),
    "off and on again": (
        (*IN, S.VISIBLE, S.SYNCHRONIZED, *OUT, *IN[1:]),
        ["focus_gained", "focus_lost", "headset_off", "headset_on", "focus_gained", "frame"],
    ),
    "off and away": (
        (*IN, S.VISIBLE, S.SYNCHRONIZED, *OUT, S.EXITING),
        ["focus_gained", "focus_lost", "headset_off", "runtime_ended"],
    ),
    "a state that nobody knows": ((*IN, S.UNKNOWN, S.FOCUSED),
        ["focus_gained", "focus_lost", "focus_gained", "frame"]),
}  # fmt: skip


def told_of(
    runtime: FaultRuntime, open_on: Opener, states: tuple[xr.SessionState, ...]
) -> list[str]:
    """Changes that are told while the runtime goes from state to state, and the frame at last."""
    moments = open_on(virtual=True).input.moments()
    told: list[str] = []
    for state in states:
        runtime.enter(state)
        told += words(moments, 8)
    changes = [name for name in told if name not in ("tick", "frame")]
    return changes + told[-1:] if told[-1] == "frame" else changes


@pytest.mark.parametrize("path", PATHS)
def test_a_path_through_the_states_is_told_as_it_is(
    runtime: FaultRuntime, open_on: Opener, path: str
) -> None:
    states, told = PATHS[path]

    assert told_of(runtime, open_on, states) == told
    assert runtime.calls["xrBeginSession"] == states.count(S.READY)
    assert runtime.calls["xrEndSession"] == states.count(S.STOPPING)


def test_the_paths_take_every_step_there_is() -> None:
    taken = {step for states, _ in PATHS.values() for step in itertools.pairwise(states)}

    assert {(one, other) for one, others in NEXT.items() for other in others} <= taken


@pytest.mark.parametrize("last", range(1, len(IN) + 1), ids=[state.name.lower() for state in IN])
def test_a_loss_is_told_from_whatever_state_and_the_way_back_leads_to_frames(
    runtime: FaultRuntime, open_on: Opener, last: int
) -> None:
    runtime.enter(*IN[:last], S.LOSS_PENDING)
    moments = open_on(virtual=True, reconnect_for_s=60).input.moments()

    assert until(moments, "runtime_lost").count("runtime_lost") == 1
    runtime.come_back()
    runtime.open_up()

    assert until(moments, "frame")[-len(BACK) :] == BACK


def test_a_loss_while_it_is_off_is_told_and_survived(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.enter(*IN, S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.LOSS_PENDING)
    moments = open_on(virtual=True, reconnect_for_s=60).input.moments()
    until(moments, "runtime_lost")
    runtime.come_back()
    runtime.open_up()

    assert "runtime_back" in until(moments, "frame")


def test_events_that_nobody_knows_are_passed_over(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    moments = open_on().input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    unheard_of = xr.EventDataBuffer()
    unheard_of._type = 1_999_999_999
    runtime.send(unheard_of)
    runtime.send(xr.EventDataPerfSettingsEXT())
    runtime.send(xr.EventDataVisibilityMaskChangedKHR())

    assert words(moments, 3) == ["frame", "frame", "frame"]


def test_display_times_that_go_back_still_rise_in_the_record(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = open_on()
    times, shown = [], []
    for moment in headset.input.moments():
        if isinstance(moment, Frame):
            draw(headset)
            times.append(moment.time_ns)
            shown.append(runtime.predicted_ns)
            runtime.ahead_ns -= 40_000_000
        if len(times) == 5:
            break

    assert all(later < earlier for earlier, later in itertools.pairwise(shown))
    assert all(later > earlier for earlier, later in itertools.pairwise(times))
    assert runtime.layers[:4] == [1] * 4, "each was ended for its own time"


def test_ten_minutes_with_the_lid_closed_are_ticks_at_every_tenth_of_a_second(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.enter(*IN, S.VISIBLE, S.SYNCHRONIZED, *OUT)
    moments = open_on(virtual=True).input.moments()
    began_ns = runtime.time_ns
    told, ticks_ns = [], []
    while runtime.time_ns - began_ns < 600e9:
        moment = next(moments)
        told.append(word(moment))
        if isinstance(moment, Tick):
            ticks_ns.append(moment.time_ns)
    runtime.enter(*IN[1:])

    assert told_apart(iter(told)) == ["focus_gained", "focus_lost", "headset_off", "tick"]
    assert max(b - a for a, b in itertools.pairwise(ticks_ns)) <= 200_000_000
    assert until(moments, "frame")[-3:] == ["headset_on", "focus_gained", "frame"]
