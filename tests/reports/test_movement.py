from __future__ import annotations

import re

import numpy as np

from tests.reports.motion import movement
from tests.reports.story import S, Telling, setup, told
from tests.reports.words import english
from vrexposure.core.summary import summarise
from vrexposure.reports.movement import MovementTrace, draw_movement, segments
from vrexposure.reports.wording import Wording

RATE = 90


def _trace(seconds: int = 60) -> MovementTrace:
    time_ns = np.arange(seconds * RATE, dtype=np.int64) * (S // RATE)
    height = 1.4 + 0.2 * np.sin(time_ns / S)
    return MovementTrace(time_ns, height, np.ones(len(time_ns), np.bool_))


def test_thinning_keeps_the_highest_and_the_lowest_point() -> None:
    trace = _trace()
    trace.head_height_m[1234] = 1.97
    trace.head_height_m[4321] = 0.31
    (run,) = segments(trace, 0, 60 * S)
    heights = [height for _, height in run]
    assert (max(heights), min(heights)) == (1.97, 0.31)
    assert len(run) <= 4 * 182
    assert len(run) < len(trace.time_ns) / 5


def test_thinned_points_are_points_that_were_measured_in_order() -> None:
    trace = _trace()
    (run,) = segments(trace, 10 * S, 20 * S)
    measured = dict(zip(trace.time_ns.tolist(), trace.head_height_m.tolist(), strict=True))
    times = [time for time, _ in run]
    assert times == sorted(set(times))
    assert 10 * S <= times[0] <= times[-1] <= 20 * S
    assert all(measured[time] == height for time, height in run)


def test_lost_tracking_is_a_gap_and_not_a_line() -> None:
    trace = _trace()
    trace.tracked[900:1000] = False
    first, second = segments(trace, 0, 60 * S)
    assert first[-1][0] == trace.time_ns[899]
    assert second[0][0] == trace.time_ns[1000]


def test_a_value_that_is_no_number_is_a_gap_even_when_called_tracked() -> None:
    trace = _trace()
    trace.head_height_m[50:60] = np.nan
    assert len(segments(trace, 0, 60 * S)) == 2


def test_a_pause_in_the_recording_is_a_gap() -> None:
    trace = _trace()
    kept = np.r_[0:400, 600 : len(trace.time_ns)]
    cut = MovementTrace(trace.time_ns[kept], trace.head_height_m[kept], trace.tracked[kept])
    assert len(segments(cut, 0, 60 * S)) == 2


def test_nothing_tracked_gives_no_stretch() -> None:
    trace = _trace()
    trace.tracked[:] = False
    assert segments(trace, 0, 60 * S) == []


def _drawn(telling: Telling, trace: MovementTrace) -> dict[str, str]:
    summary = summarise(setup(), telling.outputs)
    return dict(draw_movement(summary, trace, Wording(english())))


def test_each_trial_has_its_own_figure_with_every_counted_repetition() -> None:
    telling = told()
    figures = _drawn(telling, movement(telling))
    assert len(figures) == 12
    first = figures["1.1 Middle seat, pushing with the arms"]
    assert [number for number in re.findall(r">(\d)</text>", first) if number != "0"][-5:] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]
    assert "Counted: 5." in first
    assert "Between 1.2" in first


def test_the_repetition_that_ends_a_trial_is_marked_though_its_picture_comes_after_the_end() -> (
    None
):
    telling = Telling()
    telling.begin_block("chair", "seat-50-push", 1, 80)
    telling.go(1)
    telling.rise(1)
    telling.now_ns -= S
    telling.end("completed", 1, 1)
    (svg,) = _drawn(telling, _trace()).values()
    assert svg.count("<polygon") == 1


def test_a_trial_that_lost_the_track_shows_the_gap() -> None:
    telling = told()
    figures = _drawn(telling, movement(telling))
    lost = figures["2.2 Usual chair, pushing with the arms"]
    whole = figures["2.3 Usual chair, pushing with the arms"]
    assert 'stroke-dasharray="3 3"' in lost
    assert 'stroke-dasharray="3 3"' not in whole


def test_all_trials_share_the_scale_of_heights() -> None:
    telling = told()
    scales = {
        tuple(re.findall(r'text-anchor="end"[^>]*>(\d\.\d)</text>', svg))
        for svg in _drawn(telling, movement(telling)).values()
    }
    assert len(scales) == 1


def test_standing_still_does_not_look_like_movement() -> None:
    telling = Telling()
    telling.begin_block("chair", "seat-50-push", 1, 80)
    telling.go(5)
    telling.after(8)
    telling.end("completed", 0, 5)
    time_ns = np.arange(0, telling.now_ns, S // 30, dtype=np.int64)
    height = 1.451 + 0.001 * np.sin(time_ns / S)
    trace = MovementTrace(time_ns, height, np.ones(len(time_ns), np.bool_))
    (svg,) = _drawn(telling, trace).values()
    points = next(iter(re.findall(r'polyline points="([^"]+)"', svg))).split()
    rows = [float(point.split(",")[1]) for point in points]
    assert max(rows) - min(rows) < 3


def test_a_trial_without_an_end_or_without_samples_has_no_figure() -> None:
    telling = Telling()
    telling.begin_block("chair", "seat-50-push", 1, 80)
    telling.go(5)
    assert _drawn(telling, _trace()) == {}
    telling.end("completed", 0, 5)
    none = MovementTrace(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_))
    assert _drawn(telling, none) == {}
