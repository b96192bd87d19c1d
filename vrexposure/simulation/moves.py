"""What a simulated person can do with the body: sit, stand, climb, turn and stay, as they dare.

Each is a generator that is asked once a frame; whoever drives it says what the View shows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from vrexposure.core.geometry import Vec3
from vrexposure.core.view import PropView, View
from vrexposure.simulation.hands import Crossed, Hold, Push, Rest
from vrexposure.simulation.motion import FEET_AHEAD_M, Body
from vrexposure.simulation.person import Person
from vrexposure.simulation.staying import Staying
from vrexposure.simulation.turning import Turning

REFUSALS_MOST = 3
ONE_MORE = 10  # of something that is done as often as one can

Behaviour = Iterator[None]


class Moves:
    """A person's body before a View, and its movements."""

    def __init__(self, person: Person, body: Body) -> None:
        self.person = person
        self.body = body
        self._mind = person.mind
        self._view = View()
        self._now_s = 0.0
        self._chair: PropView | None = None
        self._made = 0

    def _go_to_chair(self) -> None:
        chair = self._chair
        x, y = (0.0, 0.0) if chair is None else (chair.x_mm / 1000, chair.y_mm / 1000)
        self.body.stand_at(x, y + FEET_AHEAD_M, self._now_s)

    def _pause(self, seconds: float) -> Behaviour:
        until = self._now_s + seconds
        while self._now_s < until:
            yield

    def _settle(self) -> None:
        """Hands to rest, eyes ahead."""
        self.body.use_hands(Rest(), self._now_s)
        self.body.look(None, self._now_s)

    def _sit(self) -> Behaviour:
        now = self._now_s
        if self.body.rise.goal > 0.0:
            self._go_to_chair()
            self.body.use_hands(Push(), now)
            while not (self.body.x_m.done(self._now_s) and self.body.y_m.done(self._now_s)):
                yield
            yield from self._glide(0.0, 2.1)
            self.body.use_hands(Rest(), self._now_s)
        while not self.body.rise.done(self._now_s):
            yield

    def _stand(self) -> Behaviour:
        if self.body.rise.goal < 1.0:
            self.body.use_hands(Push(), self._now_s)
            yield from self._pause(0.7)
            yield from self._glide(1.0, 1.9)
            self.body.use_hands(Rest(), self._now_s)
        while not self.body.rise.done(self._now_s):
            yield

    def _glide(self, rise: float, ordinary_s: float) -> Behaviour:
        duration = ordinary_s * self.person.tempo()
        self.body.go(rise, self._now_s, duration)
        yield from self._pause(duration)

    def _stand_on_spot(self) -> Behaviour:
        yield from self._stand()
        self.body.stand_at(0.0, 0.0, self._now_s)
        while not (self.body.x_m.done(self._now_s) and self.body.y_m.done(self._now_s)):
            yield

    def _take_rails(self) -> None:
        for prop in self._view.props:
            if prop.look == "real" and prop.prop in ("rail_left", "rail_right"):
                side = -1 if prop.prop == "rail_left" else 1
                hold = Hold(prop.x_mm / 1000, prop.height_mm / 1000)
                self.body.use_hands(hold, self._now_s, only=side)

    def _left_to_do(self) -> int:
        counter = self._view.counter
        if counter is None:
            return 0
        return counter.target - counter.done if counter.target else ONE_MORE

    def _get_up(self, parameters: dict[str, int]) -> Behaviour:
        """Sit-to-stand, again and again, until the counter is full or courage is gone."""
        body, person = self.body, self.person
        self._settle()
        yield from self._sit()
        yield from self._pause(person.hesitation_s())
        hands = Crossed() if parameters.get("arms", 0) == 2 else Push()
        pace = parameters.get("pace_per_min", 0)
        refusals, attempts = 0, self._left_to_do() + 4
        while self._left_to_do() > 0 and attempts > 0 and refusals < REFUSALS_MOST:
            began_s = self._now_s
            body.use_hands(hands, began_s)
            yield from self._pause(0.8)
            if not person.dares():
                refusals += 1
                yield from self._give_up()
                continue
            attempts -= 1
            yield from self._glide(1.0, 1.9)
            # The trial may be over before the person sits again: what is felt is felt by now.
            person.exert()
            self._made += 1
            yield from self._pause(self._mind.between(0.5, 0.9))
            yield from self._turn_round(parameters.get("turn_deg", 0))
            yield from self._pause(float(parameters.get("hold_s", 0)))
            yield from self._glide(0.0, 2.1)
            yield from self._pause(self._mind.between(0.5, 0.8))
            if pace:
                yield from self._pause(began_s + 60 / pace - self._now_s)
        body.use_hands(Rest(), self._now_s)
        while True:
            yield

    def _turn_round(self, angle_deg: int) -> Behaviour:
        """Turn to the left, in two goes where it is far, and come back."""
        if not angle_deg:
            return
        eyes = self.body.poses(self._now_s).head.position
        for share in (0.5, 1.0, 0.5, 0.0):
            far = math.radians(min(angle_deg * share, 175.0))
            self.body.look(eyes.plus(Vec3(-3 * math.sin(far), 3 * math.cos(far), 0.0)), self._now_s)
            yield from self._pause(self._mind.between(0.6, 0.9))
        self.body.look(None, self._now_s)

    def _give_up(self) -> Behaviour:
        """A rise that is broken off part of the way, or not begun; then some time to recover."""
        reached = self._mind.between(-0.3, 0.75)
        if reached > 0.1:
            yield from self._glide(reached, 1.6)
            yield from self._glide(0.0, 1.6)
            self.person.exert(0.3)
        self.body.use_hands(Rest(), self._now_s)
        yield from self._pause(self._mind.between(6.0, 12.0))

    def _climb(self, parameters: dict[str, int]) -> Behaviour:
        """Steps in place, or up and down the registered step, left and right in turn."""
        person = self.person
        self._settle()
        yield from self._stand_on_spot()
        self._take_rails()
        yield from self._pause(person.hesitation_s() + 0.7)
        refusals, steps, attempts = 0, 0, 2 * self._left_to_do() + 8
        while self._left_to_do() > 0 and steps < attempts and refusals < REFUSALS_MOST:
            if steps % 6 == 0 and not person.dares():
                refusals += 1
                yield from self._pause(self._mind.between(6.0, 12.0))
                continue
            while self._view.dim_permille:  # at the end of a flight it is dark for a moment
                yield
            steps += 1
            person.exert(0.2)
            self._made += 1
            yield from self._step(1 if steps % 2 else -1, parameters)
        while True:
            yield

    def _step(self, side: int, parameters: dict[str, int]) -> Behaviour:
        body = self.body
        duration = 0.8 * self.person.tempo()
        real = next((p for p in self._view.props if p.prop == "step" and p.look == "real"), None)
        if real is None:
            # Lifting a knee to a higher step lifts the head more (tried: 3 to 6 cm in place).
            bob_m = 0.030 + 0.15 * parameters.get("riser_mm", 150) / 1000
            body.step(side, bob_m, self._now_s, duration)
            yield from self._pause(duration + self._mind.between(0.08, 0.2))
            return
        climbs = body.climbed_m.goal == 0.0
        body.climbed_m.to(real.height_mm / 1000 if climbs else 0.0, self._now_s, duration + 0.4)
        body.stand_at(0.0, real.y_mm / 1000 if climbs else 0.0, self._now_s)
        yield from self._pause(duration + self._mind.between(1.2, 1.8))

    def _stay(self, parameters: dict[str, int]) -> Behaviour:
        """Stand quietly until it is over, or courage is."""
        self._settle()
        yield from self._stand_on_spot()
        self._take_rails()
        yield from self._pause(self.person.hesitation_s())
        staying = Staying(self.body, self.person, parameters["duration_s"])
        while self._left_to_do() > 0 and staying.refusals < REFUSALS_MOST:
            seconds = staying.go_on(self._now_s)
            self._made = staying.stood_s
            yield from self._pause(seconds)
        while True:
            yield

    def _turn(self, parameters: dict[str, int]) -> Behaviour:
        """Look at the wanted light and come back, until the counter is full or courage is gone."""
        self._settle()
        chair = any(prop.prop == "chair" for prop in self._view.props)
        yield from self._sit() if chair else self._stand_on_spot()
        yield from self._pause(self.person.hesitation_s())
        turning = Turning(self.body, self.person, parameters.get("hold_ms", 0) / 1000)
        refusals, attempts = 0, 2 * self._left_to_do() + 4
        while self._left_to_do() > 0 and attempts > 0 and refusals < REFUSALS_MOST:
            attempts -= 1
            dares = self.person.dares()
            refusals += not dares
            self._made += dares
            yield from self._pause(turning.out(self._view, self._now_s, 1.0 if dares else 0.6))
            yield from self._pause(turning.back(self._now_s) + self._mind.between(0.3, 0.8))
            if not dares:
                yield from self._pause(self._mind.between(6.0, 12.0))
        while True:
            yield
