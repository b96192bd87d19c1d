"""How a simulated person walks: to and fro over the floor, or step by step on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vrexposure.core.geometry import Vec3
from vrexposure.core.view import Thing, View
from vrexposure.simulation.hands import Carry, Rest
from vrexposure.simulation.motion import Body
from vrexposure.simulation.person import Person

STEP_M = 0.5
STEP_S = 0.55  # a comfortable pace is some 110 steps a minute
BOB_M = 0.025
IN_PLACE_BOB_M = 0.045
FAR_M = 8.0
TURN_S = 1.6
TAKE_S = 1.5
DARES_EVERY = 8
REFUSALS_MOST = 3
WAITS = ("caption.stop_here", "caption.turn_round")


class Walking:
    """One walk, as the View asks for it.

    Args:
        body: What walks.
        person: Who decides whether to go on.
        see: What is shown now, and the time in seconds.
        made: Told of every step.
    """

    def __init__(
        self,
        body: Body,
        person: Person,
        see: Callable[[], tuple[View, float]],
        made: Callable[[], None],
    ) -> None:
        self._body, self._person, self._see, self._made = body, person, see, made
        self._step_s = STEP_S * person.tempo()
        self._side = 1
        self._ahead = True

    def go(self) -> Iterator[None]:
        """Go to the start, take what is to be carried, and walk until the counter is full."""
        body, person = self._body, self._person
        body.stand_at(0.0, 0.0, self._now_s)
        while not (body.x_m.done(self._now_s) and body.y_m.done(self._now_s)):
            yield
        yield from self._pause(person.hesitation_s())
        yield from self._take()
        refusals = steps = 0
        while self._left_to_do() > 0 and refusals < REFUSALS_MOST:
            caption = self._view.caption
            if caption is not None and caption.key in WAITS:
                yield
                continue
            if steps % DARES_EVERY == 0 and not person.dares():
                refusals += 1
                body.use_hands(Rest(), self._now_s)
                yield from self._pause(person.mind.between(6.0, 12.0))
                yield from self._take()
            steps += 1
            self._made()
            person.exert(0.1)
            yield from self._pause(self._step())

    @property
    def _view(self) -> View:
        return self._see()[0]

    @property
    def _now_s(self) -> float:
        return self._see()[1]

    def _pause(self, seconds: float) -> Iterator[None]:
        until = self._now_s + seconds
        while self._now_s < until:
            yield

    def _left_to_do(self) -> int:
        counter = self._view.counter
        return 0 if counter is None else counter.target - counter.done

    def _take(self) -> Iterator[None]:
        """Bring the hands to the thing that is to be carried, if there is one."""
        box = next((thing for thing in self._view.things if thing.kind == "box"), None)
        if box is None:
            return
        both = dict(self._view.parameters).get("carry", 0) == 2
        own = 1 if self._body.size.right_handed else -1
        for side in (-1, 1) if both else (own,):
            aside_m = box.size_mm / 2000 if both else 0.05
            self._body.use_hands(Carry(aside_m), self._now_s, only=side)
        yield from self._pause(TAKE_S)

    def _step(self) -> float:
        """One more step, or a turn where the lane ends: how long it takes, seconds."""
        self._side = -self._side
        body, now_s = self._body, self._now_s
        lane = _lane(self._view)
        if lane is None:
            body.step(self._side, IN_PLACE_BOB_M, now_s, self._step_s)
            return self._step_s + 0.1
        end_m = lane.length_mm / 1000 if self._ahead else 0.0
        left_m = end_m - body.y_m.goal
        if abs(left_m) < 0.05:
            self._ahead = not self._ahead
            far_m = FAR_M if self._ahead else -FAR_M
            eyes_m = body.size.eyes_m
            body.look(Vec3(body.x_m.goal, body.y_m.goal + far_m, eyes_m - 0.3), now_s)
            return TURN_S
        body.step(self._side, BOB_M, now_s, self._step_s)
        way_m = max(-STEP_M, min(STEP_M, left_m))
        body.y_m.to(body.y_m.goal + way_m, now_s, 1.6 * self._step_s)
        return self._step_s


def _lane(view: View) -> Thing | None:
    return next((thing for thing in view.things if thing.kind == "lane"), None)
