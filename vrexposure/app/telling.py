"""Tells the therapist what the session wants of them, and what it could not do, line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vrexposure.core.outputs import Alert, CommandAnswered, Output
from vrexposure.core.view import Text
from vrexposure.core.words import Words

MARKS = {"note": "       ", "warning": "  !    ", "urgent": "  !!!  "}


class Teller:
    """Says alerts and refusals in words; a command that was carried out shows by itself."""

    def __init__(self, words: Words, say: Callable[[str], None]) -> None:
        self._words = words
        self._say = say

    def heard(self, outputs: Sequence[Output]) -> None:
        """Tell what the therapist must know of these."""
        for output in outputs:
            if isinstance(output, Alert):
                self._say(MARKS[output.level] + self._words.say(output.text))
            elif isinstance(output, CommandAnswered) and not output.accepted:
                self._say(MARKS["note"] + self._words.say(Text(f"refused.{output.code}")))
