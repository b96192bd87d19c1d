"""Whole sessions of bending and lifting: simulated patient and therapist before the real core."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Point, Tick
from vrexposure.core.observations import NearMiss, StopGesture, ThingTaken
from vrexposure.core.outputs import Alert, Observed, Output, TrialEnded
from vrexposure.core.protocol import SessionRules
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.view import Phase
from vrexposure.resources import load_protocol
from vrexposure.simulation.person import Person, make_person
from vrexposure.simulation.source import SimulatedInput
from vrexposure.simulation.therapist import SimulatedTherapist


def _session(
    person: Person,
    ladder: str,
    level: int,
    trials: int = 1,
    lacks: Sequence[Point] = (),
) -> list[Output]:
    """A whole session; `lacks`: points that are never tracked."""
    shipped = load_protocol("bend").protocol
    rules = SessionRules(blocks_max=1, trials_per_block=trials, rest_s=5)
    protocol = shipped.model_copy(update={"session": rules})
    start = LadderStart(ladder=ladder, level_index=level, completed_index=level - 1)
    engine = Engine(Setup(patient="p1", seed=1, protocol=protocol, ladders=(start,)))
    source = SimulatedInput(person, rate_hz=30)
    therapist = SimulatedTherapist(1, person=person)
    outputs: list[Output] = []
    for moment in source.moments():
        heard: list[Output] = []
        if isinstance(moment, Frame):
            moment.flags[list(lacks)] = 0
        for given in (*therapist.drain(), moment):
            heard += engine.handle(given)
        therapist.heard(heard)
        outputs += heard
        if isinstance(moment, Frame | Tick):
            source.show(engine.view, moment)
            therapist.show(engine.view, moment)
    assert engine.view.phase is Phase.CLOSED
    return outputs


def _ended(outputs: Sequence[Output]) -> list[TrialEnded]:
    return [one for one in outputs if isinstance(one, TrialEnded)]


def _seen(outputs: Sequence[Output]) -> list[object]:
    return [one.observation for one in outputs if isinstance(one, Observed)]


def test_an_avoider_lifts_and_expects_less_harm_afterwards() -> None:
    person = make_person("avoider", 1)
    before = person.expectation("bend").harm
    outputs = _session(person, "bend-standing", 0, trials=3)
    assert [trial.result for trial in _ended(outputs)] == ["completed"] * 3
    assert person.expectation("bend").harm < 0.6 * before


@pytest.mark.parametrize(
    ("ladder", "level", "side"),
    [
        ("bend-standing", 4, "right"),
        ("bend-standing", 7, "both"),
        ("bend-seated", 0, "right"),
        ("bend-seated", 5, "both"),
    ],
)
def test_whoever_lifts_takes_the_box_as_asked_and_stops_nothing(
    ladder: str, level: int, side: str
) -> None:
    outputs = _session(make_person("confident", 2), ladder, level)
    (trial,) = _ended(outputs)
    assert (trial.result, trial.done) == ("completed", trial.target)
    seen = _seen(outputs)
    assert [one.side for one in seen if isinstance(one, ThingTaken)] == [side] * trial.target
    assert not [one for one in seen if isinstance(one, StopGesture)]


def test_a_person_with_one_hand_lifts_alone_where_both_are_asked_for() -> None:
    lacks = (Point.LEFT_HAND, Point.LEFT_AIM)
    outputs = _session(make_person("confident", 2), "bend-standing", 5, lacks=lacks)
    (trial,) = _ended(outputs)
    assert (trial.result, trial.done) == ("completed", 4)
    assert {one.side for one in _seen(outputs) if isinstance(one, ThingTaken)} == {"right"}
    said = [one.text.key for one in outputs if isinstance(one, Alert)]
    assert "alert.one_hand_lifts" in said


def test_the_lower_the_box_the_lower_the_head() -> None:
    lows = []
    for level in (0, 1, 3, 4):
        (trial,) = _ended(_session(make_person("confident", 2), "bend-standing", level))
        lows.append(dict(trial.measures)["lowest_head_mm"])
    assert lows == sorted(lows, reverse=True)
    assert lows[0] > lows[-1] + 300


def test_a_bend_that_is_given_up_is_seen_as_a_near_miss() -> None:
    misses = 0
    for seed in range(3):
        person = make_person("avoider", seed)
        person.expectation("bend").fear = 100.0
        misses += sum(
            isinstance(one, NearMiss) for one in _seen(_session(person, "bend-standing", 4))
        )
    assert misses >= 1
