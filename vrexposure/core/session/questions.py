"""The questions: their scales, their panels, and what is a valid answer."""

from __future__ import annotations

from dataclasses import dataclass

from vrexposure.core.view import Option, Panel, Text


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale by its ends and the values that a panel offers; a typed answer may lie between."""

    least: int
    most: int
    offered: tuple[int, ...]


NRS = Scale(0, 10, tuple(range(11)))  # numerical rating scale 0-10 (facts/clinical 3.1)
PERCENT = Scale(0, 100, tuple(range(0, 101, 10)))
FMS = Scale(0, 20, tuple(range(0, 21, 2)))  # Fast Motion Sickness scale, 0-20
OCCURRED = Scale(0, 2, (0, 1, 2))  # no, partly, yes

SCALES: dict[str, Scale] = {
    "baseline_pain": NRS,
    "expected_pain": NRS,
    "peak_pain": NRS,
    "surprise": NRS,
    "expected_harm": PERCENT,
    "fear_before": PERCENT,
    "fear_after": PERCENT,
    "belief_before": PERCENT,
    "belief_after": PERCENT,
    "sickness": FMS,
    "harm_occurred": OCCURRED,
}


def allowed(question: str, value: int | None) -> bool:
    """Whether a value can be an answer; None (not given) always can."""
    if value is None:
        return True
    scale = SCALES[question]
    return scale.least <= value <= scale.most


def rating_panel(question: str, *, feared: str, steps: tuple[int, int], z_mm: int) -> Panel:
    """The panel that asks a rating; `feared` is the ladder's feared outcome in words."""
    scale = SCALES[question]
    if question == "harm_occurred":
        options = tuple(Option(v, Text(f"option.occurred_{v}")) for v in scale.offered)
        return _panel(question, feared, options, 3, steps, z_mm)
    last = len(scale.offered) - 1
    options = tuple(
        Option(
            value,
            Text("option.number", (("n", value),)),
            Text(f"scale.{question}.least")
            if index == 0
            else Text(f"scale.{question}.most")
            if index == last
            else None,
        )
        for index, value in enumerate(scale.offered)
    )
    return _panel(question, feared, options, 11, steps, z_mm)


def _panel(
    question: str,
    feared: str,
    options: tuple[Option, ...],
    columns: int,
    steps: tuple[int, int],
    z_mm: int,
) -> Panel:
    return Panel(
        question=question,
        title=Text(f"ask.{question}", (("feared", feared),)),
        options=options,
        columns=columns,
        z_mm=z_mm,
        steps=steps,
    )


def single_option_panel(
    question: str, *body: Text, title: Text, z_mm: int, label: str | None = None
) -> Panel:
    """A message with one thing to press."""
    return Panel(
        question=question,
        title=title,
        body=body,
        options=(Option(1, Text(label or f"option.{question}")),),
        columns=1,
        z_mm=z_mm,
    )


def message_panel(*body: Text, title: Text, z_mm: int) -> Panel:
    """A message with nothing to press."""
    return Panel(question="", title=title, body=body, z_mm=z_mm)
