"""Lifts of strangers: people and devices that the detector was not made with."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.tracking.lifting import exact, false_lifts, lifts, watch_for
from tests.strangers import free_movement, record
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch


@pytest.mark.parametrize(
    ("quality", "seed"), [("clean", 1), ("clean", 9), ("degraded", 5), ("recentre", 3)]
)
def test_strangers_are_counted_exactly(quality: str, seed: int) -> None:
    seen = lifts(record("bend", seed, quality=quality))
    if quality == "recentre":
        # The room has been moved under the places that were measured: nothing more may count.
        assert all(len(one.puts) <= 1 for one in seen)
    else:
        assert exact(seen)


def test_nothing_is_counted_when_a_stranger_only_touches_drops_or_bends() -> None:
    assert false_lifts(record("bend", 3, counts=False)) == []


def test_feeding_a_recording_at_once_sees_what_living_through_it_saw() -> None:
    recording = record("bend", 4, quality="degraded")
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


@pytest.mark.slow
@pytest.mark.parametrize(("quality", "goal"), [("clean", 0.98), ("degraded", 0.95)])
def test_fifty_strangers_are_counted_as_exactly_as_promised(quality: str, goal: float) -> None:
    right, taken_ms, put_ms = 0, [], []
    for seed in range(50):
        seen = lifts(record("bend", seed, quality=quality))
        right += exact(seen)
        for one in seen:
            if one.visible and one.puts and one.taken_ns is not None:
                detail = one.deed.detail
                taken_ms.append((one.taken_ns - int(detail["pick_ns"])) / 1e6)
                put_ms.append((one.puts[0].time_ns - int(detail["place_ns"])) / 1e6)
    off = [float(np.median(np.abs(times))) for times in (taken_ms, put_ms)]
    print(quality, "exact", right / 50, "median errors of taking, putting, ms", off)  # noqa: T201
    assert right / 50 >= goal
    assert max(off) <= 100


@pytest.mark.slow
@pytest.mark.parametrize("quality", ["clean", "degraded"])
def test_ten_minutes_of_other_movement_hold_at_most_one_false_lift(quality: str) -> None:
    counted = sum(len(false_lifts(free_movement("bend", seed, 4.0, quality))) for seed in range(10))
    print(quality, counted, "false in 40 minutes")  # noqa: T201
    assert counted <= 4
