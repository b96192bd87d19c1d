"""Every function of the runtime, one by one, tells each of the losses there are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Literal

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, R
from tests.xr_fault.judges import SECOND
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw, until, word
from vrexposure.core.inputs import Frame
from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.clock import COUNTER_EXTENSION, TIMESPEC_EXTENSION
from vrexposure.openxr.hands import DATA_SOURCE_EXTENSION, HAND_TRACKING_EXTENSION
from vrexposure.openxr.headset import Headset
from vrexposure.openxr.trackers import TRACKER_EXTENSION
from vrexposure.openxr.xdev import XDEV_EXTENSION

S = xr.SessionState
LOSSES = [R.ERROR_INSTANCE_LOST, R.ERROR_SESSION_LOST]
FB, BD = "XR_FB_body_tracking", "XR_BD_body_tracking"
HERE = (ALL_VALID, (0.0, 0.0, 0.0, 1.0, 0.1, 1.2, -0.3))

Outcome = Literal["refused", "lost", "raised", "borne"]
"""What its loss leads to: no headset is opened; the session is lost and another one is opened;
whoever asked is told; nothing, since something else will tell it."""

OUTCOMES: dict[str, Outcome] = {
    # The way in
    "xrEnumerateInstanceExtensionProperties": "refused",
    "xrCreateInstance": "refused",
    "xrGetInstanceProperties": "refused",
    "xrGetSystem": "refused",
    "xrGetSystemProperties": "refused",
    "xrGetOpenGLGraphicsRequirementsKHR": "refused",
    "xrCreateSession": "refused",
    "xrEnumerateReferenceSpaces": "refused",
    "xrCreateReferenceSpace": "refused",
    "xrStringToPath": "refused",
    "xrCreateActionSet": "refused",
    "xrCreateAction": "refused",
    "xrSuggestInteractionProfileBindings": "refused",
    "xrAttachSessionActionSets": "refused",
    "xrCreateActionSpace": "refused",
    "xrEnumerateEnvironmentBlendModes": "refused",
    "xrEnumerateViewConfigurationViews": "refused",
    "xrEnumerateSwapchainFormats": "refused",
    "xrCreateSwapchain": "refused",
    "xrEnumerateSwapchainImages": "refused",
    "xrCreateHandTrackerEXT": "refused",
    "xrCreateBodyTrackerFB": "refused",
    "xrCreateBodyTrackerBD": "refused",
    "xrCreateXDevListMNDX": "refused",
    "xrEnumerateXDevsMNDX": "refused",
    "xrGetXDevPropertiesMNDX": "refused",
    "xrCreateXDevSpaceMNDX": "refused",
    "xrEnumerateDisplayRefreshRatesFB": "refused",
    "xrGetDisplayRefreshRateFB": "refused",
    # From frame to frame
    "xrPollEvent": "lost",
    "xrBeginSession": "lost",
    "xrGetVisibilityMaskKHR": "refused",
    "xrEndSession": "lost",
    "xrWaitFrame": "lost",
    "xrBeginFrame": "lost",
    "xrLocateViews": "lost",
    "xrAcquireSwapchainImage": "lost",
    "xrWaitSwapchainImage": "lost",
    "xrReleaseSwapchainImage": "lost",
    "xrEndFrame": "lost",
    "xrSyncActions": "lost",
    "xrLocateSpace": "lost",
    "xrGetActionStateBoolean": "lost",
    "xrGetActionStatePose": "lost",
    "xrLocateHandJointsEXT": "lost",
    "xrLocateBodyJointsFB": "lost",
    "xrLocateBodyJointsBD": "lost",
    "xrConvertTimeToTimespecTimeKHR": "lost",
    "xrConvertTimespecTimeToTimeKHR": "lost",
    "xrGetCurrentInteractionProfile": "lost",
    "xrPathToString": "lost",
    "xrRequestDisplayRefreshRateFB": "lost",
    "xrConvertTimeToWin32PerformanceCounterKHR": "lost",
    "xrConvertWin32PerformanceCounterToTimeKHR": "lost",
    # Asked for by others
    "xrGetActionStateVector2f": "raised",
    "xrApplyHapticFeedback": "borne",
    # The way out
    "xrRequestExitSession": "borne",
    "xrDestroyInstance": "borne",
    "xrDestroySession": "borne",
    "xrDestroySpace": "borne",
    "xrDestroyActionSet": "borne",
    "xrDestroySwapchain": "borne",
    "xrDestroyHandTrackerEXT": "borne",
    "xrDestroyBodyTrackerFB": "borne",
    "xrDestroyBodyTrackerBD": "borne",
    "xrDestroyXDevListMNDX": "borne",
}


@pytest.fixture
def whole(runtime: FaultRuntime, monkeypatch: pytest.MonkeyPatch) -> FaultRuntime:
    """A runtime that has everything.

    Core validation is left out, as in `test_worn`: it does not know devices by name.
    """
    monkeypatch.setenv("XR_ENABLE_API_LAYERS", SECOND)
    runtime.extensions += [
        HAND_TRACKING_EXTENSION, DATA_SOURCE_EXTENSION, TRACKER_EXTENSION, XDEV_EXTENSION,
    ]  # fmt: skip
    runtime.offer_rates(72.0, 90.0)
    runtime.extensions += ["XR_KHR_visibility_mask", "XR_KHR_composition_layer_depth"]
    runtime.hands = {side: dict.fromkeys(range(26), HERE) for side in ("left", "right")}
    runtime.body = dict.fromkeys(range(70), HERE)
    runtime.devices = ["left foot tracker"]
    runtime.poses |= {"view": HERE, "tracker/waist": HERE, "left foot tracker": HERE}
    runtime.profiles = {"left": "/interaction_profiles/oculus/touch_controller"}
    return runtime


def everything(runtime: FaultRuntime, headset: Headset, moments: Iterator[object]) -> list[str]:
    """Let all happen that calls a function of the runtime; what was told."""
    told = []
    for number, moment in enumerate(itertools.islice(moments, 24)):
        told.append(word(moment))
        if told[-1] in ("runtime_lost", "runtime_ended"):
            break
        if isinstance(moment, Frame):
            draw(headset)
        if number == 3:
            runtime.send(xr.EventDataInteractionProfileChanged())
            headset.haptic("left", 20)
            headset.stick("left")
        if (
            number == 6
        ):  # a move of the space while no pictures are wanted is timed by the other clock
            runtime.send(
                xr.EventDataReferenceSpaceChangePending(
                    reference_space_type=xr.ReferenceSpaceType.STAGE,
                    change_time=runtime.time_ns + 500_000_000,
                )
            )
            runtime.enter(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING, S.IDLE)
        if number == 15:
            runtime.enter(S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)
    return told


# That a loss is coming is told with a success: what was to be made is made.
EVERY = [(function, code) for function in OUTCOMES for code in LOSSES] + [
    (function, R.SESSION_LOSS_PENDING)
    for function, outcome in OUTCOMES.items()
    if outcome != "refused"
]


@pytest.mark.parametrize(
    ("function", "code"), EVERY, ids=[f"{name}-{code.name.lower()}" for name, code in EVERY]
)
def test_each_loss_told_by_each_function_leads_where_the_table_says(
    whole: FaultRuntime, open_on: Opener, function: str, code: int
) -> None:
    whole.extensions.append(BD if function.endswith("BD") else FB)
    if "Win32" in function:
        whole.extensions[whole.extensions.index(TIMESPEC_EXTENSION)] = COUNTER_EXTENSION
    outcome = OUTCOMES[function]
    whole.fail(function, code)
    whole.open_up()
    if outcome == "refused":
        with pytest.raises(DeviceError):
            open_on(virtual=True)
        assert whole.calls[function]
        assert whole.living() == {}
        return
    headset = open_on(virtual=True, reconnect_for_s=60)
    moments = headset.input.moments()

    if outcome == "raised":
        with pytest.raises(RuntimeLostError):
            everything(whole, headset, moments)
        return
    told = everything(whole, headset, moments)

    assert (told[-1] == "runtime_lost") == (outcome == "lost"), told
    assert whole.calls[function] or outcome == "borne"
    if outcome == "lost":
        whole.come_back()
        whole.open_up()
        assert "runtime_back" in until(moments, "frame")
    headset.close()
    assert whole.calls[function]
    assert whole.broken == []


def test_no_function_of_the_runtime_is_left_out(runtime: FaultRuntime) -> None:
    assert set(OUTCOMES) == set(runtime.functions())
