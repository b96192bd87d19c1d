from __future__ import annotations

import itertools

import pytest

from vrexposure.core.demonstration import STEPS, figure_at
from vrexposure.core.demonstration_daily import WALK_M
from vrexposure.core.mannequin import (
    ANKLE_M,
    FOREARM_M,
    SHANK_M,
    THIGH_M,
    UPPER_ARM_M,
    minimum_jerk,
)

FACING_AHEAD = ("sit_to_stand", "stairs_up", "stairs_down", "reach", "bend", "stand")
MOVEMENTS = (*FACING_AHEAD, "walk", "turn")
PHASES = [index / 400 for index in range(400)]


@pytest.mark.parametrize("movement", MOVEMENTS)
@pytest.mark.parametrize(("riser_m", "seat_m"), [(0.05, 0.38), (0.17, 0.45), (0.20, 0.60)])
def test_limbs_keep_their_length(movement: str, riser_m: float, seat_m: float) -> None:
    for phase in PHASES:
        joints = figure_at(movement, phase, seat_m, riser_m)
        for side in ("left", "right"):
            parts = [joints[f"{side}_{name}"] for name in ("hip", "knee", "ankle")]
            lengths = [b.minus(a).length() for a, b in itertools.pairwise(parts)]
            assert lengths == pytest.approx([THIGH_M, SHANK_M], abs=0.006)
            parts = [joints[f"{side}_{name}"] for name in ("shoulder", "elbow", "hand")]
            lengths = [b.minus(a).length() for a, b in itertools.pairwise(parts)]
            assert lengths == pytest.approx([UPPER_ARM_M, FOREARM_M], abs=0.006)


@pytest.mark.parametrize("movement", FACING_AHEAD)
def test_knees_bend_forward_and_elbows_back(movement: str) -> None:
    for phase in PHASES:
        joints = figure_at(movement, phase, 0.45)
        for side in ("left", "right"):
            hip, knee, ankle = (joints[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
            shoulder, elbow, hand = (
                joints[f"{side}_{name}"] for name in ("shoulder", "elbow", "hand")
            )
            share = THIGH_M / (THIGH_M + SHANK_M)
            straight = hip.plus(ankle.minus(hip).scaled(share))
            assert knee.minus(straight).y >= -1e-6 or knee.minus(straight).z > 0
            share = UPPER_ARM_M / (UPPER_ARM_M + FOREARM_M)
            straight = shoulder.plus(hand.minus(shoulder).scaled(share))
            assert elbow.minus(straight).y <= 1e-6


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_nothing_jumps(movement: str) -> None:
    course = [figure_at(movement, phase, 0.45) for phase in PHASES]
    for before, after in itertools.pairwise(course):
        for name, place in after.items():
            most = 0.12 if name in ("front", "facing") else 0.05  # radians, metres
            assert place.minus(before[name]).length() < most, name


def test_sitting_to_standing_plants_the_feet_and_ends_where_it_began() -> None:
    course = [figure_at("sit_to_stand", phase, 0.45) for phase in PHASES]
    for side in ("left", "right"):
        assert len({joints[f"{side}_ankle"] for joints in course}) == 1
    hips = [joints["hips"].z for joints in course]
    assert hips[0] == pytest.approx(0.55)
    assert max(hips) > 0.88
    assert course[0]["head"].minus(course[-1]["head"]).length() < 0.01


def test_the_trunk_leans_forward_before_the_hips_rise() -> None:
    seated, leaning = (figure_at("sit_to_stand", phase, 0.45) for phase in (0.0, 0.22))
    assert leaning["head"].y > seated["head"].y + 0.12
    assert leaning["hips"].z < seated["hips"].z + 0.03


@pytest.mark.parametrize(
    ("movement", "start", "end"), [("stairs_up", 0, STEPS), ("stairs_down", STEPS, 0)]
)
def test_the_feet_end_side_by_side_at_the_other_end_of_the_steps(
    movement: str, start: int, end: int
) -> None:
    first, last = figure_at(movement, 0.0, 0.45), figure_at(movement, 0.95, 0.45)
    for side in ("left", "right"):
        assert first[f"{side}_ankle"].z == pytest.approx(start * 0.17 + ANKLE_M)
        assert last[f"{side}_ankle"].z == pytest.approx(end * 0.17 + ANKLE_M)
    assert last["left_ankle"].y == pytest.approx(last["right_ankle"].y)


@pytest.mark.parametrize("movement", ["stairs_up", "stairs_down"])
def test_no_foot_goes_through_a_step(movement: str) -> None:
    riser, tread = 0.17, 0.28
    for phase in PHASES:
        joints = figure_at(movement, phase, 0.45, riser, tread)
        for side in ("left", "right"):
            ankle = joints[f"{side}_ankle"]
            on = min(STEPS, max(0, int(ankle.y // tread) + 1))
            level = (STEPS - on if movement == "stairs_down" else on) * riser
            assert ankle.z - ANKLE_M >= level - 1e-6


def test_minimum_jerk_begins_and_ends_at_rest() -> None:
    assert [minimum_jerk(s) for s in (-1, 0, 0.5, 1, 2)] == [0, 0, 0.5, 1, 1]
    assert minimum_jerk(0.001) < 1e-6


def test_walking_goes_there_and_back_and_plants_its_feet() -> None:
    course = [figure_at("walk", phase, 0.45) for phase in PHASES]
    along = [joints["hips"].y for joints in course]
    assert max(along) - min(along) == pytest.approx(WALK_M, abs=0.05)
    assert course[0]["head"].minus(course[-1]["head"]).length() < 0.02
    facing = [joints["facing"].y for joints in course]
    assert (min(facing), max(facing)) == pytest.approx((-1.0, 1.0))
    for before, after in itertools.pairwise(course):
        # One foot at least stands still at any time, and neither goes through the floor.
        slides = [
            after[f"{side}_ankle"].minus(before[f"{side}_ankle"]).length()
            for side in ("left", "right")
        ]
        if abs(after["facing"].y) == pytest.approx(1.0):
            assert min(slides) < 0.004
        assert min(after[f"{side}_ankle"].z for side in ("left", "right")) >= ANKLE_M - 1e-9


def test_bending_brings_both_hands_near_the_floor_and_keeps_the_feet() -> None:
    course = [figure_at("bend", phase, 0.45) for phase in PHASES]
    for side in ("left", "right"):
        assert len({joints[f"{side}_ankle"] for joints in course}) == 1
        assert min(joints[f"{side}_hand"].z for joints in course) < 0.35
    assert max(joints["head"].z for joints in course) > 1.5


def test_turning_turns_the_head_further_than_the_shoulders_and_to_both_sides() -> None:
    course = [figure_at("turn", phase, 0.45) for phase in PHASES]
    heads = [joints["facing"].x for joints in course]
    chests = [joints["front"].x for joints in course]
    assert min(heads) < -0.85
    assert max(heads) > 0.85
    assert max(heads) > max(chests) + 0.3
