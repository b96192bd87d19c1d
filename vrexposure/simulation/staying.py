"""How a simulated body stands for a time: quietly, or until it steps off for want of courage."""

from __future__ import annotations

from vrexposure.simulation.motion import Body
from vrexposure.simulation.person import Person

PARTS = 4  # courage is asked for again after every quarter
ASIDE_M = 0.25
AWAY_S = 1.6
BACK_S = 4.0
MORE_S = 2.5  # it takes a moment until standing is seen as such


class Staying:
    """One stand after another, part by part."""

    def __init__(self, body: Body, person: Person, seconds: int) -> None:
        self._body = body
        self._person = person
        self._part_s = seconds / PARTS
        self._part = 0
        self._aside = False
        self.refusals = 0
        self.stood_s = 0

    def go_on(self, now_s: float) -> float:
        """Do the next part of it; how long that takes."""
        body = self._body
        if self._aside:
            self._aside = False
            body.stand_at(0.0, 0.0, now_s)
            return BACK_S
        if not self._person.dares():
            self.refusals += 1
            self._part, self._aside = 0, True
            body.stand_at(ASIDE_M, 0.0, now_s)
            return AWAY_S
        body.unrest.to(0.4, now_s, 0.5)
        self._part += 1
        self._person.exert(1.0 / PARTS)
        self.stood_s = max(self.stood_s, round(self._part * self._part_s))
        return self._part_s + (MORE_S if self._part == PARTS else 0.0)
