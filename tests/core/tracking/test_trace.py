from __future__ import annotations

import pytest

from tests.core.tracking.frames import feed, frame, only
from vrexposure.core.geometry import Vec3
from vrexposure.core.observations import Traced
from vrexposure.core.tracking.trace import PLACES
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch


def traced(seconds: float, *, lost: tuple[float, float] = (0.0, 0.0)) -> list[Traced]:
    """A head that rises by 1 mm in 10 ms; lost between two times."""
    tracker = Tracker()
    tracker.watch(Watch(trace=True))
    said = []
    for ms in range(0, round(seconds * 1000), 10):
        head = None if lost[0] <= ms / 1000 < lost[1] else Vec3(0.0, 0.0, 1.0 + ms / 10_000)
        said += feed(tracker, [frame(ms, head)])
    assert not only(said, Traced)
    tracker.watch(Watch())
    return only(feed(tracker, [frame(seconds * 1000, Vec3(0.0, 0.0, 1.0))]), Traced)


@pytest.mark.parametrize("seconds", [0.5, 7.9, 8.1, 60.0, 300.0])
def test_any_time_fits_into_the_places_and_is_evenly_spread(seconds: float) -> None:
    (one,) = traced(seconds)
    assert len(one.heights_mm) <= PLACES
    assert len(one.heights_mm) * one.step_ms == pytest.approx(seconds * 1000, abs=one.step_ms)
    for index, height in enumerate(one.heights_mm):
        assert height == pytest.approx(1000 + index * one.step_ms / 10, abs=one.step_ms / 10 + 1)


def test_where_the_head_was_lost_there_is_nothing() -> None:
    (one,) = traced(4.0, lost=(1.0, 2.0))
    lost = [index * one.step_ms for index, h in enumerate(one.heights_mm) if h is None]
    assert min(lost) == 1000
    assert max(lost) == 1950


def test_nothing_is_told_that_was_not_asked_for() -> None:
    tracker = Tracker()
    assert not feed(tracker, [frame(ms) for ms in range(0, 1000, 10)])
