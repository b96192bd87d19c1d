"""What a tracking system makes up reaches the core flagged as it is, and is never scored."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from random import Random

import pytest

from tests.core.tracking.counting import sit_to_stand
from tests.motion.people import Person
from tests.motion.recording import Quality, record
from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, XrPose
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.core.inputs import VALID, Frame, Point
from vrexposure.core.observations import Observation, RepetitionDone, SamplesDropped, TrackingLost
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch
from vrexposure.openxr.axes import xr_from_point, xr_from_quat

NAN = math.nan
Spoil = Callable[[int, XrPose], tuple[int, XrPose]]
"""The number of a frame and the head's true pose -> flags and pose that the runtime tells."""


def riser() -> Person:
    person = Person(Random(1))
    person.wait(2.0)
    person.sit_to_stand(1.2, 1.0, 1.4, 1.0)
    person.wait(1.0)
    return person


def seen(
    runtime: FaultRuntime, open_on: Opener, spoil: Spoil
) -> tuple[list[Frame], list[Observation]]:
    """A person rises before a runtime that tells it spoiled: frames, and what is made of them."""
    person = riser()
    runtime.open_up()
    moments = open_on().input.moments()
    next(moments)
    tracker = Tracker()
    tracker.watch(Watch(sit_to_stand(person)))
    frames, said = [], []
    for number, true in enumerate(record(person, Quality(rate_hz=90.0), 0)):
        head, hand = true.pose(Point.HEAD), true.pose(Point.RIGHT_HAND)
        pose = (*xr_from_quat(head.orientation), *xr_from_point(head.position))
        runtime.poses["view"] = spoil(number, pose)
        runtime.poses["grip/right"] = (
            ALL_VALID,
            (*xr_from_quat(hand.orientation), *xr_from_point(hand.position)),
        )
        frame = next(moments)
        assert isinstance(frame, Frame)
        frames.append(frame)
        said += tracker.update(frame)
    return frames, said


def scored(said: list[Observation]) -> int:
    return sum(isinstance(one, RepetitionDone) for one in said)


def dropped(said: list[Observation]) -> SamplesDropped:
    """All that was left out, added up."""
    reports = [one for one in said if isinstance(one, SamplesDropped)]
    assert reports
    return SamplesDropped(
        0,
        *(
            sum(getattr(one, name) for one in reports)
            for name in ("not_tracked", "not_finite", "jumped", "stale")
        ),
    )


def test_what_is_really_tracked_is_scored(runtime: FaultRuntime, open_on: Opener) -> None:
    frames, said = seen(runtime, open_on, lambda _, pose: (ALL_VALID, pose))

    assert all(frame.tracked(Point.HEAD) for frame in frames)
    assert scored(said) == 1


@pytest.mark.parametrize("flags", [0, 3, 7, 11])
def test_a_pose_that_is_valid_but_guessed_is_told_so_and_never_scored(
    runtime: FaultRuntime, open_on: Opener, flags: int
) -> None:
    frames, said = seen(runtime, open_on, lambda _, pose: (flags, pose))

    assert {int(frame.flags[Point.HEAD]) for frame in frames} == {flags}
    assert scored(said) == 0
    assert any(isinstance(one, TrackingLost) for one in said)
    assert dropped(said).not_tracked > 0 or flags & VALID != VALID


@pytest.mark.parametrize("spot", [3, 5])
def test_a_pose_that_is_no_number_is_told_as_it_is_and_never_scored(
    runtime: FaultRuntime, open_on: Opener, spot: int
) -> None:
    def spoil(_: int, pose: XrPose) -> tuple[int, XrPose]:
        x, y, z, w, px, py, pz = (NAN if at == spot else part for at, part in enumerate(pose))
        return ALL_VALID, (x, y, z, w, px, py, pz)

    frames, said = seen(runtime, open_on, spoil)

    assert all(frame.tracked(Point.HEAD) for frame in frames)
    assert all(math.isnan(sum(frame.poses[Point.HEAD].tolist())) for frame in frames)
    assert scored(said) == 0
    assert dropped(said).not_finite > 0


def test_a_position_that_stands_still_with_fresh_stamps_is_found_out(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    kept: list[XrPose] = []

    def freeze(number: int, pose: XrPose) -> tuple[int, XrPose]:
        if number == 60:
            kept.append(pose)
        return ALL_VALID, kept[0] if kept else pose

    frames, said = seen(runtime, open_on, freeze)

    rows = {frame.poses[Point.HEAD].tobytes() for frame in frames[60:]}
    times = [frame.time_ns for frame in frames]
    assert len(rows) == 1
    assert all(later > earlier for earlier, later in itertools.pairwise(times))
    assert scored(said) == 0
    assert any(isinstance(one, TrackingLost) for one in said)
    assert dropped(said).stale > 0


def test_a_head_that_leaps_up_and_back_has_not_stood_up(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    sitting: list[XrPose] = []

    def leap(number: int, pose: XrPose) -> tuple[int, XrPose]:
        if number < 90:
            sitting[:] = [pose]
        x, y, z, w, px, py, pz = sitting[0]
        wobble = 0.001 * math.sin(number)
        return ALL_VALID, (x, y, z, w, px, py + wobble + 0.5 * (number % 20 < 12), pz)

    frames, said = seen(runtime, open_on, leap)

    heights = [frame.pose(Point.HEAD).position.z for frame in frames]
    assert max(heights) - min(heights) > 0.45
    assert scored(said) == 0
    assert dropped(said).jumped > 0
