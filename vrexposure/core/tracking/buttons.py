"""The stop that is always at hand: the menu button, or any button held. Needs no tracking."""

from __future__ import annotations

from vrexposure.core.inputs import Button
from vrexposure.core.observations import Observation, StopGesture

# DEF: longer than any press that means a choice, short enough to be found in need.
HELD_NS = 2_000_000_000
# DEF: time without frames (headset off) is not time spent holding, beyond this much a frame.
FRAME_MOST_NS = 250_000_000

_MENU = int(Button.LEFT_MENU | Button.RIGHT_MENU)
_HOLDABLE = (
    int(Button.LEFT_SELECT),
    int(Button.RIGHT_SELECT),
    int(Button.LEFT_SQUEEZE),
    int(Button.RIGHT_SQUEEZE),
)


class Buttons:
    """Watches for the two stop gestures; each press stops at most once."""

    def __init__(self) -> None:
        self._before = 0
        self._before_ns: int | None = None
        self._held_ns = dict.fromkeys(_HOLDABLE, 0)

    def update(self, time_ns: int, buttons: int, said: list[Observation]) -> None:
        """Take the buttons of one frame, also of one whose motion is not believed."""
        before, self._before = self._before, buttons
        elapsed = 0 if self._before_ns is None else time_ns - self._before_ns
        self._before_ns = time_ns
        if buttons & _MENU & ~before:
            said.append(StopGesture(time_ns, "menu"))
        elapsed = min(elapsed, FRAME_MOST_NS)
        for button, held in self._held_ns.items():
            if not buttons & button:
                self._held_ns[button] = 0
            elif before & button:
                self._held_ns[button] = held + elapsed
                if held < HELD_NS <= held + elapsed:
                    said.append(StopGesture(time_ns, "held"))
