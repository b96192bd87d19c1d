"""Whether the arms helped to get up: hands that stay at the seat while the trunk leans.

Free hands go forward with the leaning trunk, hands in the lap lie between the thighs.
"""

from __future__ import annotations

import math

from vrexposure.core.inputs import Point
from vrexposure.core.tracking.body import Seat
from vrexposure.core.tracking.head import Head
from vrexposure.core.tracking.signal import Sample

# DEF: a grip on the seat's edge or on an armrest (0.18 to 0.27 m above the seat), measured at the
# middle of a controller.
BELOW_SEAT_M = 0.25
ABOVE_SEAT_M = 0.15
ABOVE_SEAT_WITH_ARMS_M = 0.36
AROUND_SEAT_M = 0.60
# DEF: a seat is 0.40 to 0.50 m wide, thighs together are narrower.
ASIDE_M = 0.18
# DEF: a free hand leaves with the trunk; a pushing one stays, within this part of the rise.
STAYS_OF_RISE = 0.15
STAYS_LEAST_M = 0.04
# DEF: leaning forward lowers the head, until the seat is left; who hardly dips leans this far.
DIP_ENDS_M = 0.01
LEANS_OF_RISE = 0.40

_HANDS = (int(Point.LEFT_HAND), int(Point.RIGHT_HAND))


class Arms:
    """Compares the hands at the start of a rise with where they were before it."""

    def __init__(self, seat_m: float, *, has_arms: bool, rise_m: float) -> None:
        self._least_m = seat_m - BELOW_SEAT_M
        self._most_m = seat_m + (ABOVE_SEAT_WITH_ARMS_M if has_arms else ABOVE_SEAT_M)
        self._stays_m = max(STAYS_LEAST_M, STAYS_OF_RISE * rise_m)
        self._leans_m = LEANS_OF_RISE * rise_m
        self._head: Head | None = None
        self._lowest_m = 0.0
        self._from: list[Sample | None] = [None, None]
        self._moved_m: list[float | None] = [None, None]

    def rest(self, points: list[Sample | None], head: Head) -> None:
        """The person sits at rest: the rise may begin from here."""
        self._head = head
        self._lowest_m = head.height
        self._from = [points[hand] for hand in _HANDS]
        self._moved_m = [None, None]

    def rise(self, points: list[Sample | None], head: Head) -> None:
        """The head has begun to move, and is still low."""
        rest = self._head
        if rest is None:
            return
        leant = math.hypot(head.x - rest.x, head.y - rest.y) >= self._leans_m
        if leant and head.height > self._lowest_m + DIP_ENDS_M:
            # The seat has been left: from here on a pushing hand may let go.
            return
        self._lowest_m = min(self._lowest_m, head.height)
        for index, hand in enumerate(_HANDS):
            start, now = self._from[index], points[hand]
            if start is not None and now is not None:
                moved = math.dist(start[:3], now[:3])
                self._moved_m[index] = max(self._moved_m[index] or 0.0, moved)

    def used(self, seat: Seat) -> bool | None:
        """The verdict once the head has left the seat; None when an unseen hand may have pushed."""
        unseen = False
        for start, moved in zip(self._from, self._moved_m, strict=True):
            if start is None or moved is None:
                unseen = True
            elif (
                moved <= self._stays_m
                and self._least_m <= start.z <= self._most_m
                and math.hypot(start.x - seat.x, start.y - seat.y) <= AROUND_SEAT_M
                and seat.aside(start.x, start.y) >= ASIDE_M
            ):
                return True
        return None if unseen else False
