"""Where in a TOML text a value stands: for messages only, so nothing here is needed to read it.

The standard parser keeps no positions. tree-sitter parses the text again, and only when there is
something to say about it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from typing import NamedTuple

import tree_sitter
import tree_sitter_toml

Key = tuple[str | int, ...]
"""The way to a value: keys, and places in arrays from 0."""


class Place(NamedTuple):
    """Line and column (in characters), both counted from 1."""

    line: int
    column: int


def find_places(text: str, paths: Collection[Key]) -> dict[Key, Place]:
    """The place of each path: of its key, or of the element in an array.

    What is missing in the text has the place of the nearest thing around it.
    """
    wanted = {path[:end] for path in paths for end in range(1, len(path) + 1)}
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    data = text.encode()
    lines = data.split(b"\n")
    found: dict[Key, Place] = {(): Place(1, 1)}
    missing = set(paths)
    for path, (row, column) in _walk(parser.parse(data).root_node, wanted):
        if path in wanted and path not in found:
            found[path] = Place(row + 1, len(lines[row][:column].decode(errors="replace")) + 1)
            missing.discard(path)
            if not missing:
                break
    return {path: found[_nearest(path, found)] for path in paths}


def _nearest(path: Key, found: dict[Key, Place]) -> Key:
    while path not in found:
        path = path[:-1]
    return path


def _walk(
    document: tree_sitter.Node, wanted: Collection[Key]
) -> Iterator[tuple[Key, tuple[int, int]]]:
    counts: dict[Key, int] = {}
    for node in document.named_children:
        if node.type == "pair":
            yield from _pair(node, (), wanted)
        if node.type not in {"table", "table_array_element"}:
            continue
        header, *rest = node.named_children
        path = _resolve(_keys(header), counts, is_array=node.type == "table_array_element")
        for end in range(1, len(path) + 1):
            yield path[:end], node.start_point
        for pair in rest:
            if pair.type == "pair" and path in wanted:
                yield from _pair(pair, path, wanted)


def _resolve(names: tuple[str, ...], counts: dict[Key, int], *, is_array: bool) -> Key:
    """The path of a table header: each array of tables on the way stands for its last table."""
    path: Key = ()
    for index, name in enumerate(names):
        path = (*path, name)
        if is_array and index == len(names) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
    return path


def _pair(
    pair: tree_sitter.Node, base: Key, wanted: Collection[Key]
) -> Iterator[tuple[Key, tuple[int, int]]]:
    parts = [child for child in pair.named_children if child.type != "comment"]
    if len(parts) != 2:
        return
    path = base
    for name in _keys(parts[0]):
        path = (*path, name)
        yield path, pair.start_point
    if path in wanted:
        yield from _value(parts[1], path, wanted)


def _value(
    value: tree_sitter.Node, path: Key, wanted: Collection[Key]
) -> Iterator[tuple[Key, tuple[int, int]]]:
    if value.type == "inline_table":
        for child in value.named_children:
            if child.type == "pair":
                yield from _pair(child, path, wanted)
    elif value.type == "array":
        elements = (child for child in value.named_children if child.type != "comment")
        for index, element in enumerate(elements):
            if (inner := (*path, index)) in wanted:
                yield inner, element.start_point
                yield from _value(element, inner, wanted)


def _keys(node: tree_sitter.Node) -> tuple[str, ...]:
    """The parts of a key. A dotted key nests to the left: ((a . b) . c)."""
    if node.type == "dotted_key":
        return tuple(name for child in node.named_children for name in _keys(child))
    text = (node.text or b"").decode(errors="replace")
    if node.type == "quoted_key":
        try:
            return tuple(tomllib.loads(f"{text} = 0"))
        except tomllib.TOMLDecodeError:
            return (text,)
    return (text,)
