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
    apart = min(7.0, _step(trials) / 5)
    for index, x in enumerate(places):
        _pair(drawing, chart, index, x, up, apart)
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
    drawing.text((LEFT - 10, TOP + PLOT + 21), say("chart.missing"), anchor="end", size=11.0)
    every = -(-len(trials) * 34 // round(WIDTH - LEFT - RIGHT))
    for index, (trial, x) in enumerate(zip(trials, places, strict=True)):
        first = index == 0 or trials[index - 1].block != trial.block
        if first and index:
            between = (places[index - 1] + x) / 2
            drawing.line((between, TOP - 12), (between, TOP + PLOT + LANE + NAMES), dashes="2 3")
        if first:
            drawing.text(
                (x - 6, TOP - 8),
                say(f"chart.block.{trial.mode}", block=trial.block),
                size=11.0,
                bold=True,
            )
        if first or index % every == 0:
            drawing.text(
                (x, TOP + PLOT + LANE + 15), f"{trial.block}.{trial.trial}", anchor="middle"
            )
    drawing.text((LEFT - 10, TOP + PLOT + LANE + 15), say("chart.trial"), anchor="end", size=11.0)


def _pair(drawing: Drawing, chart: Pairs, index: int, x: float, up: Scale, apart: float) -> None:
    before, after = chart.before.values[index], chart.after.values[index]
    left, right = x - apart, x + apart
    if before is not None and after is not None:
        drawing.line((left, up.at(before)), (right, up.at(after)), colour=MUTED, width=1.4)
    for side, at in ((chart.before, left), (chart.after, right)):
        value = side.values[index]
        if value is not None:
            drawing.mark((at, up.at(value)), side.shape, colour=side.colour, filled=side.filled)
        else:
            missing: Shape = "cross" if side.states[index] == "not_given" else "dash"
            drawing.mark((at, TOP + PLOT + 17), missing, colour=side.colour, radius=4)


def _step(trials: Sequence[TrialSummary]) -> float:
    return (WIDTH - LEFT - RIGHT) / (len(trials) + 0.6 * len({trial.block for trial in trials}))


def _places(trials: Sequence[TrialSummary]) -> list[float]:
    """Where each trial stands: evenly, with more air between blocks."""
    step = _step(trials)
    places, x, block = [], LEFT - step * 0.2, trials[0].block
    for trial in trials:
        x += step if trial.block == block else step * 1.6
        places.append(x - step * 0.2 if len(trials) == 1 else x)
        block = trial.block
    return [place - step * 0.05 for place in places]


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
