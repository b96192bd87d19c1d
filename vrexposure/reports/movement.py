"""The movement of a session as figures: head height over time, a small one for each trial."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vrexposure.core.summary_parts import SessionSummary, TrialSummary
from vrexposure.reports.svg import BLUE, INK, MUTED, PAPER, RULE, VERMILION, Drawing, Scale, ticks
from vrexposure.reports.wording import Wording

WIDTH, HEIGHT = 380.0, 136.0
LEFT, RIGHT, TOP, BOTTOM = 30.0, 14.0, 32.0, 20.0
COLUMNS = 180  # of a decimated line: two pixels each
BEFORE_NS = 1_000_000_000  # shown before the signal to go
GAP_NS = 250_000_000  # samples further apart than this are not joined


@dataclass(frozen=True, slots=True, eq=False)
class MovementTrace:
    """Where the head was, for the whole session.

    Attributes:
        time_ns: int64 (n,), session clock, rising.
        head_height_m: float (n,), above the floor; anything where it was not tracked.
        tracked: bool (n,).
    """

    time_ns: npt.NDArray[np.int64]
    head_height_m: npt.NDArray[np.floating]
    tracked: npt.NDArray[np.bool_]


def segments(
    trace: MovementTrace, start_ns: int, end_ns: int, columns: int = COLUMNS
) -> list[list[tuple[int, float]]]:
    """The tracked stretches between two times, thinned out, highest and lowest points kept.

    Each stretch is cut into columns of equal time; of every column the first, the lowest, the
    highest and the last sample stay. Untracked samples, samples that are not finite, and pauses in
    the recording part the stretches.
    """
    times = trace.time_ns
    first, last = np.searchsorted(times, [start_ns, end_ns + 1])
    times = times[first:last]
    heights = trace.head_height_m[first:last]
    seen = np.flatnonzero(trace.tracked[first:last] & np.isfinite(heights))
    if not len(seen):
        return []
    apart = (np.diff(seen) > 1) | (np.diff(times[seen]) > GAP_NS)
    column_ns = max(1, (end_ns - start_ns) // columns)
    found = []
    for run in np.split(seen, np.flatnonzero(apart) + 1):
        column = (times[run] - start_ns) // column_ns
        kept: set[int] = set()
        for part in np.split(run, np.flatnonzero(np.diff(column)) + 1):
            lowest, highest = part[np.argmin(heights[part])], part[np.argmax(heights[part])]
            kept.update(int(one) for one in (part[0], lowest, highest, part[-1]))
        found.append([(int(times[one]), float(heights[one])) for one in sorted(kept)])
    return found


def draw_movement(
    summary: SessionSummary, trace: MovementTrace, say: Wording
) -> list[tuple[str, str]]:
    """A heading and an `<svg>` for each trial with movement, all with the same height scale."""
    shown = [
        (trial, found)
        for trial in summary.trials()
        if trial.began_ns is not None and trial.ended_ns is not None
        if (found := segments(trace, trial.began_ns - BEFORE_NS, _end_ns(trial)))
    ]
    heights = [height for _, found in shown for run in found for _, height in run]
    if not heights:
        return []
    # Whole tenths of a metre around everything that was measured, and never less than 0.2 m, so
    # that standing still does not look like movement.
    low, high = np.floor(min(heights) * 10) / 10, np.ceil(max(heights) * 10) / 10
    high = max(float(high), float(low) + 0.2)
    levels = sorted(
        {
            one.measure: one.height_mm / 1000
            for one in summary.calibrations
            if one.measure.endswith("_head")
        }.values()
    )
    return [
        (
            say(
                f"trial_at.{trial.mode}",
                block=trial.block,
                trial=trial.trial,
                level=trial.level_title,
            ),
            _draw(trial, found, (float(low), high), levels, say),
        )
        for trial, found in shown
    ]


def _draw(
    trial: TrialSummary,
    found: list[list[tuple[int, float]]],
    bounds: tuple[float, float],
    levels: list[float],
    say: Wording,
) -> str:
    assert trial.began_ns is not None
    assert trial.ended_ns is not None
    start_ns, end_ns = trial.began_ns - BEFORE_NS, _end_ns(trial)
    marks = [mark for mark in trial.marks if mark.kind not in ("lost", "back")]
    drawing = Drawing(
        name=f"movement-{trial.block}-{trial.trial}",
        width=WIDTH,
        height=HEIGHT,
        title=say("movement.title", block=trial.block, trial=trial.trial),
        description=say(
            "movement.desc",
            low=f"{min(h for run in found for _, h in run):.2f}",
            high=f"{max(h for run in found for _, h in run):.2f}",
            count=sum(mark.kind != "near_miss" for mark in marks),
            gaps=max(0, len(found) - 1),
        ),
    )
    across = Scale(start_ns, end_ns, LEFT, WIDTH - RIGHT)
    up = Scale(*bounds, HEIGHT - BOTTOM, TOP)
    _axes(drawing, across, up, trial.began_ns, say)
    for height in levels:
        if bounds[0] <= height <= bounds[1]:
            y = up.at(height)
            drawing.line((LEFT, y), (WIDTH - RIGHT, y), colour=MUTED, dashes="2 4")
    _gaps(drawing, found, across, (start_ns, end_ns), say)
    for run in found:
        drawing.path([(across.at(t), up.at(h)) for t, h in run], colour=BLUE, width=1.8)
    zero = across.at(trial.began_ns)
    drawing.line((zero, TOP - 4), (zero, HEIGHT - BOTTOM), colour=INK)
    drawing.text((zero + 3, TOP - 8), say("movement.go"), size=11.0)
    for mark in marks:
        x = across.at(mark.time_ns)
        if mark.kind == "near_miss":
            drawing.mark((x, TOP - 6), "cross", colour=VERMILION, radius=5)
        else:
            drawing.mark((x, TOP - 5), "triangle", colour=INK, radius=3.6)
            drawing.text((x, TOP - 13), str(mark.index), anchor="middle", size=11.0, colour=INK)
    return drawing.markup()


def _end_ns(trial: TrialSummary) -> int:
    """The end of the trial, and the movement that ended it: its picture's time lies just ahead."""
    assert trial.ended_ns is not None
    return max([trial.ended_ns, *(mark.time_ns for mark in trial.marks)])


def _axes(drawing: Drawing, across: Scale, up: Scale, began_ns: int, say: Wording) -> None:
    for value in ticks(up.low, up.high, 5):
        y = up.at(value)
        drawing.line((LEFT, y), (WIDTH - RIGHT, y))
        drawing.text((LEFT - 6, y + 4), f"{value:.1f}", anchor="end", size=11.0)
    drawing.text((LEFT - 6, TOP - 8), say("movement.height"), anchor="end", size=11.0)
    marks = ticks(0.0, (across.high - began_ns) / 1e9, 7)
    for seconds in marks:
        x = across.at(began_ns + seconds * 1e9)
        unit = say("movement.time") if seconds == marks[-1] else ""
        drawing.line((x, HEIGHT - BOTTOM), (x, HEIGHT - BOTTOM + 4), colour=MUTED)
        drawing.text((x, HEIGHT - BOTTOM + 15), f"{seconds:g}{unit}", anchor="middle", size=11.0)


def _gaps(
    drawing: Drawing,
    found: list[list[tuple[int, float]]],
    across: Scale,
    span: tuple[int, int],
    say: Wording,
) -> None:
    """What lies between the stretches, also before the first and after the last."""
    edges = [span[0], *(t for run in found for t in (run[0][0], run[-1][0])), span[1]]
    for left_ns, right_ns in zip(edges[::2], edges[1::2], strict=True):
        if right_ns - left_ns > GAP_NS:
            left, right = across.at(left_ns), across.at(right_ns)
            drawing.area((left, TOP), (right, HEIGHT - BOTTOM), colour=PAPER, outline=RULE)
            if right - left > 62:
                drawing.text(
                    ((left + right) / 2, (TOP + HEIGHT - BOTTOM) / 2),
                    say("movement.gap"),
                    anchor="middle",
                    size=11.0,
                )
