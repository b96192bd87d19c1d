"""The summary of frame timing against an oracle that counts by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrexposure.core.timing_summary import (
    BIN_NS,
    BINS_MAX,
    StageTiming,
    nearest_rank,
    summarise_timing,
)

NAMES = ("wait", "session", "cull", "missed")
SPAN = st.integers(0, 2**32 - 1)
ROW = st.tuples(SPAN, SPAN, st.just(0), st.integers(0, 9))


def oracle(values: list[int], percent: int) -> int:
    """The smallest value with at least so many percent of all at or below it."""
    return min(
        value
        for value in values
        if 100 * sum(one <= value for one in values) >= percent * len(values)
    )


@given(st.lists(SPAN, min_size=1, max_size=250), st.integers(1, 100))
def test_a_percentile_is_the_smallest_measured_value_that_covers_as_many(
    values: list[int], percent: int
) -> None:
    assert nearest_rank(sorted(values), percent) == oracle(values, percent)


@given(st.lists(st.tuples(st.integers(0, 10**12), ROW), min_size=1, max_size=60))
def test_the_summary_is_what_the_frames_were(
    timing: list[tuple[int, tuple[int, int, int, int]]],
) -> None:
    found = summarise_timing(NAMES, timing)
    rows = [row for _, row in timing]
    assert found.frames == len(rows)
    assert found.missed == sum(row[3] for row in rows)
    assert found.missed_frames == sum(row[3] > 0 for row in rows)
    for name, values in (("wait", [r[0] for r in rows]), ("session", [r[1] for r in rows])):
        told = [one for one in found.stages if one.name == name]
        expected = StageTiming(name, oracle(values, 50), oracle(values, 99), max(values))
        assert told == ([expected] if any(values) else [])
    assert "cull" not in {one.name for one in found.stages}  # never told apart
    assert found.work is not None
    assert found.work.max_ns == max(row[1] + row[2] for row in rows)


@given(st.lists(st.integers(0, 4 * 10**12), min_size=1, max_size=80))
def test_every_frame_is_in_one_stretch_and_stretches_are_even(times: list[int]) -> None:
    found = summarise_timing(NAMES, [(time, (1, 1, 0, 1)) for time in times])
    assert sum(one.frames for one in found.rate) == len(times)
    assert sum(one.missed or 0 for one in found.rate) == len(times)
    assert len(found.rate) <= BINS_MAX
    (length_ns,) = {one.length_ns for one in found.rate}
    assert length_ns % BIN_NS == 0
    for index, one in enumerate(found.rate):
        assert one.start_ns == min(times) + index * length_ns
        within = [t for t in times if one.start_ns <= t < one.start_ns + length_ns]
        assert one.frames == len(within)


def test_a_hitch_in_a_steady_session_is_seen() -> None:
    period_ns = 13_888_889
    rows = [(i * period_ns, (11_000_000, 2_000_000, 500_000, 0)) for i in range(720)]
    rows[400] = (rows[400][0], (0, 40_000_000, 500_000, 2))
    found = summarise_timing(NAMES, rows)
    assert (found.missed, found.missed_frames) == (2, 1)
    assert found.work == StageTiming("work", 2_500_000, 2_500_000, 40_500_000)
    assert [one.missed for one in found.rate].index(2) == math.floor(400 * period_ns / 1e9)
    assert {one.frames for one in found.rate} == {72}


def test_older_recordings_without_a_count_of_missed_pictures_say_so() -> None:
    found = summarise_timing(("wait", "draw"), [(0, (5, 7)), (10, (6, 8))])
    assert (found.missed, found.missed_frames) == (None, None)
    assert [one.missed for one in found.rate] == [None]
    assert found.work == StageTiming("work", 7, 8, 8)


@pytest.mark.parametrize("timing", [[], [(0, (1, 2))]])
def test_without_frames_there_is_nothing_to_summarise(
    timing: list[tuple[int, tuple[int, ...]]],
) -> None:
    found = summarise_timing(NAMES, timing)
    assert found.frames == 0
    assert (found.stages, found.work, found.rate) == ((), None, ())
