"""What the states of an OpenXR session mean: when to begin, when to end, what to tell the core.

Whether the session runs is a flag set by beginning and ending it, not a state: taking the headset
off leads through STOPPING to IDLE, and putting it on to READY again; neither ends the program.

    IDLE -> READY -> SYNCHRONIZED <-> VISIBLE <-> FOCUSED      READY: begin
              ^           |
              +--- IDLE <- STOPPING                            STOPPING: end, and stay
                     |
                     +-> EXITING                               the orderly end
    any -> LOSS_PENDING                                        all is made anew
"""

from __future__ import annotations

import logging
from typing import Final, Literal, NamedTuple

import xr

from vrexposure.core.inputs import DeviceChange

log = logging.getLogger(__name__)

Step = Literal["begin", "end"]
Over = Literal["runtime_ended", "runtime_lost"]


class Meaning(NamedTuple):
    """What entering one state means.

    Attributes:
        step: What must be called.
        worn: Whether the headset is now known to be on (True) or off (False).
        focused: Whether controllers and hands are ours; in VISIBLE another program has them.
        over: Why there is no more to come.
    """

    step: Step | None = None
    worn: bool | None = None
    focused: bool = False
    over: Over | None = None


_S = xr.SessionState
MEANINGS: Final[dict[int, Meaning]] = {
    int(_S.UNKNOWN): Meaning(),
    int(_S.IDLE): Meaning(),
    int(_S.READY): Meaning(step="begin", worn=True),
    int(_S.SYNCHRONIZED): Meaning(),
    int(_S.VISIBLE): Meaning(),
    int(_S.FOCUSED): Meaning(focused=True),
    int(_S.STOPPING): Meaning(step="end", worn=False),
    int(_S.LOSS_PENDING): Meaning(over="runtime_lost"),
    int(_S.EXITING): Meaning(over="runtime_ended"),
}
"""The whole table; a state that is not in it (of a newer OpenXR) means nothing but no focus."""


class Lifecycle:
    """Where the session is.

    Attributes:
        running: Frames must be waited for and submitted.
        over: Why there is no more to come, or None.
    """

    def __init__(self) -> None:
        self.running = False
        self.over: Over | None = None
        self._focused = False
        self._worn = True
        self._lost = False

    def enter(self, state: int) -> tuple[Step | None, list[DeviceChange]]:
        """A new state: what must be called now, and what changed.

        A state that comes twice asks for nothing twice: events may have been lost in between.
        """
        meaning = MEANINGS.get(state, Meaning())
        changes = self._focus(meaning.focused)
        step = meaning.step if meaning.step != ("begin" if self.running else "end") else None
        if step is not None:
            self.running = step == "begin"
        if step == "begin" and self._lost:
            self._lost = False
            changes.append(DeviceChange.RUNTIME_BACK)
        if meaning.worn is not None:
            changes += self.wear(meaning.worn)
        if meaning.over == "runtime_lost":
            changes += self.lose()
        elif meaning.over is not None:
            self.over = meaning.over
        return step, changes

    def wear(self, worn: bool) -> list[DeviceChange]:
        """The headset was put on or taken off."""
        if worn == self._worn:
            return []
        self._worn = worn
        return [DeviceChange.HEADSET_ON if worn else DeviceChange.HEADSET_OFF]

    def doubt(self) -> list[DeviceChange]:
        """What has the focus is not known any more: the safe assumption is that we have not."""
        return self._focus(False)

    def lose(self) -> list[DeviceChange]:
        """The runtime goes away, or has gone; told once until it is back."""
        self.running = False
        self.over = "runtime_lost"
        changes = self._focus(False)
        if not self._lost:
            self._lost = True
            changes.append(DeviceChange.RUNTIME_LOST)
        return changes

    def renew(self) -> None:
        """Another session was opened; it counts as back when it is begun."""
        self.over = None

    def _focus(self, focused: bool) -> list[DeviceChange]:
        if focused == self._focused:
            return []
        self._focused = focused
        return [DeviceChange.FOCUS_GAINED if focused else DeviceChange.FOCUS_LOST]

    @property
    def focused(self) -> bool:
        """Whether controllers and hands are for us."""
        return self._focused
