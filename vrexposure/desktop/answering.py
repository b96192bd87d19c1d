"""The answer in the making: typed by the therapist as it is spoken, or chosen with the arrows."""

from __future__ import annotations

from vrexposure.core.inputs import Actor, Answer
from vrexposure.core.view import Panel

TYPED_MAX = 4  # "-100" and every rating and length in cm


class Answering:
    """What is typed and what is chosen for the question that is shown now."""

    def __init__(self) -> None:
        self.panel: Panel | None = None
        self.typed = ""
        self.chosen = -1
        """Index of the option that the arrows are on; -1 while they are not used."""

    def show(self, panel: Panel | None) -> None:
        """Take the panel that is shown; a new question begins empty."""
        if _asked(panel) != _asked(self.panel):
            self.typed, self.chosen = "", -1
        self.panel = panel

    @property
    def open(self) -> bool:
        """Whether there is a question to answer."""
        return self.panel is not None and self.panel.question != ""

    @property
    def choosable(self) -> bool:
        """Whether there are options to choose from."""
        return self.panel is not None and bool(self.panel.options)

    def type(self, text: str) -> None:
        """A digit, or a minus in front; all else, and without a question, nothing."""
        if not self.open or len(self.typed) >= TYPED_MAX:
            return
        if (text.isascii() and text.isdigit()) or (text == "-" and not self.typed):
            self.typed += text

    def rub_out(self) -> None:
        """Take the last digit back."""
        self.typed = self.typed[:-1]

    def choose(self, right: int, down: int) -> None:
        """Move to a neighbouring option, if there is one."""
        if self.panel is None or not self.panel.options:
            return
        count, columns = len(self.panel.options), max(1, self.panel.columns)
        if self.chosen < 0:
            # From what gaze or pointer rests on; else the first press goes to the near end.
            start = self.panel.highlighted
            if not 0 <= start < count:
                self.chosen = count - 1 if right < 0 or down < 0 else 0
                return
            self.chosen = start
        moved = self.chosen + right + down * columns
        if 0 <= moved < count:
            self.chosen = moved

    def confirm(self) -> tuple[Actor, Answer] | None:
        """The answer and who gives it: what is typed, else the option chosen or highlighted."""
        if self.panel is None or not self.open:
            return None
        if self.typed:
            typed, self.typed = self.typed, ""
            return ("therapist", Answer(self.panel.question, int(typed))) if typed != "-" else None
        options = self.panel.options
        index = self.chosen if self.chosen >= 0 else self.panel.highlighted
        if len(options) == 1:
            index = 0
        if not 0 <= index < len(options):
            return None
        return "patient", Answer(self.panel.question, options[index].value)

    def not_given(self) -> tuple[Actor, Answer] | None:
        """The answer that there is none."""
        if self.panel is None or not self.open:
            return None
        self.typed = ""
        return "therapist", Answer(self.panel.question, None)


def _asked(panel: Panel | None) -> tuple[object, ...]:
    """What makes a panel the same question: not its highlight."""
    if panel is None:
        return ()
    return panel.question, panel.options, panel.steps
