"""A movement's speed, and where in it something begins, ends, pauses or peaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from vrexposure.core.measures.resampling import (
    NS_PER_S,
    Floats,
    Mask,
    Resampled,
)

# A movement begins where the speed leaves 5 % of its peak (Balasubramanian et al. 2015, J
# NeuroEng Rehabil 12:112, use the same share of the peak; so do most studies of reaching).
ONSET_SHARE: Final = 0.05
# DEF: what stays under a fifth of the peak, before and after, is swaying, not the movement.
CLEAR_SHARE: Final = 0.2
# DEF: slower than this, a standing person's head sways, and a held controller trembles.
STILL_M_PER_S: Final = 0.02
# DEF: what is never faster than this is no movement at all.
MOVING_M_PER_S: Final = 0.05


def speeds(rows: Floats, rate_hz: float) -> Floats:
    """Speed along evenly spaced rows (m, k): central differences, shape (m,), unit a second."""
    if len(rows) < 2:
        return np.zeros(len(rows))
    edge: Literal[1, 2] = 2 if len(rows) > 2 else 1
    velocity = np.gradient(rows, 1 / rate_hz, axis=0, edge_order=edge)
    return np.asarray(np.linalg.norm(velocity, axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """Where in the resampled stretches a movement is.

    Attributes:
        speeds: For each stretch float64 (m,), metres a second.
        peak_m_per_s: The greatest speed of all.
        first: Stretch and row at which the movement begins.
        last: Stretch and row at which it ends; that row belongs to it.
    """

    speeds: tuple[Floats, ...]
    peak_m_per_s: float
    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def whole(self) -> bool:
        """Whether no gap breaks the movement, nor can hide its beginning or its end."""
        (stretch, begins), (other, ends) = self.first, self.last
        return (
            stretch == other
            and (begins > 0 or stretch == 0)
            and (ends < len(self.speeds[stretch]) - 1 or stretch == len(self.speeds) - 1)
        )


def movement(resampled: Resampled) -> Movement | None:
    """The movement in all that was handed in; None when nothing moved over 0.05 m/s.

    It begins at the first row, and ends at the last, whose speed is over 20 % of the peak, or
    rather before and after these where the speed leaves 5 % of the peak. Pauses belong to it.
    """
    each = tuple(speeds(s.values, resampled.grid.rate_hz) for s in resampled.segments)
    peak = max((float(some.max()) for some in each), default=0.0)
    if peak <= MOVING_M_PER_S:
        return None
    clear = [(k, np.flatnonzero(some > CLEAR_SHARE * peak)) for k, some in enumerate(each)]
    clear = [(k, rows) for k, rows in clear if len(rows)]
    (first, first_rows), (last, last_rows) = clear[0], clear[-1]
    still_before = np.flatnonzero(each[first][: first_rows[0]] <= ONSET_SHARE * peak)
    still_after = np.flatnonzero(each[last][last_rows[-1] :] <= ONSET_SHARE * peak)
    begins = int(still_before[-1]) + 1 if len(still_before) else 0
    ends = int(last_rows[-1] + still_after[0]) - 1 if len(still_after) else len(each[last]) - 1
    return Movement(each, peak, (first, begins), (last, ends))


def time_ns(resampled: Resampled, segment: int, row: int) -> int:
    """When a row of the grid is."""
    return resampled.segments[segment].start_ns + round(row * NS_PER_S / resampled.grid.rate_hz)


def spells(mask: Mask) -> list[tuple[int, int]]:
    """The runs of True as pairs: the first row, and the one after the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def turning_points(values: Floats, least: float) -> list[tuple[int, int]]:
    """The falls of at least `least` as pairs of rows: a high and the low that follows it.

    Between two highs the values fall, and rise again, by at least `least`; smaller ups and downs
    are part of the way. So with both ends lowest, the number of highs is that of the maxima whose
    prominence is at least `least`.
    """
    falls: list[tuple[int, int]] = []
    high = low = 0
    falling = False
    for row, value in enumerate(values.tolist()):
        if falling:
            if value < values[low]:
                low = row
            elif value >= values[low] + least:
                falls.append((high, low))
                high, falling = row, False
        elif value > values[high]:
            high = row
        elif value <= values[high] - least:
            low, falling = row, True
    if falling:
        falls.append((high, low))
    return falls
