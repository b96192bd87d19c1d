"""One headset, opened: everything together, and its orderly end."""

from __future__ import annotations

import logging
import typing
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

import xr

from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr import instance as instances
from vrexposure.openxr.actions import Actions, Side
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.clock import TIMESPEC_EXTENSION, SessionClock, TimeConverter
from vrexposure.openxr.events import EventQueue
from vrexposure.openxr.eyes import XrEyes
from vrexposure.openxr.frames import FrameCycle
from vrexposure.openxr.hands import HAND_TRACKING_EXTENSION, HandTracking
from vrexposure.openxr.input import OpenXRInput, Parts
from vrexposure.openxr.results import explained
from vrexposure.openxr.skeleton import Skeleton, choose_kind
from vrexposure.openxr.spaces import (
    Locator,
    StageSpace,
    create_reference,
    create_stage,
    space_type,
)
from vrexposure.openxr.swapchain import Swapchain, double_width, scaled
from vrexposure.openxr.worn import WornPoints
from vrexposure.openxr.xdev import XDEV_EXTENSION, find_worn

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HeadsetProperties:
    """What the session runs on, for the manifest.

    Attributes:
        runtime: The runtime's name; `version` its own version.
        system: The headset's name.
        extensions: Those that are enabled.
        space: Which OpenXR space the stage is.
        eye_px: Width and height of one eye's picture; None without pictures.
        left_profile, right_profile: Kind of controller in use, "" while there is none.
        hands: Whether the joints of hands can be had: "none", "joints", "joints and source".
        worn: Where waist, chest and feet come from (`WornPoints.sources`), by name of the point.
    """

    runtime: str
    version: str
    system: str
    extensions: tuple[str, ...]
    space: StageSpace
    eye_px: tuple[int, int] | None
    left_profile: str
    right_profile: str
    hands: str
    worn: dict[str, str]


class Headset:
    """An open headset.

    Attributes:
        input: The source of moments.
        eyes: Where pictures go; None without pictures.
    """

    def __init__(
        self,
        *,
        parts: Parts,
        info: instances.RuntimeInfo,
        extensions: tuple[str, ...],
        space: StageSpace,
        destroy: ExitStack,
    ) -> None:
        self.input = OpenXRInput(parts)
        self.eyes = parts.eyes
        self._parts = parts
        self._info = info
        self._extensions = extensions
        self._space = space
        self._destroy = destroy

    @property
    def properties(self) -> HeadsetProperties:
        """As they are now: controllers may have been switched on since.

        Raises:
            DeviceError: The runtime went away.
        """
        eyes = self.eyes
        return HeadsetProperties(
            self._info.runtime,
            self._info.version,
            self._info.system,
            self._extensions,
            self._space,
            (eyes.eye_width_px, eyes.eye_height_px) if eyes is not None else None,
            self._parts.actions.profile("left"),
            self._parts.actions.profile("right"),
            self._parts.hands.tells if self._parts.hands is not None else "none",
            {point.name.lower(): source for point, source in self._parts.worn.sources.items()},
        )

    def stick(self, side: Side) -> tuple[float, float] | None:
        """Thumbstick or trackpad as of the last frame: right and up, -1 to 1; None: not active.

        Raises:
            DeviceError: The runtime went away.
        """
        return self._parts.actions.stick(side)

    def haptic(self, side: Side, duration_ms: int) -> None:
        """A short pulse in one hand. A runtime that goes away is reported by `input` alone."""
        try:
            self._parts.actions.buzz(side, duration_ms)
        except DeviceError as error:
            log.debug("%s", error)

    def close(self) -> None:
        """End the session, then destroy everything in order. Harmless to repeat.

        With pictures, call it while the OpenGL context is still there and current.
        """
        self.input.leave()
        with instances.quiet_stderr():
            self._destroy.close()


def open_headset(
    *,
    native_context: tuple[int, int, int] | None,
    space: StageSpace,
    origin_monotonic_ns: int,
    app_name: str,
    render_scale: float = 1.0,
) -> Headset:
    """Connect to the active runtime and open its headset.

    Args:
        native_context: X display, GLX drawable and GLX context as integers, the context current on
            this thread; None for motion without pictures.
        space: Which OpenXR space is the stage; the other is taken where this is missing.
        origin_monotonic_ns: `time.monotonic_ns` at the zero of the session clock.
        app_name: What the headset's own menus call the program.
        render_scale: Sides of the pictures over what the runtime recommends, 0.5 to 1.5.

    Raises:
        SettingError: The scale is none of these.
        DeviceError: No runtime, no headset, or not one that can be used; with the remedy.
    """
    graphics = native_context is not None
    with ExitStack() as stack:
        extensions = instances.choose_extensions(instances.offered_extensions(), graphics=graphics)
        instance = instances.create_instance(app_name, extensions)
        stack.callback(_destroyer(xr.destroy_instance, instance))
        system_id = instances.find_headset(instance)
        info = instances.describe(instance, system_id)
        binding = (
            instances.glx_binding(instance, system_id, native_context)
            if native_context is not None
            else None
        )
        with explained("open a session"):
            session = xr.create_session(
                instance, xr.SessionCreateInfo(system_id=system_id, next=binding)
            )
        stack.callback(_destroyer(xr.destroy_session, session))
        calls = Calls(instance)
        stage, chosen = create_stage(session, space)
        stack.callback(_destroyer(xr.destroy_space, stage))
        head = create_reference(session, xr.ReferenceSpaceType.VIEW)
        stack.callback(_destroyer(xr.destroy_space, head))
        actions = Actions(instance, session, calls, extensions)
        stack.callback(_destroyer(xr.destroy_action_set, actions.action_set))
        for hand_space in (*actions.spaces, *actions.tracker_spaces.values()):
            stack.callback(_destroyer(xr.destroy_space, hand_space))
        worn = _worn_points(instance, session, calls, stage, actions, extensions, stack)
        hands = None
        if HAND_TRACKING_EXTENSION in extensions:
            hands = HandTracking(instance, session, stage, extensions)
            stack.callback(hands.close)
        frames = FrameCycle(calls, session, instances.choose_blend_mode(instance, system_id))
        eyes = None
        if graphics:
            recommended = instances.recommended_px(instance, system_id)
            eye_px = scaled(recommended, render_scale, info.largest_px)
            swapchain = Swapchain(calls, session, *double_width(eye_px, info.largest_px))
            stack.callback(_destroyer(xr.destroy_swapchain, swapchain.handle))
            eyes = XrEyes(calls, session, frames, stage, swapchain, eye_px)
        parts = Parts(
            calls=calls,
            session=session,
            space_type=space_type(chosen),
            clock=_clock(instance, extensions, origin_monotonic_ns, graphics=graphics),
            events=EventQueue(calls, instance),
            frames=frames,
            actions=actions,
            locator=Locator(calls, [head, *actions.spaces], stage),
            worn=worn,
            hands=hands,
            eyes=eyes,
        )
        log.info("headset %s on %s %s", info.system, info.runtime, info.version)
        return Headset(
            parts=parts, info=info, extensions=extensions, space=chosen, destroy=stack.pop_all()
        )


def _worn_points(
    instance: typing.Any,
    session: typing.Any,
    calls: Calls,
    stage: typing.Any,
    actions: Actions,
    extensions: tuple[str, ...],
    stack: ExitStack,
) -> WornPoints:
    """Whatever there is for waist, chest and feet; its end goes to `stack`."""
    devices = find_worn(instance, session) if XDEV_EXTENSION in extensions else {}
    for _, space in devices.values():
        stack.callback(_destroyer(xr.destroy_space, space))
    kind = choose_kind(extensions)
    skeleton = None
    if kind is not None:
        try:
            skeleton = Skeleton(instance, session, stage, kind)
        except RuntimeLostError:
            raise
        except DeviceError as error:  # offered, but not by this headset, or not allowed by it
            log.info("%s", error)
    worn = WornPoints(
        calls, stage, devices=devices, trackers=actions.tracker_spaces, skeleton=skeleton
    )
    stack.callback(worn.close)
    return worn


def _clock(
    instance: typing.Any, extensions: tuple[str, ...], origin_ns: int, *, graphics: bool
) -> SessionClock:
    converting = TIMESPEC_EXTENSION in extensions
    if not converting and not graphics:
        raise DeviceError(
            "the active OpenXR runtime does not tell its time to programs that draw nothing; "
            "leave pictures switched on"
        )
    return SessionClock(origin_ns, TimeConverter(instance) if converting else None)


def _destroyer(function: Callable[[typing.Any], object], handle: typing.Any) -> Callable[[], None]:
    """A call that destroys `handle`; one that went with its runtime is gone already."""

    def destroy() -> None:
        try:
            function(handle)
        except xr.exception.ResultException as error:
            log.debug("%s: %s", getattr(function, "__name__", "destroy"), error)

    return destroy
