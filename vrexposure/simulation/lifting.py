"""How a simulated body lifts: down to the thing, up with it, down where it belongs, and up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from vrexposure.core.chance import Chance
from vrexposure.core.geometry import Vec3
from vrexposure.core.view import Thing, View
from vrexposure.simulation.curves import Aim, mixed
from vrexposure.simulation.hands import REACH_S, Rest, Touch
from vrexposure.simulation.motion import Body
from vrexposure.simulation.person import Person

REFUSALS_MOST = 3
STAY_S = 0.6  # longer than is asked, as people do
WAY_S = 1.2
BEND_EASY_RAD = math.radians(70)  # from here on the knees help
DIPS_M = (0.0, 0.12, 0.24, 0.36, 0.48)
BELLY_AHEAD_M = 0.32
BELLY_UP_M = 0.22


class Lifting:
    """Goes through one lift, as calmly as the person is; every part says how long it takes."""

    def __init__(
        self, body: Body, person: Person, side: int, parameters: Mapping[str, int]
    ) -> None:
        self.made = 0
        self._body = body
        self._person = person
        self._side = side
        self._both = bool(parameters.get("both_hands", 0))
        self._seated = body.rise.goal == 0.0
        self._takes_s = max(REACH_S, WAY_S * person.tempo())

    def again(self, mind: Chance, seen: Callable[[], tuple[View, float]]) -> Iterator[float]:
        """Lift until the counter is full or courage is gone; yields how long each part takes.

        `seen`: the View and the time now.
        """
        yield self._person.hesitation_s()
        refusals, attempts = 0, 2 * left_to_do(seen()[0]) + 4
        while left_to_do(seen()[0]) > 0 and attempts > 0 and refusals < REFUSALS_MOST:
            attempts -= 1
            if not self._person.dares():
                refusals += 1
                yield self.to_thing(*seen(), mind.between(0.3, 0.8))
                yield self.back(seen()[1])
                yield mind.between(6.0, 12.0)
                continue
            yield self.to_thing(*seen())
            yield self.up(seen()[1])
            # The trial may be over before the person is up again: what is felt is felt by then.
            self._person.exert()
            self.made += 1
            yield self.to_ring(*seen())
            yield self.back(seen()[1])
            yield mind.between(0.3, 0.8)

    def to_thing(self, view: View, now_s: float, share: float = 1.0) -> float:
        """Down to where the thing lies, or a share of the way."""
        return self._down(_find(view, "box"), now_s, share)

    def to_ring(self, view: View, now_s: float) -> float:
        """Down to where it belongs."""
        ring = _find(view, "place")
        box = _find(view, "box")
        if ring is None or box is None:
            return self._takes_s
        middle = Vec3(ring.x_mm, ring.y_mm, ring.z_mm + box.size_mm / 2).scaled(0.001)
        return self._go(middle, box.size_mm / 1000, now_s, 1.0)

    def up(self, now_s: float) -> float:
        """Upright, with the hands before the belly."""
        body = self._body
        self._straighten(now_s)
        torso = body.poses(now_s).head.position
        z = body.size.eyes_m - body.size.eyes_above_seat_m + 0.09
        if self._seated:
            z = body.seat_m.goal + 0.09
        belly = Vec3(body.x_m.goal, _hips_y(body, torso) + BELLY_AHEAD_M, z + BELLY_UP_M)
        self._hands_to(belly, 0.15, now_s)
        return self._takes_s

    def back(self, now_s: float) -> float:
        """Upright, with the hands at rest."""
        self._straighten(now_s)
        self._body.use_hands(Rest(), now_s)
        self._body.look(None, now_s)
        return self._takes_s

    def _straighten(self, now_s: float) -> None:
        body = self._body
        body.bend_to(Aim(body.bend_yaw.goal, 0.0), now_s, self._takes_s)
        body.dip_m.to(0.0, now_s, self._takes_s)

    def _down(self, thing: Thing | None, now_s: float, share: float) -> float:
        if thing is None:
            return self._takes_s
        middle = Vec3(thing.x_mm, thing.y_mm, thing.z_mm).scaled(0.001)
        return self._go(middle, thing.size_mm / 1000, now_s, share)

    def _go(self, middle: Vec3, size_m: float, now_s: float, share: float) -> float:
        body = self._body
        side = 0 if self._both else self._side
        dip_m, aim = 0.0, body.bend_for(middle, side, now_s)
        for dip in DIPS_M if not self._seated else DIPS_M[:1]:
            dip_m, aim = dip, body.bend_for(middle, side, now_s, dip_m=dip)
            if -aim.pitch < BEND_EASY_RAD:
                break
        body.look(middle, now_s)
        body.bend_to(Aim(aim.yaw, share * aim.pitch), now_s, self._takes_s)
        body.dip_m.to(share * dip_m, now_s, self._takes_s)
        if share < 1.0:
            head = body.poses(now_s).head.position
            middle = Vec3(*(mixed(a, b, share) for a, b in zip(head, middle, strict=True)))
        self._hands_to(middle, size_m, now_s)
        return self._takes_s + (STAY_S if share >= 1.0 else 0.0)

    def _hands_to(self, middle: Vec3, size_m: float, now_s: float) -> None:
        if not self._both:
            self._body.use_hands(Touch(middle), now_s, only=self._side)
            return
        for side in (-1, 1):
            self._body.use_hands(
                Touch(middle.plus(Vec3(side * size_m / 2, 0.0, 0.0))), now_s, only=side
            )


def left_to_do(view: View) -> int:
    """How many are missing on the counter."""
    return 0 if view.counter is None else view.counter.target - view.counter.done


def _hips_y(body: Body, head: Vec3) -> float:
    return min(head.y, body.y_m.goal)


def _find(view: View, kind: str) -> Thing | None:
    return next((thing for thing in view.things if thing.kind == kind), None)
