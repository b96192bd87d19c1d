"""Standing quietly: for how long, how much the head sways, and what ended it.

Who stands keeps the neck over its place: a slow average of it, so that leaning a little further in
the course of a minute is no step. What leaves that place by more than people sway has stepped, put
the weight on the other leg, bent, or sat down; which of these is told once it has come to rest.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from vrexposure.core.inputs import Point
from vrexposure.core.observations import (
    MovementStarted,
    Observation,
    StandingBroken,
    StandingOn,
)
from vrexposure.core.tracking.head import Head, Middle, head_of
from vrexposure.core.tracking.rails import HandsOnRail
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment
from vrexposure.core.tracking.sway import SwayWay
from vrexposure.core.watch import WatchStand

# DEF: nobody's standing head is lower, a small child's apart.
STANDING_LEAST_M = 0.8
# DEF: shares of the standing head's height. Lower is not upright: stooping, a slipped headset and
# a creeping floor stay above.
UPRIGHT = 0.92
# Quiet sway of the head about its slow mean keeps within some 15 mm, of frail people 30 mm; the
# weight on the other leg moves it by 50 mm and more (DEF, between the two).
AWAY = 0.021
AWAY_OF_SWAY = 4.2
AWAY_MOST = 0.030
# DEF: knees that bend a little; breath is 3 mm, a headset that slips down comes to 30 mm.
SUNK = 0.022
# DEF: a foot that is lifted raises the head by 3 to 5 cm; no slipping headset does.
RISEN = 0.016
BENT = 0.10
SAT = 0.17
SAT_AHEAD_OF_SUNK = 0.5
# DEF: the leaving began when the head was last within this share of what sends it away, but not
# longer ago than this.
SURE = 0.35
UNSURE_NS = 1_500 * NS_PER_MS
# DEF: heads do not turn further than this on standing feet.
TURNED_RAD = math.radians(80)
# DEF: how soon the place follows, and how long a look is averaged (tremor, noise).
PLACE_S = 3.0
FACING_S = 6.0
SMOOTH_S = 0.10
SWAY_S = 6.0
# DEF: standing begins with half a second within 20 mm, and is told after one second.
QUIET_NS = 500 * NS_PER_MS
QUIET_M = 0.020
TOLD_MS = 1_000
# DEF: what ended it is known once the head has been at rest for a moment, or after this time.
RESTS_NS = 400 * NS_PER_MS
RESTS_M = 0.025
LEAVES_MOST_NS = 3_000 * NS_PER_MS
# DEF: no frame stands for more time than this; the rest of a gap was not seen.
FRAME_MOST_NS = 100 * NS_PER_MS

State = Literal["waiting", "standing", "leaving"]


class _Place(NamedTuple):
    """Where the neck is, smoothed: metres; `raw` is the height of the head itself."""

    x: float
    y: float
    height: float
    raw: float


class Standing:
    """Waits until somebody stands quietly, measures it, and says what ended it."""

    def __init__(self, watch: WatchStand) -> None:
        self._watch = watch
        self._tall_m = max(STANDING_LEAST_M, watch.standing_head_mm / 1000)
        self._rails = [HandsOnRail(rail) for rail in watch.rails]
        self._middle = Middle()
        self._state: State = "waiting"
        self._seen_ns: int | None = None
        self._now: _Place | None = None
        self._base = _Place(0.0, 0.0, 0.0, 0.0)
        self._facing = 0.0
        self._sway2 = 0.0
        self._since_ns = 0
        self._left_ns = 0
        self._lowest = self._resting = self._base
        self._stood_ns = self._sure_ns = 0
        self._said_ms = 0
        self._started = False
        self._way = SwayWay()

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        for rail in self._rails:
            rail.update(moment, said)
        sample = moment.points[Point.HEAD]
        if sample is None:
            return
        now = moment.time_ns
        elapsed_ns = 0 if self._seen_ns is None else now - self._seen_ns
        self._seen_ns = now
        if elapsed_ns > LOST_NS or moment.moved is not None:
            self._middle.clear()
            self._way.part()
            self._now = None
        head = self._middle.update(head_of(sample))
        place = self._smooth(head, elapsed_ns * 1e-9)
        if moment.moved is not None:
            # The stage was moved under the person: where it has led to is the new place.
            self._base, self._facing, self._since_ns = place, head.yaw, now
            self._way.shift(moment.moved[0], moment.moved[1])
        tracked_ns = min(elapsed_ns, FRAME_MOST_NS)
        match self._state:
            case "waiting":
                self._while_waiting(now, head, place, tracked_ns)
            case "standing":
                self._while_standing(now, head, place, tracked_ns, said)
            case "leaving":
                self._while_leaving(now, place, said)
        if self._state == "standing":
            self._way.add(now, sample.x, sample.y)

    def _smooth(self, head: Head, elapsed_s: float) -> _Place:
        fresh = _Place(head.x, head.y, head.height, head.raw_height)
        before = self._now
        self._now = fresh if before is None else _towards(before, fresh, elapsed_s / SMOOTH_S)
        return self._now

    def _while_waiting(self, now: int, head: Head, place: _Place, tracked_ns: int) -> None:
        upright = max(place.height, place.raw) >= UPRIGHT * self._tall_m
        if not upright or _apart(place, self._base) > QUIET_M:
            self._base, self._since_ns, self._stood_ns = place, now, 0
            return
        self._stood_ns += tracked_ns
        if now - self._since_ns >= QUIET_NS:
            self._state, self._said_ms, self._sure_ns = "standing", 0, self._stood_ns
            self._facing, self._sway2 = head.yaw, 0.0
            self._way.clear()

    def _while_standing(
        self, now: int, head: Head, place: _Place, tracked_ns: int, said: list[Observation]
    ) -> None:
        base, elapsed_s = self._base, tracked_ns * 1e-9
        away_m = math.hypot(place.x - base.x, place.y - base.y)
        sunk_m = min(base.height - place.height, base.raw - place.raw)
        risen_m = min(place.height - base.height, place.raw - base.raw)
        most_m = min(AWAY_MOST * self._tall_m,
                     max(AWAY * self._tall_m, AWAY_OF_SWAY * math.sqrt(self._sway2)))  # fmt: skip
        turned = abs(math.remainder(head.yaw - self._facing, math.tau)) > TURNED_RAD
        upright = sunk_m <= SUNK * self._tall_m and risen_m <= RISEN * self._tall_m
        if away_m > most_m or turned or not upright:
            self._state, self._left_ns = "leaving", now
            self._lowest = self._resting = place
            self._since_ns = now
            self._stood_ns = max(self._sure_ns, self._stood_ns - UNSURE_NS)
            return
        self._sway2 += (away_m * away_m / 2 - self._sway2) * min(1.0, elapsed_s / SWAY_S)
        self._base = _towards(base, place, elapsed_s / PLACE_S)
        k = min(1.0, elapsed_s / FACING_S)
        self._facing += math.remainder(head.yaw - self._facing, math.tau) * k
        self._stood_ns += tracked_ns
        if away_m < SURE * most_m and sunk_m < SURE * SUNK * self._tall_m:
            self._sure_ns = self._stood_ns
        self._tell(now, said)

    def _tell(self, now: int, said: list[Observation]) -> None:
        stood_ms = self._stood_ns // NS_PER_MS
        wanted_ms = self._watch.duration_ms
        if self._said_ms >= wanted_ms:
            return
        if stood_ms < min(wanted_ms, self._said_ms + TOLD_MS):
            return
        if not self._started:
            self._started = True
            waited_ns = max(0, now - self._stood_ns - self._watch.go_ns)
            said.append(MovementStarted(now, waited_ns // NS_PER_MS))
        self._said_ms = wanted_ms if stood_ms >= wanted_ms else stood_ms - stood_ms % TOLD_MS
        way_mm = round(self._way.length_m * 1000)
        said.append(StandingOn(now, stood_ms, way_mm, round(self._way.ellipse_m2 * 1e6)))

    def _while_leaving(self, now: int, place: _Place, said: list[Observation]) -> None:
        """Until the head rests again: then it is known where it has gone."""
        if place.height < self._lowest.height:
            self._lowest = place
        if _apart(place, self._resting) > RESTS_M:
            self._resting, self._since_ns = place, now
        rests = now - self._since_ns >= RESTS_NS
        if not rests and now - self._left_ns < LEAVES_MOST_NS:
            return
        if TOLD_MS <= self._said_ms < self._watch.duration_ms:
            stood_ms = self._stood_ns // NS_PER_MS
            said.append(StandingBroken(now, self._why(place), stood_ms))
        self._state, self._base, self._since_ns, self._stood_ns = "waiting", place, now, 0

    def _why(self, place: _Place) -> Literal["stepped", "sat", "bent"]:
        base, lowest = self._base, self._lowest
        sunk_m = base.height - lowest.height
        away_m = math.hypot(lowest.x - base.x, lowest.y - base.y)
        if sunk_m < BENT * self._tall_m:
            return "bent" if sunk_m > max(away_m, SUNK * self._tall_m) else "stepped"
        ahead_m = math.cos(self._facing) * (place.y - base.y) - math.sin(self._facing) * (
            place.x - base.x
        )
        low = base.height - place.height > SAT * self._tall_m
        return "sat" if low and ahead_m < SAT_AHEAD_OF_SUNK * sunk_m else "bent"


def _towards(a: _Place, b: _Place, share: float) -> _Place:
    k = min(1.0, share)
    return _Place(*(one + (other - one) * k for one, other in zip(a, b, strict=True)))


def _apart(a: _Place, b: _Place) -> float:
    return math.dist(a[:3], b[:3])
