"""The safety kernel: thresholds at plus and minus one, and laws over everything."""

from __future__ import annotations

import typing

import annotated_types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.protocol import Limits
from vrexposure.core.safety import (
    HARD_CAPS,
    NS_PER_S,
    SICKNESS_WINDOW_S,
    KernelState,
    Permit,
    permit_level,
    permit_parameters,
    rate_pain,
    rate_sickness,
    stepped_up,
    time_is_up,
    with_baseline,
)

LIMITS = Limits()
indices = st.integers(-2, 12)


@given(
    asked=indices,
    current=st.integers(0, 9),
    completed=st.integers(-1, 9),
    now=st.integers(0, 10**13),
)
def test_never_more_than_one_level_above_the_last_completed(
    asked: int, current: int, completed: int, now: int
) -> None:
    permit = permit_level(
        LIMITS, KernelState(), asked=asked, current=current, completed=completed, now_ns=now
    )
    assert permit.level_index <= max(current, completed + 1)
    assert permit.level_index <= max(asked, 0)
    assert permit.level_index <= current + 1
    assert bool(permit.codes) == (permit.level_index < asked)


@given(
    asked=indices,
    current=st.integers(0, 9),
    completed=st.integers(-1, 9),
    steps_up=st.integers(0, 5),
    locked=st.booleans(),
    last=st.none() | st.integers(0, 10**12),
)
def test_easing_is_never_vetoed(
    asked: int, current: int, completed: int, steps_up: int, locked: bool, last: int | None
) -> None:
    state = KernelState(steps_up=steps_up, last_step_up_ns=last)
    permit = permit_level(
        LIMITS, state, asked=asked, current=current, completed=completed, now_ns=0, locked=locked
    )
    if asked <= current:
        assert permit == Permit(max(0, asked))


def test_a_step_up_needs_a_minute_and_only_three_fit_a_session() -> None:
    state = KernelState()
    now = 0
    for level in range(3):
        permit = permit_level(
            LIMITS, state, asked=level + 1, current=level, completed=level, now_ns=now
        )
        assert permit.level_index == level + 1
        state = stepped_up(state, now)
        soon = permit_level(
            LIMITS,
            state,
            asked=9,
            current=level + 1,
            completed=level + 1,
            now_ns=now + 60 * NS_PER_S - 1,
        )
        assert soon.level_index == level + 1
        now += 60 * NS_PER_S
    last = permit_level(LIMITS, state, asked=4, current=3, completed=3, now_ns=now)
    assert last.codes == ("kernel_steps_used_up",)


def test_a_locked_protocol_lets_nobody_up() -> None:
    permit = permit_level(
        LIMITS, KernelState(), asked=1, current=0, completed=0, now_ns=0, locked=True
    )
    assert (permit.level_index, permit.codes) == (0, ("kernel_locked",))


@given(st.lists(st.tuples(st.sampled_from([*HARD_CAPS, "gain"]), st.integers(-(10**6), 10**6))))
def test_nothing_passes_the_hard_caps(parameters: list[tuple[str, int]]) -> None:
    permitted, codes = permit_parameters(tuple(parameters))
    for name, value in permitted:
        least, most = HARD_CAPS[name]
        assert least <= value <= most
    assert bool(codes) == (permitted != tuple(parameters))


def bounds(model: type, field: str) -> tuple[float, float]:
    low = high = 0.0
    for one in typing.cast("typing.Any", model).model_fields[field].metadata:
        if isinstance(one, annotated_types.Ge):
            low = typing.cast("float", one.ge)
        elif isinstance(one, annotated_types.Le):
            high = typing.cast("float", one.le)
    return low, high


@pytest.mark.parametrize(
    ("model", "field", "cap", "factor"),
    [
        (SitToStandLevel, "seat_height_m", "seat_height_mm", 1000),
        (SitToStandLevel, "repetitions", "repetitions", 1),
        (SitToStandLevel, "pace_per_min", "pace_per_min", 1),
        (SitToStandLevel, "hold_s", "hold_s", 1),
        (WalkLevel, "distance_m", "distance_mm", 1000),
        (WalkLevel, "leg_m", "leg_mm", 1000),
        (WalkLevel, "path_width_m", "path_width_mm", 1000),
        (WalkLevel, "stops", "stops", 1),
        (WalkLevel, "steps_per_min", "steps_per_min", 1),
        (WalkLevel, "object_size_m", "object_size_mm", 1000),
        (StairsLevel, "risers", "risers", 1),
        (StairsLevel, "riser_m", "riser_mm", 1000),
        (StairsLevel, "visual_height_m", "visual_height_mm", 1000),
        (StairsLevel, "climbs", "climbs", 1),
        (ReachLevel, "flexion_deg", "flexion_deg", 1),
        (ReachLevel, "reaches", "reaches", 1),
        (ReachLevel, "lateral_deg", "lateral_deg", 1),
        (ReachLevel, "hold_ms", "hold_ms", 1),
        (ReachLevel, "target_size_m", "target_size_mm", 1000),
        (ReachLevel, "within_s", "within_s", 1),
        (BendLevel, "pick_height_m", "pick_height_mm", 1000),
        (BendLevel, "put_height_m", "put_height_mm", 1000),
        (BendLevel, "object_size_m", "object_size_mm", 1000),
        (BendLevel, "repetitions", "repetitions", 1),
        (BendLevel, "aside_deg", "aside_deg", 1),
        (StandLevel, "duration_s", "duration_s", 1),
        (TurnLevel, "angle_deg", "angle_deg", 1),
        (TurnLevel, "turns", "turns", 1),
        (TurnLevel, "hold_ms", "hold_ms", 1),
    ],
)
def test_the_caps_are_the_bounds_of_the_protocol(
    model: type, field: str, cap: str, factor: int
) -> None:
    low, high = bounds(model, field)
    assert (round(low * factor), round(high * factor)) == HARD_CAPS[cap]


@pytest.mark.parametrize(
    ("baseline", "pain", "ceiling", "verdict", "symptom"),
    [
        (4, 6, None, "go_on", ""),
        (4, 7, None, "hold", "pain_rise"),
        (7, 8, None, "go_on", ""),
        (7, 9, None, "hold", "pain_ceiling"),
        (7, 9, 9, "go_on", ""),
        (7, 10, 9, "hold", "pain_ceiling"),
        (None, 8, None, "go_on", ""),
        (None, 9, None, "hold", "pain_ceiling"),
        (0, None, None, "go_on", ""),
        (0, 2, 1, "hold", "pain_ceiling"),
    ],
)
def test_pain_holds_at_the_persons_own_line(
    baseline: int | None, pain: int | None, ceiling: int | None, verdict: str, symptom: str
) -> None:
    state = with_baseline(KernelState(), baseline)
    _, ruling = rate_pain(LIMITS, state, pain, own_ceiling=ceiling)
    assert (ruling.verdict, ruling.symptom) == (verdict, symptom)


def test_the_second_time_over_the_line_ends_for_today() -> None:
    state, first = rate_pain(LIMITS, KernelState(), 9, own_ceiling=None)
    state, between = rate_pain(LIMITS, state, 2, own_ceiling=None)
    _, second = rate_pain(LIMITS, state, 9, own_ceiling=None)
    assert [first.verdict, between.verdict, second.verdict] == ["hold", "go_on", "end"]


@pytest.mark.parametrize(
    ("before", "seconds_ago", "now", "verdict"),
    [
        (None, 0, 5, "go_on"),
        (None, 0, 6, "pause"),
        (None, 0, 9, "pause"),
        (None, 0, 10, "end"),
        (0, 60, 4, "go_on"),
        (0, 60, 5, "end"),
        (0, 120, 5, "end"),
        (0, 121, 5, "go_on"),
        (None, 0, None, "go_on"),
    ],
)
def test_the_sickness_ladder(
    before: int | None, seconds_ago: int, now: int | None, verdict: str
) -> None:
    state = KernelState()
    if before is not None:
        state, _ = rate_sickness(LIMITS, state, before, now_ns=0)
    _, ruling = rate_sickness(LIMITS, state, now, now_ns=seconds_ago * NS_PER_S)
    assert ruling.verdict == verdict


@given(st.lists(st.tuples(st.integers(0, 600), st.none() | st.integers(0, 20)), max_size=50))
def test_the_sickness_memory_stays_small_in_time(ratings: list[tuple[int, int | None]]) -> None:
    state, now = KernelState(), 0
    for gap_s, fms in ratings:
        now += gap_s * NS_PER_S
        state, _ = rate_sickness(LIMITS, state, fms, now_ns=now)
        if fms is not None:
            assert all(now - t <= SICKNESS_WINDOW_S * NS_PER_S for t, _ in state.sickness)


def test_time_in_exposure_has_a_hard_end() -> None:
    minute = 60 * NS_PER_S
    assert not time_is_up(16, 16 * minute - 1)
    assert time_is_up(16, 16 * minute)
    assert time_is_up(999, 30 * minute)
