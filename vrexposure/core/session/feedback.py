"""What was done, shown after the outcome was asked: calm words and one picture.

It is compared with the patient's own last three times, never with a norm, and praises no speed:
more is not better. It comes after the ratings, so that it colours none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from typing_extensions import override

from vrexposure.core.inputs import Action, Actor, Skip
from vrexposure.core.measures.compare import LAST, Change, compare
from vrexposure.core.outputs import TrialEnded
from vrexposure.core.session.asking import PanelStep
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.questions import single_option_panel
from vrexposure.core.session.trials.base import Trial
from vrexposure.core.view import Curve, Panel, Text

SHOWN_MS = 20_000  # DEF: nobody has to press anything to go on
HIGHER_MM = 200
"""How much higher a panel with a picture stands, to leave room for the notice beneath it."""


class Feedback(PanelStep):
    """Shows one trial; goes on when the patient says so, or by itself after a while."""

    def __init__(self, movement: str, trial: Trial) -> None:
        super().__init__()
        self._movement = movement
        self._trial = trial

    @override
    def panel(self, c: Context) -> Panel:
        ended = self._trial.ended
        assert ended is not None, "a trial that is shown has ended"
        curve = self._curve(c)
        lines = feedback_lines(self._movement, ended, earlier(c.ended, ended))
        panel = single_option_panel(
            "feedback",
            *(lines if curve is None else (*lines, Text("feedback.curve"))),
            title=Text("title.feedback"),
            label="option.continue",
            z_mm=c.panel_height_mm() + (0 if curve is None else HIGHER_MM),
        )
        return replace(panel, curve=curve)

    def _curve(self, c: Context) -> Curve | None:
        traced = c.traced
        if traced is None or sum(one is not None for one in traced.heights_mm) < 2:
            return None
        return Curve(
            traced.heights_mm,
            traced.step_ms,
            tuple(
                max(0, mark_ns - traced.start_ns) // NS_PER_MS for mark_ns in self._trial.marks_ns
            ),
            tuple(sorted(c.heads_mm.values())),
        )

    @override
    def answered(self, value: int | None, actor: Actor, c: Context) -> None:
        self._end(c)

    @override
    def command(self, action: Action, actor: Actor, c: Context) -> str | None:
        if isinstance(action, Skip):
            self._end(c)
            return ""
        return super().command(action, actor, c)

    @override
    def tick(self, c: Context) -> None:
        if c.now_ns - self._since_ns >= SHOWN_MS * NS_PER_MS:
            self._end(c)

    def _end(self, c: Context) -> None:
        self.done = True
        c.see(panel=None)
        c.look_for(panel=None)


def earlier(trials: Iterable[TrialEnded], now: TrialEnded) -> list[TrialEnded]:
    """The completed trials of the same level before this one, oldest first."""
    return [
        one
        for one in trials
        if one is not now
        and (one.ladder, one.level, one.result) == (now.ladder, now.level, "completed")
    ]


def feedback_lines(movement: str, now: TrialEnded, before: list[TrialEnded]) -> tuple[Text, ...]:
    """What was done, in up to four lines."""
    lines = [_done(movement, now)]
    if now.near_misses:
        number = "one" if now.near_misses == 1 else "many"
        lines.append(Text(f"feedback.near_misses.{number}", (("n", now.near_misses),)))
    if now.mean_ms is not None:
        lines.append(_duration(now.mean_ms, [one.mean_ms for one in before]))
    if now.result == "missed":
        lines.append(Text("feedback.again"))
    return tuple(lines)


def _done(movement: str, now: TrialEnded) -> Text:
    args = (("done", now.done), ("target", now.target))
    if now.result == "missed":
        return Text("feedback.some", args) if now.done else Text("feedback.none")
    number = "one" if now.done == 1 else "many"
    return Text(f"feedback.done.{movement}.{number}", args)


def _duration(mean_ms: int, before: list[int | None]) -> Text:
    """How long one took, beside the last times; and what that is, once there are three."""
    compared = compare(mean_ms, before)
    said: tuple[tuple[str, str | int], ...] = (("seconds", _seconds(mean_ms)),)
    known = [one for one in before if one is not None][-LAST:]
    if not known:
        return Text("feedback.took", said)
    said = (*said, ("before", ", ".join(_seconds(one) for one in known)))
    if compared.change is Change.UNKNOWN:
        return Text("feedback.took_beside", said)
    return Text(f"feedback.took_{compared.change.value}", said)


def _seconds(milliseconds: int) -> str:
    return f"{(milliseconds + 50) // 100 / 10:.1f}"
