"""Counting sit-to-stand from the head alone; the hands tell whether the arms helped.

The thresholds are 30 % and 70 % of the way from the seated to the standing head
(facts/clinical 3.12), so they fit every body. To sit again the head must come back to where it
sat: bending to the floor brings it as low, but half a metre further on.
"""

from __future__ import annotations

import math
from typing import Literal

from vrexposure.core.inputs import Point
from vrexposure.core.observations import (
    MovementStarted,
    NearMiss,
    Observation,
    PhaseEntered,
    RepetitionDone,
)
from vrexposure.core.tracking.arms import Arms
from vrexposure.core.tracking.body import Baseline, Rest, Seat
from vrexposure.core.tracking.head import Head, Middle, head_of
from vrexposure.core.tracking.round import Round
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment
from vrexposure.core.watch import WatchSitToStand

UP = 0.70
DOWN = 0.30
# DEF, around them: where a rise begins and is given up, how far from the seated height the
# height, and the place, of a sitter are learned, and where standing ends.
REST = 0.10
GIVEN_UP = 0.15
SITTING = 0.20
UPRIGHT = 0.12
STANDING_ENDS = 0.60
# DEF: how far looking up or down may deceive about the tracked height, when the height of the
# neck says otherwise.
LOOKING = 0.50
# DEF: a head further below its seat than this is bent down, not sitting.
BENT = -0.35
# DEF: both ends must last, so that a few wild samples are neither.
STAND_NS = 100 * NS_PER_MS
SIT_NS = 100 * NS_PER_MS
# DEF: who sits this long has sat, even when the chair has slid back or they look at their feet.
SIT_ELSEWHERE_NS = 1_500 * NS_PER_MS
SIT_ELSEWHERE_SLACK = 1.5
# facts/clinical 3.12: a longer gap voids the times, and keeps the count.
GAP_NS = 500 * NS_PER_MS
# DEF: the calibrated heights follow a drift by at most this part of the rise.
DRIFT_OF_RISE = 0.15
# DEF: calibrations closer to each other than this are no seat and no standing.
RISE_LEAST_M = 0.10
# DEF: a rise begins with the leaning of the trunk, but not with a lean that was held.
LEAN_LONGEST_NS = 3_000 * NS_PER_MS

Phase = Literal["seated", "rising", "standing", "lowering"]


class SitToStand:
    """A state machine over the height of the head: seated, rising, standing, lowering."""

    def __init__(self, watch: WatchSitToStand) -> None:
        seated_m, standing_m = watch.seated_head_mm / 1000, watch.standing_head_mm / 1000
        rise_m = max(RISE_LEAST_M, standing_m - seated_m)
        self._go_ns = watch.go_ns
        self._rise_m = rise_m
        self._low = Baseline(seated_m, DRIFT_OF_RISE * rise_m)
        self._high = Baseline(seated_m + rise_m, DRIFT_OF_RISE * rise_m)
        self._seat = Seat(watch.chair_x_mm / 1000, watch.chair_y_mm / 1000, rise_m)
        self._arms = Arms(watch.seat_mm / 1000, has_arms=watch.has_arms, rise_m=rise_m)
        self._rest = Rest(rise_m)
        self._round = Round(watch.turn_deg) if watch.turn_deg else None
        self._middle = Middle()
        self._phase: Phase | None = None
        self._seen_ns: int | None = None
        self._count = 0
        self._started = False
        self._gapped = False
        self._arms_used: bool | None = None
        self._left_ns = 0
        self._began_ns = 0
        self._up_ns: int | None = None
        self._last_up_ns = 0
        self._peak_m = 0.0
        self._sat_ns: int | None = None
        self._sat_elsewhere_ns: int | None = None

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        sample = moment.points[Point.HEAD]
        if sample is None:
            return
        now = moment.time_ns
        elapsed_ns = 0 if self._seen_ns is None else now - self._seen_ns
        self._seen_ns = now
        if moment.moved is not None:
            self._move(moment.moved)
        if elapsed_ns > LOST_NS:
            self._middle.clear()
        if elapsed_ns > GAP_NS:
            self._gapped = True
        head = self._middle.update(head_of(sample))
        low_m = self._low.height_m
        span_m = self._high.height_m - low_m
        level = (head.height - low_m) / span_m
        raw = (head.raw_height - low_m) / span_m
        elapsed_s = min(elapsed_ns, GAP_NS) * 1e-9
        match self._phase:
            case None:
                self._begin(now, head, level, said)
            case "seated":
                self._while_seated(moment, head, level, raw, elapsed_s, said)
            case "rising":
                self._while_rising(now, head, level, raw, said)
            case "standing":
                self._while_standing(now, head, level, elapsed_s, said)
            case "lowering":
                self._while_lowering(now, head, level, raw, said)

    def _move(self, moved: tuple[float, float, float]) -> None:
        """The stage jumped: carry what is known along, or begin anew if it jumped in height."""
        self._middle.clear()
        self._rest.clear()
        self._seat.shift(moved[0], moved[1])
        self._gapped = True
        if abs(moved[2]) > UP * self._rise_m:
            self._phase = None

    def _enter(self, phase: Phase, now: int, said: list[Observation]) -> None:
        self._phase = phase
        self._sat_ns = self._sat_elsewhere_ns = None
        said.append(PhaseEntered(now, phase))

    def _begin(self, now: int, head: Head, level: float, said: list[Observation]) -> None:
        # Without a rise that was seen, sitting down ends no repetition.
        self._up_ns = None
        if BENT < level < DOWN:
            self._left_ns = now
            self._seat.learn(head, 0.0)
            self._enter("seated", now, said)
        elif level > UP:
            self._enter("standing", now, said)

    def _while_seated(
        self,
        moment: Moment,
        head: Head,
        level: float,
        raw: float,
        elapsed_s: float,
        said: list[Observation],
    ) -> None:
        now = moment.time_ns
        # Who looks up or rolls the head over has not risen: both heights must say so.
        risen = min(level, raw)
        if abs(level) < UPRIGHT:
            self._seat.learn(head, elapsed_s)
        if abs(level) < SITTING and self._seat.under(head):
            self._low.follow(head.height, elapsed_s)
        if risen <= DOWN and not self._gapped:
            self._rest.update(head, now, elapsed_s)
        if risen <= REST:
            self._left_ns = now
            self._gapped = False
            if self._rest.until_ns == now:
                self._arms.rest(moment.points, head)
            else:
                self._arms.rise(moment.points, head)
        if risen <= DOWN:
            return
        self._arms_used = self._arms.used(self._seat)
        self._peak_m = head.height
        began_ns = max(self._rest.until_ns, self._left_ns - LEAN_LONGEST_NS)
        self._began_ns = min(began_ns, self._left_ns)
        if not self._started:
            self._started = True
            hesitation_ns = max(0, self._began_ns - self._go_ns)
            said.append(MovementStarted(now, hesitation_ns // NS_PER_MS))
        self._enter("rising", now, said)

    def _while_rising(
        self, now: int, head: Head, level: float, raw: float, said: list[Observation]
    ) -> None:
        self._peak_m = max(self._peak_m, head.height)
        if level >= UP and raw >= LOOKING:
            if self._up_ns is None:
                self._up_ns = now
            if now - self._up_ns >= STAND_NS:
                self._last_up_ns = now
                if self._round is not None:
                    self._round.begin(self._seat.ahead_rad, head.yaw)
                self._enter("standing", now, said)
            return
        self._up_ns = None
        if level < GIVEN_UP and self._sits(now, head, level, raw):
            span_m = self._high.height_m - self._low.height_m
            reached = round(100 * (self._peak_m - self._low.height_m) / span_m)
            said.append(NearMiss(now, max(0, min(99, reached))))
            self._sit(now, said)

    def _while_standing(
        self, now: int, head: Head, level: float, elapsed_s: float, said: list[Observation]
    ) -> None:
        if level >= UP:
            self._last_up_ns = now
            self._peak_m = max(self._peak_m, head.height)
            if abs(head.pitch) < math.radians(40):
                self._high.follow(head.height, elapsed_s)
            if self._round is not None:
                turn = self._round.update(head.yaw, now, timed=not self._gapped)
                if turn is not None:
                    said.append(turn)
        elif level < STANDING_ENDS:
            self._enter("lowering", now, said)

    def _while_lowering(
        self, now: int, head: Head, level: float, raw: float, said: list[Observation]
    ) -> None:
        if level >= UP:
            self._last_up_ns = now
            self._enter("standing", now, said)
        elif self._sits(now, head, level, raw):
            if self._up_ns is not None:
                self._count += 1
                said.append(self._repetition(now, self._up_ns))
            self._sit(now, said)

    def _sits(self, now: int, head: Head, level: float, raw: float) -> bool:
        """Whether the person has come to sit: low, at the seat, for long enough."""
        if not (BENT < level < DOWN and raw < LOOKING):
            self._sat_ns = self._sat_elsewhere_ns = None
            return False
        if not self._seat.under(head, slack=SIT_ELSEWHERE_SLACK):
            self._sat_ns = self._sat_elsewhere_ns = None
            return False
        if self._sat_elsewhere_ns is None:
            self._sat_elsewhere_ns = now
        if self._seat.known and self._seat.under(head):
            if self._sat_ns is None:
                self._sat_ns = now
            if now - self._sat_ns >= SIT_NS:
                return True
        else:
            self._sat_ns = None
        return now - self._sat_elsewhere_ns >= SIT_ELSEWHERE_NS

    def _sit(self, now: int, said: list[Observation]) -> None:
        self._enter("seated", now, said)
        self._left_ns = now
        self._up_ns = None
        self._rest.clear()

    def _repetition(self, now: int, up_ns: int) -> RepetitionDone:
        sat_ns = now if self._sat_ns is None else self._sat_ns
        rise_ms = max(0, up_ns - self._began_ns) // NS_PER_MS
        stand_ms = max(0, self._last_up_ns - up_ns) // NS_PER_MS
        lower_ms = max(0, sat_ns - self._last_up_ns) // NS_PER_MS
        return RepetitionDone(
            time_ns=now,
            index=self._count,
            total_ms=rise_ms + stand_ms + lower_ms,
            rise_ms=rise_ms,
            stand_ms=stand_ms,
            lower_ms=lower_ms,
            peak_mm=round(self._peak_m * 1000),
            arms_used=self._arms_used,
            timed=not self._gapped,
        )
