"""A few moments of the session, kept as View and Frame, to be drawn when it is over."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import Phase, View
from vrexposure.ports import ViewSink

SETTLED_NS = 1_000_000_000
"""A moment is kept a second after it began, when fades are over."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What was to be seen, from where, and a key for its caption (`report.picture.<key>`)."""

    key: str
    view: View
    frame: Frame


class Album(ViewSink):
    """Keeps one moment of each kind: of the latest question and the latest movements."""

    def __init__(self) -> None:
        self._kept: dict[str, Moment] = {}
        self._seen = View()
        self._since_ns = 0

    @property
    def moments(self) -> list[Moment]:
        """What was kept, in the order in which each kind was first met."""
        return list(self._kept.values())

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        if view is not self._seen:
            if _kind_of(view) != _kind_of(self._seen):
                self._since_ns = moment.time_ns
            self._seen = view
        key = _kind_of(view)
        if key and isinstance(moment, Frame) and moment.time_ns - self._since_ns >= SETTLED_NS:
            kept = self._kept.get(key)
            if kept is None or kept.frame.time_ns < self._since_ns:
                self._kept[key] = Moment(key, view, moment)


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
