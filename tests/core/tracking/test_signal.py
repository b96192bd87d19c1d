from __future__ import annotations

import math
from itertools import pairwise

import pytest

from tests.core.tracking.frames import feed, frame, only
from vrexposure.core.geometry import Pose, Vec3
from vrexposure.core.inputs import VALID, Frame, Point
from vrexposure.core.observations import SamplesDropped, TrackingBack, TrackingLost
from vrexposure.core.tracking.signal import Signal
from vrexposure.core.tracking.tracker import Tracker

HERE = Vec3(0.0, 0.0, 1.6)


def sway(t: float) -> Vec3:
    return Vec3(0.01 * math.sin(t / 300), 0.0, 1.6 + 0.001 * math.sin(t / 100))


def drops(frames: list[Frame]) -> SamplesDropped:
    """What was dropped in all, also what is not reported yet, by reason."""
    tracker = Tracker()
    end = frames[-1].time_ns / 1e6
    said = feed(tracker, frames)
    # One more bad frame, long after, brings out the rest; it is taken off again.
    said += tracker.update(frame(end + 5000, None))
    reports = only(said, SamplesDropped)
    return SamplesDropped(
        0,
        sum(r.not_tracked for r in reports) - 1,
        sum(r.not_finite for r in reports),
        sum(r.jumped for r in reports),
        sum(r.stale for r in reports),
    )


def test_good_frames_drop_nothing() -> None:
    assert drops([frame(t, sway(t)) for t in range(0, 3000, 11)]) == SamplesDropped(0)


def test_a_guessed_head_is_not_believed() -> None:
    frames = [frame(t, sway(t), flags=VALID if 100 <= t < 133 else 15) for t in range(0, 500, 11)]
    assert drops(frames).not_tracked == 3


@pytest.mark.parametrize("spoilt", [(0, math.nan), (2, math.inf), (3, math.nan), (1, 1e30)])
def test_what_is_no_number_or_no_place_is_dropped(spoilt: tuple[int, float]) -> None:
    frames = [frame(t, sway(t)) for t in range(0, 500, 11)]
    frames[7].poses[Point.HEAD, spoilt[0]] = spoilt[1]
    assert drops(frames) == SamplesDropped(0, not_finite=1)


def test_a_zero_quaternion_is_dropped() -> None:
    frames = [frame(t, sway(t)) for t in range(0, 500, 11)]
    frames[7].poses[Point.HEAD, 3:] = 0.0
    assert drops(frames) == SamplesDropped(0, not_finite=1)


def test_a_quaternion_that_is_a_little_long_is_made_unit() -> None:
    one = frame(0, HERE)
    one.poses[Point.HEAD, 3:] = (1.05, 0.0, 0.0, 0.0)
    head = Signal().take(one, []).points[Point.HEAD]
    assert head is not None
    assert head.qw == pytest.approx(1.0)


def test_a_head_faster_than_8_m_per_s_has_jumped() -> None:
    frames = [frame(t, sway(t)) for t in range(0, 500, 11)]
    frames[9].poses[Point.HEAD, 0] += 0.5
    assert drops(frames) == SamplesDropped(0, jumped=1)


def test_a_fast_but_human_head_is_believed() -> None:
    frames = [frame(t, Vec3(0.002 * t, 0.0, 1.6)) for t in range(0, 500, 11)]
    assert drops(frames) == SamplesDropped(0)


def test_after_a_jump_the_new_place_is_believed_once_it_is_stable() -> None:
    signal = Signal()
    moments = [
        signal.take(frame(t, sway(t).plus(Vec3(3.0 if t >= 500 else 0.0, 0.0, 0.0))), [])
        for t in range(0, 1000, 10)
    ]
    heads = [m.points[Point.HEAD] is not None for m in moments]
    assert heads[:50] == [True] * 50
    assert heads[50:70] == [False] * 20
    assert heads[70:] == [True] * 30
    moved = moments[70].moved
    assert moved is not None
    assert moved[0] == pytest.approx(3.0, abs=0.05)


def test_a_small_spike_does_not_shut_out_what_follows() -> None:
    frames = [frame(t, sway(t)) for t in range(0, 1000, 11)]
    # Just within reach of the frame before it, and the true place just out of reach after it.
    frames[9].poses[Point.HEAD, 2] += 0.1
    frames[10] = frame(9 * 11 + 5, sway(104))
    assert drops(frames) == SamplesDropped(0)


def test_a_place_that_keeps_changing_is_not_believed_at_once() -> None:
    frames = [frame(t, sway(t)) for t in range(0, 500, 11)]
    for index in range(10, 25):
        frames[index].poses[Point.HEAD, 1] += 2.0 if index % 2 else -2.0
    assert drops(frames).jumped == 15


def test_duplicate_and_late_frames_are_stale() -> None:
    frames = [frame(t, sway(t)) for t in (0, 11, 22, 22, 22, 5, 33)]
    assert drops(frames) == SamplesDropped(0, stale=3)


def hands(t: float) -> dict[Point, Pose]:
    return {Point.LEFT_HAND: Pose(Vec3(-0.2, 0.3, 0.9 + 0.01 * math.sin(t / 50)))}


def test_a_head_frozen_while_the_hands_move_is_stale_after_half_a_second() -> None:
    frames = [frame(t, HERE, points=hands(t)) for t in range(0, 1001, 10)]
    assert drops(frames) == SamplesDropped(0, stale=50)


def test_a_head_that_is_still_while_everything_is_still_is_believed() -> None:
    still = {Point.LEFT_HAND: Pose(Vec3(-0.2, 0.3, 0.9))}
    assert drops([frame(t, HERE, points=still) for t in range(0, 2000, 10)]) == SamplesDropped(0)


def test_drops_are_reported_at_most_once_a_second() -> None:
    said = feed(Tracker(), [frame(t, None) for t in range(0, 10_000, 10)])
    reports = only(said, SamplesDropped)
    assert 9 <= len(reports) <= 10
    assert all(b.time_ns - a.time_ns >= 1e9 for a, b in pairwise(reports))


def test_points_that_were_never_there_are_not_dropped() -> None:
    frames = [frame(t, sway(t)) for t in range(0, 3000, 100)]
    assert drops(frames).not_tracked == 0


def test_a_loss_is_told_once_and_the_return_with_the_length_of_the_gap() -> None:
    frames = [frame(t, None if 500 < t < 1600 else sway(t)) for t in range(0, 2000, 10)]
    said = [o for o in feed(Tracker(), frames) if isinstance(o, TrackingLost | TrackingBack)]
    assert said == [TrackingLost(810_000_000), TrackingBack(1_600_000_000, 1100)]


def test_a_gap_of_300_ms_is_no_loss() -> None:
    frames = [frame(t, None if 500 < t < 800 else sway(t)) for t in range(0, 2000, 10)]
    assert not only(feed(Tracker(), frames), TrackingLost)


def test_a_head_that_never_was_there_is_lost() -> None:
    assert (
        len(only(feed(Tracker(), [frame(t, None) for t in range(0, 900, 10)]), TrackingLost)) == 1
    )
