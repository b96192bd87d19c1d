"""Hands and feet: each goes from hold to hold, and where a hold is may move with the body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from tests.strangers.signals import PLAIN, Array, Cruise, Curve, min_jerk
from tests.strangers.skeleton import Joints, Trunk, heading_axes

TRAVEL = Cruise(0.4)
"""How a foot travels in its swing: three to four times as fast as the body at the most."""
Carrier = Literal["world", "hip", "shoulder", "head"]


@dataclass(frozen=True)
class Hold:
    """Where a hand is held: a place in the room, or an offset from a part of the body.

    Offsets are outwards (away from the midline), forwards along the heading, and up, metres.
    """

    carrier: Carrier
    place: tuple[float, float, float]
    hangs: bool = False


@dataclass(frozen=True)
class Frames:
    """The moving parts that a hold can refer to, over time."""

    joints: Joints
    body: Trunk
    head: Array

    def where(self, hold: Hold, hand: int, part: slice) -> Array:
        """The place of a hold for hand 0 (left) or 1, for some of the times."""
        out, forward, up = hold.place
        if hold.carrier == "world":
            return np.tile(hold.place, (len(self.head[part]), 1))
        out = out if hand else -out
        if hold.carrier == "hip":
            base, yaw = self.joints.hip[part], self.joints.heading[part]
        elif hold.carrier == "shoulder":
            base, yaw = self.body.shoulders[hand][part], self.body.yaw[part]
        else:
            base, yaw = self.head[part], self.body.yaw[part]
        right, ahead = heading_axes(yaw)
        return np.asarray(base + out * right + forward * ahead + np.array([0.0, 0.0, up]))


@dataclass
class HandPath:
    """The chain of holds of one hand."""

    start: Hold
    moves: list[tuple[float, float, Hold, Curve, float]] = field(default_factory=list)
    shakes: list[tuple[float, float, tuple[float, float, float], float]] = field(
        default_factory=list
    )

    @property
    def hold(self) -> Hold:
        """Where the hand is going or resting."""
        return self.moves[-1][2] if self.moves else self.start

    @property
    def free_at(self) -> float:
        return self.moves[-1][1] if self.moves else 0.0

    def go(
        self, begin: float, end: float, to: Hold, curve: Curve = PLAIN, arc: float = 0.0
    ) -> None:
        """Move to a hold; it waits for the movement before. `arc` lifts the middle of the way."""
        begin = max(begin, self.free_at)
        self.moves.append((begin, max(end, begin + 0.25), to, curve, arc))

    def shake(self, begin: float, end: float, by: tuple[float, float, float], hz: float) -> None:
        """Move to and fro, right, forward and up by these metres: waving, scratching."""
        self.shakes.append((begin, end, by, hz))

    def at(self, t: Array, frames: Frames, hand: int, swing: Array) -> Array:
        """Places (n, 3). `swing` (n, 3) is added as far as the hand hangs."""
        out = np.zeros((len(t), 3))
        hanging = np.zeros(len(t))
        hold, since = self.start, 0
        for begin, end, to, curve, arc in self.moves:
            i, j = (int(k) for k in np.searchsorted(t, (begin, end)))
            out[since:i] = frames.where(hold, hand, slice(since, i))
            hanging[since:i] = hold.hangs
            u = (t[i:j] - begin) / (end - begin)
            w = curve(u)[:, None]
            part = slice(i, j)
            out[part] = (1 - w) * frames.where(hold, hand, part) + w * frames.where(to, hand, part)
            out[part, 2] += arc * np.sin(np.pi * w[:, 0]) ** 2
            hanging[part] = (1 - w[:, 0]) * hold.hangs + w[:, 0] * to.hangs
            hold, since = to, j
        out[since:] = frames.where(hold, hand, slice(since, len(t)))
        hanging[since:] = hold.hangs
        right, forward = heading_axes(frames.body.yaw)
        for begin, end, by, hz in self.shakes:
            i, j = np.searchsorted(t, (begin, end))
            u = (t[i:j] - begin) / (end - begin)
            beat = np.sin(2 * np.pi * hz * (t[i:j] - begin)) * min_jerk(5 * u) * min_jerk(5 - 5 * u)
            vector = by[0] * right[i:j] + by[1] * forward[i:j] + np.array([0.0, 0.0, by[2]])
            out[i:j] += beat[:, None] * vector
        return out + hanging[:, None] * swing


@dataclass
class FootPath:
    """The steps of one foot: the place of the ankle, metres, and where the toes point."""

    place: tuple[float, float, float]
    yaw: float
    steps: list[tuple[float, float, tuple[float, float, float], float, float]] = field(
        default_factory=list
    )

    @property
    def aim(self) -> tuple[tuple[float, float, float], float]:
        if self.steps:
            return self.steps[-1][2], self.steps[-1][3]
        return self.place, self.yaw

    @property
    def free_at(self) -> float:
        return self.steps[-1][1] if self.steps else 0.0

    def step(
        self, begin: float, end: float, to: tuple[float, float, float], yaw: float, lift: float
    ) -> None:
        """Swing to a new place, rising by `lift` on the way."""
        begin = max(begin, self.free_at)
        self.steps.append((begin, max(end, begin + 0.2), to, yaw, lift))

    def at(self, t: Array) -> tuple[Array, Array, Array]:
        """Places (n, 3), yaw (n,) and how far in its swing the foot is lifted (n,), metres."""
        place = np.tile(self.place, (len(t), 1))
        yaw = np.full(len(t), self.yaw)
        lifted = np.zeros(len(t))
        before, turn = np.asarray(self.place), self.yaw
        for begin, end, to, facing, lift in self.steps:
            i, j = np.searchsorted(t, (begin, end))
            u = (t[i:j] - begin) / (end - begin)
            w = TRAVEL(u)
            after = np.asarray(to)
            place[i:j] = before + w[:, None] * (after - before)
            high = min_jerk(2.6 * u) if to[2] > before[2] + 0.02 else w
            place[i:j, 2] = before[2] + high * (after[2] - before[2])
            lifted[i:j] = lift * min_jerk(2.4 * u) * min_jerk(2.4 * (1 - u))
            place[i:j, 2] += lifted[i:j]
            yaw[i:j] = turn + w * (facing - turn)
            place[j:], yaw[j:] = after, facing
            before, turn = after, facing
        return place, yaw, lifted
