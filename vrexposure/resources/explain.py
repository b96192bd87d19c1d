"""Turn what the models refuse into problems with a line, a value and what would be allowed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from vrexposure.core.levels.base import RuleError
from vrexposure.core.model import Model
from vrexposure.resources.documents import Document
from vrexposure.resources.problems import Problem, written
from vrexposure.resources.schema import Schema, allowed_text, child, pattern_words, schema_of
from vrexposure.resources.toml_lines import Key, find_places

M = TypeVar("M", bound=Model)

MOST = 50
"""So many problems of one file are said; the rest is mostly their echo."""

_TYPES = {
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "string_type": "must be words in double quotes",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list in [ ]",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "finite_number": "must be a real number, not nan or inf",
}


class _Finding(NamedTuple):
    path: Key
    message: str
    allowed: str = ""
    meant: Key | None = None
    """For an unknown key: the known one that was probably meant."""


def examine(model: type[M], document: Document, file: str) -> tuple[M | None, list[Problem]]:
    """The model that the document describes, or what is wrong with it (by line, at most `MOST`)."""
    findings = [_Finding(path, f"holds {name}; delete it") for path, name in document.unseen]
    value: M | None = None
    format_found = _format(document.values)
    if format_found is not None:
        # Another format has other keys: everything else that could be said would mislead.
        findings = [format_found]
    else:
        try:
            value = model.model_validate(document.values)
        except ValidationError as error:
            findings += _findings(error, schema_of(model), document.values)
    if not findings:
        return value, []
    return None, _problems(findings[: 4 * MOST], document, file)[:MOST]


def problem_at(document: Document, file: str, path: Key, message: str, allowed: str) -> Problem:
    """A problem with one value that the models cannot know of."""
    return _problems([_Finding(path, message, allowed)], document, file)[0]


def _format(values: dict[str, Any]) -> _Finding | None:
    if "format" not in values:
        return _Finding(("format",), "is missing; write format = 1 at the top", "1")
    if type(values["format"]) is not int or values["format"] != 1:
        return _Finding(("format",), "this version of vrexposure reads format 1 only", "1")
    return None


def _findings(error: ValidationError, root: Schema, values: dict[str, Any]) -> list[_Finding]:
    found: dict[Key, _Finding] = {}
    for detail in error.errors(include_url=False)[: 8 * MOST]:
        cause = detail.get("ctx", {}).get("error")
        path, node, parent = _follow(detail["loc"], root)
        if isinstance(cause, RuleError):
            for one in (cause, *cause.others):
                at = path + one.path
                found.setdefault(at, _Finding(at, str(one), one.allowed))
        elif detail["type"] in {"union_tag_invalid", "union_tag_not_found"}:
            at = (*path, str(node.get("discriminator", {}).get("propertyName", "")))
            is_there = detail["type"] == "union_tag_invalid"
            message = "is not known" if is_there else "is missing"
            found.setdefault(at, _Finding(at, message, ", ".join(_tags(node))))
        elif path not in found:
            found[path] = _finding(detail["type"], path, node, parent, values)
    meant = {one.meant for one in found.values()}
    return [
        one for one in found.values() if one.path not in meant and not _echo(one, found, values)
    ]


def _echo(one: _Finding, found: dict[Key, _Finding], values: dict[str, Any]) -> bool:
    """A list with a wrong element is also called too short: the element says it better."""
    end = len(one.path)
    inside = any(len(other) > end and other[:end] == one.path for other in found)
    return inside and isinstance(value_at(values, one.path), tuple)


def _finding(kind: str, path: Key, node: Schema, parent: Schema, values: object) -> _Finding:
    allowed = allowed_text(node)
    value = value_at(values, path)
    if kind == "missing":
        return _Finding(path, "is missing", allowed)
    if kind == "extra_forbidden":
        return _unknown(path, list(parent.get("properties", {})))
    if kind == "literal_error":
        return _Finding(path, "must be one of the words", allowed)
    if kind == "string_pattern_mismatch":
        return _Finding(path, f"must be {pattern_words(node)}")
    if kind in {"too_short", "string_too_short"}:
        return _Finding(path, "is empty or too short", allowed)
    if kind in {"too_long", "string_too_long"}:
        return _Finding(path, "is too long", allowed)
    if "anyOf" in node:
        return _Finding(path, "does not fit", allowed)
    if kind in _TYPES:
        return _Finding(path, _TYPES[kind] + _remedy(kind, value), allowed)
    return _Finding(path, "is out of range", allowed)


def _remedy(kind: str, value: object) -> str:
    if kind in {"int_type", "float_type"} and isinstance(value, str):
        return ", written without quotes" if value.strip().isdigit() else ""
    if kind == "int_type" and isinstance(value, float) and value.is_integer():
        return ", written without a decimal point or exponent"
    if kind == "string_type" and value is not None:
        return "; put it in quotes"
    return ""


def _unknown(path: Key, known: list[str]) -> _Finding:
    plain = str(path[-1])[:64].strip().lower().replace("-", "_")
    near = difflib.get_close_matches(plain, known, n=1, cutoff=0.6)
    if not near:
        return _Finding(path, "unknown key; delete it")
    return _Finding(path, f'unknown key; did you mean "{near[0]}"?', meant=(*path[:-1], near[0]))


def _tags(node: Schema) -> list[str]:
    return list(node.get("discriminator", {}).get("mapping", {}))


def _follow(location: Sequence[int | str], root: Schema) -> tuple[Key, Schema, Schema]:
    """The path in the file, its schema and the schema around it.

    pydantic's location also names the chosen member of a union, which is not in the file.
    """
    path: list[int | str] = []
    node, parent = root, root
    for part in location:
        if "discriminator" in node:
            node = child(node, part, root)
            continue
        if "anyOf" in node:
            break
        node, parent = child(node, part, root), node
        path.append(part)
    return tuple(path), node, parent


def value_at(values: object, path: Key) -> object:
    """What stands at the path, or None."""
    for part in path:
        try:
            values = values[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _problems(findings: list[_Finding], document: Document, file: str) -> list[Problem]:
    places = find_places(document.text, [one.path for one in findings])
    problems = []
    for one in findings:
        where, level, rest = _part(document.values, one.path)
        value = value_at(document.values, one.path)
        place = places[one.path]
        problems.append(
            Problem(
                file=file,
                message=one.message,
                line=place.line,
                column=place.column,
                where=where,
                level=level,
                field=_dotted(rest),
                value="" if isinstance(value, dict) else written(value),
                allowed=one.allowed,
            )
        )
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def _part(values: object, path: Key) -> tuple[str, str, Key]:
    """The level, ladder or node that holds the path, in words; the level's id; what is left."""
    for list_name, word, end in (
        ("levels", "level", 4),
        ("ladders", "ladder", 2),
        ("nodes", "node", 2),
    ):
        index = path[end - 1] if len(path) >= end else None
        if isinstance(index, int) and path[end - 2] == list_name:
            name = value_at(values, (*path[:end], "id"))
            known = isinstance(name, str) and name != ""
            where = f"{word} {written(name)}" if known else f"{word} {index + 1}"
            level = str(name) if known and word == "level" else ""
            return where, level, path[end:]
    return "", "", path


def _dotted(path: Key) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            plain = part.replace("_", "").replace("-", "").isalnum() and part.isascii()
            text += ("." if text else "") + (part if plain and len(part) < 60 else written(part))
    return text
