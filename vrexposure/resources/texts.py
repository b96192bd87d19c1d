"""The words of one language: nested TOML tables, flattened to "table.key" -> sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from vrexposure.core.words import Words
from vrexposure.errors import AssetError
from vrexposure.resources.documents import read_document
from vrexposure.resources.paths import DATA, shown
from vrexposure.resources.problems import Refusal
from vrexposure.resources.toml_lines import Key, find_places

FALLBACK = "en"
"""The language whose words stand in where another one has none."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
# A sentence with its places: {name}, and doubled braces for real ones. Nothing that `str.format`
# could be made to do beyond that (attributes, widths of a billion).
_SENTENCE = re.compile(r"(?:[^{}]|\{\{|\}\}|\{[a-z][a-z0-9_]*\})*+")


def load_words(language: str) -> Words:
    """The words of a language ("en", "de", "pt-br"); what it lacks is said in English.

    They are in `assets/text/<language>.toml` and in files of the same name in folders beside it.

    Raises:
        AssetError: There is no such language, or one of its files cannot be used.
    """
    return Words(_read(FALLBACK) | _read(language) if language != FALLBACK else _read(FALLBACK))


def languages() -> tuple[str, ...]:
    """The languages that are shipped."""
    names = (path.stem for path in (DATA / "assets" / "text").glob("*.toml"))
    return tuple(sorted(name for name in names if _LANGUAGE.fullmatch(name)))


def _read(language: str) -> dict[str, str]:
    if language not in languages():
        raise AssetError(
            f"{shown(language)}: no such language; there are: {', '.join(languages()) or 'none'}"
        )
    table: dict[str, str] = {}
    for path in sorted((DATA / "assets" / "text").rglob(f"{language}.toml")):
        _add(path, table)
    return table


def _add(path: Path, table: dict[str, str]) -> None:
    try:
        document = read_document(path)
    except Refusal as refusal:
        raise AssetError(refusal.at(str(path))) from None
    for keys, value in _leaves(document.values, ()):
        key = ".".join(str(one) for one in keys)
        wrong = ""
        if not isinstance(value, str):
            wrong = "must be words in double quotes"
        elif not _SENTENCE.fullmatch(value):
            wrong = "a place is written {name}; a real brace is written twice"
        elif key in table:
            wrong = "this key is written twice"
        if wrong:
            line = find_places(document.text, [keys])[keys].line
            raise AssetError(f"{path}:{line}: {shown(key)}: {wrong}")
        table[key] = str(value)


def _leaves(values: dict[str, object], path: Key) -> Iterator[tuple[Key, object]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value
