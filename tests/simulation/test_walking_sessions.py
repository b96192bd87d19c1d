"""Whole sessions of walking: simulated patient and therapist before the real core."""

from __future__ import annotations

from collections.abc import Sequence

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
