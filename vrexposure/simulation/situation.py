"""What the View asks of a patient at a moment: one situation, and what it is about."""

from __future__ import annotations

from typing import Literal, NamedTuple

from vrexposure.core.view import Phase, View

Doing = Literal["ask", "read", "watch", "move", "told", "safe", "wait"]


class Situation(NamedTuple):
    """What is asked of the patient now; another one ends the behaviour of the last."""

    doing: Doing
    about: object = None


def situation_of(view: View) -> Situation:
    """What a patient takes the View to ask. Highlights, counts and fades change nothing."""
    panel = view.panel
    if view.phase is Phase.SAFE:
        return Situation("safe")
    if panel is not None and panel.options:
        return Situation("ask", (panel.question, panel.title.key, panel.steps, panel.options))
    if view.phase is not Phase.RUNNING:
        return Situation("wait", view.phase)
    if panel is not None:
        return Situation("read", panel.title.key)
    if view.demonstration is not None:
        return Situation("watch", view.demonstration)
    key = view.caption.key if view.caption is not None else ""
    if view.counter is not None:
        return Situation("move", view.counter.target)
    return Situation("told", key) if key else Situation("wait", view.phase)
