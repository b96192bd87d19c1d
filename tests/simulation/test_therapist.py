"""A simulated therapist presses what the session calls for, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from vrexposure.core.inputs import (
    Action,
    Answer,
    Command,
    ConfirmSafety,
    Decide,
    Finish,
    RegisterProp,
    Resume,
    Start,
    Tick,
)
from vrexposure.core.observations import TrackingBack, TrackingLost
from vrexposure.core.outputs import Alert, DecisionProposed, Observed, Output
from vrexposure.core.view import Option, Panel, Phase, Text, View
from vrexposure.simulation.person import make_person
from vrexposure.simulation.therapist import SimulatedTherapist

S = 1_000_000_000
RUNNING = View(version=7, phase=Phase.RUNNING)
ASKED = replace(
    RUNNING,
    panel=Panel(
        "expected_pain",
        Text("ask.expected_pain"),
        options=tuple(Option(value, Text("option.number")) for value in range(11)),
    ),
)


def _presses(
    therapist: SimulatedTherapist,
    view: View,
    seconds: float,
    *,
    outputs: Sequence[Output] = (),
    from_s: float = 0.0,
) -> list[Command]:
    """What is pressed while the view stays as it is; `outputs` are heard at first."""
    therapist.show(view, Tick(round(from_s * S)))
    therapist.heard(outputs)
    commands: list[Command] = []
    for tenth in range(round(seconds * 10)):
        therapist.show(view, Tick(round((from_s + tenth / 10) * S)))
        commands += therapist.drain()
    return commands


def _actions(commands: Sequence[Command]) -> list[Action]:
    return [command.action for command in commands]


@pytest.mark.parametrize(
    ("phase", "action", "least_s", "most_s"),
    [
        (Phase.LOBBY, Start(), 1.5, 3.1),
        (Phase.PAUSED, Resume(), 3.0, 4.1),
        (Phase.HELD, Resume(), 5.0, 7.1),
        (Phase.DEBRIEF, Finish(), 6.0, 10.1),
        (Phase.SAFE, Finish(), 15.0, 20.1),
    ],
)
def test_each_phase_is_left_after_its_time(
    phase: Phase, action: Action, least_s: float, most_s: float
) -> None:
    for seed in range(5):
        view = View(version=4, phase=phase)
        first = _presses(SimulatedTherapist(seed), view, 25.0)[0]
        assert first.action == action
        assert least_s * S <= first.time_ns <= most_s * S
        assert (first.actor, first.base_version, first.seq) == ("therapist", 4, 1)


def test_what_was_refused_is_pressed_again() -> None:
    commands = _presses(SimulatedTherapist(1), View(phase=Phase.LOBBY), 12.0)
    assert len(commands) >= 3
    assert set(_actions(commands)) == {Start()}
    assert [command.seq for command in commands] == list(range(1, len(commands) + 1))


def test_a_plan_is_dropped_when_its_reason_is_gone() -> None:
    therapist = SimulatedTherapist(1)
    assert _presses(therapist, View(phase=Phase.LOBBY), 1.0) == []
    assert _presses(therapist, RUNNING, 10.0, from_s=1.0) == []


def test_a_pause_waits_until_tracking_is_back() -> None:
    therapist = SimulatedTherapist(1)
    paused = View(phase=Phase.PAUSED)
    assert _presses(therapist, paused, 10.0, outputs=[Observed(TrackingLost(0))]) == []
    back = [Observed(TrackingBack(10 * S, 9000))]
    assert Resume() in _actions(_presses(therapist, paused, 6.0, outputs=back, from_s=10.0))


def test_a_patient_who_can_go_on_is_given_time_to_do_so() -> None:
    paused = replace(ASKED, phase=Phase.PAUSED)
    commands = _presses(SimulatedTherapist(1), paused, 16.0)
    assert _actions(commands) == [Resume()]
    assert commands[0].time_ns >= 12 * S


@pytest.mark.parametrize(
    ("key", "args", "action"),
    [
        (
            "alert.register_chair",
            (("height_mm", 480), ("prop", "chair")),
            RegisterProp("chair", 480, 0, 0, has_arms=True),
        ),
        (
            "alert.register_rail",
            (("height_mm", 900), ("prop", "rail_left")),
            RegisterProp("rail_left", 900, -450),
        ),
        (
            "alert.register_rail",
            (("height_mm", 900), ("prop", "rail_right")),
            RegisterProp("rail_right", 900, 450),
        ),
        (
            "alert.register_step",
            (("height_mm", 150), ("prop", "step")),
            RegisterProp("step", 150, 0, 350),
        ),
        (
            "alert.confirm_safety",
            (("ladder", "stairs"), ("level", "one-rail")),
            ConfirmSafety("stairs", "one-rail"),
        ),
    ],
)
def test_alerts_that_ask_for_something_are_answered_once(
    key: str, args: tuple[tuple[str, str | int], ...], action: Action
) -> None:
    alert = Alert(0, "note", Text(key, args))
    assert _actions(_presses(SimulatedTherapist(1), RUNNING, 10.0, outputs=[alert])) == [action]


def test_what_the_clinic_does_not_have_is_not_registered() -> None:
    alert = Alert(0, "note", Text("alert.register_chair", (("height_mm", 480),)))
    therapist = SimulatedTherapist(1, lacks=["chair"])
    assert _presses(therapist, RUNNING, 10.0, outputs=[alert]) == []


def test_other_alerts_are_read_and_nothing_is_pressed() -> None:
    alert = Alert(0, "warning", Text("alert.no_answer"))
    assert _presses(SimulatedTherapist(1), RUNNING, 10.0, outputs=[alert]) == []


def test_a_proposed_decision_is_accepted_after_a_moment() -> None:
    proposed = DecisionProposed(0, 1, "stairs", "one-rail", "advance", ("x",), "no-rail")
    first = _presses(SimulatedTherapist(1), RUNNING, 5.0, outputs=[proposed])[0]
    assert first.action == Decide()
    assert S <= first.time_ns <= 2.1 * S


def test_unanswered_ratings_are_asked_aloud_now_and_then() -> None:
    typed = 0
    for seed in range(20):
        person = make_person("silent", seed)
        commands = _presses(SimulatedTherapist(seed, person=person), ASKED, 25.0)
        for command in commands:
            assert isinstance(command.action, Answer)
            assert command.action.question == "expected_pain"
            assert command.action.value in range(11)
            assert command.time_ns >= 12 * S
        typed += bool(commands)
    assert 4 <= typed <= 19


def test_nobody_is_asked_aloud_without_a_person_or_for_a_button() -> None:
    assert ASKED.panel is not None
    ready = replace(ASKED, panel=replace(ASKED.panel, question="ready"))
    person = make_person("silent", 1)
    for seed in range(5):
        assert _presses(SimulatedTherapist(seed), ASKED, 40.0) == []
        assert _presses(SimulatedTherapist(seed, person=person), ready, 40.0) == []


def test_the_same_seed_presses_at_the_same_times() -> None:
    first = _presses(SimulatedTherapist(3), View(phase=Phase.LOBBY), 12.0)
    assert first == _presses(SimulatedTherapist(3), View(phase=Phase.LOBBY), 12.0)
    assert first != _presses(SimulatedTherapist(4), View(phase=Phase.LOBBY), 12.0)
