"""What the states of an OpenXR session mean: when to begin, when to end, what to tell the core.

Whether the session runs is a flag set by beginning and ending it, not a state: taking the headset
off leads through STOPPING to IDLE, and putting it on to READY again; neither ends the program.
"""

from __future__ import annotations

from typing import Literal

import xr

from vrexposure.core.inputs import DeviceChange

Step = Literal["begin", "end"]


class Lifecycle:
    """Where the session is.

    Attributes:
        running: Frames must be waited for and submitted.
        over: Why there is no more to come, or None.
    """

    def __init__(self) -> None:
        self.running = False
        self.over: Literal["runtime_ended", "runtime_lost"] | None = None
        self._focused = False
        self._worn = True

    def enter(self, state: int) -> tuple[Step | None, list[DeviceChange]]:
        """A new state: what must be called now, and what changed."""
        step: Step | None = None
        changes = self._focus(state == xr.SessionState.FOCUSED)
        if state == xr.SessionState.READY:
            step = "begin"
            self.running = True
            changes += self.wear(True)
        elif state == xr.SessionState.STOPPING:
            step = "end"
            self.running = False
            changes += self.wear(False)
        elif state == xr.SessionState.EXITING:
            self.over = "runtime_ended"
        elif state == xr.SessionState.LOSS_PENDING:
            changes += self.lose()
        return step, changes

    def wear(self, worn: bool) -> list[DeviceChange]:
        """The headset was put on or taken off."""
        if worn == self._worn:
            return []
        self._worn = worn
        return [DeviceChange.HEADSET_ON if worn else DeviceChange.HEADSET_OFF]

    def lose(self) -> list[DeviceChange]:
        """The runtime goes away, or has gone."""
        self.running = False
        self.over = "runtime_lost"
        return [*self._focus(False), DeviceChange.RUNTIME_LOST]

    def _focus(self, focused: bool) -> list[DeviceChange]:
        if focused == self._focused:
            return []
        self._focused = focused
        return [DeviceChange.FOCUS_GAINED if focused else DeviceChange.FOCUS_LOST]

    @property
    def focused(self) -> bool:
        """Whether controllers and hands are for us."""
        return self._focused
