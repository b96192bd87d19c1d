"""How far a hand comes while the trunk stays where it is: arm length and comfortable range."""

from __future__ import annotations

import math

from vrexposure.core.body import BIACROMIAL, EYES, SHOULDER
from vrexposure.core.inputs import Point
from vrexposure.core.observations import HandAbsent, Observation, ReachMeasured
from vrexposure.core.tracking.head import Head, Middle, head_of
from vrexposure.core.tracking.signal import NS_PER_MS, Moment
from vrexposure.core.watch import WatchArm

# DEF: a head that has gone further than this has taken the trunk along.
UPRIGHT_M = 0.09
# DEF: what counts as further, how long nothing further must come, how long to try at least, and
# at most.
FURTHER_M = 0.015
QUIET_NS = 3_000 * NS_PER_MS
LEAST_NS = 5_000 * NS_PER_MS
MOST_NS = 20_000 * NS_PER_MS
# DEF: one wild sample is no reach: a place counts once the hand was there this often in a row.
TIMES = 3
# DEF: as a share of the standing height; less is a hand in the lap, more is no arm.
LEAST_ARM, MOST_ARM = 0.20, 0.50
# DEF: a controller that is there is found within this time.
ABSENT_NS = 6_000 * NS_PER_MS
# Sectors from here on are of a raised arm: hands in the lap, or hanging, lie below.
RAISED = 3
LOW_RAD, HIGH_RAD = math.radians(-30), math.radians(30)
ACROSS_RAD, ASIDE_RAD = math.radians(-15), math.radians(45)


class ArmRange:
    """Gathers the furthest places of one hand by sector; says them once nothing further comes."""

    def __init__(self, watch: WatchArm) -> None:
        self._watch = watch
        self._hand = Point.LEFT_HAND if watch.side == "left" else Point.RIGHT_HAND
        self._own = -1.0 if watch.side == "left" else 1.0
        self._height_m = watch.height_mm / 1000
        self._middle = Middle()
        self._at: tuple[float, float] | None = None
        self._yaw = 0.0
        self._far_m = [0.0] * 9
        self._run: list[float] = []
        self._sector = -1
        self._began_ns: int | None = None
        self._grew_ns = 0
        self._done = False
        self._seen = False
        self._missed_ns: int | None = None

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        head_sample, hand = moment.points[Point.HEAD], moment.points[self._hand]
        if self._done or head_sample is None:
            return
        if moment.moved is not None:
            self._at = None
            self._middle.clear()
        head = self._middle.update(head_of(head_sample))
        if self._at is None:
            self._at, self._yaw = (head.x, head.y), head.yaw
        if hand is not None and self._is_upright(head):
            self._take(moment.time_ns, hand.x, hand.y, hand.z)
        self._miss(hand is not None, moment.time_ns, said)
        if self._began_ns is not None:
            self._judge(moment.time_ns, said)

    def _miss(self, seen: bool, now: int, said: list[Observation]) -> None:
        """A hand that is not there at all is not waited for."""
        if seen:
            self._missed_ns = None
            self._seen = True
        elif not self._seen:
            if self._missed_ns is None:
                self._missed_ns = now
            elif now - self._missed_ns >= ABSENT_NS:
                self._done = True
                said.append(HandAbsent(now, self._watch.side))

    def _is_upright(self, head: Head) -> bool:
        assert self._at is not None
        away = math.hypot(head.x - self._at[0], head.y - self._at[1])
        return max(away, abs(head.height - self._watch.head_mm / 1000)) < UPRIGHT_M

    def _take(self, now: int, x: float, y: float, z: float) -> None:
        """One place of the hand, seen from its shoulder."""
        assert self._at is not None
        c, s = math.cos(self._yaw), math.sin(self._yaw)
        dx, dy = x - self._at[0], y - self._at[1]
        # Ahead, to the hand's own side, and up, from the shoulder.
        ahead = -s * dx + c * dy
        aside = self._own * (c * dx + s * dy) - BIACROMIAL / 2 * self._height_m
        up = z - (self._watch.head_mm / 1000 - (EYES - SHOULDER) * self._height_m)
        far = math.sqrt(ahead * ahead + aside * aside + up * up)
        if not LEAST_ARM * self._height_m <= far <= MOST_ARM * self._height_m:
            self._run.clear()
            return
        sector = _sector(math.atan2(aside, ahead), math.asin(up / far))
        if sector != self._sector:
            self._sector = sector
            self._run.clear()
        self._run = [*self._run[1 - TIMES :], far]
        if len(self._run) < TIMES:
            return
        if self._began_ns is None:
            if sector < RAISED:  # a hand in the lap is not reaching yet
                return
            self._began_ns = self._grew_ns = now
        sure = min(self._run)
        if sure > self._far_m[sector]:
            if sure > self._far_m[sector] + FURTHER_M:
                self._grew_ns = now
            self._far_m[sector] = sure

    def _judge(self, now: int, said: list[Observation]) -> None:
        assert self._began_ns is not None
        spent_ns = now - self._began_ns
        if spent_ns < MOST_NS and (spent_ns < LEAST_NS or now - self._grew_ns < QUIET_NS):
            return
        self._done = True
        far_mm = tuple(round(far * 1000) for far in self._far_m)
        said.append(ReachMeasured(now, self._watch.side, max(far_mm[RAISED:]), far_mm))


def _sector(azimuth: float, elevation: float) -> int:
    """Index in `ReachMeasured.far_mm`."""
    row = 0 if elevation < LOW_RAD else 1 if elevation < HIGH_RAD else 2
    column = 0 if azimuth < ACROSS_RAD else 1 if azimuth < ASIDE_RAD else 2
    return 3 * row + column
