from __future__ import annotations

import math
from random import Random

import pytest

from tests.core.tracking.frames import feed, frame, only
from vrexposure.core.geometry import Vec3
from vrexposure.core.inputs import Frame
from vrexposure.core.observations import Calibrated
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch, WatchStill


def measured(frames: list[Frame], watch: WatchStill | None = None) -> list[Calibrated]:
    tracker = Tracker()
    tracker.watch(Watch(watch or WatchStill("standing_head")))
    return only(feed(tracker, frames), Calibrated)


@pytest.mark.parametrize("rate_hz", [20, 72, 120])
def test_a_still_head_is_measured_once_whatever_the_rate_and_the_noise(rate_hz: int) -> None:
    random = Random(rate_hz)
    frames = [
        frame(t * 1000 / rate_hz, Vec3(0.0, 0.0, 1.612 + random.gauss(0.0, 0.005)))
        for t in range(6 * rate_hz)
    ]
    (said,) = measured(frames)
    assert said.measure == "standing_head"
    assert abs(said.height_mm - 1612) <= 3
    assert said.spread_mm <= 25
    assert 2.0 <= said.time_ns / 1e9 <= 2.3


def test_a_restless_head_is_not_measured() -> None:
    frames = [frame(t, Vec3(0.0, 0.0, 1.6 + 0.03 * math.sin(t / 200))) for t in range(0, 9000, 10)]
    assert measured(frames) == []


def test_the_measure_waits_until_the_head_has_come_to_rest() -> None:
    frames = [frame(t, Vec3(0.0, 0.0, min(1.6, 1.2 + t / 5000))) for t in range(0, 6000, 10)]
    (said,) = measured(frames)
    assert said.time_ns > 3.8e9
    assert abs(said.height_mm - 1600) <= 12


def test_a_height_at_or_below_the_given_one_is_not_taken() -> None:
    frames = [frame(t, Vec3(0.0, 0.0, 1.2)) for t in range(0, 5000, 10)]
    assert measured(frames, WatchStill("standing_head", above_mm=1200)) == []
    assert len(measured(frames, WatchStill("standing_head", above_mm=1199))) == 1


def test_a_gap_in_tracking_begins_the_wait_anew() -> None:
    frames = [
        frame(t, None if 1000 < t < 1600 else Vec3(0.0, 0.0, 1.6)) for t in range(0, 5000, 10)
    ]
    (said,) = measured(frames)
    assert said.time_ns >= 3.6e9
