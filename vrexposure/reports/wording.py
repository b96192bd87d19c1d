"""How the report says things: keys to words, numbers with their units, times of the session."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vrexposure.core.levels.base import Value
from vrexposure.core.summary_parts import RatingSummary
from vrexposure.core.view import Text
from vrexposure.core.words import Words

MINUS = "\N{MINUS SIGN}"
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?")

NOTHING_AT_ZERO = (
    "pace_per_min",
    "steps_per_min",
    "hold_s",
    "turn_deg",
    "within_s",
    "aside_deg",
    "stops",
)
"""Parameters whose zero has words of its own: own pace, no holding, no turning, no stop."""


class Wording:
    """The words of one language, and the manners of writing numbers that go with them."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, key: str, **args: str | int) -> str:
        """The sentence of `report.<key>`."""
        table = {name: _plain(value) for name, value in args.items()}
        return self.say(Text(f"report.{key}", tuple(table.items())))

    def say(self, text: Text) -> str:
        """The sentence of a `Text`."""
        return self._words.say(text)

    def code(self, code: str) -> str:
        """The words of a reason, a cause or a refusal; the code itself, spaced, if it has none."""
        for prefix in ("reason", "cause", "report.code"):
            key = f"{prefix}.{code}"
            words = self._words.key(key)
            if words != f"[{key}]":
                return words
        return code.replace("_", " ")

    def codes(self, codes: Iterable[str]) -> list[str]:
        """The words of several codes."""
        return [self.code(code) for code in codes]

    def rating(self, rating: RatingSummary) -> str:
        """The number, or that it was not given or not asked. Never a zero for nothing."""
        if rating.state == "given":
            return str(rating.value)
        return self(rating.state)

    def signed(self, value: int | None) -> str:
        """A difference with its sign; a dash when one side of it is missing."""
        if value is None:
            return self("unknown")
        if value == 0:
            return "0"
        return f"+{value}" if value > 0 else f"{MINUS}{-value}"

    def seconds(self, milliseconds: int | None) -> str:
        """Seconds with one decimal."""
        if milliseconds is None:
            return self("unknown")
        return self("seconds", value=f"{milliseconds / 1000:.1f}")

    def count(self, value: int | None) -> str:
        """A whole number, or that it is not known."""
        return self("unknown") if value is None else str(value).replace("-", MINUS)

    def clock(self, time_ns: int | None) -> str:
        """Minutes and seconds since the session began."""
        if time_ns is None:
            return self("unknown")
        seconds = time_ns // 1_000_000_000
        return f"{seconds // 60}:{seconds % 60:02d}"

    def parameter(self, name: str, value: Value) -> str:
        """A difficulty parameter in words: a length in centimetres or metres, a count, a choice."""
        if name.endswith("_m") and not isinstance(value, str):
            said = (
                self("metres", value=f"{value:.1f}")
                if value >= 1
                else self("centimetres", value=f"{value * 100:g}")
            )
            return self(f"parameter.{name}", value=said)
        if name in NOTHING_AT_ZERO and value == 0:
            return self(f"parameter.{name}.zero")
        if name.endswith("_ms") and not isinstance(value, str):
            said = self("seconds", value=f"{value / 1000:g}")
            return self(f"parameter.{name}", value=said)
        if isinstance(value, str):
            return self(f"parameter.{name}.{value}")
        number = "one" if value == 1 else "many"
        return self(f"parameter.{name}.{number}", value=f"{value:g}")

    def date(self, when: str) -> tuple[str, str]:
        """Day and time of day of an ISO 8601 time; anything else stands as it is."""
        found = _ISO.fullmatch(when)
        if not found:
            return when, ""
        day, time, zone = found.groups()
        return day, f"{time} UTC" if zone == "Z" else f"{time} {zone or ''}".strip()

    def sentences(self, parts: Iterable[str]) -> str:
        """Several sentences after one another, each with its full stop."""
        return " ".join(f"{part.strip().rstrip('.')}." for part in parts if part.strip())

    def join(self, parts: Iterable[str]) -> str:
        """A list in running text."""
        items = list(parts)
        if len(items) < 2:
            return "".join(items)
        return self("and", first=", ".join(items[:-1]), last=items[-1])


def _plain(value: str | int) -> str | int:
    """An argument as it stands: text from a file or a person must not be taken for a key."""
    if isinstance(value, str) and value.startswith("@"):
        return f"\N{WORD JOINER}{value}"
    return value
