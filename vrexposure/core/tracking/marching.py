"""Steps on the spot, seen from the head: it bobs once a step and sways over the standing leg.

Nodding, squatting, bending, sitting and walking about move the head too; what tells them apart
is written beside each number.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from vrexposure.core.observations import Side
from vrexposure.core.tracking.body import Baseline
from vrexposure.core.tracking.head import Head
from vrexposure.core.tracking.signal import NS_PER_MS

# DEF: a bob is 20 to 60 mm in people who march on the spot. The virtual riser moves what counts
# a little, within what suits the person's height.
BOB_OF_RISER = 0.07
BOB_LEAST_OF_HEIGHT = 0.006
BOB_MOST_OF_HEIGHT = 0.012
# DEF: sensor noise, smoothed, must stay below a bob: six and a half sigma is once in hours.
BOB_OF_NOISE = 6.5
SMOOTH_S = 0.05
# The middle of three takes white noise down to two thirds.
MIDDLE_OF_NOISE = 0.67
# The mean second difference of white noise is sqrt(6) * sqrt(2 / pi) sigma.
SECOND_DIFFERENCE = 1.954
NOISE_S = 1.0
# DEF: higher than this is getting up; lower than this is a squat.
RISE_MOST_OF_HEIGHT = 0.075
DIP_MOST_OF_HEIGHT = 0.060
# DEF: a marching head keeps near its standing height.
PEAK_OF_HEIGHT = 0.08
# DEF: times of one step; a slow, afraid person takes 2 s for one.
STEP_LEAST_NS = 250 * NS_PER_MS
RISE_LONGEST_NS = 2_500 * NS_PER_MS
HOLD_LONGEST_NS = 2_500 * NS_PER_MS
# DEF: a slow drift of posture is no rise: the foot of the rise follows it.
TROUGH_S = 4.0
# DEF: necks differ from `head.py` by some 30 mm, which a nod shows as a bob.
NECK_UNSURE_M = 0.03
# DEF: who goes further or faster than this walks.
WALK_M = 0.25
AHEAD_M_PER_S = 0.14
ASIDE_M_PER_S = 0.40  # the sway of a quick march reaches 0.25
SPEED_S = 0.12
# DEF: sway over the standing leg is 20 to 80 mm from side to side.
SWAY_M = 0.007
SWAY_FROM_REST_M = 0.0045
FACING_S = 1.0
REST_S = 1.5
ALTERNATES_WITHIN_NS = 4_000 * NS_PER_MS
BASE_BOUND_OF_HEIGHT = 0.04


class Step(NamedTuple):
    """One step: when it began, how high, with which leg."""

    began_ns: int
    lift_m: float
    side: Side


class _Turn(NamedTuple):
    """A turning point of the head's height."""

    time_ns: int
    height: float
    raw: float
    pitch: float
    x: float
    y: float
    lateral: float


class Marching:
    """Finds the bobs of the head and judges whether they are steps on the spot."""

    def __init__(self, standing_m: float, riser_m: float) -> None:
        self._height_m = standing_m
        self._bob_m = max(
            BOB_LEAST_OF_HEIGHT * standing_m,
            min(BOB_MOST_OF_HEIGHT * standing_m, BOB_OF_RISER * riser_m),
        )
        self._base = Baseline(standing_m, BASE_BOUND_OF_HEIGHT * standing_m)
        self._noise_m = 0.0
        self._before: tuple[float, float] | None = None
        self._smooth: Head | None = None
        self._facing = (0.0, 1.0)
        self._rest = (0.0, 0.0)
        self._velocity = (0.0, 0.0)
        self._trough: _Turn | None = None
        self._peak: _Turn | None = None
        self._crossed = (0, 0.0)
        self._last: _Turn | None = None
        self._last_lateral: float | None = None

    def clear(self) -> None:
        """The head was away, or the stage jumped: a bob that was begun is forgotten."""
        self._before = self._smooth = self._trough = self._peak = self._last = None
        self._last_lateral = None
        self._velocity = (0.0, 0.0)

    def update(self, raw_height_m: float, head: Head, now: int, elapsed_s: float) -> Step | None:
        """Take one head (its wild samples removed) and the height as it came; maybe a step."""
        point = self._follow(raw_height_m, head, now, elapsed_s)
        trough, peak = self._trough, self._peak
        if trough is None or (peak is None and point.height < trough.height):
            self._trough = point
            return None
        bob_m = self._threshold_m(elapsed_s)
        if peak is None:
            self._trough = trough = self._leak(trough, point, elapsed_s, bob_m)
            if _rise(trough, point) >= bob_m:
                self._peak = point
                self._crossed = (point.time_ns, bob_m)
            return None
        if point.height > peak.height:
            self._peak = point
        elif _fall(peak, point) >= bob_m / 2:
            self._peak, self._trough = None, point
            return self._judge(trough, peak, point)
        elif now - peak.time_ns > HOLD_LONGEST_NS:
            self._peak, self._trough = None, point
        return None

    def _follow(self, raw_height_m: float, head: Head, now: int, elapsed_s: float) -> _Turn:
        if self._before is not None:
            bend = abs(self._before[0] - 2 * self._before[1] + raw_height_m)
            k = min(1.0, elapsed_s / NOISE_S)
            self._noise_m += (bend / SECOND_DIFFERENCE - self._noise_m) * k
            self._before = (self._before[1], raw_height_m)
        else:
            self._before = (raw_height_m, raw_height_m)
        was = self._smooth
        if was is None:
            self._smooth = was = head
            self._facing = (math.cos(head.yaw), math.sin(head.yaw))
            self._rest = (head.x, head.y)
        k = elapsed_s / (SMOOTH_S + elapsed_s)
        now_at = Head(
            was.x + (head.x - was.x) * k,
            was.y + (head.y - was.y) * k,
            was.height + (head.height - was.height) * k,
            was.raw_height + (head.raw_height - was.raw_height) * k,
            was.pitch + (head.pitch - was.pitch) * k,
            head.yaw,
        )
        self._smooth = now_at
        if elapsed_s > 0.0:
            k = elapsed_s / (SPEED_S + elapsed_s)
            vx, vy = self._velocity
            self._velocity = (
                vx + ((now_at.x - was.x) / elapsed_s - vx) * k,
                vy + ((now_at.y - was.y) / elapsed_s - vy) * k,
            )
        k = elapsed_s / (FACING_S + elapsed_s)
        c, s = self._facing
        self._facing = (c + (math.cos(head.yaw) - c) * k, s + (math.sin(head.yaw) - s) * k)
        k = elapsed_s / (REST_S + elapsed_s)
        x, y = self._rest
        self._rest = (x + (now_at.x - x) * k, y + (now_at.y - y) * k)
        if abs(now_at.height - self._base.height_m) < DIP_MOST_OF_HEIGHT * self._height_m:
            self._base.follow(now_at.height, elapsed_s)
        return _Turn(
            now, now_at.height, now_at.raw_height, now_at.pitch, now_at.x, now_at.y,
            self._lateral(now_at.x, now_at.y),
        )  # fmt: skip

    def _lateral(self, x: float, y: float) -> float:
        """How far to the right a place lies, as the person faces."""
        c, s = self._facing
        return (x * c + y * s) / max(0.1, math.hypot(c, s))

    def _threshold_m(self, elapsed_s: float) -> float:
        k = elapsed_s / (SMOOTH_S + elapsed_s)
        smoothed = MIDDLE_OF_NOISE * math.sqrt(k / (2 - k)) * self._noise_m
        return max(self._bob_m, BOB_OF_NOISE * smoothed)

    def _leak(self, trough: _Turn, point: _Turn, elapsed_s: float, bob_m: float) -> _Turn:
        k = elapsed_s / TROUGH_S
        risen_m = point.height - trough.height
        if risen_m < bob_m / 4:
            # Still at the foot of a rise that may come: looking about meanwhile is none.
            return point._replace(height=trough.height + (point.height - trough.height) * k)
        return trough._replace(
            time_ns=point.time_ns if risen_m < bob_m / 2 else trough.time_ns,
            height=trough.height + (point.height - trough.height) * k,
            raw=trough.raw + (point.raw - trough.raw) * k,
        )

    def _judge(self, trough: _Turn, peak: _Turn, point: _Turn) -> Step | None:
        last, self._last = self._last, peak
        height_m, base_m = self._height_m, self._base.height_m
        rise_m = _rise(trough, peak)
        walked_m = math.hypot(peak.x - trough.x, peak.y - trough.y)
        if last is not None and peak.time_ns - last.time_ns < ALTERNATES_WITHIN_NS:
            if peak.time_ns - last.time_ns < STEP_LEAST_NS:
                return None
            walked_m = max(walked_m, math.hypot(peak.x - last.x, peak.y - last.y))
        if (
            rise_m > RISE_MOST_OF_HEIGHT * height_m
            or trough.height < base_m - DIP_MOST_OF_HEIGHT * height_m
            or abs(peak.height - base_m) > PEAK_OF_HEIGHT * height_m
            or peak.time_ns - trough.time_ns > RISE_LONGEST_NS
            or walked_m > WALK_M
            or self._walks()
        ):
            self._last_lateral = None
            return None
        side = self._side(peak, last, point.time_ns)
        # Whoever lifts a foot leans over the other one; heels are raised, and knees bent, without.
        if side == "unknown":
            return None
        return Step(self._began_ns(peak, rise_m), rise_m, side)

    def _began_ns(self, peak: _Turn, rise_m: float) -> int:
        """Back from the peak over where the bob was seen first: a breath before it is no part."""
        crossed_ns, bob_m = self._crossed
        before = bob_m / max(bob_m / 2, rise_m - bob_m)
        return crossed_ns - round(min(1.0, before) * (peak.time_ns - crossed_ns))

    def _walks(self) -> bool:
        c, s = self._facing
        vx, vy = self._velocity
        size = max(0.1, math.hypot(c, s))
        ahead, aside = (vy * c - vx * s) / size, (vx * c + vy * s) / size
        return abs(ahead) > AHEAD_M_PER_S or abs(aside) > ASIDE_M_PER_S

    def _side(self, peak: _Turn, last: _Turn | None, now: int) -> Side:
        """The body leans over the leg that stands, so the other one was lifted."""
        before, self._last_lateral = self._last_lateral, peak.lateral
        if before is not None and last is not None and now - last.time_ns < ALTERNATES_WITHIN_NS:
            sway_m, least_m = peak.lateral - before, SWAY_M
        else:
            sway_m, least_m = peak.lateral - self._lateral(*self._rest), SWAY_FROM_REST_M
        if abs(sway_m) < least_m:
            return "unknown"
        return "left" if sway_m > 0 else "right"


def _rise(low: _Turn, high: _Turn) -> float:
    """How much a head surely rose: as tracked and as the neck, less what a nod may pretend."""
    nod_m = NECK_UNSURE_M * abs(high.pitch - low.pitch)
    return min(high.height - low.height, high.raw - low.raw) - nod_m


def _fall(high: _Turn, low: _Turn) -> float:
    return min(high.height - low.height, high.raw - low.raw)
