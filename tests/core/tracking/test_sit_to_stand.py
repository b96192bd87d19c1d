from __future__ import annotations

from random import Random

import pytest

from tests.core.tracking.counting import counted, play, sit_to_stand
from tests.core.tracking.frames import feed, only
from tests.motion.people import Person
from tests.motion.recording import Quality, record
from vrexposure.core.inputs import TRACKED, Frame, Point
from vrexposure.core.observations import (
    MovementStarted,
    NearMiss,
    PhaseEntered,
    RepetitionDone,
    TrackingLost,
)
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch

GOOD = Quality(rate_hz=60)


def somebody(seed: int = 1, **sizes: float) -> Person:
    person = Person(Random(seed), **sizes)
    person.wait(2.0)
    return person


def once(person: Person, up_s: float = 1.2, stand_s: float = 1.0, down_s: float = 1.4) -> None:
    person.sit_to_stand(up_s, stand_s, down_s, 1.0)
    person.wait(1.0)


def repetitions(person: Person, quality: Quality = GOOD) -> list[RepetitionDone]:
    return only(play(person, sit_to_stand(person), quality), RepetitionDone)


def test_each_repetition_goes_through_its_phases_and_is_counted() -> None:
    person = somebody()
    for _ in range(3):
        once(person)
    said = play(person, sit_to_stand(person), GOOD)
    phases = [one.phase for one in only(said, PhaseEntered)]
    assert phases == ["seated", *["rising", "standing", "lowering", "seated"] * 3]
    done = only(said, RepetitionDone)
    assert [one.index for one in done] == [1, 2, 3]
    for one in done:
        assert one.timed
        assert one.total_ms == one.rise_ms + one.stand_ms + one.lower_ms
        assert abs(one.peak_mm - person.height_m * 1000) < 20
        assert 2300 < one.total_ms < 3800


def test_hesitation_runs_from_the_signal_to_the_first_leaning() -> None:
    person = somebody()
    person.wait(1.5)
    once(person)
    once(person)
    (started,) = only(play(person, sit_to_stand(person), GOOD), MovementStarted)
    assert abs(started.hesitation_ms - 3500) < 350


def test_leaning_looking_and_reaching_begin_no_movement() -> None:
    person = somebody()
    person.lean_forward(1.0, 1.0)
    person.look(1.0, -0.9, 0.7)
    person.look(-1.0, 0.4, 0.7)
    person.reach(0.8)
    assert not only(play(person, sit_to_stand(person), GOOD), MovementStarted)


def test_a_rise_given_up_is_a_near_miss_and_no_repetition() -> None:
    person = somebody()
    person.rise_to(0.5, 1.0)
    person.rise_to(0.0, 1.0)
    person.wait(1.0)
    said = play(person, sit_to_stand(person), GOOD)
    (missed,) = only(said, NearMiss)
    assert abs(missed.reached_percent - 50) < 8
    assert counted(said) == 0


@pytest.mark.parametrize("depth", [0.3, 0.5, 0.9])
def test_bending_to_the_floor_while_standing_is_no_sitting_down(depth: float) -> None:
    person = somebody()
    person.rise_to(1.0, 1.2)
    for _ in range(3):
        person.bend(1.5, 2.0, depth)
    assert repetitions(person) == []


def test_a_repetition_with_bends_and_a_walk_in_it_counts_once() -> None:
    person = somebody()
    person.rise_to(1.0, 1.2)
    person.bend(1.2, 1.0, 0.7)
    person.walk(0.8, 1.0, 0.8)
    person.walk(0.0, 0.0, 0.8)
    person.look(0.0, 0.0, 1.0)
    person.rise_to(0.0, 1.4)
    person.wait(1.0)
    assert len(repetitions(person)) == 1


def test_sitting_down_that_was_not_risen_from_counts_nothing() -> None:
    person = somebody()
    person.rise.value, person.lean.value = 1.0, 0.30
    person.rise_to(0.0, 1.4)
    person.wait(2.5)
    assert repetitions(person) == []


@pytest.mark.parametrize("rise_m", [0.18, 0.30, 0.55])
def test_the_thresholds_fit_every_body_and_chair(rise_m: float) -> None:
    person = somebody(2, height_m=1.70, seated_m=1.70 - rise_m)
    for _ in range(3):
        once(person)
    assert len(repetitions(person)) == 3


@pytest.mark.parametrize("drift_m", [-0.05, 0.05])
def test_a_slow_drift_of_five_centimetres_loses_nothing(drift_m: float) -> None:
    person = somebody(3)
    for _ in range(20):
        once(person)
        person.wait(2.0)
    person.drift_m_per_s = drift_m / person.t
    assert len(repetitions(person, Quality(rate_hz=30))) == 20


def lose(frames: list[Frame], from_s: float, to_s: float) -> None:
    for one in frames:
        if from_s <= one.time_ns / 1e9 < to_s:
            one.flags[Point.HEAD] = 0


@pytest.mark.parametrize("begin_s", [2.0, 2.6, 3.4, 4.4])
def test_a_gap_of_a_second_keeps_the_count_and_voids_the_times(begin_s: float) -> None:
    person = somebody()
    once(person)
    once(person)
    frames = list(record(person, GOOD, 0))
    lose(frames, begin_s, begin_s + 1.0)
    tracker = Tracker()
    tracker.watch(Watch(sit_to_stand(person)))
    said = feed(tracker, frames)
    assert len(only(said, TrackingLost)) == 1
    assert [one.timed for one in only(said, RepetitionDone)] == [False, True]


def test_a_recentred_stage_does_not_lose_the_chair() -> None:
    person = somebody()
    for _ in range(4):
        once(person)
    frames = list(record(person, GOOD, 0))
    for one in frames[len(frames) // 2 :]:
        one.poses[:, 0] += 1.5
        one.poses[:, 1] -= 0.8
    tracker = Tracker()
    tracker.watch(Watch(sit_to_stand(person)))
    assert len(only(feed(tracker, frames), RepetitionDone)) == 4


@pytest.mark.parametrize(
    ("hands", "used"), [("seat", True), ("lap", False), ("chest", False), ("hanging", False)]
)
def test_hands_that_stay_at_the_seat_are_arms_used(hands: str, used: bool) -> None:
    person = somebody()
    person.hands = {"left": hands, "right": hands}
    for _ in range(3):
        once(person)
    assert [one.arms_used for one in repetitions(person)] == [used] * 3


def test_one_pushing_hand_is_enough() -> None:
    person = somebody()
    person.hands = {"left": "lap", "right": "seat"}
    once(person)
    assert [one.arms_used for one in repetitions(person)] == [True]


def test_arms_that_are_not_seen_are_not_judged() -> None:
    person = somebody()
    once(person)
    seen = repetitions(person, Quality(rate_hz=60, hands=False))
    assert [one.arms_used for one in seen] == [None]


def test_one_idle_hand_says_nothing_about_an_unseen_one() -> None:
    person = somebody()
    once(person)
    frames = list(record(person, GOOD, 0))
    for one in frames:
        one.flags[Point.LEFT_HAND] = 0
        assert one.flags[Point.RIGHT_HAND] == TRACKED
    tracker = Tracker()
    tracker.watch(Watch(sit_to_stand(person)))
    assert [one.arms_used for one in only(feed(tracker, frames), RepetitionDone)] == [None]


def test_who_leans_forward_at_the_signal_is_counted_all_the_same() -> None:
    person = Person(Random(4))
    person.lean.value, person.dip.value = 0.35, -0.10
    person.wait(1.0)
    person.lean.glide(person.t, 1.0, 0.0)
    person.dip.glide(person.t, 1.0, 0.0)
    person.wait(3.0)
    for _ in range(3):
        once(person, up_s=0.8, stand_s=0.5, down_s=0.9)
    assert len(repetitions(person)) == 3


def test_a_stage_that_jumps_in_height_makes_nobody_rise_or_sit() -> None:
    person = somebody()
    person.wait(6.0)
    frames = list(record(person, GOOD, 0))
    for one in frames:
        one.poses[:, 2] += 0.42 if 2 <= one.time_ns / 1e9 < 5 else 0.0
    tracker = Tracker()
    tracker.watch(Watch(sit_to_stand(person)))
    said = feed(tracker, frames)
    assert not only(said, RepetitionDone)
    assert not only(said, MovementStarted)
