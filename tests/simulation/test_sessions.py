"""Whole sessions: simulated patient and therapist before the real core, frame by frame."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Input, Tick
from vrexposure.core.observations import RepetitionDone, StepTaken
from vrexposure.core.outputs import (
    BlockBegan,
    DecisionTaken,
    Observed,
    Output,
    PhaseChanged,
    RatingGiven,
    ReachRange,
    TrialEnded,
)
from vrexposure.core.protocol import Protocol, SessionRules
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.view import Phase
from vrexposure.resources import load_protocol
from vrexposure.simulation.person import Person, make_person
from vrexposure.simulation.source import Fault, SimulatedInput
from vrexposure.simulation.therapist import SimulatedTherapist

T = TypeVar("T")


def _protocol(name: str, *, blocks: int, trials: int) -> Protocol:
    shipped = load_protocol(name).protocol
    rules = SessionRules(blocks_max=blocks, trials_per_block=trials, rest_s=5)
    return shipped.model_copy(update={"session": rules})


def _setup(name: str, *, ladder: str, level: int, blocks: int, trials: int) -> Setup:
    start = LadderStart(ladder=ladder, level_index=level, completed_index=level - 1)
    protocol = _protocol(name, blocks=blocks, trials=trials)
    return Setup(patient="p1", seed=1, protocol=protocol, ladders=(start,))


def _session(
    person: Person,
    *,
    ladder: str = "sit-to-stand",
    level: int = 0,
    blocks: int = 1,
    trials: int = 1,
    faults: Sequence[Fault] = (),
    lacks: Sequence[str] = (),
    protocol: str = "everyday-movements",
) -> tuple[list[Output], list[Input]]:
    """Play one session to its end; its outputs, and all that went in."""
    setup = _setup(protocol, ladder=ladder, level=level, blocks=blocks, trials=trials)
    engine = Engine(setup)
    source = SimulatedInput(person, rate_hz=30, faults=faults)
    therapist = SimulatedTherapist(1, person=person, lacks=lacks)
    outputs: list[Output] = []
    inputs: list[Input] = []
    for moment in source.moments():
        heard: list[Output] = []
        for given in (*therapist.drain(), moment):
            inputs.append(given)
            heard += engine.handle(given)
        therapist.heard(heard)
        outputs += heard
        if isinstance(moment, Frame | Tick):
            source.show(engine.view, moment)
            therapist.show(engine.view, moment)
    assert engine.view.phase is Phase.CLOSED
    return outputs, inputs


def _of(outputs: Sequence[Output], kind: type[T]) -> list[T]:
    seen = [o.observation if isinstance(o, Observed) else o for o in outputs]
    return [one for one in seen if isinstance(one, kind)]


def test_an_avoider_gets_up_and_is_surprised() -> None:
    person = make_person("avoider", 1)
    before = person.expectation("sit_to_stand").harm
    outputs, _ = _session(person, blocks=1, trials=3)
    assert [trial.result for trial in _of(outputs, TrialEnded)] == ["completed"] * 3
    assert person.expectation("sit_to_stand").harm < 0.5 * before
    ratings = {(r.trial, r.question): r.value for r in _of(outputs, RatingGiven)}
    first, last = ratings[1, "expected_harm"], ratings[3, "expected_harm"]
    peak, expected = ratings[1, "peak_pain"], ratings[1, "expected_pain"]
    assert None not in (first, last, peak, expected)
    assert (last or 0) < (first or 0)
    assert (peak or 0) < (expected or 0)
    assert [decision.by for decision in _of(outputs, DecisionTaken)] == ["therapist"]


def test_each_repetition_that_was_made_was_counted_with_its_arms() -> None:
    outputs, _ = _session(make_person("confident", 2), level=2)
    (trial,) = _of(outputs, TrialEnded)
    assert (trial.result, trial.done) == ("completed", trial.target)
    repetitions = _of(outputs, RepetitionDone)
    assert len(repetitions) == trial.target
    assert all(one.timed and one.arms_used for one in repetitions)
    assert all(one.total_ms < 8000 for one in repetitions)


def test_crossed_arms_are_seen_as_crossed() -> None:
    outputs, _ = _session(make_person("confident", 2), level=7)
    assert [trial.arms_used for trial in _of(outputs, TrialEnded)] == [0]


def test_stairs_are_marched_with_the_hands_on_the_rails() -> None:
    outputs, _ = _session(make_person("confident", 3), ladder="stairs", level=2)
    (trial,) = _of(outputs, TrialEnded)
    assert (trial.result, trial.done) == ("completed", trial.target)
    steps = _of(outputs, StepTaken)
    assert len(steps) == trial.target
    sides = [step.side for step in steps]
    assert all(a != b for a, b in pairwise(sides))
    assert trial.rail_ms > 1000


def test_a_clinic_without_rails_lets_the_patient_watch() -> None:
    person = make_person("avoider", 3)
    outputs, _ = _session(person, ladder="stairs", lacks=["rail_left"])
    assert [block.mode for block in _of(outputs, BlockBegan)] == ["watch"]
    assert person.expectation("stairs_up").harm < person.kind.belief


def test_a_flare_is_held_and_ends_the_day() -> None:
    outputs, _ = _session(make_person("flare", 1), level=3, blocks=4, trials=3)
    causes = [change.cause for change in _of(outputs, PhaseChanged)]
    assert "pain_rise" in causes
    assert len(_of(outputs, TrialEnded)) < 12


def test_who_gives_no_answers_is_asked_aloud_and_brought_to_the_end() -> None:
    outputs, _ = _session(make_person("silent", 4), trials=2)
    by = [rating.by for rating in _of(outputs, RatingGiven)]
    assert by.count("therapist") >= 1
    assert "no_answer" in [change.cause for change in _of(outputs, PhaseChanged)]
    assert [trial.result for trial in _of(outputs, TrialEnded)] == ["completed"] * 2


def test_a_session_survives_lost_tracking_a_doffed_headset_and_a_recentre() -> None:
    faults = [
        Fault("tracking_lost", 12.0, 2.5),
        Fault("headset_off", 30.0, 4.0),
        Fault("recentred", 60.0, x_m=0.3, y_m=-0.2),
    ]
    outputs, _ = _session(make_person("confident", 5), trials=2, faults=faults)
    causes = [change.cause for change in _of(outputs, PhaseChanged)]
    assert {"tracking_lost", "headset_off", "recentred"} <= set(causes)
    judged = [t.result for t in _of(outputs, TrialEnded) if t.result != "interrupted"]
    assert judged == ["completed"] * 2


def test_the_terrified_break_off_or_stay_seated_and_both_are_seen() -> None:
    results, near_misses = set(), 0
    for seed in range(3):
        person = make_person("avoider", seed)
        person.expectation("sit_to_stand").fear = 100.0
        outputs, _ = _session(person, level=7)
        (trial,) = _of(outputs, TrialEnded)
        results.add(trial.result)
        near_misses += trial.near_misses
        assert trial.done < trial.target or trial.result == "completed"
    assert "missed" in results
    assert near_misses >= 1


def test_the_same_seed_plays_the_same_session_and_the_core_replays_it() -> None:
    outputs, inputs = _session(make_person("avoider", 6))
    again, _ = _session(make_person("avoider", 6))
    assert again == outputs
    engine = Engine(
        _setup("everyday-movements", ladder="sit-to-stand", level=0, blocks=1, trials=1)
    )
    replayed: list[Output] = []
    for given in inputs:
        replayed += engine.handle(given)
    assert replayed == outputs


def test_a_transfer_with_a_turn_and_a_breath_is_done() -> None:
    outputs, _ = _session(
        make_person("confident", 5), protocol="transfers", ladder="bed-edge", level=3
    )
    (trial,) = _of(outputs, TrialEnded)
    assert (trial.result, trial.done) == ("completed", 1)
    measures = dict(trial.measures)
    assert measures["least_hold_ms"] >= 2600
    assert 70 <= measures["peak_turn_deg"] <= 120


def test_arms_are_measured_before_the_first_reach_and_targets_fit_them() -> None:
    person = make_person("confident", 4)
    outputs, _ = _session(person, protocol="reach", ladder=_first_ladder("reach"))
    ranges = _of(outputs, ReachRange)
    assert ranges
    for one in ranges:
        assert abs(one.arm_mm - 1000 * person.size.arm_m) < 60
        assert sum(far > 0 for far in one.far_mm) >= 3
    (trial,) = _of(outputs, TrialEnded)
    assert trial.result == "completed"


def _first_ladder(protocol: str) -> str:
    return load_protocol(protocol).protocol.ladders[0].id


def test_the_standard_tests_are_done_and_timed() -> None:
    five, _ = _session(
        make_person("confident", 2), protocol="standard-tests", ladder="five-times", trials=1
    )
    (trial,) = _of(five, TrialEnded)
    assert trial.result == "completed"
    assert 10_000 < dict(trial.measures)["five_times_ms"] < 45_000
    thirty, _ = _session(
        make_person("confident", 2), protocol="standard-tests", ladder="thirty-seconds", trials=1
    )
    (trial,) = _of(thirty, TrialEnded)
    assert trial.result == "completed"
    counted = dict(trial.measures)["thirty_seconds_count"]
    assert counted == trial.done
    assert 3 <= counted <= 15
