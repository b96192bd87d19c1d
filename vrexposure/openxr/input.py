"""The headset as a source of moments: frames, ticks, changes of the device, and the end."""

from __future__ import annotations

import ctypes
import logging
import time
import typing
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass

import xr
from typing_extensions import override

from vrexposure.core.inputs import Device, DeviceChange, Ended, Frame, Tick, empty_arrays
from vrexposure.errors import DeviceError
from vrexposure.openxr.actions import Actions
from vrexposure.openxr.bare import BareHands
from vrexposure.openxr.beat import PERIOD_NS, Beat
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.clock import ClockMap, SessionClock
from vrexposure.openxr.events import (
    EventQueue,
    EventsLost,
    InstanceLost,
    MaskChanged,
    ProfileChanged,
    RateChanged,
    SpaceMoved,
    StateChanged,
    WornChanged,
    XrEvent,
)
from vrexposure.openxr.eyes import XrEyes
from vrexposure.openxr.frames import FrameCycle
from vrexposure.openxr.hands import HandTracking
from vrexposure.openxr.known import Known, rate_fact
from vrexposure.openxr.lifecycle import Lifecycle, Over
from vrexposure.openxr.patience import GIVE_UP_AFTER_S, Patience
from vrexposure.openxr.placing import PlacedStage
from vrexposure.openxr.recentring import Recentring
from vrexposure.openxr.refresh import RefreshRate, is_plausible
from vrexposure.openxr.results import SESSION_NOT_READY, SESSION_NOT_STOPPING, check
from vrexposure.openxr.spaces import Locator
from vrexposure.openxr.worn import WornPoints
from vrexposure.ports import InputSource

log = logging.getLogger(__name__)

Moment = Frame | Tick | Device | Ended

_TICK_NS = 100_000_000
_IDLE_POLL_S = 0.02
_AWAY_TICK_S = 0.1
# How long a runtime may take to let the session go before it is dropped (DEF).
_GOODBYE_NS = 1_000_000_000
_LEAVE_POLL_S = 0.005


@dataclass(frozen=True, slots=True)
class Parts:
    """What an input source is made of.

    `eyes` None: a session without pictures. `hands` None: the runtime knows no joints. `names`:
    facts of the runtime and the headset.
    """

    calls: Calls
    session: typing.Any
    stage: PlacedStage
    clock: SessionClock
    events: EventQueue
    frames: FrameCycle
    actions: Actions
    locator: Locator
    worn: WornPoints
    hands: HandTracking | None
    eyes: XrEyes | None
    rate: RefreshRate
    names: Mapping[str, str]


class Connecting(typing.Protocol):
    """Whoever can open the headset again."""

    def drop(self) -> None:
        """Destroy all that is left of the session that was lost."""
        ...

    def connect(self) -> Parts:
        """Open another one.

        Raises:
            DeviceError: Not yet.
        """
        ...


class OpenXRInput(InputSource):
    """Head, hands and buttons at the time when each picture will be seen.

    A runtime that goes away is told as `RUNTIME_LOST`; ticks go on, and it is tried again and
    again until frames can come (`RUNTIME_BACK`) or it is given up (`Ended`). All calls are made on
    the thread that asks for moments; with pictures, that of the OpenGL context.

    Attributes:
        life: Where the session is.
        connected: Whether there is a session at all.
        profiles: Which kind of controller the left and the right hand have, "" for none.
    """

    def __init__(
        self,
        parts: Parts,
        again: Connecting,
        *,
        reconnect_for_s: float = GIVE_UP_AFTER_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the opened session; `reconnect_for_s` 0: never open another one."""
        self.life = Lifecycle()
        self.connected = True
        self.profiles = ("", "")
        self._bare = BareHands()
        self._parts = parts
        self._again = again
        self._patience = Patience(reconnect_for_s)
        self._sleep = sleep
        self._last_frame_ns = -1
        self._beat = Beat(sleep)
        self._back_ns = 0
        self._recentring = Recentring(parts.stage)
        self._last: Frame | None = None
        self._controllers_known = False
        self._known = Known({**parts.names, "refresh_hz": rate_fact(parts.rate.current_hz)})

    def clock_map(self) -> ClockMap | None:
        """XrTime, monotonic and UTC at one moment, for the manifest; None before a first frame."""
        return self._parts.clock.clock_map() if self.connected else None

    def recentre(self) -> None:
        """Put the middle of the stage beneath the head, ahead where it faces; the floor stays.

        Done before the next frame, which `RECENTRED` goes before; not at all while the head is
        not tracked.
        """
        self._recentring.want()

    def take_timing_ns(self) -> dict[str, int]:
        """Of the last moment: waiting for the display, and that display's period (`Timed`)."""
        if self._parts.eyes is None:
            return {}
        frames = self._parts.frames
        waited_ns, frames.waited_ns = frames.waited_ns, 0
        period_ns = int(frames.state.predicted_display_period)
        if period_ns <= 0 or not is_plausible(1e9 / period_ns):
            return {"wait": waited_ns}  # pictures missed at an odd rate cannot be counted
        return {"wait": waited_ns, "period": period_ns}

    @override
    def moments(self) -> Iterator[Moment]:
        try:
            over = yield from self._until_over()
            while over == "runtime_lost" and (yield from self._return()):
                over = yield from self._until_over()
            yield Ended(self._parts.clock.now_ns(), over)
        finally:
            self.finish_frame()

    def _until_over(self) -> Generator[Moment, None, Over]:
        """Everything up to the end of this session."""
        try:
            return (yield from self._moments())
        except DeviceError as error:
            # Its text alone: with its traceback it would keep the lost session in memory.
            log.error("%s", str(error))
            for change in self.life.lose():
                yield Device(self._parts.clock.now_ns(), change)
            return "runtime_lost"

    def _return(self) -> Generator[Moment, None, bool]:
        """Tick, and try again and again; True once there is a session, False when given up."""
        clock = self._parts.clock
        self._patience.lost(clock.now_ns(), self._back_ns)
        self._let_go()
        if self._patience.over(clock.now_ns()):
            return False
        # Who watches the beat takes a tick for leave to be slow: letting go and connecting may be.
        yield Tick(clock.now_ns())
        self._again.drop()
        while not self._patience.over(clock.now_ns()):
            self._sleep(_AWAY_TICK_S)
            yield Tick(clock.now_ns())
            if self._patience.due(clock.now_ns()):
                try:
                    self._parts = self._again.connect()
                except DeviceError as error:
                    log.info("not back yet: %s", str(error))
                    self._patience.lost(clock.now_ns())
                else:
                    self._recentring = Recentring(self._parts.stage)
                    self._recentring.suspect()  # another session may have another origin
                    self.connected = True
                    self.life.renew()
                    return True
        return False

    def _let_go(self) -> None:
        self.connected = False
        self.profiles = ("", "")
        self._controllers_known = False
        self._bare = BareHands()
        self._back_ns = 0
        self._last = None
        if self._parts.eyes is not None:
            self._parts.eyes.abandon()

    def finish_frame(self) -> None:
        """End the frame in hand, if there is one; a lost runtime is not reported from here."""
        if self.connected and self.life.over is None and not self._lost():
            try:
                self._parts.frames.finish()
            except DeviceError as error:
                log.debug("%s", str(error))

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
            log.debug("%s", str(error))

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

    def _moments(self) -> Generator[Moment, None, Over]:
        parts = self._parts
        last_tick_ns = parts.clock.now_ns() - _TICK_NS
        while True:
            lost = self._lost()
            if lost is not None:
                raise lost
            parts.frames.finish()
            for change in self.poll():
                if change is DeviceChange.RUNTIME_BACK:
                    self._patience.back()
                yield Device(parts.clock.now_ns(), change)
            if self.life.over is not None:
                return self.life.over
            yield from self._news()
            self._recentring.centre(self._last)
            self._last = self._frame() if self.life.running else None
            if self._last is not None:
                yield from self._due_recentre(self._last.time_ns)
                yield self._last
                continue
            now_ns = parts.clock.now_ns()
            if now_ns - last_tick_ns >= _TICK_NS:
                last_tick_ns = now_ns
                if self._recentring.pending:
                    self._recentring.pass_time(parts.clock.xr_now_ns())
                yield from self._due_recentre(now_ns)
                yield Tick(now_ns)
            if not self.life.running:
                self._sleep(_IDLE_POLL_S)

    def _news(self) -> Iterator[Device]:
        """What has become known of the equipment since the last moment."""
        parts = self._parts
        hands = self._last.hands if self._last is not None else None
        profiles = self.profiles if self._controllers_known else None
        for name, value in self._known.news(parts.names, profiles, parts.rate.current_hz, hands):
            yield Device(parts.clock.now_ns(), DeviceChange.FACT, name, value)

    def poll(self) -> Iterator[DeviceChange]:
        """Handle what the runtime has to say.

        Raises:
            RuntimeLostError: The runtime went away.
            DeviceError: It refuses.
        """
        for event in self._parts.events.drain():
            yield from self._handle(event)
            if self.life.over is not None:
                return  # whatever comes after it is not about a session that could be begun

    def _handle(self, event: XrEvent) -> Iterator[DeviceChange]:
        parts = self._parts
        match event:
            case StateChanged(state):
                step, changes = self.life.enter(state)
                if step == "begin":
                    check(self._begin_session(), "begin the session")
                yield from changes
                if step == "begin":
                    parts.rate.ask()
                if step == "end":
                    check(parts.calls.end_session(parts.session), "end the session")
            case WornChanged(worn):
                yield from self.life.wear(worn)
            case InstanceLost(loss_time_ns):
                if parts.clock.exact and loss_time_ns > 0:
                    self._back_ns = parts.clock.session_ns(loss_time_ns, 0)
                yield from self.life.lose()
            case EventsLost():
                yield from self._doubt()
            case SpaceMoved():
                self._recentring.announce(event)
            case MaskChanged(eye):
                if parts.eyes is not None:
                    parts.eyes.mask_changed(eye)
            case ProfileChanged():
                self._look_at_controllers()
            case RateChanged(rate_hz):
                parts.rate.changed(rate_hz)

    def _look_at_controllers(self) -> None:
        actions, self._controllers_known = self._parts.actions, True
        self.profiles = left, right = actions.profile("left"), actions.profile("right")
        log.info("controllers: left %s, right %s", left or "none", right or "none")

    def _doubt(self) -> Iterator[DeviceChange]:
        """Events were lost: pause, take the space for moved, and look how everything is.

        Beginning and ending are refused, and change nothing, where the runtime does not wait for
        them.
        """
        log.warning("the runtime lost events; the session is paused to be safe")
        self._recentring.suspect()
        yield from self.life.doubt()
        parts = self._parts
        if self.life.running:
            code, not_now = parts.calls.end_session(parts.session), SESSION_NOT_STOPPING
            state = xr.SessionState.STOPPING
        else:
            code, not_now = self._begin_session(), SESSION_NOT_READY
            state = xr.SessionState.READY
        if code != not_now:
            check(code, "find out whether the session runs")
            yield from self.life.enter(state)[1]
            if state is xr.SessionState.READY:
                parts.rate.ask()
        parts.rate.look()
        self._look_at_controllers()

    def _begin_session(self) -> int:
        info = xr.SessionBeginInfo(xr.ViewConfigurationType.PRIMARY_STEREO)
        return self._parts.calls.begin_session(self._parts.session, ctypes.byref(info))

    def _due_recentre(self, time_ns: int) -> Iterator[Device]:
        if self._recentring.take():
            yield Device(time_ns, DeviceChange.RECENTRED)

    def _frame(self) -> Frame | None:
        """Wait for the next picture and read everything for it; None when none is wanted."""
        parts = self._parts
        if parts.eyes is None:
            xr_time_ns = self._beat.wait(parts.clock)
            period_ns = PERIOD_NS
            self._recentring.pass_time(xr_time_ns)
        else:
            parts.frames.wait()
            state = parts.frames.state
            xr_time_ns = int(state.predicted_display_time)
            self._recentring.pass_time(xr_time_ns)
            if not state.should_render:
                return None
            period_ns = int(state.predicted_display_period)
        parts.actions.sync()
        poses, flags = empty_arrays()
        parts.locator.read(xr_time_ns, poses, flags)
        parts.worn.read(xr_time_ns, poses, flags)
        buttons = parts.actions.buttons()
        hands = None
        if parts.hands is not None:
            hands = parts.hands.read(xr_time_ns)
            buttons |= self._bare.take(hands, poses, flags, buttons, focused=self.life.focused)
        # A runtime may repeat a display time when it drops a frame; the record must still rise.
        time_ns = max(parts.clock.session_ns(xr_time_ns, period_ns), self._last_frame_ns + 1)
        self._last_frame_ns = time_ns
        return Frame(time_ns, poses, flags, buttons, hands)
