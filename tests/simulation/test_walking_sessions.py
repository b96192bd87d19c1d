"""Whole sessions of walking: simulated patient and therapist before the real core."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from vrexposure.app.preparing import place_of
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.observations import Halted, StepTaken, ThingDropped, ThingTaken
from vrexposure.core.outputs import Observed, Output, TrialEnded
from vrexposure.core.protocol import SessionRules
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.view import Phase, View
from vrexposure.resources import load_protocol, load_scene
from vrexposure.simulation.person import Person, make_person
from vrexposure.simulation.source import SimulatedInput
from vrexposure.simulation.therapist import SimulatedTherapist


def _session(
    person: Person, ladder: str, level: int, trials: int = 1
) -> tuple[list[Output], list[View]]:
    """What a session of one block puts out and shows."""
    shipped = load_protocol("walk").protocol
    rules = SessionRules(blocks_max=1, trials_per_block=trials, rest_s=5, trial_within_s=180)
    protocol = shipped.model_copy(update={"session": rules})
    start = LadderStart(ladder=ladder, level_index=level, completed_index=level - 1)
    places = {"home": place_of(load_scene("home"))}
    setup = Setup(patient="p1", seed=1, protocol=protocol, ladders=(start,), places=places)
    engine = Engine(setup)
    source = SimulatedInput(person, rate_hz=30)
    therapist = SimulatedTherapist(1, person=person)
    outputs: list[Output] = []
    views: list[View] = []
    for moment in source.moments():
        heard: list[Output] = []
        for given in (*therapist.drain(), moment):
            heard += engine.handle(given)
        therapist.heard(heard)
        outputs += heard
        if not views or views[-1] is not engine.view:
            views.append(engine.view)
        if isinstance(moment, Frame | Tick):
            source.show(engine.view, moment)
            therapist.show(engine.view, moment)
    assert engine.view.phase is Phase.CLOSED
    return outputs, views


def _ended(outputs: Sequence[Output]) -> list[TrialEnded]:
    return [one for one in outputs if isinstance(one, TrialEnded)]


def _seen(outputs: Sequence[Output]) -> list[object]:
    return [one.observation for one in outputs if isinstance(one, Observed)]


def test_an_avoider_walks_and_expects_less_harm_afterwards() -> None:
    person = make_person("avoider", 1)
    before = person.expectation("walk").harm
    outputs, _ = _session(person, "walk-in-the-room", 1, trials=3)
    assert [trial.result for trial in _ended(outputs)] == ["completed"] * 3
    assert person.expectation("walk").harm < 0.5 * before


@pytest.mark.parametrize(
    ("ladder", "level"),
    [
        ("walk-on-the-spot", 0),
        ("walk-on-the-spot", 4),
        ("walk-in-the-room", 0),
        ("walk-in-the-room", 4),
        ("carry", 1),
        ("carry", 5),
    ],
)
def test_every_kind_of_walk_is_walked_to_its_end(ladder: str, level: int) -> None:
    outputs, _ = _session(make_person("confident", 2), ladder, level)
    (trial,) = _ended(outputs)
    assert (trial.result, trial.done, trial.near_misses) == ("completed", trial.target, 0)
    measures = dict(trial.measures)
    assert 1000 * trial.target <= measures["walked_way_mm"] <= 1000 * trial.target + 700
    asked = load_protocol("walk").protocol
    stops = next(one for one in asked.ladders if one.id == ladder).levels[level].parameters()
    assert measures.get("stops_count", 0) == stops["stops"]
    assert 40 <= measures["cadence_per_min"] <= 140


def test_the_view_moves_only_with_own_steps() -> None:
    outputs, views = _session(make_person("confident", 2), "walk-on-the-spot", 1)
    steps = sum(isinstance(one, StepTaken) for one in _seen(outputs))
    running = [view for view in views if view.phase is Phase.RUNNING]
    moved = [
        after.rig
        for before, after in pairwise(running)
        if before.rig.to_mm != after.rig.to_mm and not before.dim_permille
    ]
    moves = sum(rig.duration_ns > 0 for rig in moved)
    jumps = len(moved) - moves
    assert 10 <= moves <= steps
    assert jumps == 0, "elsewhere only in the dark"


def test_in_the_room_the_view_never_moves() -> None:
    _, views = _session(make_person("confident", 2), "walk-in-the-room", 1)
    places = {view.rig.to_mm for view in views if any(t.kind == "lane" for t in view.things)}
    assert len(places) == 1


def test_whoever_lets_the_thing_sink_takes_it_again() -> None:
    drops = 0
    for seed in range(4):
        person = make_person("avoider", seed)
        person.expectation("walk").fear = 100.0
        outputs, _ = _session(person, "carry", 3)
        (trial,) = _ended(outputs)
        seen = _seen(outputs)
        lost = sum(isinstance(one, ThingDropped) for one in seen)
        assert trial.near_misses >= lost
        if trial.result == "completed":
            assert sum(isinstance(one, ThingTaken) for one in seen) == lost + 1
        drops += lost
    assert drops >= 1


def test_a_stop_is_a_real_stand() -> None:
    outputs, _ = _session(make_person("confident", 3), "walk-on-the-spot", 2)
    stood = [one.stood_ms for one in _seen(outputs) if isinstance(one, Halted) and not one.on]
    assert max(stood) >= 3000
