"""A scripted body for the remote headset: what a person would do, in real time.

Every motion is an iterator of whole body states, `RATE_HZ` of them a second, so that it can be
looked at in a test without a headset just as it can be played to one.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Iterator
from typing import Literal

from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from vrexposure.core.geometry import Pose, Quat, Vec3, quat_from_pitch, quat_from_yaw

RATE_HZ = 60

SEATED_HEAD_M = 1.18
STANDING_HEAD_M = 1.62


def _samples(seconds: float) -> Iterator[float]:
    """0 < s <= 1, evenly over the time."""
    count = max(1, round(seconds * RATE_HZ))
    return (index / count for index in range(1, count + 1))


def _smooth(s: float) -> float:
    """0 to 1, still at both ends, without a jerk (10s³ - 15s⁴ + 6s⁵: minimum jerk)."""
    return s * s * s * (10 + s * (6 * s - 15))


def turn_towards(origin: Vec3, target: Vec3) -> Quat:
    """The rotation whose forward axis leads from `origin` to `target`."""
    way = target.minus(origin)
    yaw = quat_from_yaw(math.atan2(-way.x, way.y))
    return yaw.times(quat_from_pitch(math.atan2(way.z, math.hypot(way.x, way.y))))


class Body:
    """Where the body is; each motion begins where the last one ended."""

    def __init__(self, head_m: float = SEATED_HEAD_M) -> None:
        self.state = _body(Vec3(0.0, 0.0, head_m))

    def stay(self, seconds: float) -> Iterator[BodyState]:
        """Keep still."""
        for _ in _samples(seconds):
            yield self.state

    def head_to(self, position: Vec3, seconds: float) -> Iterator[BodyState]:
        """Move the head there, the hands with it."""
        start = self.state.head.position
        for s in _samples(seconds):
            self.state = _body(start.plus(position.minus(start).scaled(_smooth(s))))
            yield self.state

    def sit_to_stand(
        self,
        *,
        seated_m: float = SEATED_HEAD_M,
        standing_m: float = STANDING_HEAD_M,
        rise_s: float = 1.4,
        stand_s: float = 0.8,
        lower_s: float = 1.6,
        sit_s: float = 0.8,
    ) -> Iterator[BodyState]:
        """Lean forward and rise, stand, sit down, sit: one repetition."""
        seated = self.state.head.position
        lean_m = 0.3
        for s in _samples(rise_s):
            self.state = _body(_risen(seated, seated_m, standing_m, lean_m, s))
            yield self.state
        yield from self.stay(stand_s)
        for s in _samples(lower_s):
            self.state = _body(_risen(seated, seated_m, standing_m, lean_m, 1 - s))
            yield self.state
        yield from self.stay(sit_s)

    def march(
        self, steps: int, *, step_s: float = 0.8, lift_m: float = 0.06
    ) -> Iterator[BodyState]:
        """Steps on the spot: with each the head rises, sways to the standing leg and comes back."""
        middle = self.state.head.position
        for step in range(steps):
            side = 1 if step % 2 == 0 else -1
            for s in _samples(step_s):
                rise = math.sin(math.pi * s) ** 2
                self.state = _body(middle.plus(Vec3(0.04 * side * rise, 0.0, lift_m * rise)))
                yield self.state

    def choose(
        self,
        target: Vec3,
        *,
        hand: Literal["left", "right"] = "right",
        aim_s: float = 0.6,
        press_s: float = 0.25,
    ) -> Iterator[BodyState]:
        """Point at a place (stage space), pull the trigger, let go."""
        rest: HandState = getattr(self.state, hand)
        pose = Pose(rest.pose.position, turn_towards(rest.pose.position, target))
        for trigger, seconds in ((0.0, aim_s), (1.0, press_s), (0.0, press_s)):
            self.state = self._with_hand(hand, HandState(pose, trigger=trigger))
            yield from self.stay(seconds)
        self.state = self._with_hand(hand, rest)
        yield self.state

    def press(
        self, button: Literal["trigger", "squeeze", "b"], *, seconds: float = 0.25
    ) -> Iterator[BodyState]:
        """Press one button of the right hand, wherever it points."""
        rest = self.state.right
        pressed = {
            "trigger": dataclasses.replace(rest, trigger=1.0),
            "squeeze": dataclasses.replace(rest, squeeze=1.0),
            "b": dataclasses.replace(rest, b=True),
        }[button]
        self.state = self._with_hand("right", pressed)
        yield from self.stay(seconds)
        self.state = self._with_hand("right", rest)
        yield from self.stay(seconds)

    def _with_hand(self, hand: Literal["left", "right"], state: HandState) -> BodyState:
        if hand == "left":
            return dataclasses.replace(self.state, left=state)
        return dataclasses.replace(self.state, right=state)


def _risen(seated: Vec3, seated_m: float, standing_m: float, lean_m: float, s: float) -> Vec3:
    """The head on its way up: forward first, then up; `s` 0 seated, 1 standing."""
    height = seated_m + (standing_m - seated_m) * _smooth(max(0.0, (s - 0.25) / 0.75))
    lean = lean_m * math.sin(math.pi * s) + 0.25 * _smooth(s)
    return Vec3(seated.x, seated.y + lean, height)


def _body(head: Vec3) -> BodyState:
    """A body whose hands hang before it, 0.55 m beneath the head."""
    return BodyState(
        Pose(head),
        HandState(Pose(head.plus(Vec3(-0.25, 0.25, -0.55)))),
        HandState(Pose(head.plus(Vec3(0.25, 0.25, -0.55)))),
    )


def play(remote: RemoteHeadset, motion: Iterator[BodyState]) -> None:
    """Send the states in real time; returns when the motion is over."""
    start_s = time.monotonic()
    for index, state in enumerate(motion):
        remote.send(state)
        ahead_s = start_s + (index + 1) / RATE_HZ - time.monotonic()
        if ahead_s > 0:
            time.sleep(ahead_s)
