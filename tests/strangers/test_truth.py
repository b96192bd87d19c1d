"""What a recording says that happened did happen, and nothing else of its kind."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.strangers import FAMILIES, Deed, Recording, free_movement, record
from tests.strangers.catalogue import scored
from tests.strangers.signals import Array, chance, wander
from vrexposure.core.inputs import TRACKED, Button, Frame, Point

SEEDS = range(8)
each_family = pytest.mark.parametrize("family", FAMILIES)
HAND = {"left": Point.LEFT_HAND, "right": Point.RIGHT_HAND}
SQUEEZE = {"left": Button.LEFT_SQUEEZE, "right": Button.RIGHT_SQUEEZE}


@cache
def made(family: str, seed: int, counts: bool = True) -> Recording:
    return record(family, seed, counts=counts)


TRACKS: dict[tuple[int, Point], tuple[Array, Array]] = {}


def places(frames: tuple[Frame, ...], point: Point) -> tuple[Array, Array]:
    """Times and places of a point; `made` keeps the frames, so that their id stays theirs."""
    key = (id(frames), point)
    if key not in TRACKS:
        times = np.array([frame.time_ns for frame in frames]) / 1e9
        TRACKS[key] = times, np.array([frame.poses[point, :3] for frame in frames], np.float64)
    return TRACKS[key]


def at(recording: Recording, point: Point, time_ns: float) -> Array:
    t, xyz = places(recording.frames, point)
    return np.array([np.interp(time_ns / 1e9, t, xyz[:, k]) for k in range(3)])


def number(deed: Deed, key: str) -> float:
    value = deed.detail[key]
    assert not isinstance(value, str)
    return float(value)


@each_family
def test_what_counts_is_in_one_half_and_never_in_the_other(family: str) -> None:
    counted = set(FAMILIES[family].counted)
    for seed in range(60):
        assert counted & {deed.kind for deed in scored(family, seed).deeds}
        instead = {deed.kind for deed in scored(family, seed, counts=False).deeds}
        assert instead, "something happens"
        assert not counted & instead


@each_family
def test_there_are_more_kinds_that_must_not_count_than_kinds_that_do(family: str) -> None:
    kinds = {deed.kind for seed in range(60) for deed in scored(family, seed, counts=False).deeds}
    assert len(kinds) >= 6 > len(FAMILIES[family].counted)


@each_family
@pytest.mark.parametrize("counts", [True, False])
def test_deeds_are_in_order_and_inside_the_recording(family: str, counts: bool) -> None:
    for seed in (0, 1):
        recording = made(family, seed, counts)
        begins = [deed.begin_ns for deed in recording.deeds]
        assert begins == sorted(begins)
        assert all(
            0 < deed.begin_ns < deed.end_ns <= recording.frames[-1].time_ns
            for deed in recording.deeds
        )


@each_family
def test_counted_deeds_do_not_overlap(family: str) -> None:
    for seed in range(60):
        told = sorted(scored(family, seed).deeds, key=lambda d: d.begin_ns)
        deeds = [d for d in told if d.kind in FAMILIES[family].counted]
        if family == "stairs_in_place":
            deeds = [d for d in deeds if d.detail["foot"] == "left"]
        pairs = pairwise(deeds)
        assert all(a.end_ns <= b.begin_ns for a, b in pairs)


@each_family
def test_the_same_seed_gives_the_same_recording_and_another_one_another(family: str) -> None:
    one, two, three = (record(family, seed, quality="degraded") for seed in (1, 1, 2))
    assert [f.time_ns for f in one.frames] == [f.time_ns for f in two.frames]
    assert one.deeds == two.deeds
    assert one.facts == two.facts
    for a, b in zip(one.frames, two.frames, strict=True):
        np.testing.assert_array_equal(a.poses, b.poses)
    assert one.deeds != three.deeds


def test_rising_goes_from_the_seated_height_to_the_standing_one() -> None:
    for seed in SEEDS:
        recording = made("transfer", seed)
        facts = recording.facts
        for deed in recording.of("sit_to_stand"):
            low = at(recording, Point.HEAD, deed.begin_ns)[2]
            t, head = places(recording.frames, Point.HEAD)
            high = head[(t > deed.end_ns / 1e9 - 0.1) & (t < deed.end_ns / 1e9 + 0.5), 2].max()
            other = {1000 * low - facts.seated_head_mm}
            other |= {
                1000 * low - facts.seated_head_mm - seat.height_mm + facts.seat.height_mm
                for seat in facts.other_seats
            }
            assert min(map(abs, other)) < 60
            assert abs(1000 * high - facts.standing_head_mm) < 45
            assert deed.begin_ns < number(deed, "seat_off_ns") < deed.end_ns


def test_what_is_given_up_stays_below_half_of_the_rise() -> None:
    for seed in range(16):
        recording = made("transfer", seed, False)
        facts = recording.facts
        t, head = places(recording.frames, Point.HEAD)
        half = (facts.seated_head_mm + facts.standing_head_mm) / 2000
        for deed in recording.of("aborted_rise"):
            inside = (t >= deed.begin_ns / 1e9) & (t <= deed.end_ns / 1e9)
            assert head[inside, 2].max() < half


def test_a_reach_that_counts_stays_in_the_target_as_long_as_asked() -> None:
    for seed in SEEDS:
        recording = made("reach", seed)
        radius = float(recording.facts.asked["radius_mm"])
        for deed in recording.of("reach"):
            place = recording.facts.targets[int(number(deed, "target"))]
            goal = np.array([place.x_mm, place.y_mm, place.z_mm])
            t, hand = places(recording.frames, HAND[str(deed.detail["hand"])])
            begin, end = number(deed, "arrive_ns") / 1e9, deed.end_ns / 1e9
            inside = (t >= begin) & (t <= end)
            away = np.linalg.norm(1000 * hand[inside] - goal, axis=1)
            assert away.max() < radius, (seed, deed)
            assert end - begin > 1.2 * float(recording.facts.asked["hold_s"])


def longest_stay(t: Array, inside: Array) -> float:
    best, since = 0.0, None
    for time, is_in in zip(t.tolist(), inside.tolist(), strict=True):
        since = (time if since is None else since) if is_in else None
        best = max(best, time - since if since is not None else 0.0)
    return best


def test_a_reach_that_does_not_count_never_stays_in_a_target() -> None:
    for seed in range(16):
        recording = made("reach", seed, False)
        asked = recording.facts.asked
        for side in recording.facts.controllers:
            if asked["hand"] not in {"any", side}:
                continue
            t, hand = places(recording.frames, HAND[side])
            for place in recording.facts.targets:
                goal = np.array([place.x_mm, place.y_mm, place.z_mm])
                away = np.linalg.norm(1000 * hand - goal, axis=1)
                stay = longest_stay(t, away < float(asked["radius_mm"]))
                assert stay < 0.9 * float(asked["hold_s"]), (seed, side)


def test_passing_hands_do_pass_through_the_target_at_speed() -> None:
    seen = 0
    for seed in range(16):
        recording = made("reach", seed, False)
        for deed in recording.of("pass_by"):
            t, hand = places(recording.frames, HAND[str(deed.detail["hand"])])
            inside = (t >= deed.begin_ns / 1e9) & (t <= deed.end_ns / 1e9)
            goals = [np.array([p.x_mm, p.y_mm, p.z_mm]) for p in recording.facts.targets]
            away = [np.linalg.norm(1000 * hand[inside] - goal, axis=1).min() for goal in goals]
            assert min(away) < float(recording.facts.asked["radius_mm"])
            speed = np.linalg.norm(np.diff(hand[inside], axis=0), axis=1) / np.diff(t[inside])
            assert speed.max() > 0.8
            seen += 1
    assert seen > 3


def test_what_is_lifted_goes_from_its_place_to_its_goal() -> None:
    for seed in SEEDS:
        recording = made("bend", seed)
        for deed in recording.of("lift"):
            sides = ("left", "right") if deed.detail["hands"] == 2 else (str(deed.detail["hand"]),)
            for when, place, radius in (
                ("pick_ns", recording.facts.objects[0], 120),
                ("place_ns", recording.facts.goals[0], 180),
            ):
                hands = [at(recording, HAND[side], number(deed, when)) for side in sides]
                goal = np.array([place.x_mm, place.y_mm, place.z_mm])
                away = np.linalg.norm(1000 * np.mean(hands, axis=0) - goal)
                assert away < radius, (seed, when)


def test_who_squeezes_squeezes_between_picking_and_placing() -> None:
    seen: set[str] = set()
    for seed in SEEDS:
        recording = made("bend", seed)
        grasp = recording.facts.grasp
        seen.add(grasp)
        pressed = [
            frame.time_ns
            for frame in recording.frames
            if frame.buttons & (SQUEEZE["left"] | SQUEEZE["right"])
        ]
        if grasp == "touch":
            assert not pressed
        else:
            held = recording.of("lift", "lift_dropped")
            assert pressed
            assert all(any(d.begin_ns <= p <= d.end_ns for d in held) for p in pressed)
    assert seen == {"squeeze", "touch"}


def test_true_sway_agrees_with_another_way_to_compute_it() -> None:
    for seed in range(5):
        recording = made("stand", seed)
        t, head = places(recording.frames, Point.HEAD)
        for deed in recording.of("stance"):
            inside = (t >= deed.begin_ns / 1e9) & (t <= deed.end_ns / 1e9)
            plan = 1000 * head[inside, :2]
            # Path: the integral of the speed by central differences. Ellipse: its two half axes.
            speed = np.hypot(*np.gradient(plan, t[inside], axis=0).T)
            path = float(np.trapezoid(speed, t[inside]))
            axes = np.sqrt(5.991 * np.linalg.eigvalsh(np.cov(plan.T)))
            assert path == pytest.approx(number(deed, "path_mm"), rel=0.02)
            area = float(np.pi * axes[0] * axes[1])
            assert area == pytest.approx(number(deed, "ellipse95_mm2"), rel=0.02)
            # Of quiet standing, head: some mm/s, an area of some cm² at most.
            assert 2 < path / float(np.ptp(t[inside])) < 40
            assert 20 < area < 4000


def test_nobody_stands_still_long_enough_where_standing_must_not_count() -> None:
    for seed in range(60):
        actor = scored("stand", seed, counts=False)
        moving = sorted((d.begin_ns, d.end_ns) for d in actor.deeds)
        still, until = 0, 0
        for begin, end in [*moving, (round(1e9 * actor.now), 0)]:
            still, until = max(still, begin - until), max(until, end)
        assert still / 1e9 < float(actor.asked["stance_s"]), seed


def test_a_hidden_deed_is_known_to_be_hidden() -> None:
    clean = made("turn", 2).of("turn")[0]
    assert made("turn", 2).seen(clean, Point.HEAD) > 0.98
    shares = [
        recording.seen(deed, Point.HEAD)
        for recording in (record("turn", seed, quality="tracking_loss") for seed in SEEDS)
        for deed in recording.of("turn")
    ]
    assert min(shares) < 0.8
    assert max(shares) > 0.98


def test_hands_at_rest_are_in_no_goal() -> None:
    for family, radius in (("bend", 180), ("carry", 180)):
        for seed in SEEDS:
            recording = made(family, seed, False)
            first = recording.frames[5]
            for side, point in HAND.items():
                for goal in recording.facts.goals:
                    spot = np.array([goal.x_mm, goal.y_mm, goal.z_mm])
                    away = float(np.linalg.norm(1000 * first.poses[point, :3] - spot))
                    assert side not in recording.facts.controllers or away > radius


def test_wander_has_its_root_mean_square_and_its_exact_derivative() -> None:
    process = wander(chance(4), 0.005, 0.05, 2.0, 1.3, 28)
    t = np.arange(0, 400, 0.01)
    assert float(process.at(t).std()) == pytest.approx(0.005, rel=0.15)
    angle = 2 * np.pi * np.outer(t, process.hz) + process.phase
    rate = np.cos(angle) @ (process.gain * 2 * np.pi * process.hz)
    gone = float(np.abs(np.diff(process.at(t))).sum())
    assert gone == pytest.approx(float(np.trapezoid(np.abs(rate), t)), rel=1e-3)


def test_walks_are_as_long_as_they_say() -> None:
    for seed in SEEDS:
        recording = made("walk", seed)
        for deed in recording.of("walk"):
            way = at(recording, Point.HEAD, deed.end_ns) - at(recording, Point.HEAD, deed.begin_ns)
            assert np.hypot(*way[:2]) == pytest.approx(number(deed, "distance_mm") / 1000, abs=0.1)
            mean = number(deed, "distance_mm") / ((deed.end_ns - deed.begin_ns) / 1e6)
            assert 0.1 < mean < 1.7


def test_turned_heads_turn_as_far_as_they_say() -> None:
    for seed in SEEDS:
        recording = made("turn", seed)
        if recording.facts.asked["part"] != "head":
            continue
        for deed in recording.of("turn"):
            yaws = []
            for when in (deed.begin_ns, number(deed, "there_ns") + 5e7):
                index = int(np.searchsorted([f.time_ns for f in recording.frames], when))
                w, x, y, z = recording.frames[index].poses[Point.HEAD, 3:].tolist()
                yaws.append(np.arctan2(2 * (w * z - x * y), 1 - 2 * (x * x + z * z)))
            off = np.degrees((yaws[1] - yaws[0] + np.pi) % (2 * np.pi) - np.pi)
            assert np.sign(off) == np.sign(number(deed, "peak_deg"))
            assert abs(off) > float(recording.facts.asked["turn_deg"]) - 4


def test_a_real_step_lifts_the_feet_to_its_height() -> None:
    seen = 0
    for seed in range(20):
        recording = made("real_step", seed)
        if "left_foot" not in recording.facts.trackers:
            continue
        assert recording.facts.step is not None
        for deed in recording.of("step_up"):
            before = at(recording, Point.LEFT_FOOT, deed.begin_ns - 1e8)[2]
            after = at(recording, Point.LEFT_FOOT, deed.end_ns + 1e8)[2]
            assert 1000 * (after - before) == pytest.approx(number(deed, "height_mm"), abs=2)
            assert abs(number(deed, "height_mm") - recording.facts.step.z_mm) < 20
            seen += 1
    assert seen > 5


@each_family
def test_free_movement_is_long_and_never_counts(family: str) -> None:
    recording = free_movement(family, 5, 2.0, "degraded")
    assert recording.frames[-1].time_ns > 115e9
    assert not recording.of(*FAMILIES[family].counted)


def test_one_handed_people_have_one_controller() -> None:
    counts: dict[int, int] = {}
    for seed in range(16):
        recording = made("transfer", seed, False)
        held = recording.facts.controllers
        counts[len(held)] = counts.get(len(held), 0) + 1
        for side, point in HAND.items():
            worn = {int(frame.flags[point]) for frame in recording.frames}
            assert worn == {TRACKED if side in held else 0}
    assert counts[2] > counts.get(1, 0) > 0
