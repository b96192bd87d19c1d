"""Whatever legal things a runtime does in whatever order, the program keeps the rules."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.xr_fault.conftest import Opener
from tests.xr_fault.legal import STEPS, Life
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.openxr.probe import probe

SEEN: Counter[str] = Counter()


@pytest.mark.slow
@settings(
    max_examples=1000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.sampled_from((*("onward",) * 8, "draw", *STEPS)), min_size=5, max_size=40))
def test_a_thousand_random_lives_raise_nothing_and_break_nothing(
    runtime: FaultRuntime, open_on: Opener, steps: list[str]
) -> None:
    runtime.start_anew()
    probe()  # the loader remembers what a runtime that was away offered: nothing
    runtime.calls.clear()
    life = Life(runtime, open_on(virtual=True, reconnect_for_s=60))
    for step in steps:
        if life.over:
            break
        life.step(step)
    life.end()
    SEEN.update(set(life.told))


@pytest.mark.slow
def test_the_random_lives_went_everywhere() -> None:
    if not SEEN:
        pytest.skip("the lives were not run")
    assert {
        "frame", "tick", "focus_gained", "focus_lost", "headset_off", "headset_on", "recentred",
        "runtime_lost", "runtime_back", "runtime_ended",
    } <= set(SEEN)  # fmt: skip
    assert min(SEEN.values()) >= 20, SEEN
