"""A few moments of the session, kept as View and Frame, to be drawn when it is over."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import Phase, View
from vrexposure.ports import ViewSink

PICTURES_MAX = 6
SETTLED_NS = 1_000_000_000
"""A moment is kept a second after it began, when fades are over."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What was to be seen, from where, and a key for its caption (`report.picture.<key>`)."""

    key: str
    view: View
    frame: Frame


class Album(ViewSink):
    """Keeps the first question, and the first movement of each kind."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self._candidate = ""
        self._since_ns = 0

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        key = _kind_of(view)
        if key != self._candidate:
            self._candidate, self._since_ns = key, moment.time_ns
        if (
            key
            and isinstance(moment, Frame)
            and moment.time_ns - self._since_ns >= SETTLED_NS
            and len(self.moments) < PICTURES_MAX
            and all(kept.key != key for kept in self.moments)
        ):
            self.moments.append(Moment(key, view, moment))


def _kind_of(view: View) -> str:
    if view.phase is not Phase.RUNNING:
        return ""
    if view.panel is not None:
        return "question" if len(view.panel.options) > 3 and view.place != "neutral" else ""
    if view.counter is None or view.dim_permille:
        return ""
    if view.demonstration is not None:
        return "watching"
    return "stairs" if any(name == "risers" for name, _ in view.parameters) else "chair"
