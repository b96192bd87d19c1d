"""Waist, chest and feet: whatever tells where they are, they come as the same four rows."""

from __future__ import annotations

import pytest

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, R, XrPose
from tests.xr_fault.judges import SECOND
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.core.inputs import Frame, Point
from vrexposure.openxr.headset import Headset
from vrexposure.openxr.trackers import TRACKER_EXTENSION
from vrexposure.openxr.worn import WORN
from vrexposure.openxr.xdev import XDEV_EXTENSION, point_of

FB, META = "XR_FB_body_tracking", "XR_META_body_tracking_full_body"
BD = "XR_BD_body_tracking"


@pytest.fixture
def listing(runtime: FaultRuntime, monkeypatch: pytest.MonkeyPatch) -> FaultRuntime:
    """A runtime that lists devices by name.

    Core validation is left out: it takes a space that was made by an extension that it does not
    know for no space.
    """
    monkeypatch.setenv("XR_ENABLE_API_LAYERS", SECOND)
    runtime.extensions.append(XDEV_EXTENSION)
    return runtime


def at(x: float, height: float) -> XrPose:
    return (0.0, 0.0, 0.0, 1.0, x, height, -0.1)


def first_frame(headset: Headset) -> Frame:
    return next(moment for moment in headset.input.moments() if isinstance(moment, Frame))


def places(frame: Frame) -> dict[str, tuple[float, float]]:
    """Where the tracked ones are: to the right, and up."""
    return {
        point.name.lower(): (round(x, 3), round(z, 3))
        for point in WORN
        if frame.tracked(point)
        for x, _, z in [frame.pose(point).position]
    }


def test_worn_trackers_come_by_their_role(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.extensions.append(TRACKER_EXTENSION)
    runtime.open_up()
    runtime.poses |= {
        "tracker/waist": (ALL_VALID, at(0.0, 1.0)),
        "tracker/left_foot": (ALL_VALID, at(-0.1, 0.1)),
        "tracker/right_foot": (3, at(0.1, 0.1)),
    }
    headset = open_on()
    frame = first_frame(headset)

    assert places(frame) == {"waist": (0.0, 1.0), "left_foot": (-0.1, 0.1)}
    assert frame.flags[5:].tolist() == [15, 0, 15, 3]
    assert set(headset.properties.worn.values()) == {"vive_tracker"}
    suggested = runtime.suggested["/interaction_profiles/htc/vive_tracker_htcx"]
    assert ("tracker", "/user/vive_tracker_htcx/role/chest/input/grip/pose") in suggested


def test_a_runtime_that_refuses_trackers_after_all_has_none(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.extensions.append(TRACKER_EXTENSION)
    runtime.unknown_profiles = {"/interaction_profiles/htc/vive_tracker_htcx"}
    runtime.open_up()
    headset = open_on()

    assert not first_frame(headset).flags[5:].any()
    assert set(headset.properties.worn.values()) == {"none"}


def test_without_anything_the_rows_stay_empty(runtime: FaultRuntime, open_on: Opener) -> None:
    runtime.open_up()
    headset = open_on()

    assert not first_frame(headset).flags[5:].any()
    assert set(headset.properties.worn) == {"waist", "chest", "left_foot", "right_foot"}
    assert set(headset.properties.worn.values()) == {"none"}


def test_devices_are_known_by_their_names(listing: FaultRuntime, open_on: Opener) -> None:
    runtime = listing
    runtime.devices = ["Fault HMD", "Tracker Left Foot", "WiVRn right foot", "Waist tracker"]
    runtime.open_up()
    runtime.poses |= {
        "Tracker Left Foot": (ALL_VALID, at(-0.1, 0.1)),
        "WiVRn right foot": (ALL_VALID, at(0.1, 0.2)),
        "Waist tracker": (ALL_VALID, at(0.0, 0.9)),
    }
    headset = open_on()
    frame = first_frame(headset)

    assert places(frame) == {
        "waist": (0.0, 0.9),
        "left_foot": (-0.1, 0.1),
        "right_foot": (0.1, 0.2),
    }
    assert headset.properties.worn == {
        "waist": "device Waist tracker",
        "chest": "none",
        "left_foot": "device Tracker Left Foot",
        "right_foot": "device WiVRn right foot",
    }
    assert runtime.calls["xrDestroyXDevListMNDX"] == 1


@pytest.mark.parametrize(
    "function", ["xrCreateXDevListMNDX", "xrEnumerateXDevsMNDX", "xrGetXDevPropertiesMNDX"]
)
def test_a_list_of_devices_that_cannot_be_had_costs_only_the_devices(
    runtime: FaultRuntime, open_on: Opener, function: str
) -> None:
    runtime.extensions.append(XDEV_EXTENSION)
    runtime.devices = ["Waist tracker"]
    runtime.open_up()
    runtime.fail(function, R.ERROR_RUNTIME_FAILURE)

    assert not first_frame(open_on()).flags[5:].any()


@pytest.mark.parametrize(
    ("extensions", "joints", "source"),
    [
        ([FB, META], {"waist": 1, "chest": 5, "left_foot": 73, "right_foot": 80}, "full"),
        ([FB], {"waist": 1, "chest": 5}, "upper"),
        ([BD], {"waist": 0, "chest": 9, "left_foot": 7, "right_foot": 8}, "full"),
    ],
)
def test_a_body_that_is_seen_whole_gives_its_points(
    runtime: FaultRuntime,
    open_on: Opener,
    extensions: list[str],
    joints: dict[str, int],
    source: str,
) -> None:
    runtime.extensions += extensions
    runtime.body = {joint: (ALL_VALID, at(joint / 100, 1.0)) for joint in range(84)}
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    frame = next(moment for moment in moments if isinstance(moment, Frame))

    assert places(frame) == {name: (joint / 100, 1.0) for name, joint in joints.items()}
    told = headset.properties.worn
    assert {name: told[name] for name in joints} == dict.fromkeys(joints, f"{source}_body_tracking")
    runtime.body = None
    gone = next(moment for moment in moments if isinstance(moment, Frame))
    assert not gone.flags[5:].any()


def test_a_device_that_is_there_goes_before_a_guess_and_keeps_its_place(
    listing: FaultRuntime, open_on: Opener
) -> None:
    runtime = listing
    runtime.extensions.append(BD)
    runtime.devices = ["Left Foot"]
    runtime.body = {joint: (ALL_VALID, at(joint / 100, 1.0)) for joint in range(24)}
    runtime.poses["Left Foot"] = (ALL_VALID, at(-0.3, 0.1))
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    frame = next(moment for moment in moments if isinstance(moment, Frame))

    assert places(frame)["left_foot"] == (-0.3, 0.1)
    assert places(frame)["right_foot"] == (0.08, 1.0)
    # Out of sight is out of sight: another source would look like a leap of the foot.
    del runtime.poses["Left Foot"]
    frame = next(moment for moment in moments if isinstance(moment, Frame))
    assert "left_foot" not in places(frame)
    assert headset.properties.worn["right_foot"] == "full_body_tracking"


def test_a_tracker_that_is_worn_goes_before_a_guess_from_when_it_is_seen(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.extensions += [BD, TRACKER_EXTENSION]
    runtime.body = {joint: (ALL_VALID, at(joint / 100, 1.0)) for joint in range(24)}
    runtime.open_up()
    headset = open_on()
    moments = (moment for moment in headset.input.moments() if isinstance(moment, Frame))

    assert places(next(moments))["left_foot"] == (0.07, 1.0)
    runtime.poses["tracker/left_foot"] = (ALL_VALID, at(-0.3, 0.1))
    assert places(next(moments))["left_foot"] == (-0.3, 0.1)
    runtime.poses["tracker/left_foot"] = (0, at(-0.3, 0.1))
    told = places(next(moments))
    assert "left_foot" not in told
    assert told["right_foot"] == (0.08, 1.0)
    assert headset.properties.worn["waist"] == "vive_tracker, else full_body_tracking"


def test_a_body_that_may_not_be_tracked_costs_only_the_body(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.extensions.append(BD)
    runtime.fail("xrCreateBodyTrackerBD", R.ERROR_FEATURE_UNSUPPORTED)
    runtime.open_up()
    headset = open_on()

    assert not first_frame(headset).flags[5:].any()
    assert headset.properties.worn["waist"] == "none"


def test_a_body_that_fails_ends_the_body_and_not_the_session(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.extensions.append(FB)
    runtime.body = {1: (ALL_VALID, at(0.0, 1.0))}
    runtime.open_up()
    moments = open_on().input.moments()
    assert next(m for m in moments if isinstance(m, Frame)).tracked(Point.WAIST)

    runtime.fail("xrLocateBodyJointsFB", R.ERROR_RUNTIME_FAILURE)

    assert not next(m for m in moments if isinstance(m, Frame)).flags[5:].any()
    asked = runtime.calls["xrLocateBodyJointsFB"]
    assert isinstance(next(moments), Frame)
    assert runtime.calls["xrLocateBodyJointsFB"] == asked
    assert runtime.calls["xrDestroyBodyTrackerFB"] == 1


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("HTC Vive Tracker (left foot)", Point.LEFT_FOOT),
        ("RIGHT FOOT", Point.RIGHT_FOOT),
        ("Generic waist", Point.WAIST),
        ("Hip tracker", Point.WAIST),
        ("chest strap", Point.CHEST),
        ("Foot", None),
        ("Valve Index Controller (left)", None),
        ("", None),
    ],
)
def test_a_name_says_where_it_is_worn_or_nothing(name: str, point: Point | None) -> None:
    assert point_of(name) is point


def test_all_is_left_behind_with_the_session(listing: FaultRuntime, open_on: Opener) -> None:
    runtime = listing
    runtime.extensions += [BD, TRACKER_EXTENSION]
    runtime.devices = ["Left Foot", "Right Foot"]
    open_on().close()

    made = runtime.calls["xrCreateXDevSpaceMNDX"]
    made += runtime.calls["xrCreateActionSpace"] + runtime.calls["xrCreateReferenceSpace"]
    assert made == 2 + 8 + 2
    assert runtime.calls["xrDestroySpace"] == made
    assert runtime.calls["xrDestroyBodyTrackerBD"] == 1
