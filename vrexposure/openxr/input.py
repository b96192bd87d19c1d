"""The headset as a source of moments: frames, ticks, changes of the device, and the end."""

from __future__ import annotations

import ctypes
import logging
import time
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import xr
from typing_extensions import override

from vrexposure.core.inputs import Device, DeviceChange, Ended, Frame, Tick, empty_arrays
from vrexposure.errors import DeviceError
from vrexposure.openxr.actions import Actions
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.clock import ClockMap, SessionClock
from vrexposure.openxr.events import (
    EventQueue,
    InstanceLost,
    ProfileChanged,
    SpaceMoved,
    StateChanged,
    WornChanged,
    XrEvent,
)
from vrexposure.openxr.eyes import XrEyes
from vrexposure.openxr.frames import FrameCycle
from vrexposure.openxr.lifecycle import Lifecycle
from vrexposure.openxr.results import check
from vrexposure.openxr.spaces import Locator
from vrexposure.ports import InputSource

log = logging.getLogger(__name__)

_TICK_NS = 100_000_000
_IDLE_POLL_S = 0.02
# How long a runtime may take to let the session go before it is dropped (DEF).
_GOODBYE_NS = 1_000_000_000
_LEAVE_POLL_S = 0.005
# The beat of a session without a display: that of the slowest current headsets (DEF).
_HEADLESS_PERIOD_NS = 1_000_000_000 // 72


@dataclass(frozen=True, slots=True)
class Parts:
    """What an input source is made of. `eyes` None: a session without pictures."""

    calls: Calls
    session: typing.Any
    space_type: int
    clock: SessionClock
    events: EventQueue
    frames: FrameCycle
    actions: Actions
    locator: Locator
    eyes: XrEyes | None


class OpenXRInput(InputSource):
    """Head, hands and buttons at the time when each picture will be seen.

    All calls are made on the thread that asks for moments; with pictures, that of the OpenGL
    context.
    """

    def __init__(
        self,
        parts: Parts,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.life = Lifecycle()
        self._parts = parts
        self._sleep = sleep
        self._last_frame_ns = -1
        self._next_beat_ns = 0
        self._recentres_ns: list[int] = []

    def clock_map(self) -> ClockMap | None:
        """XrTime, monotonic and UTC at one moment, for the manifest; None before a first frame."""
        return self._parts.clock.clock_map()

    def take_timing_ns(self) -> dict[str, int]:
        """Of the last moment: waiting for the display, and that display's period (`Timed`)."""
        if self._parts.eyes is None:
            return {}
        frames = self._parts.frames
        waited_ns, frames.waited_ns = frames.waited_ns, 0
        return {"wait": waited_ns, "period": int(frames.state.predicted_display_period)}

    @override
    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        try:
            yield from self._moments()
        except DeviceError as error:
            log.error("%s", error)
            changes = self.life.lose()
            yield from (Device(self._parts.clock.now_ns(), change) for change in changes)
            yield Ended(self._parts.clock.now_ns(), "runtime_lost")
        finally:
            self.finish_frame()

    def finish_frame(self) -> None:
        """End the frame in hand, if there is one; a lost runtime is not reported from here."""
        if self.life.over is None and not self._lost():
            try:
                self._parts.frames.finish()
            except DeviceError as error:
                log.debug("%s", error)

    def leave(self) -> None:
        """Ask the runtime to let the session go, and follow it through STOPPING to the end.

        A runtime that does not take part within a second is left as it is.
        """
        self.finish_frame()
        if self._lost() is not None or not self.life.running:
            return
        try:
            parts = self._parts
            check(parts.calls.request_exit_session(parts.session), "leave")
            self._follow(self._parts.clock.now_ns() + _GOODBYE_NS)
        except DeviceError as error:
            log.debug("%s", error)

    def _follow(self, until_ns: int) -> None:
        while self.life.over is None and self._parts.clock.now_ns() < until_ns:
            for change in self.poll():
                log.debug("while leaving: %s", change)
            if self.life.running and self._parts.eyes is not None:
                self._parts.frames.wait()
                self._parts.frames.finish()
            else:
                self._sleep(_LEAVE_POLL_S)

    def _lost(self) -> DeviceError | None:
        return self._parts.eyes.lost if self._parts.eyes is not None else None

    def _moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        parts = self._parts
        last_tick_ns = parts.clock.now_ns() - _TICK_NS
        while True:
            lost = self._lost()
            if lost is not None:
                raise lost
            parts.frames.finish()
            for change in self.poll():
                yield Device(parts.clock.now_ns(), change)
            if self.life.over is not None:
                yield Ended(parts.clock.now_ns(), self.life.over)
                return
            moment = self._frame() if self.life.running else None
            if moment is not None:
                yield from self._due_recentres(moment.time_ns)
                yield moment
                continue
            now_ns = parts.clock.now_ns()
            if now_ns - last_tick_ns >= _TICK_NS:
                last_tick_ns = now_ns
                yield from self._due_recentres(now_ns)
                yield Tick(now_ns)
            if not self.life.running:
                self._sleep(_IDLE_POLL_S)

    def poll(self) -> Iterator[DeviceChange]:
        """Handle what the runtime has to say.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        for event in self._parts.events.drain():
            yield from self._handle(event)

    def _handle(self, event: XrEvent) -> list[DeviceChange]:
        parts = self._parts
        match event:
            case StateChanged(state):
                step, changes = self.life.enter(state)
                if step == "begin":
                    info = xr.SessionBeginInfo(xr.ViewConfigurationType.PRIMARY_STEREO)
                    code = parts.calls.begin_session(parts.session, ctypes.byref(info))
                    check(code, "begin the session")
                elif step == "end":
                    check(parts.calls.end_session(parts.session), "end the session")
                return changes
            case WornChanged(worn):
                return self.life.wear(worn)
            case InstanceLost():
                return self.life.lose()
            case SpaceMoved(kind, change_time_ns):
                if kind == parts.space_type:
                    moved_ns = parts.clock.session_ns(change_time_ns, 0)
                    self._recentres_ns.append(moved_ns)
                return []
            case ProfileChanged():
                left, right = parts.actions.profile("left"), parts.actions.profile("right")
                log.info("controllers: left %s, right %s", left or "none", right or "none")
                return []

    def _due_recentres(self, time_ns: int) -> Iterator[Device]:
        due = [moved_ns for moved_ns in self._recentres_ns if moved_ns <= time_ns]
        self._recentres_ns = [moved_ns for moved_ns in self._recentres_ns if moved_ns > time_ns]
        for _ in due:
            yield Device(time_ns, DeviceChange.RECENTRED)

    def _frame(self) -> Frame | None:
        """Wait for the next picture and read everything for it; None when none is wanted."""
        parts = self._parts
        if parts.eyes is None:
            xr_time_ns = self._beat()
            period_ns = _HEADLESS_PERIOD_NS
        else:
            parts.frames.wait()
            state = parts.frames.state
            if not state.should_render:
                return None
            xr_time_ns = int(state.predicted_display_time)
            period_ns = int(state.predicted_display_period)
        parts.actions.sync()
        poses, flags = empty_arrays()
        parts.locator.read(xr_time_ns, poses, flags)
        buttons = parts.actions.buttons()
        # A runtime may repeat a display time when it drops a frame; the record must still rise.
        time_ns = max(parts.clock.session_ns(xr_time_ns, period_ns), self._last_frame_ns + 1)
        self._last_frame_ns = time_ns
        return Frame(time_ns, poses, flags, buttons)

    def _beat(self) -> int:
        """Without a display nothing throttles: keep our own beat. The XrTime of now."""
        now_ns = self._parts.clock.now_ns()
        self._next_beat_ns = max(self._next_beat_ns + _HEADLESS_PERIOD_NS, now_ns)
        if self._next_beat_ns > now_ns:
            self._sleep((self._next_beat_ns - now_ns) / 1e9)
        xr_time_ns = self._parts.clock.xr_now_ns()
        assert xr_time_ns is not None, "a session without pictures has a converting clock"
        return xr_time_ns
