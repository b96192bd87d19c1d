"""One person in a room, who is told what to do; it becomes frames later, at any times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from tests.strangers.accounts import Deed, Detail, Place, Seat
from tests.strangers.limbs import FootPath, HandPath, Hold
from tests.strangers.people import Person
from tests.strangers.signals import PLAIN, Array, Channel, Cruise, Curve, Strokes, strokes
from tests.strangers.skeleton import Joints, trunk

Side = Literal["left", "right"]
Spot = tuple[float, float, float]
SIDES: tuple[Side, Side] = ("left", "right")


def ns(seconds: float) -> int:
    return round(seconds * 1e9)


@dataclass(frozen=True)
class Chair:
    """A real seat: the middle of its surface, metres, and where it faces, radians."""

    name: str
    x: float
    y: float
    height: float
    facing: float = 0.0
    has_arms: bool = False

    def ahead(self, distance: float, right: float = 0.0) -> tuple[float, float]:
        """A spot on the floor before the seat."""
        sin, cos = np.sin(self.facing), np.cos(self.facing)
        return (
            float(self.x - distance * sin + right * cos),
            float(self.y + distance * cos + right * sin),
        )


@dataclass(frozen=True)
class Bob:
    """Footfalls of one spell of steps; the head is lowest at each and sways to the standing leg.

    `swing` is how far the hands swing to and fro, metres; `first` the foot that falls first.
    """

    falls: tuple[float, ...]
    dip: float
    lateral: float
    swing: float
    first: Side


@dataclass
class Actor:
    """The score of one recording. `now` is the time up to which it is written, s."""

    person: Person
    rng: np.random.Generator
    chair: Chair
    now: float = 0.0
    seated: bool = False
    on_step: float = 0.0
    deeds: list[Deed] = field(default_factory=list)
    bobs: list[Bob] = field(default_factory=list)
    squeezes: list[tuple[Side, float, float]] = field(default_factory=list)
    asked: dict[str, Detail] = field(default_factory=dict)
    targets: list[Spot] = field(default_factory=list)
    objects: list[Spot] = field(default_factory=list)
    goals: list[Spot] = field(default_factory=list)
    rails: list[Spot] = field(default_factory=list)
    other_seats: list[Chair] = field(default_factory=list)
    first_chair: Chair = field(init=False)
    step: tuple[Spot, float] | None = None
    """The middle of the front edge and the depth of a step that faces the chair's facing."""

    def begin_standing(self, x: float, y: float, yaw: float) -> None:
        """Stand here from the start."""
        p = self.person
        self.seated = False
        self._begin((x, y, p.hip_m - 0.004), yaw)
        for side in SIDES:
            self.feet[side] = FootPath(self.sole(side, x, y, yaw), yaw)
            self.hands[side] = HandPath(self.hanging())

    def begin_seated(self, chair: Chair) -> None:
        """Sit here from the start."""
        self.seated, self.chair = True, chair
        self._begin(self.sitting(chair), chair.facing)
        for side in SIDES:
            x, y = chair.ahead(self.person.thigh_m - 0.05)
            self.feet[side] = FootPath(self.sole(side, x, y, chair.facing), chair.facing)
            self.hands[side] = HandPath(self.lap())

    def _begin(self, hip: Spot, yaw: float) -> None:
        self.first_chair = self.chair
        self.hip = Channel(hip)
        self.heading = Channel([yaw])
        self.flex = Channel([self.erect()])
        self.side = Channel([0.0])
        self.twist = Channel([0.0])
        self.look_yaw = Channel([0.0])
        self.look_pitch = Channel([np.radians(self.rng.uniform(-12, 0))])
        self.roll = Channel([np.radians(self.rng.normal(0, 1.5))])
        self.hands: dict[Side, HandPath] = {}
        self.feet: dict[Side, FootPath] = {}

    # -- places ---------------------------------------------------------------------------------

    @property
    def yaw(self) -> float:
        """Where the pelvis faces when all is done, radians."""
        return float(self.heading.aim[0])

    def sitting(self, chair: Chair) -> Spot:
        p = self.person
        return chair.x, chair.y, chair.height + p.hip_over_seat_m - p.slump_m

    def ahead(self, distance: float, right: float = 0.0, z: float = 0.0) -> Spot:
        """A place seen from the hips: forward, to the right, and above the floor."""
        sin, cos = np.sin(self.yaw), np.cos(self.yaw)
        x, y, _ = self.hip.aim
        return (
            float(x - distance * sin + right * cos),
            float(y + distance * cos + right * sin),
            z,
        )

    def sole(self, side: Side, x: float, y: float, yaw: float) -> Spot:
        out = self.person.stance_m * (1 if side == "right" else -1)
        return (
            float(x + out * np.cos(yaw)),
            float(y + out * np.sin(yaw)),
            self.person.ankle_m + self.on_step,
        )

    def hanging(self) -> Hold:
        p = self.person
        return Hold("shoulder", (0.04, 0.06, -0.965 * p.arm_m), hangs=True)

    def lap(self) -> Hold:
        """On the thigh, half way to the knee."""
        forward = self.person.thigh_m * self.rng.uniform(0.45, 0.8)
        return Hold("hip", (self.rng.uniform(0.04, 0.14), forward, 0.10))

    def rest(self) -> Hold:
        return self.lap() if self.seated else self.hanging()

    # -- manners --------------------------------------------------------------------------------

    def curve(self) -> Strokes:
        return strokes(self.rng, self.person.guarding)

    def takes(self, seconds: float) -> float:
        """How long something takes this person that takes a brisk adult so long."""
        return float(seconds / self.person.pace * self.rng.uniform(0.88, 1.18))

    def erect(self) -> float:
        """The lean of the trunk when this person is upright; never quite the same."""
        return self.person.stoop + float(np.radians(self.rng.uniform(-1.5, 1.5)))

    def wait(self, low: float, high: float | None = None) -> None:
        self.now += float(self.rng.uniform(low, low if high is None else high))

    def done(self, kind: str, begin: float, end: float, **detail: Detail) -> None:
        self.deeds.append(Deed(kind, ns(begin), ns(end), detail))

    def free_hand(self, wish: Side | None = None) -> Side:
        """The hand that is used: one that holds a controller."""
        held = self.person.controllers
        if wish is not None and wish in held:
            return wish
        if self.person.hand in held:
            return "left" if self.person.hand == "left" else "right"
        return "left" if held[0] == "left" else "right"

    # -- head -----------------------------------------------------------------------------------

    def look(self, yaw_deg: float, pitch_deg: float, begin: float, seconds: float) -> None:
        """Turn the head against the shoulders, and up (+) or down against the horizon."""
        self.look_yaw.go(begin, begin + seconds, [np.radians(yaw_deg)], self.curve())
        self.look_pitch.go(begin, begin + seconds, [np.radians(pitch_deg)], PLAIN)

    def look_at(self, spot: Spot, begin: float) -> None:
        """Look at a place: the head makes about three quarters of it, the eyes the rest."""
        x, y, z = self.hip.aim
        dx, dy = spot[0] - x, spot[1] - y
        away = max(0.15, float(np.hypot(dx, dy)) - 0.1)
        yaw = np.arctan2(-dx, dy) - self.yaw - float(self.twist.aim[0])
        yaw = float((yaw + np.pi) % (2 * np.pi) - np.pi)
        high = z + 0.40 * self.person.tall_m
        pitch = float(np.arctan2(spot[2] - high, away))
        share = self.rng.uniform(0.6, 0.85)
        self.look(
            float(np.clip(np.degrees(share * yaw), -70, 70)),
            float(np.clip(np.degrees(share * pitch), -60, 40)),
            begin,
            self.takes(0.45),
        )

    def look_ahead(self, begin: float) -> None:
        self.look(
            float(self.rng.normal(0, 3)), float(self.rng.uniform(-12, 2)), begin, self.takes(0.5)
        )

    # -- trunk ----------------------------------------------------------------------------------

    def lean_for(
        self, spot: Spot, hand: Side, hip: Array | None = None, most_deg: float = 95.0
    ) -> tuple[float, float, float] | None:
        """Flexion, side lean and twist with which a hand gets there at 91 % of the arm, radians.

        The least sum of angles is chosen, as people do who pay for each degree; None: too far.
        """
        flex, side, twist = (
            g.ravel()
            for g in np.meshgrid(
                np.arange(self.person.stoop, np.radians(most_deg), np.radians(4.0)),
                np.radians(np.array([-24.0, -12.0, 0.0, 12.0, 24.0])),
                np.radians(np.array([-36.0, -18.0, 0.0, 18.0, 36.0])),
                indexing="ij",
            )
        )
        count = len(flex)
        body = trunk(
            self.person,
            Joints(
                hip=np.tile(self.hip.aim if hip is None else hip, (count, 1)),
                heading=np.full(count, self.yaw),
                flex=flex,
                side=side,
                twist=twist,
            ),
        )
        away = np.linalg.norm(body.shoulders[hand == "right"] - np.asarray(spot), axis=1)
        fits = away < 0.91 * self.person.arm_m
        if not fits.any():
            return None
        effort = flex + 1.3 * np.abs(side) + 0.7 * np.abs(twist)
        best = int(np.argmin(np.where(fits, effort, np.inf)))
        return float(flex[best]), float(side[best]), float(twist[best])

    def lean(
        self, flex: float, side: float, twist: float, begin: float, end: float, curve: Curve
    ) -> None:
        self.flex.go(begin, end, [flex], curve)
        self.side.go(begin, end, [side], curve)
        self.twist.go(begin, end, [twist], curve)

    def straighten(self, begin: float, end: float) -> None:
        self.lean(self.erect(), 0.0, 0.0, begin, end, self.curve())

    # -- hands ----------------------------------------------------------------------------------

    def hands_to_rest(self, begin: float, seconds: float) -> None:
        for side in SIDES:
            if self.hands[side].hold.carrier == "world" or self.seated:
                self.hands[side].go(begin, begin + seconds, self.rest(), self.curve(), 0.02)
            elif not self.hands[side].hold.hangs:
                self.hands[side].go(begin, begin + seconds, self.rest(), self.curve())

    def squeeze(self, side: Side, begin: float, end: float) -> None:
        """Hold something: those who squeeze press the grip button as long."""
        if self.person.grasp == "squeeze" and side in self.person.controllers:
            self.squeezes.append((side, begin, end))

    # -- feet -----------------------------------------------------------------------------------

    def turn_about(self, degrees: float) -> tuple[float, float]:
        """Turn the whole body on the spot with steps; the head leads (Grasso et al. 1998)."""
        steps = max(2, round(abs(degrees) / self.rng.uniform(30, 50)))
        seconds = max(0.9, self.takes(abs(degrees) / 110))
        begin, end = self.now, self.now + seconds
        x, y = (float(v) for v in self.hip.aim[:2] + self.rng.normal(0, 0.02, 2))
        yaw, turn = self.yaw, float(np.radians(degrees))
        self.look_yaw.go(begin, begin + 0.3 * seconds, [np.sign(turn) * 0.5 * min(abs(turn), 1.2)])
        self.look_yaw.go(end - 0.4 * seconds, end + 0.2, [0.0])
        self.heading.go(begin + 0.1 * seconds, end, [yaw + turn], Cruise(0.3))
        self.hip.go(begin, end, [x, y, self.hip.aim[2]])
        first: Side = "left" if degrees > 0 else "right"
        beat = seconds / (steps + 1)
        falls = []
        for k in range(steps + 1):
            side = first if k % 2 == 0 else SIDES[first == "left"]
            facing = yaw + turn * min(1.0, (k + 1.5) / (steps + 1))
            self.feet[side].step(
                begin + (k + 0.1) * beat,
                begin + (k + 0.9) * beat,
                self.sole(side, x, y, facing),
                facing,
                float(self.rng.uniform(0.02, 0.06)),
            )
            falls.append(begin + (k + 0.9) * beat)
        last = SIDES[(first == "left") ^ (steps % 2 == 1)]
        self.feet[last].step(end, end + beat, self.sole(last, x, y, yaw + turn), yaw + turn, 0.02)
        self.bobs.append(Bob(tuple(falls), 0.008, 0.015, 0.03, first))
        self.now = end + beat
        return begin, self.now

    def walk(
        self, distance: float, *, pace: float = 1.0, step_m: float | None = None
    ) -> tuple[float, float, int]:
        """Walk straight on (or back, if negative); begin, end and how many steps."""
        p = self.person
        stride = (step_m or p.step_m) * (0.6 if distance < 0 else 1.0)
        steps = max(2, int(np.ceil(abs(distance) / stride)))
        length = abs(distance) / steps
        beat = min(1.4, max(0.42, length / (p.walk_mps * pace)))
        begin, seconds = self.now, (steps + 1) * beat
        yaw = self.yaw
        x, y, z = (float(v) for v in self.hip.aim)
        ahead = np.array([-np.sin(yaw), np.cos(yaw)])
        ahead = ahead * np.sign(distance)
        curve = Cruise(min(0.45, 1.3 / (steps + 1)))
        gx, gy = (float(v) for v in np.array([x, y]) + abs(distance) * ahead)
        self.hip.go(begin, begin + seconds, [gx, gy, z], curve)
        first: Side = "left" if self.rng.random() < 0.5 else "right"
        falls = []
        for k in range(steps + 1):
            side = first if k % 2 == 0 else SIDES[first == "left"]
            fall = begin + (k + 1) * beat * (1 + float(self.rng.normal(0, 0.01)) / (k + 1))
            gone = abs(distance) * float(curve(np.array([(fall - begin) / seconds]))[0])
            put = abs(distance) if k >= steps - 1 else min(abs(distance), gone + 0.6 * length)
            fx, fy = (float(v) for v in np.array([x, y]) + put * ahead)
            high = 0.04 + 0.09 * min(1.0, length / 0.6)
            self.feet[side].step(fall - 0.82 * beat, fall, self.sole(side, fx, fy, yaw), yaw, high)
            falls.append(fall)
        # Vertical travel of the body grows with the square of the step: an inverted pendulum.
        dip = 0.75 * length**2 / (8 * p.hip_m)
        swing = 0.22 * min(1.0, length / beat / 1.2) * (1 - 0.6 * p.guarding)
        self.bobs.append(Bob(tuple(falls), dip, 0.018, swing, first))
        self.now = begin + seconds
        return begin, self.now, steps

    def turn_to(self, yaw: float) -> None:
        """Face this way, by steps if it is far."""
        off = float((yaw - self.yaw + np.pi) % (2 * np.pi) - np.pi)
        if abs(off) > np.radians(12):
            self.turn_about(float(np.degrees(off)))
        elif abs(off) > np.radians(1):
            self.heading.go(self.now, self.now + 0.6, [self.yaw + off])
            self.now += 0.6

    def walk_to(self, x: float, y: float, *, pace: float = 1.0) -> tuple[float, float, float]:
        """Turn there and walk there: begin and end of the walking, and the distance."""
        dx, dy = x - float(self.hip.aim[0]), y - float(self.hip.aim[1])
        away = float(np.hypot(dx, dy))
        if away < 0.08:
            return self.now, self.now, 0.0
        self.turn_to(float(np.arctan2(-dx, dy)))
        dx, dy = x - float(self.hip.aim[0]), y - float(self.hip.aim[1])
        away = float(np.hypot(dx, dy))
        begin, end, _ = self.walk(away, pace=pace)
        return begin, end, away

    # -- the account ----------------------------------------------------------------------------

    def places(self, name: str, spots: list[Spot]) -> tuple[Place, ...]:
        return tuple(
            Place(f"{name}_{k}", *(round(1000 * v + self.rng.normal(0, 6)) for v in spot))
            for k, spot in enumerate(spots)
        )

    def seat(self, chair: Chair) -> Seat:
        off = self.rng.normal(0, 6, 3)
        return Seat(
            chair.name,
            round(1000 * chair.x + off[0]),
            round(1000 * chair.y + off[1]),
            round(1000 * chair.height + off[2]),
            round(float(np.degrees(chair.facing) + self.rng.normal(0, 2))),
            chair.has_arms,
        )
