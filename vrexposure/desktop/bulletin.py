"""The therapist's corner of the window: the newest alert or refusal, and what has been saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import panda3d.core as p3d
from typing_extensions import override

from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.outputs import Alert, CommandAnswered, Output
from vrexposure.core.view import Text, View
from vrexposure.core.words import Words
from vrexposure.ports import ViewSink

SHOWN_NS: Final = {"note": 10_000_000_000, "warning": 15_000_000_000, "urgent": 30_000_000_000}
"""DEF: how long an alert stands there; the terminal keeps it."""

# As the legend's: halves of the window's height.
_LETTER: Final = 0.037
_LEFT: Final = 0.066  # so that its card begins where that of Stop does
_ABOVE: Final = 0.30  # the lines of legend and frames lie beneath
_GAP: Final = 0.09
_WRAP: Final = 22.0  # letters' heights: it stays beside the panel, which stands in the middle
_SAYS: Final = (1.0, 1.0, 1.0, 1.0)
_CARDS: Final = {
    "note": (0.05, 0.06, 0.08, 0.8),
    "warning": (0.45, 0.28, 0.02, 0.95),
    "urgent": (0.72, 0.05, 0.05, 1.0),
}


class Bulletin(ViewSink):
    """Draws both at the left of the window, above the legend's line; never in the headset.

    Hears alerts and refusals as a listener to the loop, and of what is saved by `saved`.
    """

    def __init__(
        self,
        parent: p3d.NodePath[p3d.PandaNode],
        font: p3d.TextFont,
        aspect: Callable[[], float],
        words: Words,
    ) -> None:
        """Hang them under `parent`, an `aspect2d`: z from -1 to 1, x by the aspect."""
        self._aspect = aspect
        self._words = words
        self._news = _lines(parent, font)
        self._saved = _lines(parent, font)
        self._urgency = "note"
        self._fresh = False
        self._until_ns = 0
        self._placed: object = None

    @property
    def news(self) -> str:
        """The alert or refusal that stands there."""
        return self._news.node().get_text()

    @property
    def saved_line(self) -> str:
        """What stands there of the record."""
        return self._saved.node().get_text()

    def heard(self, outputs: Sequence[Output]) -> None:
        """Take the newest alert or refusal; a lesser one does not replace a greater in the same."""
        for output in outputs:
            if isinstance(output, Alert):
                self._tell(output.text, output.level)
            elif isinstance(output, CommandAnswered) and not output.accepted:
                self._tell(Text(f"refused.{output.code}"), "note")

    def saved(self, text: Text, is_warning: bool) -> None:
        """Show what is saved, or that it is not."""
        _write(self._saved, self._words.say(text), "urgent" if is_warning else "note")
        self._placed = None

    def _tell(self, text: Text, urgency: str) -> None:
        ranks = list(SHOWN_NS)
        if self._fresh and ranks.index(urgency) < ranks.index(self._urgency):
            return
        self._urgency, self._fresh = urgency, True
        _write(self._news, self._words.say(text), urgency)

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        if self._fresh:
            self._fresh, self._placed = False, None
            self._until_ns = moment.time_ns + SHOWN_NS[self._urgency]
        elif self.news and moment.time_ns >= self._until_ns:
            _write(self._news, "", "note")
        aspect = self._aspect()
        if aspect != self._placed:
            self._placed = aspect
            x, z = _LEFT - aspect, _ABOVE - 1.0
            self._saved.set_pos(x, 0.0, z)
            rows = max(1, self._news.node().get_num_rows())
            line = self._news.node().get_line_height() * _LETTER
            self._news.set_pos(x, 0.0, z + _GAP + (rows - 1) * line)


def _lines(parent: p3d.NodePath[p3d.PandaNode], font: p3d.TextFont) -> p3d.NodePath[p3d.TextNode]:
    node = p3d.TextNode("bulletin")
    node.set_font(font)
    node.set_text_color(*_SAYS)
    node.set_wordwrap(_WRAP)
    node.set_card_as_margin(0.5, 0.5, 0.2, 0.2)
    node.set_card_decal(True)
    path = parent.attach_new_node(node)
    path.set_scale(_LETTER)
    path.set_depth_test(False)
    path.set_depth_write(False)
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    return path


def _write(path: p3d.NodePath[p3d.TextNode], words: str, urgency: str) -> None:
    path.node().set_card_color(*_CARDS[urgency])
    path.node().set_text(words)
