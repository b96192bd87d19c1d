from __future__ import annotations

import re
from pathlib import Path

import pytest

import vrexposure.reports
from tests.reports.words import english, table
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.summary_parts import RatingSummary
from vrexposure.core.words import Words
from vrexposure.reports.wording import MINUS, Wording

DASH = "\N{EN DASH}"


@pytest.fixture
def say() -> Wording:
    return Wording(english())


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        (RatingSummary("given", 0), "0"),
        (RatingSummary("given", 7), "7"),
        (RatingSummary("not_given"), "not given"),
        (RatingSummary(), "not asked"),
    ],
)
def test_a_rating_reads_as_its_number_or_as_why_there_is_none(
    say: Wording, rating: RatingSummary, said: str
) -> None:
    assert say.rating(rating) == said


@pytest.mark.parametrize(("value", "said"), [(3, "+3"), (0, "0"), (-2, f"{MINUS}2"), (None, DASH)])
def test_a_difference_has_its_sign(say: Wording, value: int | None, said: str) -> None:
    assert say.signed(value) == said


def test_numbers_that_are_not_known_are_dashes(say: Wording) -> None:
    assert {say.count(None), say.seconds(None), say.clock(None)} == {DASH}
    assert (say.count(0), say.seconds(0), say.clock(0)) == ("0", "0.0 s", "0:00")


def test_times_of_the_session_are_minutes_and_seconds(say: Wording) -> None:
    assert say.clock(754_900_000_000) == "12:34"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-22T14:05:31Z", ("2026-11-22", "14:05 UTC")),
        ("2026-11-22T14:05:31.250+01:00", ("2026-11-22", "14:05 +01:00")),
        ("2026-11-22T14:05", ("2026-11-22", "14:05")),
        ("22 November 2026", ("22 November 2026", "")),
        ("", ("", "")),
    ],
)
def test_a_date_is_read_or_left_as_it_is(say: Wording, when: str, said: tuple[str, str]) -> None:
    assert say.date(when) == said


def test_lists_are_joined_as_people_join_them(say: Wording) -> None:
    assert [say.join(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_sentences_end_with_one_full_stop(say: Wording) -> None:
    assert say.sentences(["One.", "two", " "]) == "One. two."


def test_a_code_without_words_is_said_as_it_is(say: Wording) -> None:
    assert say.code("a_new_code") == "a new code"
    assert Wording(Words({})).code("misses") == "misses"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("seat_height_m", 0.45, "seat 45 cm"),
        ("seat_height_m", 0.425, "seat 42.5 cm"),
        ("visual_height_m", 2.4, "seen drop 2.4 m"),
        ("repetitions", 1, "1 time"),
        ("repetitions", 5, "5 times"),
        ("pace_per_min", 0, "own pace"),
        ("arms", "crossed", "arms crossed"),
    ],
)
def test_parameters_read_with_their_units(
    say: Wording, name: str, value: float | int | str, said: str
) -> None:
    assert say.parameter(name, value) == said


def test_every_choice_of_every_parameter_has_words() -> None:
    words = table()
    for level in (SitToStandLevel, StairsLevel, StandLevel, TurnLevel):
        for name, field in level.model_fields.items():
            choices = getattr(field.annotation, "__args__", ())
            if name in ("mode", "posture") or not all(isinstance(one, str) for one in choices):
                continue
            prefix = "spotter" if name == "spotter" else f"parameter.{name}"
            for choice in choices:
                assert f"report.{prefix}.{choice}" in words


def test_a_text_of_a_person_cannot_pull_in_other_words(say: Wording) -> None:
    said = say("decisions.reason", reason="@report.title")
    assert "Session report" not in said
    assert "@report.title" in said


def test_every_word_that_the_report_names_is_in_the_table() -> None:
    words = table()
    folder = Path(vrexposure.reports.__file__).parent
    named = set()
    for path in [*folder.glob("*.py"), *folder.glob("templates/*.html")]:
        text = path.read_text("utf-8")
        named |= set(re.findall(r"""say\(\s*['"]([a-z0-9_.]+)['"]""", text))
    assert len(named) > 100
    assert [
        key for key in sorted(named) if not key.endswith(".") and f"report.{key}" not in words
    ] == []
