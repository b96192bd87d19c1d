"""One headset, opened: everything together, and its orderly end."""

from __future__ import annotations

import logging
import time
import typing
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace

import xr

from vrexposure.core.geometry import Pose, Vec3
from vrexposure.errors import DeviceError, RuntimeLostError, SettingError
from vrexposure.openxr import instance as instances
from vrexposure.openxr.actions import Actions, Side
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.clock import SessionClock, converter_of
from vrexposure.openxr.depth import DEPTH_EXTENSION, lend_depth
from vrexposure.openxr.events import EventQueue
from vrexposure.openxr.eyes import XrEyes
from vrexposure.openxr.frames import FrameCycle
from vrexposure.openxr.graphics import create_session, own_extension
from vrexposure.openxr.hands import HAND_TRACKING_EXTENSION, HandTracking
from vrexposure.openxr.input import OpenXRInput, Parts
from vrexposure.openxr.mask import MASK_EXTENSION, VisibilityMask
from vrexposure.openxr.patience import GIVE_UP_AFTER_S
from vrexposure.openxr.pictures import create_pictures
from vrexposure.openxr.placing import PlacedStage, Placing
from vrexposure.openxr.refresh import RefreshRate
from vrexposure.openxr.skeleton import Skeleton, choose_kind
from vrexposure.openxr.spaces import Locator, StageSpace, create_reference
from vrexposure.openxr.swapchain import scaled
from vrexposure.openxr.worn import WornPoints
from vrexposure.openxr.xdev import XDEV_EXTENSION, find_worn
from vrexposure.ports import NativeContext

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HeadsetProperties:
    """What the session runs on, for the manifest.

    Attributes:
        runtime: The runtime's name; `version` its own version.
        system: The headset's name.
        extensions: Those that are enabled.
        space: Which of the runtime's spaces the stage lies in.
        place: Where it lies there, in stage axes: from stage space to the runtime's, turn by its
            orientation, then add its position.
        eye_px: Width and height of one eye's picture; None without pictures.
        refresh_hz: How many pictures a second the display shows; None where it is not told.
        refresh_offered_hz: Among which rates can be chosen, rising.
        picture: What it is made of (`XrEyes.made_of`); "" without pictures.
        left_profile, right_profile: Kind of controller in use, "" while there is none.
        hands: Whether the joints of hands can be had: "none", "joints", "joints and source".
        worn: Where waist, chest and feet come from (`WornPoints.sources`), by name of the point.
    """

    runtime: str
    version: str
    system: str
    extensions: tuple[str, ...]
    space: StageSpace
    place: Pose
    eye_px: tuple[int, int] | None
    refresh_hz: float | None
    refresh_offered_hz: tuple[float, ...]
    picture: str
    left_profile: str
    right_profile: str
    hands: str
    worn: dict[str, str]


@dataclass(frozen=True, slots=True)
class Connection:
    """One instance with one session, and how to destroy all of it."""

    parts: Parts
    info: instances.RuntimeInfo
    extensions: tuple[str, ...]
    destroy: ExitStack


class Headset:
    """An open headset. When its runtime goes away, it is opened again: the same object goes on.

    Attributes:
        input: The source of moments.
        eyes: Where pictures go; None without pictures.
    """

    def __init__(
        self,
        connect: Callable[[tuple[int, int] | None], Connection],
        *,
        reconnect_for_s: float,
        sleep: Callable[[float], None],
    ) -> None:
        """Open it.

        Args:
            connect: Opens a session, with eyes of this size in pixels (None: as is recommended).
            reconnect_for_s: How long to try to open it again after a loss.
            sleep: Waits some seconds.

        Raises:
            DeviceError: It cannot be had.
        """
        self._connect = connect
        self._connection = connect(None)
        parts = self._connection.parts
        self.eyes = parts.eyes
        if self.eyes is not None:
            parts.stage.follow(self.eyes.rebase)
        self.input = OpenXRInput(parts, self, reconnect_for_s=reconnect_for_s, sleep=sleep)

    def drop(self) -> None:
        """Destroy what is left of a lost session, so that another one can be opened."""
        with instances.quiet_stderr():
            self._connection.destroy.close()

    def connect(self) -> Parts:
        """Open another session, with pictures of the same size as before.

        Raises:
            DeviceError: It cannot be had yet.
        """
        eyes = self.eyes
        self._connection = self._connect(
            (eyes.eye_width_px, eyes.eye_height_px) if eyes is not None else None
        )
        parts = self._connection.parts
        if eyes is None or parts.eyes is None:
            return parts
        eyes.become(parts.eyes)
        parts.stage.follow(eyes.rebase)
        return replace(parts, eyes=eyes)

    @property
    def properties(self) -> HeadsetProperties:
        """As they are now: controllers may have been switched on since.

        Raises:
            DeviceError: The runtime went away.
        """
        eyes, now = self.eyes, self._connection
        known = self.input.connected
        return HeadsetProperties(
            now.info.runtime,
            now.info.version,
            now.info.system,
            now.extensions,
            now.parts.stage.space,
            now.parts.stage.place,
            (eyes.eye_width_px, eyes.eye_height_px) if eyes is not None else None,
            now.parts.rate.current_hz,
            tuple(now.parts.rate.offered),
            eyes.made_of if eyes is not None else "",
            now.parts.actions.profile("left") if known else "",
            now.parts.actions.profile("right") if known else "",
            now.parts.hands.tells if now.parts.hands is not None else "none",
            {point.name.lower(): source for point, source in now.parts.worn.sources.items()},
        )

    @property
    def rate_problem(self) -> str:
        """Why the refresh rate that was named cannot be had here; "" if there is no reason."""
        return self._connection.parts.rate.problem

    def stick(self, side: Side) -> tuple[float, float] | None:
        """Thumbstick or trackpad as of the last frame: right and up, -1 to 1; None: not active.

        Raises:
            DeviceError: The runtime went away.
        """
        return self._connection.parts.actions.stick(side) if self.input.connected else None

    def haptic(self, side: Side, duration_ms: int) -> None:
        """A short pulse in one hand. A runtime that goes away is reported by `input` alone."""
        if not self.input.connected:
            return
        try:
            self._connection.parts.actions.buzz(side, duration_ms)
        except DeviceError as error:
            log.debug("%s", str(error))

    def recentre(self) -> None:
        """Put the middle of the stage beneath the head; see `OpenXRInput.recentre`."""
        self.input.recentre()

    def close(self) -> None:
        """End the session, then destroy everything in order. Harmless to repeat.

        With pictures, call it while the OpenGL context is still there and current.
        """
        self.input.leave()
        self.drop()


def open_headset(
    *,
    native_context: NativeContext | None,
    space: StageSpace,
    origin_monotonic_ns: int,
    app_name: str,
    render_scale: float = 1.0,
    eye_height_m: float | None = None,
    recline_deg: float = 0.0,
    refresh_hz: float | None = None,
    reconnect_for_s: float = GIVE_UP_AFTER_S,
    monotonic_ns: Callable[[], int] = time.monotonic_ns,
    sleep: Callable[[float], None] = time.sleep,
) -> Headset:
    """Connect to the active runtime and open its headset.

    Args:
        native_context: The OpenGL context that is current on this thread; None for motion without
            pictures.
        space: Which OpenXR space is the stage; the next best is taken where this is missing.
        origin_monotonic_ns: `monotonic_ns` at the zero of the session clock.
        app_name: What the headset's own menus call the program.
        render_scale: Sides of the pictures over what the runtime recommends, 0.5 to 1.5.
        eye_height_m: Measured height of the eyes, for a space without a floor; see `Placing`.
        recline_deg: How far the head leans back at rest; see `Placing`.
        refresh_hz: How many pictures a second to ask for, one of those offered; None: by
            `choose_rate`. Without pictures nothing is asked for.
        reconnect_for_s: How long to try again after the runtime went away; 0: not at all.
        monotonic_ns: The clock of the machine.
        sleep: Waits some seconds by that clock.

    Raises:
        SettingError: The scale is none of these; this headset does not offer the rate.
        DeviceError: No runtime, no headset, or not one that can be used; with the remedy.
    """
    placing = Placing(space, eye_height_m, recline_deg)

    def open_again(eye_px: tuple[int, int] | None) -> Connection:
        clock = origin_monotonic_ns, monotonic_ns
        return _open(native_context, placing, clock, app_name, eye_px, render_scale, refresh_hz)

    headset = Headset(open_again, reconnect_for_s=reconnect_for_s, sleep=sleep)
    if headset.rate_problem:
        headset.close()
        raise SettingError(headset.rate_problem)
    return headset


def _open(
    native_context: NativeContext | None,
    placing: Placing,
    clock: tuple[int, Callable[[], int]],
    app_name: str,
    eye_px: tuple[int, int] | None,
    render_scale: float,
    refresh_hz: float | None,
) -> Connection:
    graphics = native_context is not None
    with ExitStack() as stack:
        extensions = instances.choose_extensions(
            instances.offered_extensions(), graphics=graphics, also=own_extension(native_context)
        )
        instance = instances.create_instance(app_name, extensions)
        stack.callback(_destroyer(xr.destroy_instance, instance))
        system_id = instances.find_headset(instance)
        info = instances.describe(instance, system_id)
        session = create_session(instance, system_id, native_context)
        stack.callback(_destroyer(xr.destroy_session, session))
        calls = Calls(instance)
        placed = PlacedStage(session, placing)
        stack.callback(placed.destroy)
        stage = placed.handle
        head = create_reference(session, xr.ReferenceSpaceType.VIEW, Pose(Vec3(0.0, 0.0, 0.0)))
        stack.callback(_destroyer(xr.destroy_space, head))
        actions = Actions(instance, session, calls, extensions)
        stack.callback(_destroyer(xr.destroy_action_set, actions.action_set))
        for hand_space in (*actions.spaces, *actions.tracker_spaces.values()):
            stack.callback(_destroyer(xr.destroy_space, hand_space))
        worn = _worn_points(instance, session, calls, stage, actions, extensions, stack)
        placed.follow(worn.rebase)
        hands = None
        if HAND_TRACKING_EXTENSION in extensions:
            hands = HandTracking(instance, session, stage, extensions)
            stack.callback(hands.close)
            placed.follow(hands.rebase)
        frames = FrameCycle(calls, session, instances.choose_blend_mode(instance, system_id))
        eyes = None
        if graphics:
            if eye_px is None:
                recommended = instances.recommended_px(instance, system_id)
                eye_px = scaled(recommended, render_scale, info.largest_px)
            eyes = _eyes(calls, instance, session, frames, stage, eye_px, info, extensions, stack)
        locator = Locator(calls, [head, *actions.spaces], stage)
        placed.follow(locator.rebase)
        parts = Parts(
            calls=calls,
            session=session,
            stage=placed,
            clock=_clock(instance, extensions, clock, graphics=graphics),
            events=EventQueue(calls, instance),
            frames=frames,
            actions=actions,
            locator=locator,
            worn=worn,
            hands=hands,
            eyes=eyes,
            # Without pictures there is no display whose rate it could be.
            rate=RefreshRate(
                instance,
                session,
                extensions if graphics else (),
                refresh_hz if graphics else None,
            ),
            names={"runtime": info.runtime, "system": info.system},
        )
        log.info("headset %s on %s %s", info.system, info.runtime, info.version)
        return Connection(parts, info, extensions, stack.pop_all())


def _eyes(
    calls: Calls,
    instance: typing.Any,
    session: typing.Any,
    frames: FrameCycle,
    stage: typing.Any,
    eye_px: tuple[int, int],
    info: instances.RuntimeInfo,
    extensions: tuple[str, ...],
    stack: ExitStack,
) -> XrEyes:
    """Textures for both eyes, with depth and with what the lenses hide where these are offered."""
    pictures = create_pictures(calls, session, eye_px, info.largest_px, stack)
    depth = None
    if DEPTH_EXTENSION in extensions:
        depth = lend_depth(calls, session, eye_px, pictures, stack)
    mask = VisibilityMask(instance, session) if MASK_EXTENSION in extensions else None
    return XrEyes(calls, session, frames, stage, pictures, eye_px, depth=depth, mask=mask)


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
    instance: typing.Any,
    extensions: tuple[str, ...],
    clock: tuple[int, Callable[[], int]],
    *,
    graphics: bool,
) -> SessionClock:
    origin_ns, monotonic_ns = clock
    converter = converter_of(instance, extensions, monotonic_ns)
    if converter is None and not graphics:
        raise DeviceError(
            "the active OpenXR runtime does not tell its time to programs that draw nothing; "
            "leave pictures switched on"
        )
    return SessionClock(origin_ns, converter, monotonic_ns)


def _destroyer(function: Callable[[typing.Any], object], handle: typing.Any) -> Callable[[], None]:
    """A call that destroys `handle`; one that went with its runtime is gone already."""

    def destroy() -> None:
        try:
            function(handle)
        except xr.exception.ResultException as error:
            log.debug("%s: %s", getattr(function, "__name__", "destroy"), str(error))

    return destroy
