"""The frames of a session in the report: a sentence, a table of stages, the rate over time."""

from __future__ import annotations

from statistics import median

from vrexposure.core.timing_summary import RateBin, StageTiming, TimingSummary
from vrexposure.reports.rows import Cell
from vrexposure.reports.svg import BLUE, RULE, VERMILION, Drawing, Scale, number, ticks
from vrexposure.reports.wording import Wording

WIDTH, HEIGHT = 720.0, 120.0
LEFT, RIGHT, TOP, BOTTOM = 36.0, 14.0, 10.0, 22.0


def timing_note(timing: TimingSummary | None, say: Wording) -> str:
    """How many frames there were, how fast they came, and how many were missed."""
    if timing is None or not timing.frames:
        return say("timing.none")
    if len(timing.rate) < 2:
        first = say("timing.note.short", frames=timing.frames)
    else:
        # Where no picture was wanted there is no rate.
        rate = median(rate for rate in _rates(timing) if rate)
        first = say("timing.note.frames", frames=timing.frames, rate=number(round(rate, 1)))
    return f"{first} {_missed(timing, say)}"


def _missed(timing: TimingSummary, say: Wording) -> str:
    if timing.missed is None or timing.missed_frames is None:
        return say("timing.note.missed.unknown")
    if not timing.missed:
        return say("timing.note.missed.none")
    key = "one" if timing.missed_frames == 1 else "many"
    return say(f"timing.note.missed.{key}", missed=timing.missed, places=timing.missed_frames)


def timing_rows(timing: TimingSummary | None, say: Wording) -> list[tuple[str, str, list[Cell]]]:
    """Each stage: its id, its name, and its cells; last of all their sum without waiting."""
    if timing is None or timing.work is None:
        return []
    return [
        (stage.name, _name(stage, say), _cells(stage, say))
        for stage in (*timing.stages, timing.work)
    ]


def _name(stage: StageTiming, say: Wording) -> str:
    words = say(f"stage.{stage.name}")
    return stage.name.replace("_", " ") if words.startswith("[") else words


def _cells(stage: StageTiming, say: Wording) -> list[Cell]:
    values = (("p50", stage.p50_ns), ("p99", stage.p99_ns), ("longest", stage.max_ns))
    return [
        Cell(field, say("timing.milliseconds", value=f"{value / 1e6:.2f}"), str(value))
        for field, value in values
    ]


def draw_rate(timing: TimingSummary | None, say: Wording) -> str:
    """The frame rate over the session as an `<svg>`, "" when it is too short for one.

    Stretches in which pictures were missed are marked.
    """
    if timing is None or len(timing.rate) < 3:
        return ""
    bins = _whole(timing)
    rates = _rates(timing)
    start_ns, end_ns = bins[0].start_ns, bins[-1].start_ns + bins[-1].length_ns
    drawing = Drawing(
        "frame-rate",
        WIDTH,
        HEIGHT,
        say("timing.rate"),
        say(
            "timing.rate_desc",
            low=f"{min(rates):.0f}",
            high=f"{max(rates):.0f}",
            median=f"{median(rates):.0f}",
            start=say.clock(start_ns),
            end=say.clock(end_ns),
        ),
    )
    across = Scale(start_ns, end_ns, LEFT, WIDTH - RIGHT)
    up = Scale(0.0, max(rates), HEIGHT - BOTTOM, TOP)
    for value in ticks(0.0, max(rates), 4):
        y = up.at(value)
        drawing.line((LEFT, y), (WIDTH - RIGHT, y), colour=RULE)
        drawing.text((LEFT - 6, y + 4), number(value), anchor="end", size=11)
    drawing.text((LEFT, HEIGHT - 6), say.clock(start_ns), size=11)
    drawing.text((WIDTH - RIGHT, HEIGHT - 6), say.clock(end_ns), anchor="end", size=11)
    middles = [across.at(one.start_ns + one.length_ns / 2) for one in bins]
    points = [(x, up.at(rate)) for x, rate in zip(middles, rates, strict=True)]
    drawing.path(points, colour=BLUE)
    for one, point in zip(bins, points, strict=True):
        if one.missed:
            drawing.mark(point, "cross", colour=VERMILION, radius=4.0)
    return drawing.markup()


def _whole(timing: TimingSummary) -> tuple[RateBin, ...]:
    """The stretches without the last, in which the session ended."""
    return timing.rate[:-1] or timing.rate


def _rates(timing: TimingSummary) -> list[float]:
    return [one.frames * 1e9 / one.length_ns for one in _whole(timing)]
