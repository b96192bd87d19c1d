"""Says when an answer, a stop or a decision is really on the disk, and warns when it is not."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from vrexposure.app.telling import MARKS
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.outputs import DecisionTaken, Output, PhaseChanged, RatingGiven
from vrexposure.core.view import Phase, Text, View
from vrexposure.core.words import Words
from vrexposure.ports import ViewSink

LATE_NS: Final = 2_000_000_000  # DEF; a slow disk syncs within a second
Mark = Callable[[Text, bool], None]
"""Shows the line about what was given last; whether it is a warning."""


@dataclass(slots=True)
class _Given:
    seq: int
    what: str
    since_ns: int
    is_late: bool = False


class Saving(ViewSink):
    """Follows what was given until the recorder says that it is durable.

    Hears of outputs by `wrote`, and looks at the recorder once a moment.
    """

    def __init__(
        self,
        durable_seq: Callable[[], int],
        words: Words,
        say: Callable[[str], None],
        mark: Mark | None = None,
    ) -> None:
        """`say` prints a line on the terminal; `mark` shows one in the therapist's window."""
        self._durable_seq = durable_seq
        self._words = words
        self._say = say
        self._mark = mark
        self._pending: deque[_Given] = deque()
        self._now_ns = 0

    def wrote(self, seq: int, output: Output) -> None:
        """One output was handed to the recorder."""
        what = _what(output)
        if what:
            self._pending.append(_Given(seq, what, self._now_ns))
            self._show(Text("saved.pending", (("what", f"@{what}"),)))

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        self._now_ns = max(self._now_ns, moment.time_ns)
        if self._pending:
            self.settle()

    def settle(self) -> None:
        """Tell what has become durable by now, and what should have been for long."""
        durable = self._durable_seq()
        while self._pending and self._pending[0].seq <= durable:
            done = Text("saved.done", (("what", f"@{self._pending.popleft().what}"),))
            self._say(MARKS["note"] + self._words.say(done))
            if not self._pending:
                self._show(done)
        for given in self._pending:
            if self._now_ns - given.since_ns >= LATE_NS and not given.is_late:
                given.is_late = True
                late = Text(
                    "saved.late", (("what", f"@{given.what}"), ("seconds", LATE_NS // 10**9))
                )
                self._say(MARKS["urgent"] + self._words.say(late))
                self._show(late, is_warning=True)

    def _show(self, text: Text, *, is_warning: bool = False) -> None:
        # A warning stays until everything is safe: a newer answer must not hide it.
        if self._mark is not None and (is_warning or not any(one.is_late for one in self._pending)):
            self._mark(text, is_warning)


def _what(output: Output) -> str:
    """The key of the words for what was given; "" for what nobody waits for."""
    match output:
        case RatingGiven():
            return f"question.{output.question}"
        case DecisionTaken():
            return "saved.decision"
        case PhaseChanged(after=Phase.SAFE):
            return "saved.stop"
        case _:
            return ""
