"""The connection to the runtime, and the headset it has."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import typing
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import xr

from vrexposure.errors import DeviceError
from vrexposure.openxr import bindings, skeleton
from vrexposure.openxr.clock import COUNTER_EXTENSION, TIMESPEC_EXTENSION
from vrexposure.openxr.depth import DEPTH_EXTENSION
from vrexposure.openxr.hands import DATA_SOURCE_EXTENSION, HAND_TRACKING_EXTENSION
from vrexposure.openxr.mask import MASK_EXTENSION
from vrexposure.openxr.refresh import REFRESH_EXTENSION
from vrexposure.openxr.results import explained
from vrexposure.openxr.spaces import LOCAL_FLOOR_EXTENSION
from vrexposure.openxr.trackers import TRACKER_EXTENSION
from vrexposure.openxr.xdev import XDEV_EXTENSION

log = logging.getLogger(__name__)

HEADLESS_EXTENSION = "XR_MND_headless"
OPENGL_EXTENSION = "XR_KHR_opengl_enable"
PRESENCE_EXTENSION = "XR_EXT_user_presence"

_OPTIONAL = (
    *bindings.EXTENSIONS,
    *skeleton.EXTENSIONS,
    COUNTER_EXTENSION,
    DATA_SOURCE_EXTENSION,
    DEPTH_EXTENSION,
    HAND_TRACKING_EXTENSION,
    LOCAL_FLOOR_EXTENSION,
    MASK_EXTENSION,
    PRESENCE_EXTENSION,
    REFRESH_EXTENSION,
    TIMESPEC_EXTENSION,
    TRACKER_EXTENSION,
    XDEV_EXTENSION,
)


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep what the loader and the runtime's library print from the terminal; log it instead.

    They write to file descriptor 2 themselves, and say at length what our errors say in a line.
    Nothing of ours should be logged within.
    """
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # a program without a terminal: there is nothing to keep quiet
        yield
        return
    with tempfile.TemporaryFile() as noise:
        os.dup2(noise.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
            noise.seek(0)
            for line in noise.read().decode(errors="replace").splitlines():
                log.debug("runtime: %s", line)


@dataclass(frozen=True, slots=True)
class RuntimeInfo:
    """Which runtime answers, and for which headset.

    Attributes:
        runtime: Its name, "Monado(XRT) by Collabora et al 25.0.0" for one.
        version: Its own version, major.minor.patch.
        system: The headset's name.
        largest_px: Width and height of the largest picture.
    """

    runtime: str
    version: str
    system: str
    largest_px: tuple[int, int]


def offered_extensions() -> frozenset[str]:
    """What the active runtime can do.

    Raises:
        DeviceError: There is no runtime, or it does not answer.
    """
    with explained("reach a runtime"), quiet_stderr():
        offered = xr.enumerate_instance_extension_properties()
    return frozenset(_text(extension.extension_name) for extension in offered)


def choose_extensions(
    offered: Collection[str], *, graphics: bool, also: str | None = None
) -> tuple[str, ...]:
    """Those to enable: one for the way we draw, and the optional ones that are there.

    `also`: another one, without which this OpenGL context is of no use (`graphics.own_extension`).

    Raises:
        DeviceError: The runtime cannot do what is needed.
    """
    if graphics and OPENGL_EXTENSION not in offered:
        raise DeviceError(
            "the active OpenXR runtime takes no OpenGL pictures; make SteamVR or Monado the active "
            "runtime"
        )
    if not graphics and HEADLESS_EXTENSION not in offered:
        raise DeviceError(
            "the active OpenXR runtime gives motion only to programs that draw; "
            "leave pictures switched on"
        )
    if also is not None and also not in offered:
        raise DeviceError(
            "the active OpenXR runtime takes pictures only from a window: start it from a desktop "
            f"session (without one it would have to offer {also})"
        )
    needed = [OPENGL_EXTENSION if graphics else HEADLESS_EXTENSION, *([also] if also else [])]
    return (*needed, *(name for name in _OPTIONAL if name in offered))


def create_instance(app_name: str, extensions: Collection[str]) -> typing.Any:
    """Connect to the active runtime, by OpenXR 1.0, which all of them know.

    Raises:
        DeviceError: It refuses or does not answer.
    """
    info = xr.InstanceCreateInfo(
        application_info=xr.ApplicationInfo(app_name, 1, "vrexposure", 1, xr.Version(1, 0, 0)),
        enabled_extension_names=list(extensions),
    )
    with explained("reach a runtime"), quiet_stderr():
        return xr.create_instance(info)


def find_headset(instance: typing.Any) -> typing.Any:
    """The system id of the headset.

    Raises:
        DeviceError: None is connected.
    """
    with explained("find a headset"):
        return xr.get_system(
            instance, xr.SystemGetInfo(form_factor=xr.FormFactor.HEAD_MOUNTED_DISPLAY)
        )


def name_runtime(instance: typing.Any) -> tuple[str, str]:
    """Name and version (major.minor.patch) of the runtime.

    Raises:
        DeviceError: It went away.
    """
    with explained("name the runtime"):
        own = xr.get_instance_properties(instance)
    version = own.runtime_version
    return _text(own.runtime_name), f"{version.major}.{version.minor}.{version.patch}"


def describe(instance: typing.Any, system_id: typing.Any) -> RuntimeInfo:
    """Names and limits.

    Raises:
        DeviceError: The runtime went away.
    """
    runtime, version = name_runtime(instance)
    with explained("describe the headset"):
        system = xr.get_system_properties(instance, system_id)
    limits = system.graphics_properties
    return RuntimeInfo(
        runtime,
        version,
        _text(system.system_name),
        (limits.max_swapchain_image_width, limits.max_swapchain_image_height),
    )


def recommended_px(instance: typing.Any, system_id: typing.Any) -> tuple[int, int]:
    """Width and height that the runtime wants for one eye.

    Raises:
        DeviceError: It does not show stereo pictures.
    """
    with explained("ask for the size of a picture"):
        views = xr.enumerate_view_configuration_views(
            instance, system_id, xr.ViewConfigurationType.PRIMARY_STEREO
        )
    if len(views) != 2:
        raise DeviceError(
            f"the headset shows {len(views)} pictures instead of one for each eye; "
            "update its software, or use the desktop"
        )
    return (
        max(view.recommended_image_rect_width for view in views),
        max(view.recommended_image_rect_height for view in views),
    )


def choose_blend_mode(instance: typing.Any, system_id: typing.Any) -> typing.Any:
    """Opaque where it can be had (a see-through headset may not), else what comes first.

    Raises:
        DeviceError: The runtime went away.
    """
    with explained("ask for the blend modes"):
        modes = list(
            xr.enumerate_environment_blend_modes(
                instance, system_id, xr.ViewConfigurationType.PRIMARY_STEREO
            )
        )
    opaque = xr.EnvironmentBlendMode.OPAQUE
    return opaque if opaque in modes or not modes else modes[0]


def _text(name: bytes | str) -> str:
    return name.decode(errors="replace") if isinstance(name, bytes) else name
