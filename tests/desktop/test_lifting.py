"""The desktop's body takes the box and puts it in the ring, bending its knees where it must."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from typing_extensions import override

from tests.core.stories import make_setup
from tests.desktop.fakes import Desk
from tests.desktop.test_session import KeptInMind, Polls, Somebody, tap, wait
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame, Point
from vrexposure.core.ladders import BendLadder
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.observations import Observation, ThingDropped, ThingPut, ThingTaken
from vrexposure.core.outputs import TrialEnded
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.view import Phase, Thing, View
from vrexposure.core.watch import Watch, WatchLift
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.events import Key
from vrexposure.loop import Wiring, run

FRAME_NS = 13_888_889
SIZE_MM = 300
FLOOR = (0, 420, SIZE_MM // 2)
TABLE = (210, 364, 900 + SIZE_MM // 2)


def _box(at: tuple[int, int, int], **change: object) -> Thing:
    return Thing("box", *at, SIZE_MM, **change)  # type: ignore[arg-type]


class Player:
    """Lets time pass, and tells what is seen of it."""

    def __init__(self, watch: WatchLift) -> None:
        self.body = DesktopBody(1.60, 0.45, posture="standing")
        self.frames: list[Frame] = []
        self.said: list[Observation] = []
        self._tracker = Tracker()
        self._tracker.watch(Watch(watch))

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 1e9 / FRAME_NS)):
            self.body.advance(FRAME_NS)
            self.frames.append(self.body.frame((len(self.frames) + 1) * FRAME_NS))
            self.said += self._tracker.update(self.frames[-1])

    def go_for(self, things: Sequence[Thing], *, both: bool) -> None:
        self.body.offer(things, both=both)
        self.body.reach(on=True)
        self.wait(1.8)
        self.body.reach(on=False)
        self.wait(1.2)

    def kinds(self) -> list[str]:
        return [
            one.kind for one in self.said if isinstance(one, ThingTaken | ThingDropped | ThingPut)
        ]


@pytest.mark.parametrize("both", [False, True])
def test_holding_the_key_twice_takes_the_box_from_the_floor_and_puts_it_in_the_ring(
    both: bool,
) -> None:
    player = Player(WatchLift(0, (FLOOR, TABLE), SIZE_MM, both, 1, 1600, hip_mm=906))
    ring = Thing("place", TABLE[0], TABLE[1], TABLE[2] - SIZE_MM // 2, 420)
    player.body.look(0.0, -0.6)
    player.wait(1.0)
    held_by = "both" if both else "right"
    player.body.offer([_box(FLOOR), ring], both=both)
    player.body.reach(on=True)
    player.wait(1.8)
    assert player.kinds() == ["thing_taken"]
    player.body.offer([_box(FLOOR, state="held", held_by=held_by), ring], both=both)
    player.body.reach(on=False)
    player.wait(1.2)
    lowest_m = min(float(one.poses[Point.HEAD, 2]) for one in player.frames)
    assert lowest_m < 1.1
    player.go_for([_box(FLOOR, state="held", held_by=held_by), ring], both=both)
    assert player.kinds() == ["thing_taken", "thing_put"]
    steps = [
        math.dist(a.poses[point, :3], b.poses[point, :3])
        for a, b in zip(player.frames, player.frames[1:], strict=False)
        for point in (Point.HEAD, Point.LEFT_HAND, Point.RIGHT_HAND)
    ]
    assert max(steps) < 0.09, "nothing jumps"


def test_one_hand_alone_goes_where_one_is_asked_for() -> None:
    player = Player(WatchLift(0, (FLOOR, TABLE), SIZE_MM, False, 1, 1600))
    player.body.look(0.0, -0.6)
    player.wait(0.5)
    before = player.frames[-1].poses[Point.LEFT_HAND, :3].copy()
    player.body.offer([_box(TABLE)])
    player.body.reach(on=True)
    player.wait(1.0)
    after = player.frames[-1].poses[:, :3]
    assert math.dist(before, after[Point.LEFT_HAND]) < 0.2
    assert math.dist(after[Point.RIGHT_HAND], [mm / 1000 for mm in TABLE]) < 0.05


def _hold(name: str, seconds: float) -> Polls:
    return [[Key(name, True)], *wait(seconds), [Key(name, False)]]


class Lifter(Somebody):
    """Lifts what is to be lifted, with two keys: one to look down, one to reach."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._body = desk.body
        self._looked = False

    @override
    def _next(self, view: View) -> Polls:
        caption = view.caption.key if view.caption else ""
        if view.phase is Phase.RUNNING and view.panel is None:
            if caption == "caption.stand_still" and self._body.seated:
                return tap("c") + wait(5.0)
            if caption.startswith("caption.go_lift") and not self._looked:
                self._looked = True
                return _hold("arrow_down", 0.7)
            if caption.startswith("caption.go_lift") or caption == "caption.put_in_ring":
                return _hold("v", 1.8) + wait(1.3)
            return wait(0.5)
        return super()._next(view)


@pytest.mark.parametrize("hands", ["one", "both"])
def test_a_session_of_lifting_can_be_done_by_keys_alone(hands: str) -> None:
    level = BendLevel.model_validate(
        {
            "id": "floor",
            "title": "From the floor",
            "posture": "standing",
            "spotter": "none",
            "equipment": ("A free floor",),
            "pick_height_m": 0.0,
            "put_height_m": 0.9,
            "hands": hands,
            "repetitions": 2,
            "aside_deg": 30,
        }
    )
    ladder = BendLadder(
        id="bend",
        title="Lifting",
        feared="my back gives way",
        place="home",
        movement="bend",
        steps={},
        levels=(level,),
    )
    desk = Desk(DesktopBody())
    somebody = Lifter(desk)
    engine = Engine(make_setup(ladder, trials_per_block=1, blocks_max=1))
    run(
        engine,
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
    assert (trial.result, trial.done) == ("completed", 2)
    measures = dict(trial.measures)
    assert measures["drops_count"] == 0
    assert measures["lowest_head_percent"] < 80
