"""Walks of strangers: people and devices that the detector was not made with."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.core.tracking.walking import drops_late_ms, exact, play, spells, watch_for
from tests.strangers import free_movement, record
from vrexposure.core.inputs import Point
from vrexposure.core.measures.gait_speed import gait_speed
from vrexposure.core.observations import Halted, MovementStarted, WalkedOn
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch


@pytest.mark.parametrize(
    ("family", "quality", "seed"),
    [("walk", "clean", 1), ("walk", "degraded", 2), ("carry", "clean", 3)],
)
def test_strangers_are_counted_exactly(family: str, quality: str, seed: int) -> None:
    recording = record(family, seed, quality=quality)
    assert exact(recording, spells(play(recording)))


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_other_movement_walks_no_way(seed: int) -> None:
    recording = record("walk", seed, counts=False)
    assert spells(play(recording)) == []


def test_feeding_a_recording_at_once_sees_what_living_through_it_saw() -> None:
    recording = record("carry", 4, quality="degraded")
    watch = Watch(watch_for(recording))
    once, twice = Tracker(), Tracker()
    once.watch(watch)
    live = []
    for number, frame in enumerate(recording.frames):
        # The session hands the same watch again whenever something else changes.
        if number % 100 == 0:
            once.watch(Watch(watch.movement, panel=None))
        live.append(once.update(frame))
    twice.watch(watch)
    assert [twice.update(frame) for frame in recording.frames] == live


@pytest.mark.parametrize("seed", [0, 3, 5, 8])
def test_the_straight_speed_is_that_of_the_whole_recording_afterwards(seed: int) -> None:
    recording = record("walk", seed)
    last = [one for one in play(recording) if isinstance(one, WalkedOn)][-1]
    times = np.array([one.time_ns for one in recording.frames])
    heads = np.array([one.poses[Point.HEAD, :3] for one in recording.frames], np.float64)
    afterwards = gait_speed(times, heads, np.ones(len(times), np.bool_)).speed_m_per_s
    assert afterwards is not None
    assert last.straight_mm / last.straight_ms == pytest.approx(afterwards, rel=0.06)


@pytest.mark.slow
@pytest.mark.parametrize(("quality", "goal"), [("clean", 0.98), ("degraded", 0.95)])
def test_fifty_walkers_are_counted_as_exactly_as_promised(quality: str, goal: float) -> None:
    right, off, starts_ms, stood_ms = 0, [], [], []
    for seed in range(100, 150):
        recording = record("walk", seed, quality=quality)
        said, deeds = play(recording), recording.of("walk")
        found = spells(said)
        right += exact(recording, found)
        if len(found) == len(deeds):
            truly = sum(float(deed.detail["distance_mm"]) for deed in deeds)
            off.append(sum(one.way_mm for one in found) / truly - 1)
            first = next(one for one in said if isinstance(one, MovementStarted))
            starts_ms.append(first.hesitation_ms - deeds[0].begin_ns / 1e6)
            gaps = [(b.begin_ns - a.end_ns) / 1e6 for a, b in pairwise(deeds)]
            stood = [one.stood_ms for one in said if isinstance(one, Halted) and not one.on]
            stood_ms += [a - b for a, b in zip(stood, gaps, strict=False)]
    print(  # noqa: T201
        f"{quality}: exact {right / 50}, way off by {np.median(off):.3f}"
        f" (from {min(off):.3f} to {max(off):.3f}), median error of starts"
        f" {np.median(np.abs(starts_ms)):.0f} ms, of stands {np.median(np.abs(stood_ms)):.0f} ms"
    )
    assert right / 50 >= goal
    assert abs(np.median(off)) <= 0.03
    assert np.median(np.abs(starts_ms)) <= 100
    assert np.median(np.abs(stood_ms)) <= 150


@pytest.mark.slow
@pytest.mark.parametrize(("quality", "goal"), [("clean", 0.98), ("degraded", 0.95)])
def test_forty_carriers_are_counted_as_exactly_as_promised(quality: str, goal: float) -> None:
    right, late = 0, []
    for seed in range(100, 140):
        for counts in (True, False):
            recording = record("carry", seed, quality=quality, counts=counts)
            said = play(recording)
            right += exact(recording, spells(said))
            late += drops_late_ms(recording, said)
    told = [one for one in late if one is not None]
    print(quality, "exact", right / 80, len(told), "drops told of", len(late), np.median(told))  # noqa: T201
    assert right / 80 >= goal
    assert len(told) >= 0.8 * len(late)


@pytest.mark.slow
@pytest.mark.parametrize("quality", ["clean", "degraded"])
def test_ten_minutes_of_other_movement_hold_at_most_one_false_way(quality: str) -> None:
    false = sum(
        len(spells(play(free_movement("walk", seed, 5.0, quality)))) for seed in range(100, 106)
    )
    print(quality, false, "false in 30 minutes")  # noqa: T201
    assert false <= 3


def test_whoever_is_wheeled_walks_nowhere_and_takes_no_step() -> None:
    for seed in range(40):
        recording = record("walk", seed, counts=False)
        if recording.of("wheeled"):
            assert not [one for one in play(recording) if isinstance(one, WalkedOn)]
            return
    raise AssertionError("nobody was wheeled")
