"""Turning to a side to look at something, and back: the head alone, or head and trunk.

The heading of the head is summed up piece by piece from where it rested, so that a look over the
shoulder is the same to either side. A turn of the whole body by steps is none: the hands, and a
belt where one is worn, go all the way along with it. Whether the trunk took part is told by a
tracker on the chest; without one only the head is judged, and that is said.
"""

from __future__ import annotations

import math
from typing import Literal

from vrexposure.core.inputs import Point
from vrexposure.core.observations import (
    MovementStarted,
    NearMiss,
    Observation,
    TurnDone,
    TurnHeld,
)
from vrexposure.core.tracking.headings import Headings
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment
from vrexposure.core.watch import WatchTurn

# DEF: shares of the wanted angle. Who has come so far has turned; who falls below the second one
# no longer holds it; who is within the third is back; between is neither.
ENOUGH = 0.85
HOLDS = 0.78
BACK = 0.35
TRIED = 0.40
# DEF: with head and trunk together, the share of the angle that the trunk must take.
TRUNK = 0.40
# DEF: how slow a heading is that rests: looking about is slower, a turn is faster but at its ends.
SLOW_RAD_PER_S = math.radians(9)
SPEED_S = 0.06
BACK_LONGEST_NS = 700 * NS_PER_MS
# DEF: who looks there longer than this now looks ahead there.
LONGEST_NS = 30_000 * NS_PER_MS
AHEAD_S = 3.0
GAP_NS = 500 * NS_PER_MS

State = Literal["ahead", "away", "back"]


class Turning:
    """Sees the wanted turns, one after the other; others are not counted."""

    def __init__(self, watch: WatchTurn) -> None:
        self._watch = watch
        self._angle = math.radians(watch.angle_deg)
        self._headings = Headings()
        self._state: State = "ahead"
        self._seen_ns: int | None = None
        self._count = 0
        self._started = False
        self._gapped = False
        self._speed = 0.0
        self._before = 0.0
        self._rest_ns = 0
        self._back_ns = 0
        self._peak = 0.0
        self._trunk: float | None = None
        self._there_ns: int | None = None
        self._held = False
        self._stepped = False

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        if moment.points[Point.HEAD] is None or self._count >= len(self._watch.sides):
            return
        now = moment.time_ns
        elapsed_ns = 0 if self._seen_ns is None else now - self._seen_ns
        if self._seen_ns is None:
            self._rest_ns = now
        self._seen_ns = now
        if elapsed_ns > GAP_NS:
            self._gapped = True
        if elapsed_ns > LOST_NS:
            # What was held behind a gap is not known.
            self._there_ns = None
        elapsed_s = elapsed_ns * 1e-9
        turned = self._headings.update(moment, elapsed_s)
        self._follow_speed(turned, elapsed_s)
        match self._state:
            case "ahead":
                self._while_ahead(now, turned, elapsed_s, said)
            case "away":
                self._while_away(now, turned, said)
            case "back":
                self._while_back(now, turned, said)

    @property
    def _wanted(self) -> int:
        """The sign of the wanted side: anticlockwise is left."""
        return 1 if self._watch.sides[self._count] == "left" else -1

    def _follow_speed(self, turned: float, elapsed_s: float) -> None:
        if elapsed_s > 0:
            fresh = (turned - self._before) / elapsed_s
            self._speed += (fresh - self._speed) * min(1.0, elapsed_s / SPEED_S)
        self._before = turned

    def _while_ahead(
        self, now: int, turned: float, elapsed_s: float, said: list[Observation]
    ) -> None:
        if abs(turned) < BACK * self._angle:
            if abs(self._speed) < SLOW_RAD_PER_S:
                self._rest_ns = now
                self._gapped = False
                self._headings.rest(min(1.0, elapsed_s / AHEAD_S))
            return
        if not self._started:
            self._started = True
            hesitation_ns = max(0, self._rest_ns - self._watch.go_ns)
            said.append(MovementStarted(now, hesitation_ns // NS_PER_MS))
        self._state, self._peak, self._trunk = "away", turned, None
        self._there_ns, self._held, self._stepped = None, False, False

    def _while_away(self, now: int, turned: float, said: list[Observation]) -> None:
        if abs(turned) > abs(self._peak):
            self._peak = turned
        trunk = self._headings.trunk
        if trunk is not None and (self._trunk is None or abs(trunk) > abs(self._trunk)):
            self._trunk = trunk
        if not self._watch.seated:
            self._stepped = self._stepped or self._headings.stepped(turned, self._watch.part)
        self._hold(now, turned, said)
        if abs(turned) < BACK * self._angle or turned * self._peak < 0:
            self._state, self._back_ns = "back", now
        elif now - self._rest_ns > LONGEST_NS:
            self._headings.ahead_here()
            self._state, self._rest_ns = "ahead", now

    def _hold(self, now: int, turned: float, said: list[Observation]) -> None:
        """Whether the turn is far enough, to the wanted side, for the time that was asked for."""
        far = turned * self._wanted
        if far < HOLDS * self._angle:
            self._there_ns = None
        elif self._there_ns is None and far >= ENOUGH * self._angle:
            self._there_ns = now
        if self._held or self._there_ns is None or not self._trunk_went_along():
            return
        if now - self._there_ns >= self._watch.hold_ms * NS_PER_MS and not self._stepped:
            self._held = True
            said.append(TurnHeld(now, self._count, self._watch.sides[self._count]))

    def _trunk_went_along(self) -> bool:
        """With the trunk asked for and not told, the head is all there is to go by."""
        if self._watch.part == "head" or self._trunk is None:
            return True
        return self._trunk * self._wanted >= TRUNK * self._angle

    def _while_back(self, now: int, turned: float, said: list[Observation]) -> None:
        """Until it rests, or goes on: then it is over, and known what it was."""
        same_side = turned * self._peak > 0
        if same_side and abs(turned) >= (BACK + 0.1) * self._angle:
            self._state = "away"
            return
        rests = abs(self._speed) < SLOW_RAD_PER_S or now - self._back_ns > BACK_LONGEST_NS
        across = not same_side and abs(turned) >= BACK * self._angle
        if rests or across:
            self._finish(now, said)
            self._state, self._rest_ns, self._gapped = "ahead", now, False

    def _finish(self, now: int, said: list[Observation]) -> None:
        far = self._peak * self._wanted
        if self._held and not self._stepped:
            said.append(
                TurnDone(
                    now,
                    self._count,
                    self._watch.sides[self._count],
                    round(math.degrees(far)),
                    (now - self._rest_ns) // NS_PER_MS,
                    not self._gapped,
                    None if self._trunk is None else round(math.degrees(abs(self._trunk))),
                )
            )
            self._count += 1
        elif far >= TRIED * self._angle and not self._stepped:
            percent = round(100 * far / self._angle)
            said.append(NearMiss(now, max(0, min(99, percent))))
