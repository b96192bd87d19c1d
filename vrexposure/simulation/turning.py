"""How a simulated body turns to look at a light, and back."""

from __future__ import annotations

from vrexposure.core.geometry import Vec3
from vrexposure.core.view import View
from vrexposure.simulation.motion import LOOK_S, Body
from vrexposure.simulation.person import Person

STAY_S = 0.5  # longer than is asked, as people do


class Turning:
    """Out to the wanted light and back."""

    def __init__(self, body: Body, person: Person, hold_s: float) -> None:
        self._body = body
        self._person = person
        self._hold_s = hold_s

    def out(self, view: View, now_s: float, share: float) -> float:
        """Look at the wanted light, or a share of the way; how long that takes."""
        marks = [thing for thing in view.things if thing.kind == "mark"]
        mark = next((thing for thing in marks if thing.state == "wanted"), None)
        if mark is None:
            return LOOK_S
        place = Vec3(mark.x_mm / 1000, mark.y_mm / 1000, mark.z_mm / 1000)
        if share < 1.0:
            ahead = Vec3(0.0, place.length(), place.z)
            place = ahead.plus(place.minus(ahead).scaled(share))
        self._person.exert(0.3 * share)
        self._body.look(place, now_s)
        return LOOK_S + self._hold_s + STAY_S

    def back(self, now_s: float) -> float:
        """Look ahead again; how long that takes."""
        self._body.look(None, now_s)
        return LOOK_S
