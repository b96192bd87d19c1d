"""What a runtime may do, at random: a headset and its fault runtime, driven step by step."""

from __future__ import annotations

import itertools
import typing

import xr

from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw, word
from vrexposure.core.inputs import Ended, Frame, Tick
from vrexposure.openxr.headset import Headset

S = xr.SessionState
KINDS = xr.ReferenceSpaceType

# Where a session may go next (OpenXR 1.1, section 9.3); loss is another step's affair.
NEXT = {
    S.IDLE: (S.READY, S.EXITING),
    S.READY: (S.SYNCHRONIZED,),
    S.SYNCHRONIZED: (S.VISIBLE, S.STOPPING),
    S.VISIBLE: (S.FOCUSED, S.SYNCHRONIZED),
    S.FOCUSED: (S.VISIBLE,),
    S.STOPPING: (S.IDLE,),
}
STEPS = (
    "onward",
    "aside",
    "space",
    "other space",
    "recentre",
    "profile",
    "render",
    "earlier",
    "later",
    "block",
    "unknown",
    "events lost",
    "worn",
    "buttons",
    "draw",
    "vanish",
    "loss pending",
)
"""Everything that can happen; "onward" most often leads to frames, "aside" away from them."""


class Life:
    """One headset from its opening to its end.

    Attributes:
        told: Words for all that came out.
        over: Whether the source has ended.
    """

    def __init__(self, runtime: FaultRuntime, headset: Headset) -> None:
        self._runtime = runtime
        self._headset = headset
        self._moments = headset.input.moments()
        self._frame_ns = self._tick_ns = -1
        self._state = S.IDLE
        self._gone = False
        self.told: list[str] = []
        self.over = False
        runtime.enter(S.IDLE)

    def step(self, what: str) -> None:
        """Let it happen, and take the next moments."""
        runtime = self._runtime
        match what:
            case "onward":
                self._go(0)
            case "aside":
                self._go(-1)
            case "space" | "other space":
                kind = KINDS.STAGE if what == "space" else KINDS.LOCAL
                change_ns = runtime.time_ns + 3 * runtime.period_ns
                runtime.send(
                    xr.EventDataReferenceSpaceChangePending(
                        reference_space_type=kind, change_time=change_ns
                    )
                )
            case "recentre":
                self._headset.recentre()
            case "profile":
                runtime.send(xr.EventDataInteractionProfileChanged())
            case "render":
                runtime.should_render = not runtime.should_render
            case "earlier":
                runtime.ahead_ns -= 40_000_000
            case "later":
                runtime.ahead_ns += 15_000_000
            case "block":
                runtime.blocks_ns.append(5_000_000_000)
            case "unknown":
                runtime.send(xr.EventDataPerfSettingsEXT())
            case "events lost":
                runtime.events.clear()
                runtime.send(xr.EventDataEventsLost(lost_event_count=1))
            case "worn":
                runtime.send(xr.EventDataUserPresenceChangedEXT(is_user_present=False))
            case "buttons":
                runtime.buttons = {} if runtime.buttons else {"select/right": True}
            case "vanish":
                runtime.vanish()
                self._gone = True
            case "loss pending":
                runtime.enter(S.LOSS_PENDING)
                self._gone = True
            case _:
                assert what == "draw"
        self._take(3, drawing=what == "draw")

    def _go(self, way: int) -> None:
        """The session goes to a next state, if the program has done its part."""
        runtime = self._runtime
        waits = (self._state == S.READY and runtime.ready) or (
            self._state == S.STOPPING and runtime.stopping
        )
        if self._state in NEXT and not waits and not self._gone:
            self._state = NEXT[self._state][way]
            runtime.enter(self._state)

    def _take(self, count: int, *, drawing: bool) -> None:
        for moment in itertools.islice(self._moments, count):
            self._hear(moment)
            if drawing:
                draw(self._headset)
            if self.told[-1] == "runtime_lost" and self._gone:
                self._runtime.come_back()
                self._runtime.enter(S.IDLE)
                self._state, self._gone = S.IDLE, False

    def _hear(self, moment: typing.Any) -> None:
        self.told.append(word(moment))
        match moment:
            case Frame(time_ns):
                assert time_ns > self._frame_ns, "a frame's time went back"
                self._frame_ns = time_ns
            case Tick(time_ns):
                assert time_ns >= self._tick_ns, "a tick's time went back"
                self._tick_ns = time_ns
            case _:
                self.over = isinstance(moment, Ended)

    def end(self) -> None:
        """Close, and see that nothing is open."""
        self._moments.close()  # type: ignore[attr-defined]
        self._headset.close()
        calls = self._runtime.calls
        assert self._runtime.broken == []
        assert self._runtime.living() == {}
        assert calls["xrAttachSessionActionSets"] == calls["xrCreateSession"]
        assert self._runtime.begun_frames == len(self._runtime.layers) + self._runtime.cut_off
        assert self.told.count("runtime_back") <= self.told.count("runtime_lost")
