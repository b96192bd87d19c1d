"""Results of standard tests in the report: true, with their conditions and sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.stories import SIT, make_setup
from tests.reports.words import table
from vrexposure.core.outputs import BlockBegan, Output, PropRegistered, TrialBegan, TrialEnded
from vrexposure.core.summary import summarise
from vrexposure.core.words import Words
from vrexposure.reports.standard_tests import TestResult, test_results
from vrexposure.reports.wording import Wording

test_results.__test__ = False  # type: ignore[attr-defined]  # a product's function, no test
TestResult.__test__ = False  # type: ignore[attr-defined]

ENDED = TrialEnded(
    9, 1, 1, "sit-to-stand", "high", "completed", 5, 5, 13_000, 800, 2400, 0, 0, 0,
    (("five_times_ms", 12_600), ("five_times_error_ms", 200)),
)  # fmt: skip


def results(ended: TrialEnded, seat_mm: int = 440, **more: object) -> list[TestResult]:
    update = {"test": "five_times", "repetitions": 5, **more}
    levels = tuple(level.model_copy(update=update) for level in SIT.levels)
    setup = make_setup(SIT.model_copy(update={"levels": levels}), props=())
    outputs: list[Output] = [
        PropRegistered(1, "chair", seat_mm, 0, 0, False),
        BlockBegan(2, 1, "sit-to-stand", "high", 0, "do", levels[0].integers()),
        TrialBegan(3, 1, 1, 5),
        ended,
    ]
    return test_results(summarise(setup, outputs), Wording(Words(table())))


def test_a_result_stands_with_how_it_was_done_and_what_is_published() -> None:
    (one,) = results(ENDED)
    assert one.name == "Five times sit to stand"
    assert one.result == "12.6 s (to within 0.2 s)."
    assert one.done_how == (
        "Seat at 44 cm, without the arms, the clock stopped on the fifth sitting down."
    )
    assert one.otherwise == ""
    assert len(one.published) == 6
    said = " ".join(one.published)
    assert "12 s or more: fell more often, in older adults living at home; so here." in said
    assert "Over 13.6 s: more often disabled later, in older adults; not so here." in said
    assert all("Five Times Sit to Stand Test" in line for line in one.published)


@pytest.mark.parametrize(
    ("change", "seat_mm", "said"),
    [
        ({}, 520, "the height of the seat"),
        ({"arms_used": 2}, 440, "the arms"),
        ({"arms_used": None}, 440, "the arms"),
    ],
)
def test_what_was_done_otherwise_is_said(
    change: dict[str, int | None], seat_mm: int, said: str
) -> None:
    (one,) = results(replace(ENDED, **change), seat_mm)  # type: ignore[arg-type]
    assert said in one.otherwise


def test_the_other_rule_for_the_clock_is_said_too() -> None:
    (one,) = results(ENDED, stop_on="stand")
    assert "fifth standing" in one.done_how
    assert "what stops the clock" in one.otherwise


def test_without_a_time_there_is_no_result_and_nothing_is_put_beside_it() -> None:
    (one,) = results(replace(ENDED, measures=()))
    assert one.result.startswith("no result")
    assert one.published == []


def test_practice_is_no_test() -> None:
    assert results(ENDED, test="none") == []
