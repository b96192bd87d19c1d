"""People who sit, rise, march, walk, bend and look about, as ways through time.

Everything is made from minimum-jerk pieces, so that it is as smooth as people are. The head turns
on a neck whose size differs from person to person, as real ones do.
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from vrexposure.core.geometry import Quat, Vec3, quat_from_pitch, quat_from_yaw


def smooth(s: float) -> float:
    """From 0 to 1 with a minimum of jerk (fifth-order polynomial)."""
    s = min(1.0, max(0.0, s))
    return s * s * s * (10 - 15 * s + 6 * s * s)


def hump(s: float) -> float:
    """From 0 up to 1 in the middle and back to 0."""
    return math.sin(math.pi * s) ** 2 if 0.0 < s < 1.0 else 0.0


def when(share: float) -> float:
    """When `smooth` has come that far."""
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if smooth(middle) < share else (low, middle)
    return low


@dataclass
class Way:
    """One number over time: stays, and glides from one value to the next."""

    value: float = 0.0
    keys: list[tuple[float, float, float, float]] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)

    def glide(self, start_s: float, duration_s: float, to: float) -> None:
        """From whatever it is by then to `to`; glides must be told in order."""
        self.keys.append((start_s, duration_s, self.at(start_s), to))
        self.starts.append(start_s)

    def at(self, t: float) -> float:
        index = bisect.bisect_right(self.starts, t) - 1
        if index < 0:
            return self.value
        start, duration, before, to = self.keys[index]
        return before + (to - before) * smooth((t - start) / max(1e-6, duration))


@dataclass
class Person:
    """A body and everything it does; add movements in the order of time, then ask for poses.

    The neck's height is `rise` between seated and standing, plus `dip`; its place on the floor is
    where the feet are, `lean` behind or ahead. The head's own size turns with it.
    """

    random: Random
    height_m: float = 1.62
    seated_m: float = 1.20
    seat_m: float = 0.45
    t: float = 0.0

    def __post_init__(self) -> None:
        r = self.random
        self.rise = Way()
        self.dip = Way()
        self.x = Way()
        self.y = Way()
        self.lean = Way()
        self.yaw = Way()
        self.pitch = Way()
        self.hands: dict[str, str] = {"left": "lap", "right": "lap"}
        self.bobs: list[tuple[float, float, float, float]] = []
        self.repetitions: list[float] = []
        self.steps: list[float] = []
        self.drift_m_per_s = 0.0
        self.neck_back_m = r.uniform(0.065, 0.10)
        self.neck_down_m = r.uniform(0.06, 0.10)
        self.waves = [(r.uniform(0.15, 0.4), r.uniform(0, math.tau)) for _ in range(5)]

    # What the person does: each begins at `t` and moves `t` on.

    def wait(self, seconds: float) -> None:
        self.t += seconds

    def rise_to(self, share: float, seconds: float) -> None:
        """Towards standing (1) or sitting (0), with the trunk leaning on the way."""
        self.rise.glide(self.t, seconds, share)
        lean = self.random.uniform(0.12, 0.28)
        here = self.lean.at(self.t)
        self.lean.glide(self.t, seconds * 0.45, max(here, 0.30 * share) + lean)
        self.lean.glide(self.t + seconds * 0.45, seconds * 0.55, 0.30 * share)
        self.t += seconds

    def sit_to_stand(self, up_s: float, stand_s: float, down_s: float, amplitude: float) -> None:
        self.rise_to(amplitude, up_s)
        self.wait(stand_s)
        self.rise_to(0.0, down_s)
        self.repetitions.append(self.t)

    def look(self, yaw_rad: float, pitch_rad: float, seconds: float) -> None:
        self.yaw.glide(self.t, seconds, yaw_rad)
        self.pitch.glide(self.t, seconds, pitch_rad)
        self.t += seconds

    def bend(self, seconds: float, hold_s: float, depth: float) -> None:
        """From standing, with the head forward and down, looking at the floor; and up again."""
        for share, wait in ((1.0, hold_s), (0.0, 0.3)):
            self.dip.glide(self.t, seconds, -share * depth)
            self.lean.glide(self.t, seconds, 0.30 + share * self.random.uniform(0.38, 0.5))
            self.pitch.glide(self.t, seconds, -share * self.random.uniform(0.7, 1.3))
            self.t += seconds + wait

    def lean_forward(self, seconds: float, hold_s: float) -> None:
        """From sitting: to the shoes, or to a table; and back."""
        depth = self.random.uniform(0.08, 0.45)
        for share, wait in ((1.0, hold_s), (0.0, 0.3)):
            self.dip.glide(self.t, seconds, -share * depth)
            self.lean.glide(self.t, seconds, share * self.random.uniform(0.2, 0.5))
            self.pitch.glide(self.t, seconds, -share * self.random.uniform(0.2, 1.0))
            self.t += seconds + wait

    def reach(self, seconds: float) -> None:
        """Up to a shelf and back: the head comes a little up and aside."""
        up, aside = self.random.uniform(0.01, 0.05), self.random.uniform(-0.15, 0.15)
        here = self.x.at(self.t)
        for share in (1.0, 0.0):
            self.dip.glide(self.t, seconds, share * up)
            self.x.glide(self.t, seconds, here + share * aside)
            self.t += seconds + 0.2

    def squat(self, seconds: float, depth: float) -> None:
        for share in (1.0, 0.0):
            self.dip.glide(self.t, seconds, -share * depth)
            self.t += seconds

    def walk(self, x: float, y: float, speed: float) -> None:
        """To a place of the room, turning towards it first; the head bobs at every step."""
        x0, y0 = self.x.at(self.t), self.y.at(self.t)
        way = math.hypot(x - x0, y - y0)
        heading = math.atan2(-(x - x0), y - y0)
        now = self.yaw.at(self.t)
        self.yaw.glide(self.t, 0.9, now + math.remainder(heading - now, math.tau))
        self.t += 0.9
        # Each step is one stride long, so the first and the last take longest.
        # A minimum-jerk way is fastest in its middle, 1.875 times the mean.
        seconds = max(1.2, 1.4 * way / speed)
        self.x.glide(self.t, seconds, x)
        self.y.glide(self.t, seconds, y)
        stride = self.random.uniform(0.55, 0.72)
        steps = max(1, round(way / stride))
        marks = [self.t + seconds * when(index / steps) for index in range(steps + 1)]
        for index, (begin, end) in enumerate(pairwise(marks)):
            self.bobs.append((begin, end - begin, 0.035, 0.02 if index % 2 else -0.02))
        self.t += seconds

    def step(self, seconds: float, bob_m: float, sway_m: float) -> None:
        """One step on the spot; `sway_m` > 0 goes over the right leg, so the left is lifted."""
        self.bobs.append((self.t, seconds, bob_m, sway_m))
        self.t += seconds
        self.steps.append(self.t)

    # What a headset would tell of it.

    def _wave(self, index: int, t: float) -> float:
        rate, begin = self.waves[index]
        return math.sin(math.tau * rate * t + begin)

    def _bob(self, t: float) -> tuple[float, float]:
        up = aside = 0.0
        index = bisect.bisect_right(self.bobs, (t, math.inf)) - 1
        for start, duration, bob_m, sway_m in self.bobs[max(0, index - 1) : index + 1]:
            share = hump((t - start) / duration)
            up += bob_m * share
            aside += sway_m * share
        return up, aside

    def head(self, t: float) -> tuple[Vec3, Quat]:
        """The headset's place and turn."""
        up, aside = self._bob(t)
        breath = 0.003 * self._wave(0, t)
        height = self.seated_m + (self.height_m - self.seated_m) * self.rise.at(t)
        height += self.dip.at(t) + up + breath + self.drift_m_per_s * t
        yaw = self.yaw.at(t) + 0.05 * self._wave(1, t)
        pitch = self.pitch.at(t) + 0.03 * self._wave(2, t)
        turn = quat_from_yaw(yaw).times(quat_from_pitch(pitch))
        # Standing, one turns over one's feet.
        feet_ahead = 0.30 * self.rise.at(t)
        lean = Vec3(aside, self.lean.at(t) - feet_ahead, 0.0)
        ahead = quat_from_yaw(self.yaw.at(t)).rotate(lean).plus(Vec3(0.0, feet_ahead, 0.0))
        neck = Vec3(
            self.x.at(t) + ahead.x + 0.006 * self._wave(3, t),
            self.y.at(t) + ahead.y + 0.006 * self._wave(4, t) - self.neck_back_m,
            height - self.neck_down_m,
        )
        return neck.plus(turn.rotate(Vec3(0.0, self.neck_back_m, self.neck_down_m))), turn

    def hand(self, side: str, t: float) -> Vec3:
        """One hand: in the lap, on the seat, on the chest, or hanging."""
        sign = -1.0 if side == "left" else 1.0
        rise, lean = self.rise.at(t), self.lean.at(t)
        hip = Vec3(self.x.at(t), self.y.at(t) + 0.30 * rise - 0.05, 0.09 + self.seat_m)
        hip = hip.plus(Vec3(0.0, 0.0, (self.height_m - self.seated_m) * rise))
        chest = hip.plus(Vec3(0.0, max(0.0, lean - 0.30 * rise) * 0.6 + 0.15, 0.40))
        hanging = hip.plus(Vec3(sign * 0.25, max(0.0, lean - 0.30 * rise) * 0.5, -0.05))
        match self.hands[side]:
            case "seat":
                let_go = smooth((rise - 0.3) / 0.4)
                on = Vec3(self.x.at(t) + sign * 0.25, self.y.at(t) + 0.05, self.seat_m + 0.04)
                return on.plus(hanging.minus(on).scaled(let_go))
            case "chest":
                return chest.plus(Vec3(-sign * 0.10, 0.05, 0.0))
            case "hanging":
                return hanging
            case _:
                lap = hip.plus(Vec3(sign * 0.12, 0.30, 0.08))
                return lap.plus(hanging.minus(lap).scaled(smooth(rise * 2)))
