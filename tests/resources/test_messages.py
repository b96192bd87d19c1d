"""The sentences a clinician reads, word for word."""

from __future__ import annotations

import typing
from collections.abc import Callable
from pathlib import Path

import pytest

from vrexposure.core.ladders import Ladder
from vrexposure.resources import check_protocol, describe_check

Write = Callable[[str | bytes], Path]


MOVEMENTS = ", ".join(
    sorted(
        typing.get_args(kind.model_fields["movement"].annotation)[0]
        for kind in typing.get_args(typing.get_args(Ladder)[0])
    )
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "seat_height_m = 0.52\n",
            "seat_height_m = 0.40\n",
            '49: level "raised-seat": seat_height_m = 0.4: must be one of the named steps '
            "(allowed: 0.56, 0.52)",
        ),
        (
            "seat_height_m = 0.52\n",
            "seat_height_m = 0.90\n",
            '49: level "raised-seat": seat_height_m = 0.9: is out of range (allowed: 0.38 to 0.6)',
        ),
        (
            'spotter = "near"',
            'spotter = "nearby"',
            '33: level "high-seat": spotter = "nearby": must be one of the words '
            "(allowed: none, near, hands_on)",
        ),
        (
            'posture = "seated_and_standing"\n',
            "",
            '28: level "high-seat": posture: is missing '
            "(allowed: seated, standing, seated_and_standing)",
        ),
        (
            "rest_s = 0",
            "rest = 0",
            '10: session.rest = 0: unknown key; did you mean "rest_s"?',
        ),
        (
            'place = "home"',
            'place = "hame"',
            '19: ladder "sit-to-stand": place = "hame": there is no such place '
            "(allowed: home, neutral)",
        ),
        (
            'movement = "sit_to_stand"',
            'movement = "sit-to-stand"',
            '20: ladder "sit-to-stand": movement = "sit-to-stand": is not known '
            f"(allowed: {MOVEMENTS})",
        ),
        (
            "value = 0.52",
            "value = true",
            '25: ladder "sit-to-stand": steps.seat_height_m[2].value = true: does not fit '
            "(allowed: 0 to 5000 or small letters, digits, hyphens and underscores, at most 64)",
        ),
        (
            'id = "high-seat"',
            "id = 5",
            "29: level 1: id = 5: must be words in double quotes; put it in quotes "
            "(allowed: small letters, digits and hyphens, at most 64, no hyphen at either end)",
        ),
    ],
)
def test_a_message_says_place_value_and_remedy(
    old: str, new: str, said: str, small: str, write: Write
) -> None:
    assert old in small
    path = write(small.replace(old, new, 1))
    assert [str(one) for one in check_protocol(path)] == [f"{path}:{said}"]


def test_every_problem_is_listed_by_line(small: str, write: Write) -> None:
    wrong = small.replace("version = 1", "version = 0").replace('arms = "push"', 'arms = "pull"')
    path = write(wrong)
    problems, text = describe_check(path)
    assert [problem.line for problem in problems] == [4, 39, 52]
    assert [problem.level for problem in problems] == ["", "high-seat", "raised-seat"]
    assert text.splitlines() == [*(str(problem) for problem in problems), "3 problems"]


def test_a_good_file_is_shown_as_a_table(small: str, write: Write) -> None:
    problems, text = describe_check(write(small))
    assert problems == []
    assert "p.toml: OK: Getting up, two levels (two-levels, version 1)" in text
    assert "2  raised-seat  *0.52" in text
