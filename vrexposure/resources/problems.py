"""One problem in a file, said so that the person who wrote the file can mend it."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from typing_extensions import override

from vrexposure.resources.paths import shown


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what would be right.

    Attributes:
        file: The file's name as it was given.
        message: What is wrong, with the remedy.
        line: Counted from 1; 0 when the file as a whole is meant.
        column: In characters, counted from 1; 0 with line 0.
        where: The part of the file in words: `level "sit-low"`, `ladder "stairs"`, or "".
        level: The id of the level, or "".
        field: The key, with its tables from `where` on ("steps.arms[1].value"), or "".
        value: What stands there, shortened, or "" when nothing does.
        allowed: What may stand there, or "".
    """

    file: str
    message: str
    line: int = 0
    column: int = 0
    where: str = ""
    level: str = ""
    field: str = ""
    value: str = ""
    allowed: str = ""

    @override
    def __str__(self) -> str:
        """One line: `file:line: level "id": field = value: message (allowed …)`."""
        parts = [f"{self.file}:{self.line}" if self.line else self.file]
        if self.where:
            parts.append(self.where)
        if self.field:
            parts.append(f"{self.field} = {self.value}" if self.value else self.field)
        parts.append(self.message)
        return ": ".join(parts) + (f" (allowed: {self.allowed})" if self.allowed else "")


class Refusal(Exception):  # noqa: N818 - never leaves this package; the callers' errors do
    """Reading stops here. Becomes one of `errors.FileError` before anybody else sees it."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def at(self, file: str) -> str:
        """The message with its place."""
        return str(Problem(file, self.message, self.line, self.column))


def written(value: object) -> str:
    """A value about as it stands in the file, shortened and safe to print."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() if value.bit_length() > 64:
            return "a number of more than 64 bits"
        case int() | float():
            return str(value)
        case str():
            return shown(json.dumps(value, ensure_ascii=False))
        case datetime.date() | datetime.time():
            return value.isoformat()
        case list() | tuple():
            return "[…]" if value else "[]"
        case dict():
            return "{…}" if value else "{}"
        case _:
            return ""
