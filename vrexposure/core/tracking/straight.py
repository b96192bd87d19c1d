"""The straight and steady parts of a way: for a speed without turns, starts and stops."""

from __future__ import annotations

import math
from collections import deque

from vrexposure.core.tracking.signal import NS_PER_MS

# DEF, as in `core.measures.gait_speed`: getting up to speed and slowing down take a second each.
SETTLE_NS = 1_000 * NS_PER_MS
# El-Gohary et al. 2014, Sensors 14:356: a turn counts from 45 degrees on.
TURN_COS = math.cos(math.radians(45))
PIECES_MOST = 64


class Straight:
    """Adds up pieces of way that lie more than a second from every start, turn and stop.

    Attributes:
        way_m: Their length.
        time_ns: How long they took.
    """

    def __init__(self) -> None:
        self.way_m = 0.0
        self.time_ns = 0
        self._along = (0.0, 1.0)
        self._since_ns = 0
        self._before_ns = 0
        # A piece is believed once a second has passed without a turn or a stop.
        self._waiting: deque[tuple[int, int, float]] = deque(maxlen=PIECES_MOST)

    def begin(self, now: int, dx: float, dy: float) -> None:
        """A way begins, or takes another direction."""
        size = max(1e-9, math.hypot(dx, dy))
        self._along = (dx / size, dy / size)
        self._since_ns = self._before_ns = now
        self._waiting.clear()

    def add(self, dx: float, dy: float, now: int) -> None:
        """One piece of way, walked since the last one."""
        length = math.hypot(dx, dy)
        if (dx * self._along[0] + dy * self._along[1]) < TURN_COS * length:
            self.begin(now, dx, dy)
            return
        if self._before_ns - self._since_ns >= SETTLE_NS:
            self._waiting.append((now, now - self._before_ns, length))
        self._before_ns = now
        while self._waiting and now - self._waiting[0][0] >= SETTLE_NS:
            _, took_ns, walked_m = self._waiting.popleft()
            self.way_m += walked_m
            self.time_ns += took_ns

    def skip(self, now: int) -> None:
        """What was walked until now was not seen: it has no time."""
        self._since_ns = self._before_ns = now
        self._waiting.clear()

    def end(self) -> None:
        """The way is over."""
        self._waiting.clear()
