"""What was expected beside what happened, trial by trial: paired marks on a common axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vrexposure.core.summary_parts import RatingState, SessionSummary, TrialSummary
from vrexposure.reports.svg import (
    BLUE,
    INK,
    MUTED,
    RULE,
    VERMILION,
    Drawing,
    Scale,
    Shape,
)
from vrexposure.reports.wording import Wording

WIDTH = 760.0
LEFT, RIGHT, TOP = 58.0, 64.0, 44.0
PLOT = 150.0  # height of the scale
LANE = 28.0  # beneath it: what is missing
NAMES = 26.0  # beneath that: the trials
BREAK = 0.6  # more air between blocks, in steps
LETTER_PX = 6.3
TRIAL_NAME_PX = 32.0  # "12.10" with a little air


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a pair: its values by trial, why some are missing, and how it is drawn."""

    label: str
    values: Sequence[int | None]
    states: Sequence[RatingState]
    shape: Shape
    colour: str
    filled: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """A chart of pairs over the same trials."""

    name: str
    title: str
    high: int
    every: int
    before: Side
    after: Side
    right: tuple[tuple[int, str], ...] = ()


def draw_expectations(summary: SessionSummary, say: Wording) -> list[str]:
    """Pain, harm and fear, each an `<svg>`; the trials stand under each other."""
    trials = list(summary.trials())
    if not trials:
        return []
    pain = Pairs(
        "pain",
        say("chart.pain.title"),
        10,
        2,
        _side(trials, "expected_pain", say("chart.pain.before"), "circle", BLUE, filled=False),
        _side(trials, "peak_pain", say("chart.pain.after"), "diamond", VERMILION, filled=True),
    )
    harm = Pairs(
        "harm",
        say("chart.harm.title"),
        100,
        25,
        _side(trials, "expected_harm", say("chart.harm.before"), "circle", BLUE, filled=False),
        Side(
            say("chart.harm.after"),
            [trial.harm_percent for trial in trials],
            [trial.rating("harm_occurred").state for trial in trials],
            "square",
            VERMILION,
            filled=True,
        ),
        right=((0, say("harm.0")), (50, say("harm.1")), (100, say("harm.2"))),
    )
    fear = Pairs(
        "fear",
        say("chart.fear.title"),
        100,
        25,
        _side(trials, "fear_before", say("chart.fear.before"), "circle", BLUE, filled=False),
        _side(trials, "fear_after", say("chart.fear.after"), "circle", INK, filled=True),
    )
    return [_draw(one, trials, say) for one in (pain, harm, fear)]


def _side(
    trials: Iterable[TrialSummary],
    question: str,
    label: str,
    shape: Shape,
    colour: str,
    *,
    filled: bool,
) -> Side:
    ratings = [trial.rating(question) for trial in trials]
    return Side(
        label,
        [rating.value for rating in ratings],
        [rating.state for rating in ratings],
        shape,
        colour,
        filled,
    )


def _draw(chart: Pairs, trials: Sequence[TrialSummary], say: Wording) -> str:
    drawing = Drawing(
        name=f"chart-{chart.name}",
        width=WIDTH,
        height=TOP + PLOT + LANE + NAMES,
        title=chart.title,
        description=_describe(chart, trials, say),
    )
    up = Scale(0, chart.high, TOP + PLOT, TOP)
    places = _places(trials)
    _legend(drawing, chart)
    _grid(drawing, chart, up)
    _trials(drawing, trials, places, say)
    apart = min(7.0, _step(trials) / 4)
    for index, x in enumerate(places):
        _pair(drawing, chart, index, (x - apart, x + apart), up)
    return drawing.markup()


def _legend(drawing: Drawing, chart: Pairs) -> None:
    x = LEFT
    for side in (chart.before, chart.after):
        drawing.mark((x + 6, 12), side.shape, colour=side.colour, filled=side.filled)
        drawing.text((x + 17, 16), side.label, colour=INK)
        x += 40 + 6.6 * len(side.label)


def _grid(drawing: Drawing, chart: Pairs, up: Scale) -> None:
    for value in range(0, chart.high + 1, chart.every):
        y = up.at(value)
        drawing.line((LEFT, y), (WIDTH - RIGHT, y), colour=MUTED if value == 0 else RULE)
        drawing.text((LEFT - 10, y + 4), str(value), anchor="end")
    for at, words in chart.right:
        drawing.text((WIDTH - RIGHT + 10, up.at(at) + 4), words)


def _trials(
    drawing: Drawing, trials: Sequence[TrialSummary], places: Sequence[float], say: Wording
) -> None:
    """The names beneath, and where one block ends and the next begins."""
    step, bottom = _step(trials), TOP + PLOT + LANE
    drawing.text((LEFT - 10, TOP + PLOT + 21), say("chart.missing"), anchor="end", size=11.0)
    drawing.text((LEFT - 10, bottom + 15), say("chart.trial"), anchor="end", size=11.0)
    named_px = LEFT - TRIAL_NAME_PX
    for index, (trial, x) in enumerate(zip(trials, places, strict=True)):
        first = index == 0 or trials[index - 1].block != trial.block
        if first and index:
            between = (places[index - 1] + x) / 2
            drawing.line((between, TOP - 12), (between, bottom + NAMES), dashes="2 3")
        if first:
            room_px = step * sum(one.block == trial.block for one in trials)
            if trial.block == trials[-1].block:
                room_px += RIGHT
            names = (
                say(f"chart.block.{trial.mode}", block=trial.block),
                say("chart.block.do", block=trial.block),
                str(trial.block),
            )
            name = next((one for one in names if len(one) * LETTER_PX <= room_px), names[-1])
            drawing.text((x - 6, TOP - 8), name, size=11.0, bold=True)
        if x - named_px >= TRIAL_NAME_PX:
            drawing.text((x, bottom + 15), f"{trial.block}.{trial.trial}", anchor="middle")
            named_px = x


def _pair(
    drawing: Drawing, chart: Pairs, index: int, places: tuple[float, float], up: Scale
) -> None:
    left, right = places
    radius = min(5.0, max(2.5, (right - left) / 2))
    before, after = chart.before.values[index], chart.after.values[index]
    if before is not None and after is not None:
        drawing.line((left, up.at(before)), (right, up.at(after)), colour=MUTED, width=1.4)
    for side, x in ((chart.before, left), (chart.after, right)):
        value = side.values[index]
        if value is None:
            missing: Shape = "cross" if side.states[index] == "not_given" else "dash"
            drawing.mark((x, TOP + PLOT + 17), missing, colour=side.colour, radius=radius * 0.8)
        else:
            at = (x, up.at(value))
            drawing.mark(at, side.shape, colour=side.colour, radius=radius, filled=side.filled)


def _step(trials: Sequence[TrialSummary]) -> float:
    """From one trial to the next within a block."""
    return (WIDTH - LEFT - RIGHT) / (len(trials) + BREAK * (len({t.block for t in trials}) - 1))


def _places(trials: Sequence[TrialSummary]) -> list[float]:
    """Where each trial stands: evenly, with more air between blocks."""
    step = _step(trials)
    breaks = 0
    places = []
    for index, trial in enumerate(trials):
        breaks += index > 0 and trials[index - 1].block != trial.block
        places.append(LEFT + step * (index + 0.5 + BREAK * breaks))
    return places


def _describe(chart: Pairs, trials: Sequence[TrialSummary], say: Wording) -> str:
    return " ".join(
        say(
            "chart.desc",
            trial=f"{trial.block}.{trial.trial}",
            before=_spoken(chart.before, index, say),
            after=_spoken(chart.after, index, say),
        )
        for index, trial in enumerate(trials)
    )


def _spoken(side: Side, index: int, say: Wording) -> str:
    value = side.values[index]
    return say(side.states[index]) if value is None else str(value)
