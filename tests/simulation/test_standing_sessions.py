"""Whole sessions of standing: simulated patient and therapist before the real core."""

from __future__ import annotations

from collections.abc import Sequence

from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.observations import StandingBroken
from vrexposure.core.outputs import BlockBegan, Observed, Output, TrialEnded
from vrexposure.core.protocol import SessionRules
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.view import Phase
from vrexposure.resources import load_protocol
from vrexposure.simulation.person import Person, make_person
from vrexposure.simulation.source import SimulatedInput
from vrexposure.simulation.therapist import SimulatedTherapist


def _session(
    person: Person, level: int, *, ladder: str = "standing", trials: int = 1, lacks: str = ""
) -> list[Output]:
    shipped = load_protocol("standing").protocol
    rules = SessionRules(blocks_max=1, trials_per_block=trials, rest_s=5)
    protocol = shipped.model_copy(update={"session": rules})
    start = LadderStart(ladder=ladder, level_index=level, completed_index=level - 1)
    engine = Engine(Setup(patient="p1", seed=1, protocol=protocol, ladders=(start,)))
    source = SimulatedInput(person, rate_hz=30)
    therapist = SimulatedTherapist(1, person=person, lacks=(lacks,) if lacks else ())
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


def test_an_avoider_stands_with_the_hands_on_both_rails_and_expects_less_harm() -> None:
    person = make_person("avoider", 1)
    before = person.expectation("stand").harm
    trials = _ended(_session(person, 0, trials=3))
    assert [(trial.result, trial.done, trial.target) for trial in trials] == [
        ("completed", 10, 10)
    ] * 3
    assert all(trial.rail_ms > 8_000 for trial in trials)
    assert person.expectation("stand").harm < 0.5 * before


def test_a_minute_is_stood_without_a_rail_and_its_sway_is_told() -> None:
    (trial,) = _ended(_session(make_person("confident", 2), 4))
    assert (trial.result, trial.done, trial.near_misses, trial.rail_ms) == ("completed", 60, 0, 0)
    assert trial.hesitation_ms is not None
    measures = dict(trial.measures)
    assert 60_000 <= measures["stood_most_ms"] < 61_000
    # The simulated body sways by some 4 mm, at 0.2 to 0.4 Hz.
    assert 200 < measures["sway_path_mm"] < 2000
    assert 3 < measures["sway_speed_mm_per_s"] < 30
    assert 50 < measures["sway_ellipse_mm2"] < 3000


def test_whoever_steps_off_is_seen_and_may_begin_again() -> None:
    results, misses = set(), 0
    for seed in range(3):
        person = make_person("avoider", seed)
        person.expectation("stand").fear = 100.0
        outputs = _session(person, 3, ladder="narrow-feet")
        (trial,) = _ended(outputs)
        seen = [one.observation for one in outputs if isinstance(one, Observed)]
        broken = [one for one in seen if isinstance(one, StandingBroken)]
        assert trial.near_misses == len(broken)
        assert {one.why for one in broken} <= {"stepped"}
        assert (trial.result == "completed") == (trial.done == trial.target)
        results.add(trial.result)
        misses += len(broken)
    assert misses >= 1
    assert results <= {"completed", "missed"}


def test_without_the_rails_it_is_watched() -> None:
    person = make_person("confident", 3)
    outputs = _session(person, 0, lacks="rail_left")
    assert [block.mode for block in outputs if isinstance(block, BlockBegan)] == ["watch"]
