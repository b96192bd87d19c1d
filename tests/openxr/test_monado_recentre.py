"""A real runtime that centres its spaces anew, and our own centring in it."""

from __future__ import annotations

import math
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from vrexposure.core.geometry import Pose, Vec3, quat_from_yaw, yaw_rad_of
from vrexposure.core.inputs import Device, DeviceChange, Frame, Point, Tick
from vrexposure.openxr.headset import Headset, open_headset
from vrexposure.openxr.spaces import StageSpace

pytestmark = pytest.mark.xr

HEAD = Pose(Vec3(0.4, 0.2, 1.6), quat_from_yaw(math.radians(35)))
ELSEWHERE = Pose(Vec3(-0.3, 0.5, 1.4), quat_from_yaw(math.radians(-20)))
HAND = HandState(Pose(Vec3(0.0, 0.3, 1.0)))
Moments = Iterator[Frame | Tick | Device | object]


@pytest.fixture
def worn(remote: RemoteHeadset) -> Iterator[RemoteHeadset]:
    """The headset; the spaces of the runtime are where they were when it is taken off."""
    yield remote
    remote.send(BodyState(Pose(Vec3(0.0, 0.0, 1.6)), HAND, HAND))
    time.sleep(0.2)
    runtime_recentres()


def runtime_recentres() -> None:
    """As the headset's own button does it: LOCAL and LOCAL_FLOOR, for every program."""
    subprocess.run(["monado-ctl", "-c"], check=True, capture_output=True, timeout=10)


def opened(space: StageSpace) -> Headset:
    return open_headset(
        native_context=None,
        space=space,
        origin_monotonic_ns=time.monotonic_ns(),
        app_name="tests",
        eye_height_m=1.6,
    )


def head_after(moments: Moments, frames: int = 20) -> tuple[Pose, list[DeviceChange]]:
    """Where the head is after so many frames, and what was told of the device on the way."""
    changes = []
    for moment in moments:
        if isinstance(moment, Device):
            changes.append(moment.change)
        if isinstance(moment, Frame):
            frames -= 1
            if not frames:
                return moment.pose(Point.HEAD), changes
    raise AssertionError("the headset ended")


def is_middle(head: Pose) -> bool:
    return (
        math.hypot(head.position.x, head.position.y) < 2e-3
        and abs(yaw_rad_of(head.orientation)) < 2e-3
    )


@pytest.mark.parametrize("space", ["local_floor", "local"])
def test_the_runtime_s_own_recentring_is_told_and_makes_ours_void(
    worn: RemoteHeadset, space: StageSpace
) -> None:
    worn.send(BodyState(HEAD, HAND, HAND))
    headset = opened(space)
    try:
        moments = headset.input.moments()
        head_after(moments)
        natural = headset.properties.place
        headset.recentre()
        head, told = head_after(moments)
        assert told == [DeviceChange.RECENTRED]
        assert is_middle(head)
        assert headset.properties.place != natural

        worn.send(BodyState(ELSEWHERE, HAND, HAND))
        assert not is_middle(head_after(moments)[0])
        runtime_recentres()
        head, told = head_after(moments)

        assert told == [DeviceChange.RECENTRED]
        assert is_middle(head)
        assert head.position.z == pytest.approx(ELSEWHERE.position.z, abs=2e-3)
        assert headset.properties.place == natural
    finally:
        headset.close()


def test_a_room_that_is_walked_in_stays_where_the_floor_was_marked(worn: RemoteHeadset) -> None:
    worn.send(BodyState(HEAD, HAND, HAND))
    headset = opened("stage")
    try:
        moments = headset.input.moments()
        before, _ = head_after(moments)
        runtime_recentres()
        after, told = head_after(moments)
    finally:
        headset.close()

    assert told == []
    assert after.position.minus(before.position).length() < 2e-3


def test_our_own_recentring_moves_a_room_too_and_keeps_its_floor(worn: RemoteHeadset) -> None:
    worn.send(BodyState(HEAD, HAND, HAND))
    headset = opened("stage")
    try:
        moments = headset.input.moments()
        head_after(moments)
        headset.recentre()
        after, told = head_after(moments)
    finally:
        headset.close()

    assert told == [DeviceChange.RECENTRED]
    assert is_middle(after)
    assert after.position.z == pytest.approx(HEAD.position.z, abs=2e-3)
