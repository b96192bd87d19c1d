"""Whole sessions of reaching: simulated patient and therapist before the real core."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.observations import NearMiss, TargetReached
from vrexposure.core.outputs import BlockBegan, Observed, Output, TrialEnded
from vrexposure.core.protocol import SessionRules
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.view import Phase
from vrexposure.resources import load_protocol
from vrexposure.simulation.person import Person, make_person
from vrexposure.simulation.source import SimulatedInput
from vrexposure.simulation.therapist import SimulatedTherapist


def _session(person: Person, ladder: str, level: int, trials: int = 1) -> list[Output]:
    shipped = load_protocol("reach").protocol
    rules = SessionRules(blocks_max=1, trials_per_block=trials, rest_s=5)
    protocol = shipped.model_copy(update={"session": rules})
    start = LadderStart(ladder=ladder, level_index=level, completed_index=level - 1)
    engine = Engine(Setup(patient="p1", seed=1, protocol=protocol, ladders=(start,)))
    source = SimulatedInput(person, rate_hz=30)
    therapist = SimulatedTherapist(1, person=person)
    outputs: list[Output] = []
    for moment in source.moments():
        heard: list[Output] = []
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


def _reached(outputs: Sequence[Output]) -> list[TargetReached]:
    seen = [one.observation for one in outputs if isinstance(one, Observed)]
    return [one for one in seen if isinstance(one, TargetReached)]


def test_an_avoider_reaches_and_expects_less_harm_afterwards() -> None:
    person = make_person("avoider", 1)
    before = person.expectation("reach").harm
    outputs = _session(person, "reach-seated", 1, trials=3)
    assert [trial.result for trial in _ended(outputs)] == ["completed"] * 3
    assert person.expectation("reach").harm < 0.5 * before


@pytest.mark.parametrize(
    ("ladder", "level", "asked"),
    [
        ("reach-seated", 0, 0),
        ("reach-seated", 3, 30),
        ("reach-seated", 6, 60),
        ("reach-standing", 3, 30),
        ("reach-standing", 5, 90),
    ],
)
def test_whoever_reaches_the_target_leans_about_as_far_as_it_asks(
    ladder: str, level: int, asked: int
) -> None:
    outputs = _session(make_person("confident", 2), ladder, level)
    (trial,) = _ended(outputs)
    assert (trial.result, trial.done) == ("completed", trial.target)
    sides = [one.side for one in _reached(outputs)]
    assert sides == ["right", "left"] * (trial.target // 2)
    measures = dict(trial.measures)
    assert abs(measures["trunk_mean_deg"] - asked) <= 15
    assert abs(measures["target_asks_deg"] - asked) <= 1


def test_the_rhythm_moves_on_without_a_verdict() -> None:
    moved_on = 0
    for seed in range(4):
        person = make_person("avoider", seed)
        person.expectation("reach").fear = 100.0
        (trial,) = _ended(_session(person, "reach-standing", 6))
        by_rhythm = dict(trial.measures).get("moved_on_count", 0)
        assert trial.near_misses >= by_rhythm
        assert (trial.result == "completed") == (trial.done == trial.target)
        moved_on += by_rhythm
    assert moved_on >= 1


def test_a_reach_that_is_given_up_is_seen_as_a_near_miss() -> None:
    misses = 0
    for seed in range(3):
        person = make_person("avoider", seed)
        person.expectation("reach").fear = 100.0
        outputs = _session(person, "reach-seated", 5)
        seen = [one.observation for one in outputs if isinstance(one, Observed)]
        misses += sum(isinstance(one, NearMiss) for one in seen)
        assert [block.mode for block in outputs if isinstance(block, BlockBegan)] == ["do"]
    assert misses >= 1
