"""What else was measured in each trial, in words and with units: a column for each measure."""

from __future__ import annotations

from dataclasses import dataclass

from vrexposure.core.summary_parts import SessionSummary
from vrexposure.reports.rows import Cell
from vrexposure.reports.wording import MINUS, Wording

# How a number of these units is said: divided by this, with so many decimals. The longest first.
_UNITS = {
    "speed_mm_per_s": (1, 0),
    "mm_per_s": (1000, 2),
    "way_mm": (1000, 1),
    "mm": (10, 1),
    "mm2": (100, 1),
    "ms": (1000, 1),
    "permille": (1000, 2),
    "percent": (1, 0),
    "deg": (1, 0),
    "per_min": (1, 0),
    "count": (1, 0),
}


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """Heads of the columns, and a row for each trial in which anything else was measured."""

    heads: list[str]
    rows: list[tuple[str, list[Cell]]]


def measure_table(summary: SessionSummary, say: Wording) -> MeasureTable:
    """All measures of all trials, in the order in which they came; what is not there is a dash."""
    names = list(dict.fromkeys(name for trial in summary.trials() for name, _ in trial.measures))
    rows = []
    for trial in summary.trials():
        if trial.measures:
            values = dict(trial.measures)
            cells = [_cell(name, values.get(name), say) for name in names]
            rows.append((f"{trial.block}.{trial.trial}", cells))
    return MeasureTable([say(f"measure.{name}") for name in names], rows)


def _cell(name: str, value: int | None, say: Wording) -> Cell:
    if value is None:
        return Cell(name, say("unknown"), quiet=True)
    return Cell(name, measured(name, value, say), str(value))


def measured(name: str, value: int, say: Wording) -> str:
    """A number with the unit that its name ends in."""
    for unit, (by, decimals) in _UNITS.items():
        if name.endswith(f"_{unit}"):
            number = f"{value / by:.{decimals}f}".replace("-", MINUS)
            return say(f"unit.{unit}", value=number)
    return say.count(value)
