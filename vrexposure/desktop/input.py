"""The desktop as a device: beats like a headset, gives its frames, and hears its keys."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from typing_extensions import override

from vrexposure.core.geometry import Vec3
from vrexposure.core.inputs import Command, Device, DeviceChange, Ended, Frame, Tick
from vrexposure.core.panel import hit, option_middle, panel_pose
from vrexposure.core.view import Text, View
from vrexposure.desktop.body import DesktopBody, HandButton
from vrexposure.desktop.controls import DEEDS, Deed
from vrexposure.desktop.events import (
    Cursor,
    CursorLeft,
    Focus,
    Hidden,
    Key,
    KeysDown,
    Typed,
    Window,
    WindowEvent,
)
from vrexposure.desktop.keyboard import Keyboard
from vrexposure.ports import InputSource, Mailbox, Timed, ViewSink

FRAME_NS: Final = 13_888_889  # 72 Hz, the slowest headset that is supported
TICK_NS: Final = 50_000_000  # DEF; so that a Stop is heard as soon with the picture off
LOOK_RAD_S: Final = math.radians(60)  # DEF; with the arrow keys
DRAG_GAIN: Final = 1.5  # DEF; a drag across the window turns by 1.5 times its field of view
GROW_M: Final = 0.01
FAR_M: Final = 3.0

_ARROWS: Final = {
    Deed.LEFT: (-1, 0),
    Deed.RIGHT: (1, 0),
    Deed.UP: (0, -1),
    Deed.DOWN: (0, 1),
}
_BUTTONS: Final[dict[Deed, HandButton]] = {
    Deed.SELECT: "select",
    Deed.MENU: "menu",
    Deed.SQUEEZE: "squeeze",
}
_KEYS: Final = {deed: tuple(name for name, does in DEEDS.items() if does is deed) for deed in Deed}


class DesktopInput(InputSource, Mailbox, ViewSink, Timed):
    """Mouse and keyboard as a headset with two controllers, and as the therapist's keyboard.

    `moments` asks the window for its events, so nothing else may ask that window.
    """

    def __init__(
        self,
        window: Window,
        body: DesktopBody,
        *,
        clock: Callable[[], int],
        sleep: Callable[[float], None] = time.sleep,
        seqs: Iterator[int] | None = None,
        fov_deg: float = 56.0,
    ) -> None:
        """Put a body into a window.

        Args:
            window: Where the events come from.
            body: Who moves.
            clock: The session clock, nanoseconds from 0.
            sleep: Waits for seconds.
            seqs: Numbers of commands, shared by all mailboxes of the session; None: from 0.
            fov_deg: The whole angle of the picture along the window's shorter side.
        """
        self.body = body
        self.keyboard = Keyboard(clock, itertools.count() if seqs is None else seqs)
        self.legend_wanted = True
        self.headset_on = True
        self._window = window
        self._clock = clock
        self._sleep = sleep
        self._tan = math.tan(math.radians(fov_deg) / 2)
        self._keys = KeysDown()
        self._cursor: Cursor | None = None
        self._hidden = False
        self._waited_ns = 0

    @property
    def typed(self) -> str:
        """What has been typed of an answer."""
        return self.keyboard.answering.typed

    @override
    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        slot_ns = self._clock()
        before_ns = slot_ns
        while True:
            # All are taken before the first is told: a Stop among them goes into the next drain.
            changes = [self._take(event) for event in self._window.poll()]
            for change in changes:
                if change is not None:
                    yield Device(slot_ns, change)
            if not self._window.alive():
                yield Ended(self._clock(), "window_closed")
                return
            self._move(slot_ns - before_ns)
            before_ns = slot_ns
            if self._hidden or not self.headset_on:
                yield Tick(slot_ns)
                due_ns = slot_ns + TICK_NS
            else:
                # Seen one frame later, as a headset's picture is.
                yield self.body.frame(slot_ns + FRAME_NS)
                due_ns = slot_ns + FRAME_NS
            now_ns = self._clock()
            if now_ns < due_ns:
                self._sleep((due_ns - now_ns) / 1e9)
                self._waited_ns += due_ns - now_ns
            slot_ns = max(due_ns, now_ns)  # too late for the slot: go on at once, leave none out

    @override
    def take_timing_ns(self) -> Mapping[str, int]:
        waited_ns, self._waited_ns = self._waited_ns, 0
        return {"wait": waited_ns, "period": FRAME_NS}

    @override
    def drain(self) -> Sequence[Command]:
        return self.keyboard.drain()

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        self.keyboard.show(view, moment)
        self.body.furnish(view.props)
        self.body.offer(view.things, both=dict(view.parameters).get("both_hands") == 1)

    def legend_lines(self, view: View) -> list[Text]:
        """What the keyboard's user must see beside the keys: what is typed, how the body is."""
        lines: list[Text] = []
        if view.panel is not None and view.panel.question:
            lines.append(Text("legend.state.answer", (("typed", self.typed),)))
        posture = "seated" if self.body.seated else "standing"
        about: tuple[tuple[str, str | int], ...] = (
            ("posture", f"@legend.state.{posture}"),
            ("hand", f"@legend.state.{self.body.hand}"),
            ("eyes_cm", round(self.body.eye_height_standing_m * 100)),
        )
        lines.append(Text("legend.state.body", about))
        if not self.body.tracking:
            lines.append(Text("legend.state.tracking_lost", (("key", "@legend.tracking.caps"),)))
        if not self.headset_on:
            lines.append(Text("legend.state.headset_off", (("key", "@legend.headset.caps"),)))
        return lines

    def _take(self, event: WindowEvent) -> DeviceChange | None:
        match event:
            case Key():
                deed = DEEDS.get(event.name)
                if deed is None or not self._keys.changed(event):
                    return None
                if event.down:
                    return self._press(deed)
                self._release(deed)
            case Typed(text):
                self.keyboard.answering.type(text)
            case Cursor(x, y):
                self._move_cursor(event, x, y)
            case CursorLeft():
                self._cursor = None
            case Hidden(hidden):
                self._hidden = hidden
            case Focus(gained):
                self._keys.clear()  # their ups go to another window
                self.body.let_go()
                return DeviceChange.FOCUS_GAINED if gained else DeviceChange.FOCUS_LOST
        return None

    def _press(self, deed: Deed) -> DeviceChange | None:
        match deed:
            case Deed.SELECT | Deed.MENU | Deed.SQUEEZE:
                self.body.press(_BUTTONS[deed], down=True)
            case Deed.LEFT | Deed.RIGHT | Deed.UP | Deed.DOWN:
                self.keyboard.answering.choose(*_ARROWS[deed])
            case Deed.SIT_OR_STAND:
                self.body.sit_or_stand()
            case Deed.MARCH:
                self.body.march(on=True)
            case Deed.MOUNT:
                self.body.mount()
            case Deed.TALLER | Deed.SHORTER:
                self.body.grow(GROW_M if deed is Deed.TALLER else -GROW_M)
            case Deed.SWAP_HANDS:
                self.body.swap_hands()
            case Deed.REACH:
                self.body.reach(on=True)
            case Deed.CARRY:
                self.body.carry()
            case Deed.HOLD_LEFT | Deed.HOLD_RIGHT:
                self.body.hold("left" if deed is Deed.HOLD_LEFT else "right")
            case Deed.TRACKING:
                self.body.tracking = not self.body.tracking
            case Deed.LEGEND:
                self.legend_wanted = not self.legend_wanted
            case Deed.RECENTRE:
                self.body.recentre()
                return DeviceChange.RECENTRED
            case Deed.HEADSET:
                self.headset_on = not self.headset_on
                return DeviceChange.HEADSET_ON if self.headset_on else DeviceChange.HEADSET_OFF
            case _:
                self.keyboard.press(deed)
        return None

    def _release(self, deed: Deed) -> None:
        match deed:
            case Deed.SELECT | Deed.MENU | Deed.SQUEEZE:
                self.body.press(_BUTTONS[deed], down=False)
            case Deed.MARCH:
                self.body.march(on=False)
            case Deed.REACH:
                self.body.reach(on=False)
            case _:
                pass  # what else is held is asked for in every frame

    def _move_cursor(self, cursor: Cursor, x: float, y: float) -> None:
        if self._cursor is not None and cursor != self._cursor:
            self.keyboard.answering.chosen = -1  # the mouse has the say again
            if self._held(Deed.LOOK):
                aside, up = (math.atan(tan) * DRAG_GAIN for tan in self._tangents())
                self.body.look((self._cursor.x - x) * aside, (y - self._cursor.y) * up)
        self._cursor = cursor

    def _move(self, dt_ns: int) -> None:
        """Let the body go on by what is held down, and point where the cursor is."""
        held = self._held
        self.body.walk(
            held(Deed.WALK_FORWARD) - held(Deed.WALK_BACK),
            held(Deed.WALK_RIGHT) - held(Deed.WALK_LEFT),
            slow=held(Deed.WALK_SLOWLY),
        )
        if not self.keyboard.answering.choosable:
            by = LOOK_RAD_S * min(dt_ns, TICK_NS) / 1e9
            self.body.look(
                by * (held(Deed.LEFT) - held(Deed.RIGHT)), by * (held(Deed.UP) - held(Deed.DOWN))
            )
        self.body.advance(dt_ns)
        self.body.point_at(self._target())

    def _tangents(self) -> tuple[float, float]:
        """Of half the picture's angle, across and up."""
        aspect = self._window.aspect()
        shorter = min(1.0, aspect)
        return self._tan * aspect / shorter, self._tan / shorter

    def _held(self, deed: Deed) -> bool:
        return self._keys.has(*_KEYS[deed])

    def _target(self) -> Vec3:
        """The point in the room that the hand is to point at."""
        panel, chosen = self.keyboard.view.panel, self.keyboard.answering.chosen
        if panel is not None and 0 <= chosen < len(panel.options):
            return option_middle(panel, chosen)
        cursor = self._cursor or Cursor(0.0, 0.0)  # without a mouse: where the head looks
        eye, turn = self.body.head()
        aside, up = self._tangents()
        way = turn.rotate(Vec3(cursor.x * aside, 1.0, cursor.y * up))
        # The hand is not where the eye is: both rays must meet where the panel is, or they point
        # at different options.
        at = None if panel is None else hit(panel, eye, way)
        if panel is None or at is None:
            return eye.plus(way.scaled(FAR_M / way.length()))
        middle, facing = panel_pose(panel)
        return middle.plus(facing.rotate(Vec3(at[0], 0.0, at[1])))
