"""Whole sessions of turning: simulated patient and therapist before the real core."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.observations import TurnDone
from vrexposure.core.outputs import Alert, Observed, Output, TrialEnded
from vrexposure.core.protocol import SessionRules
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.view import Phase
from vrexposure.resources import load_protocol
from vrexposure.simulation.person import Person, make_person
from vrexposure.simulation.source import SimulatedInput
from vrexposure.simulation.therapist import SimulatedTherapist


def _session(person: Person, ladder: str, level: int, trials: int = 1) -> list[Output]:
    shipped = load_protocol("turning").protocol
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


def test_an_avoider_turns_and_expects_less_harm_afterwards() -> None:
    person = make_person("avoider", 1)
    before = person.expectation("turn").harm
    outputs = _session(person, "turn-head", 1, trials=3)
    assert [trial.result for trial in _ended(outputs)] == ["completed"] * 3
    assert person.expectation("turn").harm < 0.5 * before


@pytest.mark.parametrize(
    ("ladder", "level", "asked"),
    [("turn-head", 0, 20), ("turn-head", 4, 60), ("look-behind", 1, 90), ("look-behind", 3, 120)],
)
def test_whoever_looks_at_the_light_has_turned_to_it(ladder: str, level: int, asked: int) -> None:
    outputs = _session(make_person("confident", 2), ladder, level)
    (trial,) = _ended(outputs)
    assert (trial.result, trial.done) == ("completed", trial.target)
    seen = [one.observation for one in outputs if isinstance(one, Observed)]
    turns = [one for one in seen if isinstance(one, TurnDone)]
    assert [one.side for one in turns] == ["left", "right"] * (trial.target // 2)
    assert all(abs(one.peak_deg - asked) <= 12 for one in turns)
    measures = dict(trial.measures)
    assert abs(measures["turned_left_deg"] - asked) <= 12
    head_only = ladder == "look-behind"
    assert measures.get("head_only_count", 0) == (trial.target if head_only else 0)
    alerts = [one.text.key for one in outputs if isinstance(one, Alert)]
    assert alerts.count("alert.turn_head_only") == int(head_only)


def test_a_turn_that_is_given_up_is_a_near_miss() -> None:
    misses = 0
    for seed in range(3):
        person = make_person("avoider", seed)
        person.expectation("turn").fear = 100.0
        (trial,) = _ended(_session(person, "look-behind", 4))
        assert (trial.result == "completed") == (trial.done == trial.target)
        misses += trial.near_misses
    assert misses >= 1
