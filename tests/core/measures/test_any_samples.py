"""Whatever comes in: numbers or None come out, never NaN, infinity or an exception."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.measures.shapes import Samples, degenerate, quick
from vrexposure.core.measures.gait_speed import gait_speed
from vrexposure.core.measures.path import path, retreats
from vrexposure.core.measures.resampling import Coverage
from vrexposure.core.measures.smoothness import smoothness
from vrexposure.core.measures.speed import speed
from vrexposure.core.measures.stillness import stillness
from vrexposure.core.measures.sway import sway
from vrexposure.core.measures.trunk import trunk_flexion
from vrexposure.core.measures.trunk_model import TrunkBody, Worn


def leaning(samples: Samples) -> object:
    poses = np.zeros((len(samples.valid), 7))
    poses[:, :3] = samples.positions_m
    poses[:, 3] = 1.0
    worn = Worn(poses, samples.valid, np.array([0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0]))
    return trunk_flexion(
        samples.times_ns,
        poses,
        samples.valid,
        body=TrunkBody("standing", 0.9, 0.05),
        upright=np.array([0.0, 0.0, 1.6, 1.0, 0.0, 0.0, 0.0]),
        chest=worn,
        waist=worn,
    )


MEASURES: dict[str, Callable[[Samples], object]] = {
    "speed": lambda s: speed(*s),
    "path": lambda s: path(*s),
    "retreats": lambda s: retreats(*s, goal_m=(0.5, 0.0, 1.0)),
    "stillness": lambda s: stillness(*s, go_ns=0),
    "smoothness": lambda s: smoothness(*s),
    "smoothness of all": lambda s: smoothness(*s, whole=True),
    "sway": lambda s: sway(*s, facing_yaw_rad=0.3, least_s=0.0),
    "gait": lambda s: gait_speed(*s),
    "trunk": leaning,
}


def check(value: object) -> None:
    """Every number within is finite."""
    if isinstance(value, float):
        assert math.isfinite(value)
    elif isinstance(value, tuple):
        for each in value:
            check(each)
    elif dataclasses.is_dataclass(value):
        for each_field in dataclasses.fields(value):
            check(getattr(value, each_field.name))


def coverage_of(told: object) -> Coverage:
    coverage = getattr(told, "coverage", None)
    assert isinstance(coverage, Coverage)
    return coverage


SAMPLE = st.tuples(
    st.integers(-20, 200),
    st.booleans() | st.just(True),
    st.floats(-2, 2) | st.floats(-100, 100) | st.sampled_from([0.0, math.nan, math.inf]),
)


@pytest.mark.parametrize("name", list(MEASURES))
@quick
@given(taken=st.lists(SAMPLE, max_size=80))
def test_any_samples_are_measured_in_finite_numbers(
    name: str, taken: list[tuple[int, bool, float]]
) -> None:
    times = np.cumsum([ms for ms, _, _ in taken], dtype=np.int64) * 1_000_000
    places = np.array([[x, x / 2, 1 + x / 3] for _, _, x in taken]).reshape(-1, 3)
    samples = Samples(times, places, np.array([ok for _, ok, _ in taken], np.bool_))
    told = MEASURES[name](samples)
    check(told)
    coverage = coverage_of(told)
    assert coverage.used + coverage.left_out == len(taken)


@pytest.mark.parametrize("case", list(degenerate()))
@pytest.mark.parametrize("name", list(MEASURES))
def test_degenerate_samples_are_measured_in_finite_numbers(name: str, case: str) -> None:
    samples = degenerate()[case]
    told = MEASURES[name](samples)
    check(told)
    coverage = coverage_of(told)
    assert coverage.used + coverage.left_out == len(samples.valid)
