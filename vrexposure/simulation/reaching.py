"""How a simulated body reaches for what is shown: trunk and hand go there, and both come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vrexposure.core.geometry import Vec3
from vrexposure.core.view import View
from vrexposure.simulation.curves import Aim, mixed
from vrexposure.simulation.hands import REACH_S, Rest, Touch
from vrexposure.simulation.motion import Body
from vrexposure.simulation.person import Person

STAY_S = 0.35  # longer than is asked, as people do
BACK_S = 0.9
THERE = 0.6  # of the time of a reach: its greatest effort is over
REFUSALS_MOST = 3
REACH_ABOUT = {"caption.reach_about_left": -1, "caption.reach_about_right": 1}
"""What is said when the reach of an arm is measured, with the arm's side."""


class Reaching:
    """Out to the wanted target and back, so calmly and so bravely as the person is.

    `made` counts the reaches that were made, seen or not.
    """

    def __init__(
        self, body: Body, person: Person, hold_s: float, now_s: Callable[[], float]
    ) -> None:
        self.made = 0
        self._body = body
        self._person = person
        self._hold_s = hold_s
        self._now_s = now_s
        self._tempo = person.tempo()

    def again_and_again(self, see: Callable[[], View]) -> Iterator[float]:
        """Until the counter is full or courage is gone; yields how long each part takes, seconds.

        A target that moves on is let go.
        """
        person, mind = self._person, self._person.mind
        yield person.hesitation_s()
        refusals, attempts = 0, 2 * _left_to_do(see()) + 4
        while _left_to_do(see()) > 0 and attempts > 0 and refusals < REFUSALS_MOST:
            if not person.dares():
                refusals += 1
                yield self._out(see(), mind.between(0.3, 0.8))
                yield self._back()
                yield mind.between(6.0, 12.0)
                continue
            attempts -= 1
            takes_s = self._out(see(), 1.0)
            yield THERE * takes_s
            # The trial may be over before the hand is back: what is felt is felt by now.
            person.exert()
            self.made += 1
            yield (1 - THERE) * takes_s + self._hold_s + STAY_S
            yield self._back()
            yield mind.between(0.3, 0.8)

    def _out(self, view: View, share: float) -> float:
        """Go to the wanted target, or a share of the way; how long that takes."""
        target = next((t for t in view.things if t.kind == "target" and t.state == "wanted"), None)
        if target is None:
            return REACH_S
        now_s, body = self._now_s(), self._body
        side = -1 if view.caption is not None and view.caption.key.endswith("_left") else 1
        place = Vec3(target.x_mm / 1000, target.y_mm / 1000, target.z_mm / 1000)
        aim = body.bend_for(place, side, now_s)
        takes_s = max(REACH_S, 1.0 * self._tempo)
        body.look(place, now_s)
        body.bend_to(Aim(aim.yaw, share * aim.pitch), now_s, takes_s)
        if share < 1.0:
            head = body.poses(now_s).head.position
            place = Vec3(*(mixed(a, b, share) for a, b in zip(head, place, strict=True)))
        body.use_hands(Touch(place), now_s, only=side)
        return takes_s

    def _back(self) -> float:
        """Come up and let the hands rest; how long that takes."""
        now_s = self._now_s()
        takes_s = max(REACH_S, BACK_S * self._tempo)
        self._body.bend_to(Aim(self._body.bend_yaw.goal, 0.0), now_s, takes_s)
        self._body.use_hands(Rest(), now_s)
        self._body.look(None, now_s)
        return takes_s


def _left_to_do(view: View) -> int:
    return 0 if view.counter is None else view.counter.target - view.counter.done


def about(body: Body, side: int, now_s: float) -> list[Vec3]:
    """Places further than an arm is long, all round the shoulder of one side."""
    head = body.poses(now_s).head.position
    shoulder = head.plus(Vec3(side * body.size.shoulder_m, 0.0, -0.2))
    ways = ((0.1, 1.0, 0.0), (0.1, 0.5, 1.0), (1.0, 0.3, 0.1), (0.6, 0.7, -0.8), (-0.7, 1.0, 0.0))
    return [shoulder.plus(Vec3(side * x, y, z)) for x, y, z in ways]
