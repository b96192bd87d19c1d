"""Walking and carrying by keys: to and fro, on the spot, with a stop and a thing in both hands."""

from __future__ import annotations

import pytest
from typing_extensions import override

from tests.core.stories import make_setup
from tests.desktop.fakes import Desk
from tests.desktop.test_session import KeptInMind, Polls, Somebody, tap, wait
from vrexposure.core.engine import Engine
from vrexposure.core.ladders import WalkLadder
from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.outputs import TrialEnded
from vrexposure.core.view import Phase, View
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.events import Key
from vrexposure.desktop.gait import DIP_M, FULL_M_S, SWAY_M, Gait
from vrexposure.loop import Wiring, run


def _hold(name: str, seconds: float) -> Polls:
    return [[Key(name, True)], *wait(seconds), [Key(name, False)]]


class Walker(Somebody):
    """Walks where there is a lane, marches where there is none, stands and takes when told."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._body = desk.body

    @override
    def _next(self, view: View) -> Polls:
        caption = view.caption.key if view.caption else ""
        if view.phase is Phase.RUNNING and view.panel is None:
            if caption == "caption.stand_still" and self._body.seated:
                return tap("c") + wait(5.0)
            if caption == "caption.take_both_hands":
                return tap("x") + wait(2.0)
            if caption in ("caption.go_walk_room", "caption.go_on") and view.things:
                return _hold("w", 1.2) + wait(1.0) + _hold("arrow_left", 3.0) + wait(0.5)
            if caption in ("caption.go_walk_in_place", "caption.go_on"):
                return tap("space") + wait(0.8)
            return wait(0.5)
        return super()._next(view)


@pytest.mark.parametrize(
    ("locomotion", "carry"),
    [("room", "nothing"), ("room", "both_hands"), ("in_place", "nothing")],
)
def test_a_session_of_walking_can_be_done_by_keys_alone(locomotion: str, carry: str) -> None:
    level = WalkLevel.model_validate(
        {
            "id": "walk",
            "title": "Walk",
            "posture": "standing",
            "spotter": "none",
            "equipment": ("A clear floor",),
            "distance_m": 4,
            "locomotion": locomotion,
            "stops": 1,
            "carry": carry,
        }
    )
    ladder = WalkLadder(
        id="walk",
        title="Walking",
        feared="my leg gives way",
        place="home",
        movement="walk",
        steps={},
        levels=(level,),
    )
    desk = Desk(DesktopBody())
    somebody = Walker(desk)
    run(
        Engine(make_setup(ladder, trials_per_block=1, blocks_max=1)),
        Wiring(
            source=desk.input,
            recorder=KeptInMind(),
            clock_ns=desk.clock,
            mailboxes=[desk.input],
            sinks=[desk.input, somebody],
            listeners=[somebody],
        ),
    )
    (trial,) = (said for said in somebody.said if isinstance(said, TrialEnded))
    assert (trial.result, trial.done, trial.near_misses) == ("completed", 4, 0)
    measures = dict(trial.measures)
    assert measures["stops_count"] == 1
    assert measures["steps_count"] >= 4


def test_a_head_that_walks_dips_with_every_step_and_rests_when_it_stands() -> None:
    gait = Gait()
    lifts, sways = [], []
    for _ in range(200):
        gait.advance(FULL_M_S, 0.01)
        lifts.append(gait.lift_m)
        sways.append(gait.sway_m)
    assert -DIP_M <= min(lifts) < -0.8 * DIP_M
    assert max(lifts) <= 0.0
    assert 0.8 * SWAY_M < max(sways) <= SWAY_M
    for _ in range(400):
        gait.advance(0.0, 0.01)
    assert abs(gait.lift_m) < 1e-4
    assert abs(gait.sway_m) < 1e-4
