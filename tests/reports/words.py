"""The words of the report and of the program, as the caller would load them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from vrexposure.core.words import Words

TEXT = Path(__file__).parents[2] / "assets" / "text"


def table() -> dict[str, str]:
    """Both tables, flattened."""
    found: dict[str, str] = {}
    for path in (TEXT / "en.toml", TEXT / "report" / "en.toml"):
        found.update(_leaves(tomllib.loads(path.read_text("utf-8")), ""))
    return found


def english() -> Words:
    """The English words."""
    return Words(table())


def _leaves(values: dict[str, object], path: str) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)
