"""The keys on the screen: their words from the controls' table, and their drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import panda3d.core as p3d
from typing_extensions import override

from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import View
from vrexposure.desktop.controls import CONTROLS, Group
from vrexposure.desktop.input import DesktopInput
from vrexposure.ports import ViewSink

COLUMNS: Final[tuple[tuple[Group, ...], ...]] = (("Session", "Answer"), ("Body", "Hands", "Device"))
LETTER: Final = 0.042  # of half the window's height: 15 px in a window of 720
LINE: Final = 1.15
CAPS_WIDE: Final = 0.30
COLUMN_WIDE: Final = 0.92
EDGE: Final = 0.04


def key_lines(groups: tuple[Group, ...]) -> list[tuple[str, str]]:
    """Lines of one column: what stands on the key, what it does; headings have an empty second."""
    lines: list[tuple[str, str]] = []
    for group in groups:
        lines.append((group, ""))
        lines += [(c.caps, c.says) for c in CONTROLS if c.group == group]
    return lines


class Legend(ViewSink):
    """Keys, what is typed and how the body is, in the lower left corner of the window."""

    def __init__(
        self,
        desktop: DesktopInput,
        parent: p3d.NodePath[p3d.PandaNode],
        font: p3d.TextFont,
        aspect: Callable[[], float],
    ) -> None:
        """Hang the legend under `parent`, an `aspect2d`: z from -1 to 1, x by the aspect."""
        self._desktop = desktop
        self._aspect = aspect
        self._font = font
        self._root = parent.attach_new_node("legend")
        self._root.set_bin("gui-popup", 0)
        self._keys = self._root.attach_new_node("keys")
        for index, groups in enumerate(COLUMNS):
            lines = key_lines(groups)
            x = index * COLUMN_WIDE
            caps = "\n".join(cap for cap, _ in lines)
            says = "\n".join(text for _, text in lines)
            self._text(self._keys, caps, x, (1.0, 0.87, 0.55, 1.0))
            self._text(self._keys, says, x + CAPS_WIDE, (1.0, 1.0, 1.0, 1.0))
        tallest = max(len(key_lines(groups)) for groups in COLUMNS)
        self._keys_high = (tallest + 1) * LETTER * LINE
        self._state = self._text(self._root, "", 0.0, (1.0, 1.0, 1.0, 1.0))
        self._shown: tuple[str, bool, float] | None = None

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        wanted = self._desktop.legend_wanted
        lines = [*self._desktop.legend_lines(view), "Esc STOP    F1 keys"]
        shown = ("\n".join(lines), wanted, self._aspect())
        if shown == self._shown:
            return
        self._shown = shown
        self._state.set_text(shown[0])
        state_high = len(lines) * LETTER * LINE
        self._root.set_pos(EDGE - shown[2], 0.0, EDGE - 1.0 + state_high - LETTER)
        self._keys.set_z(self._keys_high)
        if wanted:
            self._keys.show()
        else:
            self._keys.hide()

    def _text(
        self,
        parent: p3d.NodePath[p3d.PandaNode],
        text: str,
        x: float,
        colour: tuple[float, float, float, float],
    ) -> p3d.TextNode:
        node = p3d.TextNode("lines")
        node.set_font(self._font)
        node.set_text_color(*colour)
        node.set_card_color(0.05, 0.06, 0.08, 0.75)
        node.set_card_as_margin(0.4, 0.4, 0.2, 0.2)
        node.set_card_decal(True)
        node.set_text(text)
        path = parent.attach_new_node(node)
        path.set_scale(LETTER)
        path.set_x(x)
        return node
