"""One frame after the other: wait, begin, end; each exactly once, whatever happens between."""

from __future__ import annotations

import ctypes
import time
import typing

import xr

from vrexposure.openxr.calls import Calls
from vrexposure.openxr.results import check


class FrameCycle:
    """The frame in hand.

    Attributes:
        state: The XrFrameState of the last `wait`.
        waiting: Whether it was waited for and not yet begun.
        begun: Whether it was begun and not yet ended.
        waited_ns: How long `wait` has blocked; whoever reads it sets it to 0.
    """

    def __init__(self, calls: Calls, session: typing.Any, blend_mode: typing.Any) -> None:
        self.state = xr.FrameState()
        self.begun = False
        self.waited_ns = 0
        self._calls = calls
        self._session = session
        self.waiting = False
        self._state_ref = ctypes.byref(self.state)
        self._wait_ref = ctypes.byref(xr.FrameWaitInfo())
        self._begin_ref = ctypes.byref(xr.FrameBeginInfo())
        self._end_info = xr.FrameEndInfo(environment_blend_mode=blend_mode)
        self._end_ref = ctypes.byref(self._end_info)

    def wait(self) -> None:
        """Block until the display wants the next picture; sets `state`.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        before_ns = time.monotonic_ns()
        check(
            self._calls.wait_frame(self._session, self._wait_ref, self._state_ref),
            "wait for the display",
        )
        self.waited_ns += time.monotonic_ns() - before_ns
        self.waiting = True

    def begin(self) -> None:
        """Begin the frame that was waited for; late, just before drawing.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        # FRAME_DISCARDED, a success, tells that an earlier frame was never ended.
        check(self._calls.begin_frame(self._session, self._begin_ref), "begin a frame")
        self.waiting = False
        self.begun = True

    def end(self, layers: typing.Any = None, count: int = 0) -> None:
        """End the frame that was begun, with a pointer to `count` layers or with none.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        self.begun = False
        self._end_info.display_time = self.state.predicted_display_time
        self._end_info.layer_count = count
        self._end_info._layers = layers
        check(self._calls.end_frame(self._session, self._end_ref), "end a frame")

    def finish(self) -> None:
        """End whatever is open, empty: a frame nobody has drawn.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        if self.waiting:
            self.begin()
        if self.begun:
            self.end()
