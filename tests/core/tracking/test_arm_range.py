"""How far an arm comes by itself, from a head and a hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random

import pytest

from tests.core.tracking.frames import feed, frame, only
from vrexposure.core.body import BIACROMIAL, EYES, SHOULDER
from vrexposure.core.geometry import IDENTITY, Pose, Vec3, quat_from_yaw
from vrexposure.core.inputs import Frame, Point
from vrexposure.core.observations import HandAbsent, ReachMeasured
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch, WatchArm

HEIGHT_M = 1.70
EYES_M = EYES * HEIGHT_M
ARM_M = 0.64
Way = list[tuple[float, float, float]]
# Azimuth to the own side and elevation in degrees, and seconds to go there.
ABOUT: Way = [(0, 0, 1.0), (0, 60, 1.0), (70, 10, 1.2), (60, -45, 1.0), (-30, 0, 1.5), (0, -40, 1)]


def reaching(
    way: Way,
    *,
    side: str = "right",
    yaw_deg: float = 0.0,
    lean_m: float = 0.0,
    noise_m: float = 0.0,
    spikes: bool = False,
    share: float = 1.0,
    seconds: float = 26.0,
) -> Iterator[Frame]:
    """A hand on a sphere about its shoulder; `share` of the arm is stretched."""
    random = Random(1)
    out = -1.0 if side == "left" else 1.0
    turn = quat_from_yaw(math.radians(yaw_deg))
    neck = Vec3(0.3, -0.2, EYES_M)
    point = Point.LEFT_HAND if side == "left" else Point.RIGHT_HAND
    azimuth = elevation = 0.0
    elevation = -85.0
    t, index, leg_s = 0.0, 0, 0.0
    before = (azimuth, elevation)
    while t < seconds:
        goal = way[index % len(way)]
        leg_s += 1 / 60
        s = min(1.0, leg_s / goal[2])
        s = s * s * (3 - 2 * s)
        azimuth = before[0] + (goal[0] - before[0]) * s
        elevation = before[1] + (goal[1] - before[1]) * s
        if leg_s > goal[2] + 0.4:
            before, index, leg_s = (goal[0], goal[1]), index + 1, 0.0
        a, e = math.radians(azimuth), math.radians(elevation)
        arm = Vec3(
            out * (math.sin(a) * math.cos(e) * ARM_M * share + BIACROMIAL / 2 * HEIGHT_M),
            math.cos(a) * math.cos(e) * ARM_M * share + lean_m,
            math.sin(e) * ARM_M * share - (EYES - SHOULDER) * HEIGHT_M,
        )
        hand = neck.plus(turn.rotate(arm))
        hand = hand.plus(Vec3(*(random.gauss(0.0, noise_m) for _ in range(3))))
        if spikes and random.random() < 0.01:
            hand = hand.plus(Vec3(0.0, 0.35, 0.0))
        # The headset sits before the neck.
        head = neck.plus(turn.rotate(Vec3(0.0, 0.08 + lean_m, 0.002 * math.sin(t))))
        yield frame(t * 1000, head, turn=turn, points={point: Pose(hand, IDENTITY)})
        t += 1 / 60


def measured(frames: Iterator[Frame], side: str = "right") -> list[ReachMeasured]:
    tracker = Tracker()
    watch = WatchArm("left" if side == "left" else "right", round(1000 * EYES_M), 1700)
    tracker.watch(Watch(watch))
    return only(feed(tracker, frames), ReachMeasured)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("yaw_deg", [0.0, 75.0, -160.0])
def test_the_arm_is_measured_to_two_centimetres_whichever_way_one_faces(
    side: str, yaw_deg: float
) -> None:
    (one,) = measured(reaching(ABOUT, side=side, yaw_deg=yaw_deg, noise_m=0.002), side)
    assert one.side == side
    assert one.arm_mm == pytest.approx(1000 * ARM_M, abs=20)
    assert len(one.far_mm) == 9
    assert sum(far > 0 for far in one.far_mm) >= 5


def test_only_where_the_hand_was_has_a_range() -> None:
    (one,) = measured(reaching([(0, 0, 1.0), (20, 0, 1.0)]))
    low, middle, high = one.far_mm[:3], one.far_mm[3:6], one.far_mm[6:]
    assert middle[1] == pytest.approx(640, abs=20)
    assert (middle[0], middle[2]) == (0, 0)
    assert high == (0, 0, 0)
    assert low == (0, 0, 0)  # the way up from rest is not reaching


def test_who_does_not_come_far_has_a_short_range_and_who_leans_has_no_longer_one() -> None:
    (stiff,) = measured(reaching(ABOUT, share=0.7))
    assert stiff.arm_mm == pytest.approx(700 * ARM_M, abs=20)
    straight = measured(reaching(ABOUT))[0].arm_mm

    def leaning() -> Iterator[Frame]:
        yield from reaching(ABOUT, seconds=2.0)
        for one in reaching(ABOUT, lean_m=0.25, seconds=24.0):
            yield Frame(one.time_ns + 2_000_000_000, one.poses, one.flags)

    assert all(one.arm_mm <= straight + 15 for one in measured(leaning()))


def test_wild_samples_lengthen_no_arm() -> None:
    (one,) = measured(reaching(ABOUT, spikes=True, noise_m=0.003))
    assert one.arm_mm == pytest.approx(1000 * ARM_M, abs=25)


def test_a_hand_that_rests_measures_nothing() -> None:
    assert measured(reaching([(0, -85, 1.0)], share=0.3)) == []
    assert measured(reaching([(10, -50, 1.0)], share=0.9)) == [], "a hand in the lap"


def test_a_hand_that_is_not_there_is_not_waited_for() -> None:
    tracker = Tracker()
    tracker.watch(Watch(WatchArm("left", round(1000 * EYES_M), 1700)))
    said = feed(tracker, (frame(n * 16, Vec3(0.0, 0.0, EYES_M)) for n in range(1500)))
    (absent,) = only(said, HandAbsent)
    assert 5_900_000_000 < absent.time_ns < 6_200_000_000
    assert not only(feed(tracker, reaching(ABOUT, side="left")), ReachMeasured)


def test_it_ends_by_itself_within_twenty_seconds() -> None:
    (one,) = measured(reaching(ABOUT, noise_m=0.02))
    assert one.time_ns < 22_000_000_000
