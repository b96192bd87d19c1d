"""The person out of the headset, or out of its sight: what forbids going on, and where they return.

Whoever puts the headset on again comes to the lobby, paused: a plain room on level ground. They may
be sitting now where they stood before, and nobody should find themselves on stairs by surprise. The
room changes while nobody looks: once the headset has been off for `AWAY_MS`, or at once when its
runtime is lost. Under somebody who still wears it, nothing ever changes in this way.
"""

from __future__ import annotations

from dataclasses import dataclass

from vrexposure.core.inputs import DeviceChange
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.session.leaving import show_neutral
from vrexposure.core.session.preparing import GoThere
from vrexposure.core.session.steps import Step
from vrexposure.core.view import Phase, View

AWAY_MS = 1000  # DEF: a sensor that loses the forehead for less than this took no headset off
LOST_REPORTED_MS = 300  # how long tracking has been gone when tracking says so
RETURNED = "returned"
"""The cause of the pause that whoever comes back finds; the therapist ends it."""


@dataclass(slots=True)
class Absence:
    """Since when what is missing is missing, and what was left for the lobby."""

    runtime_gone: bool = False
    _lost_ns: int | None = None
    _blind_ns: int | None = None
    _off_ns: int | None = None
    _left: View | None = None

    def track(self, now_ns: int, *, lost: bool) -> None:
        """The head is no longer tracked, or is again."""
        self._lost_ns = now_ns if lost else None

    def frames(self, now_ns: int, *, blind: bool) -> None:
        """Time passes with frames, or without any (`blind`)."""
        if not blind:
            self._blind_ns = None
        elif self._blind_ns is None:
            self._blind_ns = now_ns

    @property
    def untracked(self) -> bool:
        """Whether the head is not tracked now."""
        return self._lost_ns is not None

    def unseen(self, c: Context) -> bool:
        """Whether the patient has not been seen for too long to go on."""
        wait_ns = (c.protocol.limits.tracking_pause_ms - LOST_REPORTED_MS) * NS_PER_MS
        return any(
            since_ns is not None and c.now_ns - since_ns >= wait_ns
            for since_ns in (self._lost_ns, self._blind_ns)
        )

    def refusal(self, c: Context) -> str:
        """Why nobody may go on now, or ""."""
        if self.runtime_gone:
            return DeviceChange.RUNTIME_LOST.value
        if self._off_ns is not None:
            return DeviceChange.HEADSET_OFF.value
        return "tracking_lost" if self.unseen(c) else ""

    def take(self, change: DeviceChange, now_ns: int) -> bool:
        """Take note of what went or came; True when that brings the person back to the lobby."""
        match change:
            case DeviceChange.HEADSET_OFF:
                self._off_ns = now_ns if self._off_ns is None else self._off_ns
                return False
            case DeviceChange.HEADSET_ON:
                self._off_ns = None
            case DeviceChange.RUNTIME_LOST:
                self.runtime_gone = True
                return False
            case DeviceChange.RUNTIME_BACK:
                self.runtime_gone = False
            case _:
                return False
        return self._left is not None and self._off_ns is None and not self.runtime_gone

    def leave(self, c: Context, step: Step | None) -> bool:
        """Change to the lobby once the person is away and the session waits; True when done now."""
        off_ns = None if self._off_ns is None else c.now_ns - self._off_ns
        is_away = self.runtime_gone or (off_ns is not None and off_ns >= AWAY_MS * NS_PER_MS)
        if not is_away or self._left is not None or c.view.phase not in (Phase.PAUSED, Phase.HELD):
            return False
        self._left = c.view
        # A real chair or rail stays drawn where it stands: whoever comes back is beside it.
        show_neutral(c)
        c.see(ambience="")
        c.returned = True
        if step is not None:
            step.leave(c)
        return True

    def way_back(self, c: Context) -> GoThere | None:
        """The way to where it went on before, with its sounds; None when nothing was left."""
        left, self._left = self._left, None
        if left is None:
            return None
        c.see(ambience=left.ambience)
        return GoThere(left.place, left.parameters, left.rig)
