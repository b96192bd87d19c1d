"""The keys on the screen: their words from the controls' table, and their drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import panda3d.core as p3d
from typing_extensions import override

from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.view import Text, View
from vrexposure.core.words import Words
from vrexposure.desktop.controls import CONTROLS, Deed, Group
from vrexposure.desktop.input import DesktopInput
from vrexposure.ports import ViewSink

# Flat, so that the legend stays below the panel that stands before the patient.
COLUMNS: Final[tuple[tuple[Group, ...], ...]] = (
    ("session",),
    ("answer",),
    ("body",),
    ("hands",),
    ("device",),
)

Colour = tuple[float, float, float, float]
_CAPS: Final[Colour] = (1.0, 0.87, 0.55, 1.0)
_SAYS: Final[Colour] = (1.0, 1.0, 1.0, 1.0)
_HEADINGS: Final[Colour] = (0.62, 0.8, 1.0, 1.0)
_CARD: Final[Colour] = (0.05, 0.06, 0.08, 0.8)
_STOP_CARD: Final[Colour] = (0.72, 0.05, 0.05, 1.0)

# Lengths are halves of the window's height: 0.037 is 13 pixels of 720.
LETTER: Final = 0.037
STOP_LETTER: Final = 0.075
GAP: Final = 0.05
EDGE: Final = 0.04

_KEYS: Final = Text("legend.state.keys", (("key", "@legend.legend.caps"),))


def key_lines(groups: tuple[Group, ...], words: Words) -> list[tuple[str, str, str]]:
    """Lines of one column: heading, key cap, what it does; "" where there is none."""
    lines: list[tuple[str, str, str]] = []
    for group in groups:
        if lines:
            lines.append(("", "", ""))
        lines.append((words.key(f"legend.group.{group}"), "", ""))
        lines += [("", words.key(c.caps), words.key(c.says)) for c in CONTROLS if c.group == group]
    return lines


def stop_line(words: Words) -> str:
    """How to stop: shown large, and also while the other keys are hidden."""
    stop = next(c for c in CONTROLS if any(deed is Deed.STOP for _, deed in c.keys))
    return f"{words.key(stop.caps)}  {words.key(stop.says)}"


class Legend(ViewSink):
    """Keys at the upper edge of the window; Stop, what is typed and the body at the lower left."""

    def __init__(
        self,
        desktop: DesktopInput,
        parent: p3d.NodePath[p3d.PandaNode],
        font: p3d.TextFont,
        aspect: Callable[[], float],
        words: Words,
    ) -> None:
        """Hang the legend under `parent`, an `aspect2d`: z from -1 to 1, x by the aspect."""
        self._desktop = desktop
        self._aspect = aspect
        self._font = font
        self._words = words
        self._shown: tuple[str, bool, float] | None = None
        self._root = parent.attach_new_node("legend")
        # An unsorted bin draws in the order of the graph: cards first, their text after.
        self._root.set_bin("unsorted", 0)
        self._root.set_depth_test(False)
        self._root.set_depth_write(False)
        self._root.set_transparency(p3d.TransparencyAttrib.M_alpha)
        stop = self._text(self._root, stop_line(words), (0.03, 0.0), _SAYS, letter=STOP_LETTER)
        stop.set_card_color(*_STOP_CARD)
        stop.set_card_as_margin(0.3, 0.3, 0.15, 0.15)
        stop.set_card_decal(True)
        state_x = stop.get_width() * STOP_LETTER + 0.12
        self._state = self._text(self._root, "", (state_x, 0.0), _SAYS)
        self._state.set_card_color(*_CARD)
        self._state.set_card_as_margin(0.5, 0.5, 0.2, 0.2)
        self._state.set_card_decal(True)
        self._keys = self._root.attach_new_node("keys")
        self._width, self._height = self._draw_keys()

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        told = [*self._desktop.legend_lines(view), _KEYS]
        lines = "   ".join(self._words.say(text) for text in told)
        shown = (lines, self._desktop.legend_wanted, self._aspect())
        if shown == self._shown:
            return
        self._shown = shown
        self._state.set_text(lines)
        bottom = EDGE + 0.02 - 1.0
        self._root.set_pos(EDGE - shown[2], 0.0, bottom)
        # In a narrow window smaller letters rather than missing ones.
        scale = min(1.0, 2.0 * (shown[2] - EDGE) / self._width)
        self._keys.set_scale(scale)
        # At the upper edge: the lower half of the picture has the captions and the panel.
        self._keys.set_z(1.0 - EDGE - bottom - scale * self._height)
        if self._desktop.legend_wanted:
            self._keys.show()
        else:
            self._keys.hide()

    def _draw_keys(self) -> tuple[float, float]:
        """Draw them all from z = 0 upwards; how wide and how high they have become."""
        columns = [key_lines(groups, self._words) for groups in COLUMNS]
        line = self._font.get_line_height() * LETTER
        high = (max(len(lines) for lines in columns) + 0.4) * line
        top = high - 0.9 * line
        x = 0.0
        for lines in columns:
            headings, caps, says = ("\n".join(part) for part in zip(*lines, strict=True))
            self._text(self._keys, headings, (x, top), _HEADINGS)
            x += self._text(self._keys, caps, (x, top), _CAPS).get_width() * LETTER + GAP
            x += self._text(self._keys, says, (x, top), _SAYS).get_width() * LETTER + GAP
        card = p3d.CardMaker("card")
        card.set_frame(-0.02, x, 0.0, high)
        card.set_color(*_CARD)
        self._keys.attach_new_node(card.generate(), -1)  # before the text
        return x, high

    def _text(
        self,
        parent: p3d.NodePath[p3d.PandaNode],
        text: str,
        at: tuple[float, float],
        colour: Colour,
        *,
        letter: float = LETTER,
    ) -> p3d.TextNode:
        node = p3d.TextNode("lines")
        node.set_font(self._font)
        node.set_text_color(*colour)
        node.set_text(text)
        path = parent.attach_new_node(node)
        path.set_scale(letter)
        path.set_pos(at[0], 0.0, at[1])
        return node
