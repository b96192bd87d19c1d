"""The desktop's body takes the box and puts it in the ring, bending its knees where it must."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from vrexposure.core.inputs import Frame, Point
from vrexposure.core.observations import Observation, ThingDropped, ThingPut, ThingTaken
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.view import Thing
from vrexposure.core.watch import Watch, WatchLift
from vrexposure.desktop.body import DesktopBody

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
