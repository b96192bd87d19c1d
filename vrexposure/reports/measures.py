"""What else was measured in each trial, in words and with units: a row for each number."""

from __future__ import annotations

from dataclasses import dataclass

from vrexposure.core.summary_parts import SessionSummary
from vrexposure.reports.rows import Cell
from vrexposure.reports.wording import Wording

# How a number of these units is said: divided by this, with so many decimals. The longest first.
_UNITS = {
    "mm_per_s": (1000, 2),
    "way_mm": (1000, 1),
    "mm": (10, 1),
    "ms": (1000, 1),
    "permille": (1000, 2),
    "percent": (1, 0),
    "deg": (1, 0),
    "per_min": (1, 0),
    "count": (1, 0),
}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One number of one trial; `first`: the first row of its trial."""

    trial: str
    first: bool
    what: str
    cell: Cell


def measure_rows(summary: SessionSummary, say: Wording) -> list[MeasureRow]:
    """All measures of all trials, in the order of the recording."""
    return [
        MeasureRow(
            f"{trial.block}.{trial.trial}",
            index == 0,
            say(f"measure.{name}"),
            Cell(name, measured(name, value, say), str(value)),
        )
        for trial in summary.trials()
        for index, (name, value) in enumerate(trial.measures)
    ]


def measured(name: str, value: int, say: Wording) -> str:
    """A number with the unit that its name ends in."""
    for unit, (by, decimals) in _UNITS.items():
        if name.endswith(f"_{unit}"):
            return say(f"unit.{unit}", value=f"{value / by:.{decimals}f}")
    return say.count(value)
