"""Walking over the floor, seen from the smoothed path of the neck: when, how far, how straight.

Heads also go somewhere when trunks lean, weight shifts, chairs roll and stages jump; what tells
these from walking is written beside each number. All lengths are metres, speeds metres a second.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from vrexposure.core.tracking.head import Head
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS
from vrexposure.core.tracking.straight import Straight

# DEF: the neck's sway from step to step (1 to 2 Hz) hardly lengthens a path that is smoothed so.
SMOOTH_S = 0.2
SPEED_S = 0.15
FACING_S = 0.5
# DEF: from here on somebody walks; below lie shuffling about and the sway of standing people.
WALKS_OF_HEIGHT = 0.25
# DEF: who is not this far away yet may still come back: a shift of weight, a breath.
LEFT_OF_HEIGHT = 0.035
# DEF: a step every two seconds, half a foot long, is the slowest walk.
SLOW_OF_HEIGHT = 0.06
STANDS_NS = 250 * NS_PER_MS
# Both filters tell late what the neck did, and a stop later than a steady change.
LATE_NS = 500 * NS_PER_MS
SETTLED_NS = 400 * NS_PER_MS
STARTS_WITHIN_NS = 8_000 * NS_PER_MS
STARTS_MOST_S = 1.2
# DEF: heads of walkers keep near their standing height; who sits in a wheelchair does not.
UPRIGHT_OF_HEIGHT = 0.10
# The trunk from hip to neck as a share of the eyes' height (0.355 of the body's height over
# 0.936; Drillis & Contini 1966). A lean takes the neck along a circle of this radius.
TRUNK_OF_HEIGHT = 0.38
LEAN_SHARE = 0.5
# DEF: who goes sideways or backwards does not walk the lane: at least so much of it is ahead.
AHEAD_COS = 0.2
# DEF: the path is taken in pieces of this length, so that sway adds nothing to it.
PIECE_M = 0.10
# DEF: who gets no further for so long has stopped, and turns or bends where they are.
PIECE_LONGEST_NS = 1_200 * NS_PER_MS
# DEF: heads of walkers keep within this of their mean height; one that sinks further leans.
SINKS_OF_HEIGHT = 0.03
MEAN_S = 3.0
# DEF: nobody walks so fast; what does is another place of the stage.
FASTEST_M_PER_S = 3.5
JUMP_SLACK_M = 0.04
# DEF: who was walking before a gap of tracking and is found where walking on has led, walked on.
UNSEEN_NS = 1_600 * NS_PER_MS
UNSEEN_SLACK_M = 0.15

Change = Literal["", "began", "ended"]


class Spell(NamedTuple):
    """One way from a stand to the next: when it began and ended."""

    began_ns: int
    ended_ns: int


class Way:
    """Follows the neck over the floor and tells spells of walking from everything else."""

    def __init__(self, standing_m: float) -> None:
        self._height_m = standing_m
        self._walks_m = WALKS_OF_HEIGHT * standing_m
        self._left_m = LEFT_OF_HEIGHT * standing_m
        self._slow = SLOW_OF_HEIGHT * standing_m
        self._last: tuple[float, float] | None = None
        self._place = (0.0, 0.0)
        self._rest = (0.0, 0.0)
        self._rest_height_m = standing_m
        self._piece = (0.0, 0.0)
        self._piece_ns = 0
        self._mean_m = standing_m
        self._velocity = (0.0, 0.0)
        self._facing = (0.0, 1.0)
        self._left_ns: int | None = None
        self._left_speed = 0.0
        self._slow_ns: int | None = None
        self._slow_speed = 0.0
        self.straight = Straight()
        self.walking = False
        self.leaving = False
        """Whether a way may just be beginning."""
        self.unseen = False
        """Whether the piece of way just told lies in a gap of tracking."""
        self.spell = Spell(0, 0)

    def shift(self, x_m: float, y_m: float) -> None:
        """The stage was moved: so was every place in it."""
        self._place, self._rest, self._piece = (
            (x + x_m, y + y_m) for x, y in (self._place, self._rest, self._piece)
        )
        if self._last is not None:
            self._last = (self._last[0] + x_m, self._last[1] + y_m)

    def update(self, head: Head, now: int, elapsed_ns: int, *, steps: bool) -> tuple[Change, float]:
        """Take one head; whether a spell began or ended, and the way walked since the last one.

        `steps`: whether one was seen since `leaving`; who is pushed takes none.
        """
        self._follow(head, now, elapsed_ns)
        if self.walking:
            walked_m = self._walk(head, now, elapsed_ns * 1e-9)
            if self._stands(now):
                walked_m += self._length(head)
                self._end()
                return "ended", walked_m
            return "", walked_m
        if self._starts(head, now, steps=steps):
            return "began", math.dist(self._place, self._rest)
        return "", 0.0

    def _follow(self, head: Head, now: int, elapsed_ns: int) -> None:
        self.unseen = False
        if self._last is None:
            self._last = self._place = self._rest = self._piece = (head.x, head.y)
            self._facing = (-math.sin(head.yaw), math.cos(head.yaw))
            self._rest_height_m = head.height
            return
        elapsed_s = elapsed_ns * 1e-9
        dx, dy = head.x - self._last[0], head.y - self._last[1]
        if elapsed_ns > LOST_NS:
            self._find(dx, dy, elapsed_ns)
        elif math.hypot(dx, dy) > FASTEST_M_PER_S * elapsed_s + JUMP_SLACK_M:
            self.shift(dx, dy)
        self._last = (head.x, head.y)
        if elapsed_s <= 0.0:
            return
        x, y = self._place
        k = elapsed_s / (SMOOTH_S + elapsed_s)
        self._place = (x + (head.x - x) * k, y + (head.y - y) * k)
        vx, vy = self._velocity
        k = elapsed_s / (SPEED_S + elapsed_s)
        self._velocity = (
            vx + ((self._place[0] - x) / elapsed_s - vx) * k,
            vy + ((self._place[1] - y) / elapsed_s - vy) * k,
        )
        fx, fy = self._facing
        k = elapsed_s / (FACING_S + elapsed_s)
        self._facing = (fx + (-math.sin(head.yaw) - fx) * k, fy + (math.cos(head.yaw) - fy) * k)

    def _find(self, dx: float, dy: float, elapsed_ns: int) -> None:
        """The head is seen again: where walking on has led it, or elsewhere."""
        elapsed_s = elapsed_ns * 1e-9
        self._slow_ns = None
        vx, vy = self._velocity
        if elapsed_ns > UNSEEN_NS:
            self.shift(dx, dy)
            self._velocity = (0.0, 0.0)
        elif self.walking:
            off_m = math.hypot(dx - vx * elapsed_s, dy - vy * elapsed_s)
            if off_m > UNSEEN_SLACK_M + math.hypot(vx, vy) * elapsed_s / 2:
                self.shift(dx, dy)
            else:
                self._place = (self._place[0] + dx, self._place[1] + dy)
                self.unseen = True
        elif math.hypot(dx, dy) > FASTEST_M_PER_S / 2 * elapsed_s:
            self.shift(dx, dy)
        else:
            self._place = (self._place[0] + dx, self._place[1] + dy)

    @property
    def _speed(self) -> float:
        return math.hypot(*self._velocity)

    def _upright(self, head: Head) -> bool:
        return abs(head.height - self._height_m) < UPRIGHT_OF_HEIGHT * self._height_m

    def _ahead(self, dx: float, dy: float) -> bool:
        fx, fy = self._facing
        size = max(1e-9, math.hypot(fx, fy) * math.hypot(dx, dy))
        return (dx * fx + dy * fy) / size > AHEAD_COS

    def _leans(self, head: Head, away_m: float) -> bool:
        """Whether the head sank or rose as it does when a trunk leans that far, or comes back."""
        trunk_m = TRUNK_OF_HEIGHT * self._height_m
        far_m = min(away_m, 0.95 * trunk_m)
        drop_m = trunk_m - math.sqrt(trunk_m * trunk_m - far_m * far_m)
        return abs(head.height - self._rest_height_m) > LEAN_SHARE * drop_m

    def _starts(self, head: Head, now: int, *, steps: bool) -> bool:
        dx, dy = self._place[0] - self._rest[0], self._place[1] - self._rest[1]
        away_m = math.hypot(dx, dy)
        if self._speed < self._slow:
            self._slow_ns = now if self._slow_ns is None else self._slow_ns
            if now - self._slow_ns >= SETTLED_NS:
                self._rest, self._rest_height_m = self._place, head.height
                away_m = 0.0
        else:
            self._slow_ns = None
        if away_m <= self._left_m:
            self._left_ns = None
            self.leaving = False
            return False
        if self._left_ns is None:
            self._left_ns, self._left_speed = now, self._speed
        self.leaving = True
        if (
            away_m < self._walks_m
            or self._speed < self._slow
            or now - self._left_ns > STARTS_WITHIN_NS
            or not steps
            or not self._upright(head)
            or not self._ahead(dx, dy)
            or self._leans(head, away_m)
        ):
            return False
        self.walking = True
        self._piece, self._piece_ns, self._slow_ns = self._place, now, None
        self._mean_m = head.height
        self.spell = Spell(self._left_ns - _ramp_ns(self._left_m, self._left_speed), now)
        self.straight.begin(self.spell.began_ns, dx, dy)
        self.straight.add(dx, dy, now)
        return True

    def _walk(self, head: Head, now: int, elapsed_s: float) -> float:
        self._mean_m += (head.height - self._mean_m) * min(1.0, elapsed_s / MEAN_S)
        dx, dy = self._place[0] - self._piece[0], self._place[1] - self._piece[1]
        if math.hypot(dx, dy) < PIECE_M:
            return 0.0
        self._piece = self._place
        if not self._goes_on(head, dx, dy):
            return 0.0
        self._piece_ns = now
        self.straight.add(dx, dy, now)
        return math.hypot(dx, dy)

    def _length(self, head: Head) -> float:
        dx, dy = self._place[0] - self._piece[0], self._place[1] - self._piece[1]
        return math.hypot(dx, dy) if self._goes_on(head, dx, dy) else 0.0

    def _goes_on(self, head: Head, dx: float, dy: float) -> bool:
        sinks = head.height < self._mean_m - SINKS_OF_HEIGHT * self._height_m
        return self._upright(head) and self._ahead(dx, dy) and not sinks

    def _stands(self, now: int) -> bool:
        if now - self._piece_ns >= PIECE_LONGEST_NS:
            self.spell = Spell(self.spell.began_ns, self._piece_ns)
            return True
        if self._speed >= self._slow:
            self._slow_ns = None
            return False
        if self._slow_ns is None:
            self._slow_ns = now
        ended_ns = self._slow_ns - LATE_NS
        self.spell = Spell(self.spell.began_ns, max(self.spell.began_ns, ended_ns))
        return now - self._slow_ns >= STANDS_NS

    def _end(self) -> None:
        self.walking = self.leaving = False
        self._rest = self._place
        self._left_ns = None
        self.straight.end()


def _ramp_ns(way_m: float, speed: float) -> int:
    """How long ago a neck that is at this speed now set out, when it gathered speed evenly."""
    return round(min(STARTS_MOST_S, SMOOTH_S + 2 * way_m / max(speed, 1e-3)) * 1e9)
