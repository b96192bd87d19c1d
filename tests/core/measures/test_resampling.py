"""One even grid from whatever the tracker gave."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import NOTHING, along_x, degenerate, lose, quick, reach, stamps
from vrexposure.core.measures.resampling import (
    Floats,
    Grid,
    low_pass,
    resample,
    usable,
)

UNFILTERED = Grid(cutoff_hz=None)


def recursive(signal: Floats, *, rate_hz: float, cutoff_hz: float) -> Floats:
    """The textbook: a Butterworth recursion of second order, run forwards and backwards."""
    corner = math.tan(math.pi * cutoff_hz / rate_hz) / (math.sqrt(2) - 1) ** 0.25
    k1, k2 = math.sqrt(2) * corner, corner**2
    a0 = k2 / (1 + k1 + k2)
    b1, b2 = 2 * a0 * (1 / k2 - 1), 1 - (4 * a0 + 2 * a0 * (1 / k2 - 1))
    out = signal
    for _ in range(2):
        once = [out[0], out[0]]
        for n in range(2, len(out)):
            fed = a0 * (out[n] + 2 * out[n - 1] + out[n - 2])
            once.append(fed + b1 * once[n - 1] + b2 * once[n - 2])
        out = np.array(once)[::-1]
    return out


def test_the_filter_is_a_butterworth_forwards_and_backwards() -> None:
    t = np.arange(1000) / 100
    # At rest at both ends, so that the recursion's own beginning and end do not matter.
    signal = np.exp(-((t - 5) ** 2)) * (1 + 0.3 * np.sin(40 * t) + 0.2 * np.cos(9 * t))
    ours = low_pass(signal[:, None], rate_hz=100, cutoff_hz=6)[:, 0]
    assert ours == pytest.approx(recursive(signal, rate_hz=100, cutoff_hz=6), abs=1e-6)


@pytest.mark.parametrize(("hz", "gain"), [(0.5, 1.0), (6.0, math.sqrt(0.5)), (24.0, 0.004)])
def test_the_filter_has_its_gain_at_rest_at_the_cutoff_and_beyond(hz: float, gain: float) -> None:
    t = np.arange(4000) / 100
    wave = np.sin(2 * math.pi * hz * t)
    out = low_pass(wave[:, None], rate_hz=100, cutoff_hz=6)[1000:3000, 0]
    # In phase: the projection on the wave itself, not only the amplitude.
    assert float(out @ wave[1000:3000]) / 1000 == pytest.approx(gain, abs=0.004)


def test_the_filter_leaves_lines_alone() -> None:
    line = np.stack([np.linspace(0, 3, 50), np.full(50, 7.0)], axis=1)
    assert low_pass(line, rate_hz=100, cutoff_hz=6) == pytest.approx(line, abs=1e-12)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_filter_takes_what_is_too_short(count: int) -> None:
    assert np.isfinite(low_pass(np.ones((count, 1)), rate_hz=100, cutoff_hz=6)).all()


def test_a_cutoff_beyond_half_the_rate_filters_nothing() -> None:
    noise = np.cos(np.arange(40.0) ** 2)[:, None]
    assert (low_pass(noise, rate_hz=20, cutoff_hz=10) == noise).all()


def test_an_irregular_way_is_met_on_the_grid() -> None:
    seconds = np.cumsum([0.0] + [1 / 20, 1 / 120, 1 / 60, 1 / 45, 1 / 90] * 20)
    way = np.stack([np.sin(3 * seconds), seconds, np.cos(3 * seconds)], axis=1)
    told = resample(stamps(seconds), way, np.ones(len(seconds), np.bool_), grid=UNFILTERED)
    (segment,) = told.segments
    t = np.arange(len(segment.values)) / 100
    # A polyline through the same samples is off by h^2/8 * 9 = 2.8 mm.
    truth = np.stack([np.sin(3 * t), t, np.cos(3 * t)], axis=1)
    assert np.abs(segment.values - truth).max() < 4e-4
    assert told.tracked_s == pytest.approx(float(seconds[-1]), abs=0.01)


@pytest.mark.parametrize("rate_hz", [20.0, 45.0, 72.0, 90.0, 120.0])
def test_every_rate_gives_the_same_reach(rate_hz: float) -> None:
    fast, slow = resample(*reach(rate_hz=1000.0)), resample(*reach(rate_hz=rate_hz))
    a, b = fast.segments[0].values, slow.segments[0].values
    count = min(len(a), len(b))
    assert np.abs(a[:count] - b[:count]).max() < 1e-3


def test_a_gap_parts_segments_and_is_not_filled() -> None:
    told = resample(*lose(reach(), 0.3, 0.55))
    assert [len(s.values) for s in told.segments] == [30, 45]
    assert told.segments[1].start_ns == 560_000_000
    assert told.coverage.left_out == 26
    assert told.coverage.longest_gap_s == pytest.approx(0.27)


def test_a_short_gap_is_bridged() -> None:
    told = resample(*lose(reach(), 0.3, 0.38))
    assert len(told.segments) == 1
    assert told.coverage.longest_gap_s == pytest.approx(0.1)


def test_what_is_lost_at_the_ends_is_a_gap_too() -> None:
    _, coverage = usable(*lose(reach(), 0.0, 0.39))
    assert coverage.longest_gap_s == pytest.approx(0.4)
    _, coverage = usable(*lose(reach(), 0.7, 1.0))
    assert coverage.longest_gap_s == pytest.approx(0.31)


def test_late_and_doubled_stamps_are_left_out_and_counted() -> None:
    samples = reach()
    times = samples.times_ns.copy()
    times[10] = times[9]
    times[20] = times[5]
    times[30] = times[29] + 1000
    keep, coverage = usable(times, samples.positions_m, samples.valid)
    assert np.flatnonzero(~keep).tolist() == [10, 20, 30]
    assert (coverage.used, coverage.left_out) == (98, 3)


def test_a_nonsense_value_is_never_let_in_by_a_mask() -> None:
    samples = reach()
    samples.positions_m[7, 1] = math.inf
    told = resample(*samples)
    assert told.coverage.left_out == 1
    assert np.isfinite(told.segments[0].values).all()


def test_nothing_gives_nothing() -> None:
    told = resample(*NOTHING)
    assert (told.segments, told.tracked_s) == ((), 0.0)
    assert told.coverage.longest_gap_s is None


@pytest.mark.parametrize("name", list(degenerate()))
def test_every_sample_is_used_or_left_out(name: str) -> None:
    samples = degenerate()[name]
    told = resample(*samples)
    assert told.coverage.used + told.coverage.left_out == len(samples.times_ns)
    assert all(np.isfinite(s.values).all() for s in told.segments)


@quick
@given(
    st.lists(st.tuples(st.integers(0, 300), st.booleans(), st.floats(-3, 3)), max_size=60),
    st.integers(0, 10**15),
)
def test_any_stamps_give_finite_rows_wherever_the_clock_began(
    taken: list[tuple[int, bool, float]], start_ns: int
) -> None:
    times = np.array([ms * 1_000_000 for ms, _, _ in taken], np.int64)
    values = np.array([[x] for _, _, x in taken], np.float64).reshape(-1, 1)
    valid = np.array([ok for _, ok, _ in taken], np.bool_)
    here = resample(times, values, valid)
    there = resample(times + start_ns, values, valid)
    assert here.coverage == there.coverage
    for a, b in zip(here.segments, there.segments, strict=True):
        assert b.start_ns - a.start_ns == start_ns
        assert (a.values == b.values).all()
        assert np.isfinite(a.values).all()


def test_the_rows_lie_on_the_samples_where_they_coincide() -> None:
    samples = along_x(np.cos(np.arange(60.0)))
    (segment,) = resample(*samples, grid=UNFILTERED).segments
    assert segment.values == pytest.approx(samples.positions_m)
