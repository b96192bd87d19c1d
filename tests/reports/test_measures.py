"""What else was measured stands in the report with its unit, and nothing else does."""

from __future__ import annotations

import pytest

from tests.reports.words import english, table
from vrexposure.core.observations import (
    StandingBroken,
    TargetReached,
    ThingPut,
    TurnDone,
    TurnHeld,
)
from vrexposure.core.outputs import BlockBegan, Observed, Output, TrialBegan, TrialEnded
from vrexposure.core.protocol import Protocol
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.core.summary import summarise
from vrexposure.reports.html import render_report
from vrexposure.reports.measures import measure_table, measured
from vrexposure.reports.wording import Wording
from vrexposure.resources import load_protocol

NOTHING = "\N{EN DASH}"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("trunk_most_deg", 31, "31°"),
        ("trunk_mean_deg", -4, "\N{MINUS SIGN}4°"),
        ("reach_ms", 940, "0.9 s"),
        ("peak_mm_per_s", 1180, "1.18 m/s"),
        ("path_permille", 1049, "1.05"),
        ("moved_on_count", 2, "2"),
        ("sway_mm", 123, "12.3 cm"),
        ("sway_speed_mm_per_s", 11, "11 mm/s"),
        ("turned_left_deg", 61, "61°"),
        ("sway_ellipse_mm2", 412, "4.1 cm²"),
        ("share_percent", 50, "50 %"),
        ("whatever", -1, "\N{MINUS SIGN}1"),
    ],
)
def test_a_measure_is_said_with_the_unit_of_its_name(name: str, value: int, said: str) -> None:
    assert measured(name, value, Wording(english())) == said


def _outputs(*measures: tuple[tuple[str, int], ...]) -> list[Output]:
    outputs: list[Output] = [
        BlockBegan(0, 1, "reach-seated", "upright", 0, "do", (("flexion_deg", 0),))
    ]
    for number, one in enumerate(measures, 1):
        ended = TrialEnded(
            9, 1, number, "reach-seated", "upright", "completed", 2, 2, 9, 1, 2, None, 0, 0, one
        )
        outputs += [TrialBegan(1, 1, number, 2), ended]
    return outputs


def _setup() -> Setup:
    protocol: Protocol = load_protocol("reach").protocol
    start = LadderStart(ladder="reach-seated")
    return Setup(patient="p-1", seed=1, protocol=protocol, ladders=(start,))


def test_each_measure_has_a_column_and_what_is_not_there_is_no_zero() -> None:
    summary = summarise(_setup(), _outputs((("reach_ms", 900),), (), (("trunk_most_deg", 0),)))
    found = measure_table(summary, Wording(english()))
    assert len(found.heads) == 2
    assert [(trial, [cell.text for cell in row]) for trial, row in found.rows] == [
        ("1.1", ["0.9 s", NOTHING]),
        ("1.3", [NOTHING, "0°"]),
    ]


def test_a_report_without_measures_has_no_table_of_them() -> None:
    words = english()
    assert 'id="measure-table"' not in render_report(
        summarise(_setup(), _outputs(())), None, words=words
    )
    with_one = render_report(summarise(_setup(), _outputs((("reach_ms", 900),))), None, words=words)
    assert 'id="measure-table"' in with_one
    assert 'data-field="reach_ms" data-value="900"' in with_one


def test_each_reach_is_marked_in_the_movement_and_untimed_ones_are_counted() -> None:
    outputs = _outputs(())
    reaches = [
        Observed(TargetReached(n, n - 2, "left", 300, 900, 1000, 900, 30, timed=n == 2))
        for n in (2, 3)
    ]
    (trial,) = summarise(_setup(), [*outputs[:2], *reaches, *outputs[2:]]).trials()
    assert [(mark.kind, mark.index) for mark in trial.marks] == [("reach", 1), ("reach", 2)]
    assert trial.untimed == 1


def test_each_lift_is_marked_in_the_movement() -> None:
    outputs = _outputs(())
    put = Observed(ThingPut(2, 0, 3000, 800, 60, timed=True))
    (trial,) = summarise(_setup(), [*outputs[:2], put, *outputs[2:]]).trials()
    assert [(mark.kind, mark.index) for mark in trial.marks] == [("lift", 1)]


@pytest.mark.parametrize(
    "name", ["picked_at_mm", "put_at_mm", "drops_count", "lowest_head_mm", "lowest_head_percent"]
)
def test_what_is_measured_of_a_lift_has_a_name(name: str) -> None:
    assert Wording(english())(f"measure.{name}") not in ("", name)


def test_each_turn_is_marked_where_turns_are_counted_and_not_on_the_way_from_a_chair() -> None:
    outputs = _outputs(())
    done = Observed(TurnDone(3, 0, "left", 60, 900, timed=False))
    held = Observed(TurnHeld(2, 0, "left"))
    (counted,) = summarise(_setup(), [*outputs[:2], held, done, *outputs[2:]]).trials()
    assert [(mark.kind, mark.index) for mark in counted.marks] == [("turn", 1)]
    assert counted.untimed == 1
    (beside,) = summarise(_setup(), [*outputs[:2], done, *outputs[2:]]).trials()
    assert (beside.marks, beside.untimed) == ((), 0)


def test_what_was_not_measured_is_missing_only_where_the_level_needs_it() -> None:
    missing = summarise(_setup(), _outputs(())).missing
    (names,) = [one.names for one in missing if one.text.key == "report.missing.calibration"]
    assert names == ("seated_head",)


def test_a_stand_that_was_broken_off_is_marked_as_given_up() -> None:
    outputs = _outputs(())
    broken = Observed(StandingBroken(2, "stepped", 4000))
    (trial,) = summarise(_setup(), [*outputs[:2], broken, *outputs[2:]]).trials()
    assert [mark.kind for mark in trial.marks] == ["near_miss"]


def test_what_was_reached_is_said_in_the_evidence() -> None:
    summary = summarise(_setup(), _outputs(()))
    said = " ".join(english().say(one) for entry in summary.ledger for one in entry.sentences)
    assert "You reached 2 times." in said


def test_every_unit_and_every_measure_has_words() -> None:
    words = table()
    for unit in (
        "speed_mm_per_s",
        "mm_per_s",
        "mm2",
        "mm",
        "ms",
        "permille",
        "percent",
        "deg",
        "count",
    ):
        assert "{value}" in words[f"report.unit.{unit}"]
