"""The desktop's body leans as far as a target needs, and the hand goes to it."""

from __future__ import annotations

import math

import pytest

from vrexposure.core.inputs import Frame, Point
from vrexposure.core.measures.reach_targets import ReachBody, reach_target
from vrexposure.core.observations import Observation, TargetReached
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.view import Thing
from vrexposure.core.watch import Target, Watch, WatchReach
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.build import Build

FRAME_NS = 13_888_889
EYE_M = 1.60
SEAT_M = 0.45


class Player:
    """Lets time pass, and keeps the frames."""

    def __init__(self, body: DesktopBody) -> None:
        self.body = body
        self.frames: list[Frame] = []

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 1e9 / FRAME_NS)):
            self.body.advance(FRAME_NS)
            self.frames.append(self.body.frame((len(self.frames) + 1) * FRAME_NS))


def target_for(flexion_deg: float, *, seated: bool) -> Target:
    """Where the session would put it, for the body that the desktop has."""
    build = Build(EYE_M)
    stature = EYE_M / 0.936
    lengths = ReachBody(
        hip_m=SEAT_M + 0.09 if seated else 0.53 * stature,
        trunk_m=(0.818 - 0.53) * stature,
        arm_m=build.arm_m,
        seat_m=SEAT_M if seated else None,
    )
    at = reach_target(lengths, flexion_deg=flexion_deg, side="right")
    return Target(
        "right", *(round(1000 * v) for v in (at.right_m, at.forward_m - 0.05, at.height_m))
    )


def watching(target: Target, *, seated: bool) -> WatchReach:
    head_m = SEAT_M + Build(EYE_M).seated_eye_m if seated else EYE_M
    return WatchReach(
        0, (target,), 140, 300, round(1000 * head_m), 650,
        hip_mm=540 if seated else 906, posture="seated" if seated else "standing",
    )  # fmt: skip


@pytest.mark.parametrize("seated", [True, False])
@pytest.mark.parametrize("flexion_deg", [0, 30, 60])
def test_holding_the_key_reaches_the_target_with_about_the_lean_it_asks(
    flexion_deg: int, seated: bool
) -> None:
    body = DesktopBody(EYE_M, SEAT_M, posture="seated" if seated else "standing")
    target = target_for(flexion_deg, seated=seated)
    player = Player(body)
    body.offer([Thing("target", target.x_mm, target.y_mm, target.z_mm, 140)])
    body.look(0.0, -0.5)
    player.wait(1.0)
    body.reach(on=True)
    player.wait(2.0)
    body.reach(on=False)
    player.wait(1.5)
    tracker = Tracker()
    tracker.watch(Watch(watching(target, seated=seated)))
    said: list[Observation] = [one for frame in player.frames for one in tracker.update(frame)]
    (reached,) = [one for one in said if isinstance(one, TargetReached)]
    assert reached.trunk_deg is not None
    assert abs(reached.trunk_deg - flexion_deg) <= 20
    steps = [
        math.dist(a.poses[point, :3], b.poses[point, :3])
        for a, b in zip(player.frames, player.frames[1:], strict=False)
        for point in (Point.HEAD, Point.RIGHT_HAND)
    ]
    assert max(steps) < 0.06, "nothing jumps"
    first, last = player.frames[0].poses[Point.HEAD, :3], player.frames[-1].poses[Point.HEAD, :3]
    assert math.dist(first, last) < 0.02, "upright again"


def test_a_target_behind_ones_back_is_not_leant_to() -> None:
    body = DesktopBody(EYE_M, SEAT_M)
    player = Player(body)
    body.offer([Thing("target", 0, -900, 800, 140)])
    player.wait(0.2)
    before = body.head().position
    body.reach(on=True)
    player.wait(1.5)
    assert body.head().position.minus(before).length() < 0.02


def test_without_a_target_the_hand_goes_where_the_head_looks() -> None:
    body = DesktopBody(EYE_M, SEAT_M)
    player = Player(body)
    body.offer([Thing("target", 0, 900, 800, 140, state="waiting")])
    body.reach(on=True)
    player.wait(1.0)
    head, hand = (player.frames[-1].poses[point, :3] for point in (Point.HEAD, Point.RIGHT_HAND))
    assert hand[1] - head[1] > 0.5
    assert abs(head[2] - hand[2]) < 0.35
