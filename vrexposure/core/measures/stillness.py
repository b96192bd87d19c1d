"""When nothing moves: time to start, pauses on the way, and freezing in mid-movement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vrexposure.core.measures.motion import (
    STILL_M_PER_S,
    Movement,
    movement,
    spells,
    time_ns,
)
from vrexposure.core.measures.resampling import (
    GRID,
    NS_PER_S,
    Coverage,
    Floats,
    Grid,
    Mask,
    Resampled,
    Times,
    resample,
)

# DEF: slow is under a tenth of the movement's own peak, for longer than the dip between two
# submovements of an unhurried reach.
PAUSE_SHARE: Final = 0.1
PAUSE_S: Final = 0.2
# DEF: still for a second in the middle of a movement is more than a pause.
FREEZE_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of stillness: when it began, and how long it was."""

    start_ns: int
    length_s: float


@dataclass(frozen=True, slots=True)
class Stillness:
    """Where a movement did not move; frame: any that does not itself move.

    Attributes:
        coverage: What it rests on.
        hesitation_s: From the signal to go to the beginning of the movement. None when nothing
            moved, or when tracking was broken in between: it may have begun in the gap.
        pauses: Slower than a tenth of the peak for 0.2 s or more, between beginning and end.
        freezes: Slower than 0.02 m/s for 1 s or more, between beginning and end.
            Stillness and nothing more: not the freezing of gait of Parkinson's disease.
    """

    coverage: Coverage
    hesitation_s: float | None
    pauses: tuple[Spell, ...] | None
    freezes: tuple[Spell, ...] | None


def stillness(
    times_ns: Times, positions_m: Floats, valid: Mask, *, go_ns: int, grid: Grid = GRID
) -> Stillness:
    """Measure hesitation, pauses and freezing of one movement.

    The movement begins where the speed leaves 5 % of its peak on the way to 20 %
    (`motion.movement`). A hold that the task asks for is a pause as well: hand in the parts before
    and after it.

    Args:
        times_ns: int64 (n,).
        positions_m: float64 (n, 2 or 3).
        valid: bool (n,).
        go_ns: When the person was told to begin, or could; samples before it are left out.
        grid: How samples are brought to an even grid.
    """
    resampled = resample(times_ns, positions_m, valid & (times_ns >= go_ns), grid=grid)
    found = movement(resampled)
    if found is None:
        return Stillness(resampled.coverage, None, None, None)
    hesitation = None
    began, row = found.first
    if began == 0 and resampled.segments[0].start_ns - go_ns <= round(grid.gap_s * NS_PER_S):
        hesitation = (time_ns(resampled, 0, row) - go_ns) / NS_PER_S
    slow_m_per_s = PAUSE_SHARE * found.peak_m_per_s
    pauses = _spells_below(resampled, found, slow_m_per_s, least_s=PAUSE_S)
    freezes = _spells_below(resampled, found, STILL_M_PER_S, least_s=FREEZE_S)
    return Stillness(resampled.coverage, hesitation, pauses, freezes)


def _spells_below(
    resampled: Resampled, found: Movement, under_m_per_s: float, *, least_s: float
) -> tuple[Spell, ...]:
    """What is slower than `under_m_per_s` within the movement, never across a gap."""
    rate_hz = resampled.grid.rate_hz
    told = []
    for stretch in range(found.first[0], found.last[0] + 1):
        slow = found.speeds[stretch] < under_m_per_s
        if stretch == found.first[0]:
            slow[: found.first[1]] = False
        if stretch == found.last[0]:
            slow[found.last[1] :] = False
        told += [
            Spell(time_ns(resampled, stretch, first), (after - first) / rate_hz)
            for first, after in spells(slow)
            if (after - first) / rate_hz >= least_s
        ]
    return tuple(told)
