from __future__ import annotations

import time

from vrexposure.openxr.clock import SessionClock

SECOND_NS = 1_000_000_000


class ShiftedConverter:
    """A runtime whose clock is ahead of ours by so much."""

    def __init__(self, ahead_ns: int) -> None:
        self._ahead_ns = ahead_ns

    def monotonic_ns(self, xr_time_ns: int) -> int:
        return xr_time_ns - self._ahead_ns

    def xr_time_ns(self, monotonic_ns: int) -> int:
        return monotonic_ns + self._ahead_ns


def test_a_display_time_counts_from_the_origin() -> None:
    clock = SessionClock(5 * SECOND_NS, ShiftedConverter(100 * SECOND_NS))

    assert clock.session_ns(107 * SECOND_NS, 0) == 2 * SECOND_NS


def test_one_moment_is_told_on_three_clocks() -> None:
    before_ns, before_utc_ns = time.monotonic_ns(), time.time_ns()
    told = SessionClock(0, ShiftedConverter(SECOND_NS)).clock_map()

    assert told is not None
    assert told.exact
    assert told.xr_time_ns - told.monotonic_ns == SECOND_NS
    assert before_ns <= told.monotonic_ns <= time.monotonic_ns()
    assert before_utc_ns <= told.utc_ns <= time.time_ns()


def test_without_a_converter_the_first_picture_comes_one_period_after_it_is_told() -> None:
    origin_ns = time.monotonic_ns()
    clock = SessionClock(origin_ns, None)
    assert clock.clock_map() is None

    first_ns = clock.session_ns(77 * SECOND_NS, 20_000_000)

    assert 20_000_000 <= first_ns <= clock.now_ns() + 20_000_000
    assert clock.session_ns(78 * SECOND_NS, 20_000_000) == first_ns + SECOND_NS
    told = clock.clock_map()
    assert told is not None
    assert not told.exact
    assert clock.session_ns(told.xr_time_ns, 0) == told.monotonic_ns - origin_ns
