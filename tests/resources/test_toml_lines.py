"""Positions of values in a TOML text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from vrexposure.resources import load_protocol
from vrexposure.resources.toml_lines import Key, Place, find_places

TEXT = """\
# a comment
a = 1
"b c".d = [1, # one
  2, { x = 1, y = [true] }]
[t.u]
"é" = { a = "é", b = 1 } # é
k.l = 1
[[list]]
i = 1
[[list.inner]]
j = 1
[[list.inner]]
j = 2
[list.one]
z = 1
[[list]]
i = 2
[[list.inner]]
"j" = 3
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), (2, 1)),
        (("b c", "d"), (3, 1)),
        (("b c", "d", 0), (3, 12)),
        (("b c", "d", 1), (4, 3)),
        (("b c", "d", 2, "x"), (4, 8)),
        (("b c", "d", 2, "y", 0), (4, 20)),
        (("t", "u"), (5, 1)),
        (("t", "u", "é"), (6, 1)),
        (("t", "u", "é", "b"), (6, 18)),
        (("t", "u", "k", "l"), (7, 1)),
        (("list", 0, "i"), (9, 1)),
        (("list", 0, "inner", 0, "j"), (11, 1)),
        (("list", 0, "inner", 1), (12, 1)),
        (("list", 0, "inner", 1, "j"), (13, 1)),
        (("list", 0, "one", "z"), (15, 1)),
        (("list", 1, "i"), (17, 1)),
        (("list", 1, "inner", 0, "j"), (19, 1)),
        # What is missing is where it would have to be written.
        (("list", 0, "inner", 1, "missing"), (12, 1)),
        (("t", "missing"), (5, 1)),
        (("missing",), (1, 1)),
    ],
)
def test_a_path_leads_to_line_and_column(path: Key, place: tuple[int, int]) -> None:
    assert find_places(TEXT, [path]) == {path: Place(*place)}


def leaves(value: object, path: Key) -> Iterator[Key]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def test_every_value_of_the_shipped_protocol_is_found_on_a_line_of_its_own_key() -> None:
    text = load_protocol("everyday-movements").text
    paths = list(leaves(tomllib.loads(text), ()))
    lines = text.splitlines()
    assert len(paths) > 300
    for path, place in find_places(text, paths).items():
        if isinstance(path[-1], str):
            assert re.match(
                rf"{re.escape(path[-1])}\s*=", lines[place.line - 1][place.column - 1 :]
            )
