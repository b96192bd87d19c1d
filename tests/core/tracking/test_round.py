"""Turning round while standing, and back."""

from __future__ import annotations

import math
from random import Random

import pytest

from tests.core.tracking.counting import play, sit_to_stand
from tests.core.tracking.frames import only
from tests.motion.people import Person
from tests.motion.recording import Quality, degraded
from vrexposure.core.observations import RepetitionDone, TurnDone
from vrexposure.core.tracking.round import Round
from vrexposure.core.watch import WatchSitToStand

GOOD = Quality(rate_hz=60)


def watch(person: Person, turn_deg: int) -> WatchSitToStand:
    plain = sit_to_stand(person)
    assert isinstance(plain, WatchSitToStand)
    return WatchSitToStand(
        plain.go_ns,
        plain.seated_head_mm,
        plain.standing_head_mm,
        plain.seat_mm,
        plain.chair_x_mm,
        plain.chair_y_mm,
        plain.has_arms,
        turn_deg,
    )


def transfer(seed: int, *turns_deg: float, seconds: float = 1.5) -> Person:
    """Gets up, turns to these headings one after the other (0 is ahead), and sits down."""
    person = Person(Random(seed))
    person.wait(2.0)
    person.rise_to(1.0, 1.2)
    person.wait(0.4)
    for turn_deg in turns_deg:
        person.look(math.radians(turn_deg), 0.0, seconds)
        person.wait(0.3)
    person.rise_to(0.0, 1.4)
    person.repetitions.append(person.t)
    person.wait(1.0)
    return person


@pytest.mark.parametrize("angle_deg", [45, 90, 180])
@pytest.mark.parametrize(("sign", "side"), [(1, "left"), (-1, "right")])
def test_a_turn_and_back_is_seen_once_to_its_side(angle_deg: int, sign: int, side: str) -> None:
    person = transfer(3, sign * angle_deg, 0.0)
    said = play(person, watch(person, angle_deg), GOOD)
    turns = only(said, TurnDone)
    assert [turn.side for turn in turns] == [side]
    assert turns[0].peak_deg == pytest.approx(angle_deg, abs=12)
    assert len(only(said, RepetitionDone)) == 1


def test_too_small_a_turn_and_one_without_return_are_none() -> None:
    for turns in ((50.0, 0.0), (90.0,)):
        person = transfer(4, *turns)
        assert not only(play(person, watch(person, 90), GOOD), TurnDone)


def test_turning_while_seated_is_no_turn_of_the_transfer() -> None:
    person = Person(Random(5))
    person.wait(2.0)
    for turn in (1.5, 0.0):
        person.look(turn, 0.0, 1.0)
    person.sit_to_stand(1.2, 1.0, 1.4, 1.0)
    person.wait(1.0)
    assert not only(play(person, watch(person, 90), GOOD), TurnDone)


def test_two_turns_are_two() -> None:
    person = transfer(6, 90, 0, -90, 0)
    turns = only(play(person, watch(person, 90), GOOD), TurnDone)
    assert [(turn.index, turn.side) for turn in turns] == [(0, "left"), (1, "right")]


def test_turns_are_seen_through_bad_tracking() -> None:
    seen = 0
    for seed in range(12):
        person = transfer(seed, 90, 0)
        said = play(person, watch(person, 90), degraded(Random(seed)), seed)
        seen += len(only(said, TurnDone))
    assert seen == 12


def test_whoever_stands_about_turned_for_long_has_to_turn_again() -> None:
    turning = Round(90)
    turning.begin(0.0, 0.0)
    second = 1_000_000_000
    headings = [0.0, 0.8, 1.6, *([1.6] * 30), 0.8, 0.0, 0.0]
    found = [turning.update(h, n * second, timed=True) for n, h in enumerate(headings)]
    assert all(one is None or one.turn_ms <= 20_000 for one in found)
