"""A Panda3D window as the desktop's `Window`.

The window's events are read straight from its input device. A data graph on the same window, as
`ShowBase` makes one, would take them away: whichever reads first has them.
"""

from __future__ import annotations

import typing
from collections.abc import Sequence

import panda3d.core as p3d
from typing_extensions import override

from vrexposure.desktop.events import (
    Cursor,
    CursorLeft,
    Focus,
    Hidden,
    Key,
    Typed,
    Window,
    WindowEvent,
)


class Renders(typing.Protocol):
    """Whoever can render a frame in between."""

    def render_frame(self) -> None:
        """Render one."""
        ...


class PandaWindow(Window):
    """Translates what Panda3D knows of one window.

    Panda3D fetches a window's events while it renders. When nothing was rendered since the last
    `poll` (the picture is off), `poll` renders one frame itself, so that Stop is heard then too.
    """

    def __init__(
        self,
        window: p3d.GraphicsWindow,
        engine: Renders,
        data_root: p3d.NodePath[p3d.PandaNode] | None = None,
    ) -> None:
        """Adapt an open window.

        Args:
            window: The window.
            engine: Renders one frame: the `GraphicsEngine`, or who must be asked before it.
            data_root: The data graph (`ShowBase.dataRoot`); its reader of mouse and keyboard is
                taken off.
        """
        if data_root is not None:
            data_root.find_all_matches("**/+MouseAndKeyboard").detach()
        self._window = window
        self._engine = engine
        self._rendered = p3d.ClockObject.get_global_clock().get_frame_count()
        self._cursor: Cursor | None = None
        self._foreground, self._minimised = self._state()

    @override
    def poll(self) -> Sequence[WindowEvent]:
        self._pump()
        if self._window.is_closed():
            return ()
        events: list[WindowEvent] = []
        self._compare_state(events)
        self._compare_cursor(events)  # first, so that a click is where the cursor is
        self._read_buttons(events)
        return events

    @override
    def alive(self) -> bool:
        return not self._window.is_closed()

    @override
    def aspect(self) -> float:
        height_px = self._window.get_y_size()
        return self._window.get_x_size() / height_px if height_px > 0 else 1.0

    def _pump(self) -> None:
        clock = p3d.ClockObject.get_global_clock()
        if clock.get_frame_count() == self._rendered:
            self._engine.render_frame()
        self._rendered = clock.get_frame_count()

    def _state(self) -> tuple[bool, bool]:
        properties = self._window.get_properties()
        return properties.get_foreground(), properties.get_minimized()

    def _compare_state(self, events: list[WindowEvent]) -> None:
        foreground, minimised = self._state()
        if minimised != self._minimised:
            events.append(Hidden(minimised))
        if foreground != self._foreground:
            events.append(Focus(foreground))
        self._foreground, self._minimised = foreground, minimised

    def _compare_cursor(self, events: list[WindowEvent]) -> None:
        pointer = self._window.get_pointer(0)
        width_px, height_px = self._window.get_x_size(), self._window.get_y_size()
        # A key pressed while the mouse is elsewhere brings a place outside that counts as inside.
        inside = pointer.in_window and 0 <= pointer.x < width_px and 0 <= pointer.y < height_px
        if not inside:
            if self._cursor is not None:
                events.append(CursorLeft())
            self._cursor = None
            return
        cursor = Cursor(2.0 * pointer.x / width_px - 1.0, 1.0 - 2.0 * pointer.y / height_px)
        if cursor != self._cursor:
            events.append(cursor)
        self._cursor = cursor

    def _read_buttons(self, events: list[WindowEvent]) -> None:
        given = self._window.get_input_device(0).get_button_events()
        for index in range(given.get_num_events()):
            event = given.get_event(index)
            match event.type:
                case p3d.ButtonEvent.T_down:
                    events.append(Key(event.button.get_name(), down=True))
                case p3d.ButtonEvent.T_up:
                    events.append(Key(event.button.get_name(), down=False))
                case p3d.ButtonEvent.T_keystroke if event.keycode >= 32:  # no control characters
                    events.append(Typed(chr(event.keycode)))
                case _:
                    pass
