"""One hand near a thing: where it is, whether it keeps still, whether it grips."""

from __future__ import annotations

import math

from vrexposure.core.inputs import Button, Point
from vrexposure.core.tracking.hand_way import Middle3, Place, Slots
from vrexposure.core.tracking.signal import Moment
from vrexposure.core.watch import Side

# Time between samples further apart than this is not time in which the hand was seen (DEF).
UNSEEN_NS = 150_000_000
# DEF: slower than this a hand keeps still; tremor is below it once smoothed.
STILL_M_PER_S = 0.12
# DEF: slower than this it comes to rest, or is about to leave again: it does not pass by.
SLOW_M_PER_S = 0.20

_POINTS: dict[Side, Point] = {"left": Point.LEFT_HAND, "right": Point.RIGHT_HAND}
# A grip or a pinch: what closes the hand.
_CLOSE: dict[Side, int] = {
    "left": int(Button.LEFT_SQUEEZE | Button.LEFT_SELECT),
    "right": int(Button.RIGHT_SQUEEZE | Button.RIGHT_SELECT),
}
_ACTIVE: dict[Side, int] = {"left": int(Button.LEFT_ACTIVE), "right": int(Button.RIGHT_ACTIVE)}


class Grasp:
    """Follows one hand from frame to frame.

    Attributes:
        point: Its row of a frame.
        place: Where it was last seen, smoothed; None before that.
        seen_ns: When that was.
        fresh: Whether it was seen in this very moment.
        elapsed_ns: Since it was last seen, as far as it may be counted; 0 after a gap.
        gap_ns: How long it had not been seen before this moment.
        speed_m_per_s: Smoothed; None while unknown.
        pressed: Whether grip or trigger went down in this moment.
        closed: Whether either is down; of a device that has gone, as it was.
        leapt: When it was last seen again elsewhere, and how far from where it had been.
    """

    def __init__(self, side: Side) -> None:
        self.side: Side = side
        self.point = _POINTS[side]
        self.place: Place | None = None
        self.seen_ns = 0
        self.fresh = False
        self.elapsed_ns = 0
        self.gap_ns = 0
        self.speed_m_per_s: float | None = None
        self.pressed = False
        self.closed = False
        self.leapt: tuple[int, Place] | None = None
        self._active = False
        self._raw: Place | None = None
        self._middle = Middle3()
        self._slots = Slots()

    def update(self, moment: Moment) -> None:
        """Take one moment."""
        self._press(moment.buttons)
        self.fresh, self.elapsed_ns, self.gap_ns = False, 0, 0
        sample = moment.points[self.point]
        if sample is None:
            return
        place = (sample.x, sample.y, sample.z)
        # Living hands are never bit-identical: what is repeated was not seen.
        if place == self._raw:
            return
        if self._raw is not None:
            self.gap_ns = moment.time_ns - self.seen_ns
            self.elapsed_ns = self.gap_ns if self.gap_ns <= UNSEEN_NS else 0
        self._raw, self.seen_ns, self.fresh = place, moment.time_ns, True
        if self.gap_ns > UNSEEN_NS:
            self._forget()
            if self.place is not None:
                x, y, z = self.place
                self.leapt = (moment.time_ns, (sample.x - x, sample.y - y, sample.z - z))
        self.place = self._middle.update(place)
        slot = self._slots.take(moment.time_ns, self.place)
        if slot is not None:
            self.speed_m_per_s = slot.speed_m_per_s

    def _forget(self) -> None:
        """What comes is not to be mixed with what was."""
        self._middle.clear()
        self._slots.clear()
        self.speed_m_per_s = None

    def _press(self, buttons: int) -> None:
        before, was_active = self.closed, self._active
        closed, self._active = bool(buttons & _CLOSE[self.side]), bool(buttons & _ACTIVE[self.side])
        if was_active and not self._active and not closed:
            # The device has gone with its buttons: nobody has let go of anything.
            self._active = True
            closed = before
        self.closed = closed
        self.pressed = closed and not before

    def away_m(self, place: Place) -> float:
        """How far it was from a place when last seen; infinite before that."""
        return math.inf if self.place is None else math.dist(self.place, place)

    @property
    def still(self) -> bool:
        """Whether it hardly moves."""
        return self.speed_m_per_s is not None and self.speed_m_per_s < STILL_M_PER_S

    @property
    def slow(self) -> bool:
        """Whether it does not just pass by."""
        return self.speed_m_per_s is not None and self.speed_m_per_s < SLOW_M_PER_S
