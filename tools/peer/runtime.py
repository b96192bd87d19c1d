"""The tests' fault runtime as one for measuring: real textures, small eyes, its own time apart.

It answers at once and lives in the same process: a frame is measured without any compositor.
"""

from __future__ import annotations

import ctypes
import os
import time
import typing
from collections.abc import Callable
from pathlib import Path

import xr
from OpenGL import GL

from tests.xr_fault.control import ALL_VALID, XrPose
from tests.xr_fault.loading import LoadedRuntime, build_stub
from tests.xr_fault.runtime import FaultRuntime

EYE_PX = (16, 12)
IMAGES = 3

_Function = Callable[..., int]


class MeasuringRuntime:
    """The active OpenXR runtime of this process.

    Attributes:
        fault: The runtime that answers all else.
        spent_ns: CPU time of this thread inside the runtime's functions.
    """

    def __init__(self, folder: Path) -> None:
        """Become the active runtime; `folder` takes its library.

        Raises:
            RuntimeError: There is no C compiler.
        """
        library = build_stub(folder)
        if library is None:
            raise RuntimeError("the measuring runtime needs a C compiler (cc)")
        self.fault = FaultRuntime()
        self.spent_ns = 0
        functions: dict[str, _Function] = dict(self.fault.functions())
        functions |= {
            "xrEnumerateViewConfigurations": self._view_configurations,
            "xrGetViewConfigurationProperties": lambda *_: 0,
            "xrEnumerateViewConfigurationViews": self._views,
            "xrCreateSession": self._session(functions["xrCreateSession"]),
            "xrPollEvent": self._event(functions["xrPollEvent"]),
            "xrLocateViews": self._locate_views(functions["xrLocateViews"]),
            "xrWaitSwapchainImage": self._wait,
            "xrCreateSwapchain": self._swapchain(functions["xrCreateSwapchain"]),
            "xrEnumerateSwapchainImages": self._images,
        }
        timed = {name: self._timed(function) for name, function in functions.items()}
        self._loaded = LoadedRuntime(library, folder, timed)
        os.environ["XR_RUNTIME_JSON"] = str(self._loaded.manifest)
        self._size = EYE_PX
        self._handle = 0
        # Both hands are there, and both programs look where they are.
        for side, x in (("left", -0.2), ("right", 0.2)):
            pose: XrPose = (0.0, 0.0, 0.0, 1.0, x, 1.0, -0.4)
            for kind in ("grip", "aim", "hand_pose"):
                self.fault.poses[f"{kind}/{side}"] = (ALL_VALID, pose)
            self.fault.buttons[f"select/{side}"] = False
        self.fault.open_up()

    def look(self, frame: int) -> None:
        """Move the head a little: nothing may be drawn from memory."""
        pose: XrPose = (0.0, 0.0, 0.0, 1.0, 0.0, 1.2 + 0.0001 * (frame % 50), 0.0)
        self.fault.poses["view"] = (ALL_VALID, pose)

    def calls(self) -> int:
        """How many functions were called so far."""
        return sum(self.fault.calls.values())

    def _timed(self, function: _Function) -> _Function:
        def call(*arguments: object) -> int:
            began = time.thread_time_ns()
            code = function(*arguments)
            self.spent_ns += time.thread_time_ns() - began
            return code

        return call

    def _view_configurations(
        self, _instance: object, _system: int, capacity: int, count: typing.Any, out: typing.Any
    ) -> int:
        count[0] = 1
        if capacity:
            out[0] = int(xr.ViewConfigurationType.PRIMARY_STEREO)
        return 0

    def _views(
        self,
        _instance: object,
        _system: int,
        _kind: int,
        capacity: int,
        count: typing.Any,
        out: typing.Any,
    ) -> int:
        count[0] = 2
        for eye in range(min(capacity, 2)):
            out[eye].recommended_image_rect_width, out[eye].recommended_image_rect_height = EYE_PX
            out[eye].max_image_rect_width, out[eye].max_image_rect_height = 4096, 4096
            out[eye].recommended_swapchain_sample_count = 1
            out[eye].max_swapchain_sample_count = 1
        return 0

    def _session(self, create: _Function) -> _Function:
        def call(instance: object, info: object, out: typing.Any) -> int:
            code = create(instance, info, out)
            self._handle = ctypes.cast(out, ctypes.POINTER(ctypes.c_uint64))[0]
            return code

        return call

    def _event(self, poll: _Function) -> _Function:
        """Events name their session: the peer asks which one it is."""

        def call(instance: object, out: typing.Any) -> int:
            code = poll(instance, out)
            if code == 0:
                event = ctypes.cast(out, ctypes.POINTER(xr.EventDataSessionStateChanged))[0]
                event.session = ctypes.cast(self._handle, type(event.session))
            return code

        return call

    def _locate_views(self, locate: _Function) -> _Function:
        """The peer asks first how many there are."""

        def call(*arguments: typing.Any) -> int:
            capacity, count = arguments[3:5]
            if capacity:
                return locate(*arguments)
            self.fault.calls["xrLocateViews"] += 1
            count[0] = 2
            return 0

        return call

    def _wait(self, *_: object) -> int:
        """The peer waits without an end, which the tests forbid."""
        self.fault.calls["xrWaitSwapchainImage"] += 1
        return 0

    def _swapchain(self, create: _Function) -> _Function:
        def call(session: object, info: typing.Any, out: typing.Any) -> int:
            self._size = (info[0].width, info[0].height)
            return create(session, info, out)

        return call

    def _images(self, _swapchain: object, capacity: int, count: typing.Any, out: typing.Any) -> int:
        count[0] = IMAGES
        images = ctypes.cast(out, ctypes.POINTER(xr.SwapchainImageOpenGLKHR))
        for index in range(min(capacity, IMAGES)):
            images[index].image = make_texture(*self._size)
        return 0


def make_texture(wide: int, high: int) -> int:
    """An sRGB texture of that size; its OpenGL name."""
    name = int(GL.glGenTextures(1))
    before = int(GL.glGetIntegerv(GL.GL_TEXTURE_BINDING_2D))
    GL.glBindTexture(GL.GL_TEXTURE_2D, name)
    GL.glTexImage2D(
        GL.GL_TEXTURE_2D, 0, GL.GL_SRGB8_ALPHA8, wide, high, 0, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE,
        None,
    )  # fmt: skip
    GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR)
    GL.glBindTexture(GL.GL_TEXTURE_2D, before)
    return name
