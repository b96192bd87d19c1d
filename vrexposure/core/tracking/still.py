"""Measuring the height of a head that is still."""

from __future__ import annotations

from collections import deque

from vrexposure.core.inputs import Point
from vrexposure.core.observations import Calibrated, Observation
from vrexposure.core.tracking.signal import LOST_NS, NS_PER_MS, Moment
from vrexposure.core.watch import WatchStill

# The height is averaged over slots, so that sensor noise is not taken for unrest and the window
# has a bounded size whatever the frame rate (DEF).
SLOT_NS = 100 * NS_PER_MS
SLOTS_MOST = 40


class Still:
    """Tells the head's height once, when it has stayed within the spread long enough."""

    def __init__(self, watch: WatchStill) -> None:
        self._watch = watch
        self._slot_ns = max(SLOT_NS, watch.still_ms * NS_PER_MS // SLOTS_MOST)
        self._slots: deque[float] = deque(
            maxlen=max(1, -(-watch.still_ms * NS_PER_MS // self._slot_ns))
        )
        self._slot_began_ns = 0
        self._sum_m = 0.0
        self._count = 0
        self._at_m = (0.0, 0.0)
        self._seen_ns = 0
        self._done = False

    def update(self, moment: Moment, said: list[Observation]) -> None:
        """Take one moment."""
        head = moment.points[Point.HEAD]
        if self._done or head is None:
            return
        now = moment.time_ns
        if moment.moved is not None or now - self._seen_ns > LOST_NS or not self._count:
            self._slots.clear()
            self._begin(now)
        elif now - self._slot_began_ns >= self._slot_ns:
            self._slots.append(self._sum_m / self._count)
            self._begin(now)
            self._judge(now, said)
        self._seen_ns = now
        self._at_m = (head.x, head.y)
        self._sum_m += head.z
        self._count += 1

    def _begin(self, now: int) -> None:
        self._slot_began_ns = now
        self._sum_m = 0.0
        self._count = 0

    def _judge(self, now: int, said: list[Observation]) -> None:
        if len(self._slots) != self._slots.maxlen:
            return
        heights = sorted(self._slots)
        spread_mm = round((heights[-1] - heights[0]) * 1000)
        half = len(heights) // 2
        height_mm = round((heights[half] + heights[-half - 1]) * 500)
        if spread_mm <= self._watch.spread_mm and height_mm > self._watch.above_mm:
            self._done = True
            x_mm, y_mm = (round(1000 * at) for at in self._at_m)
            said.append(Calibrated(now, self._watch.measure, height_mm, spread_mm, x_mm, y_mm))
