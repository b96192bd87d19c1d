"""The height of the head over a trial, in a few places: for a picture, not for measuring."""

from __future__ import annotations

from vrexposure.core.inputs import Point
from vrexposure.core.observations import Traced
from vrexposure.core.tracking.signal import NS_PER_MS, Moment

PLACES = 160
"""How many heights are kept at most; when they are full, every second one goes (even, DEF)."""
FIRST_STEP_MS = 50


class Trace:
    """Keeps heights at a step that doubles whenever the places are used up."""

    def __init__(self) -> None:
        self._start_ns: int | None = None
        self._step_ms = FIRST_STEP_MS
        self._heights_mm: list[int | None] = []

    def take(self, moment: Moment) -> None:
        """Take one moment."""
        if self._start_ns is None:
            self._start_ns = moment.time_ns
        place = (moment.time_ns - self._start_ns) // (self._step_ms * NS_PER_MS)
        while place >= PLACES:
            # The one of each two that was tracked, if any.
            pairs = zip(self._heights_mm[::2], [*self._heights_mm[1::2], None], strict=False)
            self._heights_mm = [a if a is not None else b for a, b in pairs]
            self._step_ms *= 2
            place //= 2
        head = moment.points[Point.HEAD]
        while len(self._heights_mm) <= place:
            self._heights_mm.append(None)
        if head is not None and self._heights_mm[place] is None:
            self._heights_mm[place] = round(1000 * head.z)

    def told(self, now: int) -> Traced | None:
        """All of it; None if no moment was taken."""
        if self._start_ns is None:
            return None
        return Traced(now, self._start_ns, self._step_ms, tuple(self._heights_mm))
