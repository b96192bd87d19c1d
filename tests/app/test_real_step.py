"""Levels on one registered real step, from end to end: simulated people before the real core."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrexposure.app.preparing import place_of
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.outputs import BlockBegan, DecisionTaken, Output, TrialEnded
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.view import Phase, View
from vrexposure.resources.protocols import load_protocol
from vrexposure.resources.scenes import load_scene
from vrexposure.simulation.person import make_person
from vrexposure.simulation.source import SimulatedInput
from vrexposure.simulation.therapist import SimulatedTherapist

PROTOCOL = Path(__file__).parents[1] / "data" / "real-step.toml"
STAIRS_BEGIN_MM = 600  # of the place "home": where its drawn staircase begins, along +Y


@pytest.fixture(scope="module")
def played() -> tuple[list[Output], list[View]]:
    """A session on both levels: all outputs, and the View of every moment."""
    setup = Setup(
        patient="p-1",
        seed=1,
        protocol=load_protocol(str(PROTOCOL)).protocol,
        ladders=(LadderStart(ladder="step"),),
        places={"home": place_of(load_scene("home"))},
    )
    person = make_person("confident", 2)
    engine, source = Engine(setup), SimulatedInput(person, rate_hz=30, standing=True)
    therapist = SimulatedTherapist(1, person=person)
    said: list[Output] = []
    views: list[View] = []
    for moment in source.moments():
        heard: list[Output] = []
        for given in (*therapist.drain(), moment):
            heard += engine.handle(given)
        therapist.heard(heard)
        said += heard
        views.append(engine.view)
        if isinstance(moment, Frame | Tick):
            source.show(engine.view, moment)
            therapist.show(engine.view, moment)
    assert engine.view.phase is Phase.CLOSED
    return said, views


def test_every_step_onto_and_off_the_real_step_is_counted(
    played: tuple[list[Output], list[View]],
) -> None:
    said, _ = played
    assert [b.mode for b in said if isinstance(b, BlockBegan)] == ["do", "do"]
    trials = [one for one in said if isinstance(one, TrialEnded)]
    assert [(t.level, t.result, t.done, t.target) for t in trials] == [
        ("step-up", "completed", 3, 3),
        ("step-up-and-down", "completed", 6, 6),
    ]
    taken = [one for one in said if isinstance(one, DecisionTaken)]
    assert taken[0].next_level == "step-up-and-down"


def test_on_a_real_step_it_is_never_dark_and_the_view_goes_nowhere(
    played: tuple[list[Output], list[View]],
) -> None:
    moving = [view for view in played[1] if view.counter is not None]
    assert len(moving) > 100
    assert {view.dim_permille for view in moving} == {0}
    assert len({(view.rig.from_mm, view.rig.to_mm, view.rig.yaw_mdeg) for view in moving}) == 1


def test_no_drawn_stairs_are_in_reach_of_a_foot_beside_the_real_step(
    played: tuple[list[Output], list[View]],
) -> None:
    moving = [view for view in played[1] if view.counter is not None]
    for view in moving:
        assert STAIRS_BEGIN_MM - view.rig.to_mm[1] > 1500
        assert [(p.prop, p.look, p.height_mm) for p in view.props] == [("step", "real", 120)]
