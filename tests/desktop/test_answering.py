from __future__ import annotations

from dataclasses import replace

import pytest

from vrexposure.core.inputs import Answer
from vrexposure.core.view import Option, Panel, Text
from vrexposure.desktop.answering import Answering

PAIN = Panel(
    "expected_pain", Text("ask"), options=tuple(Option(v, Text(str(v))) for v in range(11))
)
READY = Panel("ready", Text("ready"), options=(Option(1, Text("go")),), columns=1)
MESSAGE = Panel("", Text("well done"))


def asked(panel: Panel | None) -> Answering:
    answering = Answering()
    answering.show(panel)
    return answering


def typing(panel: Panel | None, text: str) -> Answering:
    answering = asked(panel)
    for letter in text:
        answering.type(letter)
    return answering


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("7", "7"),
        ("100", "100"),
        ("-5", "-5"),
        ("5-", "5"),
        ("a7 +", "7"),
        ("²٣", ""),
        ("12345", "1234"),
    ],
)
def test_only_a_whole_number_of_four_places_can_be_typed(text: str, typed: str) -> None:
    assert typing(PAIN, text).typed == typed


def test_what_is_typed_is_the_therapists_word_for_what_was_said() -> None:
    answering = typing(PAIN, "45")
    assert answering.confirm() == ("therapist", Answer("expected_pain", 45))
    assert answering.typed == ""


def test_what_is_chosen_is_the_patients_answer() -> None:
    answering = asked(PAIN)
    answering.choose(1, 0)
    answering.choose(1, 0)
    answering.choose(1, 0)
    assert answering.confirm() == ("patient", Answer("expected_pain", 2))


def test_typing_goes_before_choosing() -> None:
    answering = asked(PAIN)
    answering.choose(1, 0)
    answering.type("9")
    assert answering.confirm() == ("therapist", Answer("expected_pain", 9))


def test_choosing_begins_at_what_is_highlighted_and_stops_at_the_ends() -> None:
    answering = asked(replace(PAIN, highlighted=9))
    for _ in range(5):
        answering.choose(1, 0)
    assert answering.chosen == 10
    for _ in range(20):
        answering.choose(-1, 0)
    assert answering.chosen == 0


def test_down_goes_to_the_next_row() -> None:
    answering = asked(replace(PAIN, columns=4))
    answering.choose(1, 0)
    answering.choose(0, 1)
    assert answering.chosen == 4


def test_what_pointer_or_gaze_rests_on_can_be_confirmed() -> None:
    assert asked(replace(PAIN, highlighted=4)).confirm() == ("patient", Answer("expected_pain", 4))


def test_nothing_chosen_confirms_nothing() -> None:
    assert asked(PAIN).confirm() is None


def test_the_only_option_needs_no_choosing() -> None:
    assert asked(READY).confirm() == ("patient", Answer("ready", 1))


@pytest.mark.parametrize("panel", [MESSAGE, None])
def test_without_a_question_there_is_no_answer(panel: Panel | None) -> None:
    answering = typing(panel, "5")
    assert answering.typed == ""
    assert answering.confirm() is None
    assert answering.not_given() is None


def test_not_given_is_an_answer_and_forgets_what_was_typed() -> None:
    answering = typing(PAIN, "4")
    assert answering.not_given() == ("therapist", Answer("expected_pain", None))
    assert answering.typed == ""


def test_a_lone_minus_is_no_number() -> None:
    answering = typing(PAIN, "-")
    assert answering.confirm() is None
    assert answering.typed == ""


def test_the_next_question_begins_empty() -> None:
    answering = typing(PAIN, "4")
    answering.choose(1, 0)
    answering.show(replace(PAIN, question="expected_harm"))
    assert (answering.typed, answering.chosen) == ("", -1)


def test_a_moving_highlight_leaves_what_is_typed() -> None:
    answering = typing(PAIN, "4")
    answering.show(replace(PAIN, highlighted=3, fill_permille=400))
    answering.rub_out()
    answering.type("6")
    assert answering.typed == "6"
