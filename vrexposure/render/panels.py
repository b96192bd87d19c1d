"""Panels: questions and messages as `core.panel.layout` places them, so pointing hits what is seen.

Colours are sRGB. Light text on the dark panel: contrast 14:1; on a highlighted cell: 8:1.
"""

from __future__ import annotations

from dataclasses import replace

from panda3d import core as p3d

from vrexposure.core.panel import (
    LINE_M,
    MARGIN_M,
    TEXT_M,
    TITLE_M,
    Layout,
    Rect,
    layout,
    panel_pose,
)
from vrexposure.core.view import Panel, Text
from vrexposure.core.words import Words
from vrexposure.render.curves import draw_curve
from vrexposure.render.geoms import Path3
from vrexposure.render.lettering import Align, Colour, Lettering

BACK: Colour = (0.105, 0.125, 0.145, 0.97)
EDGE: Colour = (0.30, 0.35, 0.38, 1.0)
CELL: Colour = (0.175, 0.205, 0.230, 1.0)
LIT: Colour = (0.215, 0.315, 0.345, 1.0)
ACCENT: Colour = (0.56, 0.80, 0.80, 1.0)
TEXT: Colour = (0.95, 0.94, 0.91, 1.0)
SOFT: Colour = (0.80, 0.81, 0.80, 1.0)

BAR_M = 0.012
RADIUS_M = 0.022
FOOT_M = TEXT_M * LINE_M
"""By so much the board is longer than `core.panel.layout` says while its foot tells how to choose:
what can be pointed at stays where it is."""

HOW_TO_CHOOSE = Text("caption.how_to_choose")
"""The sentence that says which button answers."""


class PanelView:
    """Draws one panel under the rig. Text is made anew only when it changes."""

    def __init__(self, rig: Path3, lettering: Lettering, words: Words) -> None:
        self._rig = rig
        self._lettering = lettering
        self._words = words
        self._board: Path3 | None = None
        self._marks: list[tuple[Path3, Path3]] = []
        self._shown: Panel | None = None
        self._key: tuple[Panel, str] | None = None
        self._lit = -1
        self._layout: Layout | None = None

    def show(self, panel: Panel | None) -> None:
        """Draw this panel, or none. The words at its foot follow what is in the person's hands."""
        foot = self._words.say(HOW_TO_CHOOSE) if panel is not None and panel.options else ""
        if panel is self._shown and (self._key is None or foot == self._key[1]):
            return
        self._shown = panel
        if panel is None:
            if self._board is not None:
                self._board.remove_node()
            self._board, self._key = None, None
            return
        key = (replace(panel, highlighted=-1, fill_permille=0), foot)
        if key != self._key:
            self._draw(panel, foot)
            self._key = key
        self._mark(panel)

    def _draw(self, panel: Panel, foot: str) -> None:
        if self._board is not None:
            self._board.remove_node()
        place = layout(panel)
        letters = self._lettering
        board = letters.board(self._rig, "panel")
        middle, turn = panel_pose(panel)
        board.set_pos_quat(middle, p3d.LQuaternion(*turn))
        longer = FOOT_M if foot else 0.0
        size, at = (place.width, place.height + longer), (0.0, -longer / 2)
        letters.rounded(board, size, at, BACK, radius_m=0.045)
        letters.rounded(board, size, at, EDGE, radius_m=0.045, line_m=0.003, sort=12)
        inside = place.width - 2 * MARGIN_M
        if foot:
            # In the middle of what was the lower margin and is now that and a line.
            low = -place.height / 2 + (MARGIN_M - FOOT_M) / 2
            made = letters.text(board, foot, (0, low), TEXT_M, SOFT, width_m=inside)
            made.set_name("foot")
        asked, total = panel.steps
        title_width = inside - (0.24 if total else 0.0)
        title = self._words.say(panel.title)
        letters.text(
            board,
            title,
            (0, place.title_y),
            TITLE_M,
            TEXT,
            width_m=title_width,
            lines=2,
            strong=True,
        )
        if total:
            corner = (place.width / 2 - MARGIN_M, place.height / 2 - MARGIN_M * 0.95)
            letters.text(board, f"{asked} / {total}", corner, TEXT_M, SOFT, align="right")
        for line, y in zip(panel.body, place.body_y, strict=True):
            letters.text(board, self._words.say(line), (0, y), TEXT_M, TEXT, width_m=inside)
        if panel.curve is not None and place.curve is not None:
            draw_curve(letters, board, panel.curve, place.curve)
        self._marks = []
        for index, cell in enumerate(place.cells):
            self._option(board, panel, index, cell)
        self._board, self._layout, self._lit = board, place, -1

    def _option(self, board: Path3, panel: Panel, index: int, cell: Rect) -> None:
        letters = self._lettering
        option = panel.options[index]
        size = (cell.width, cell.height)
        letters.rounded(board, size, (cell.x, cell.y), CELL, radius_m=RADIUS_M, sort=13)
        mark = board.attach_new_node(f"mark-{index}")
        letters.rounded(mark, size, (cell.x, cell.y), LIT, radius_m=RADIUS_M, sort=14)
        letters.rounded(
            mark, size, (cell.x, cell.y), ACCENT, radius_m=RADIUS_M, line_m=0.004, sort=16
        )
        bar_at = (cell.x - cell.width / 2 + RADIUS_M, cell.y - cell.height / 2 + 0.022)
        fill: Path3 = mark.attach_new_node("fill")
        fill.set_pos(bar_at[0], 0, bar_at[1])
        width = cell.width - 2 * RADIUS_M
        letters.rounded(fill, (width, BAR_M), (width / 2, 0), ACCENT, radius_m=0.0, sort=15)
        mark.hide()
        self._marks.append((mark, fill))
        label = self._words.say(option.label)
        letter = TITLE_M * 1.1 if len(label) <= 3 else TEXT_M
        letters.text(
            board,
            label,
            (cell.x, cell.y + 0.006),
            letter,
            TEXT,
            width_m=cell.width - 0.03,
            lines=2 if " " in label else 1,  # a number is not broken
            strong=True,
        )
        if option.hint is not None:
            self._hint(board, panel, index, cell)

    def _hint(self, board: Path3, panel: Panel, index: int, cell: Rect) -> None:
        """Small words beneath: those of a row's ends grow inwards, so that they have room."""
        hint = panel.options[index].hint
        assert hint is not None
        columns = max(1, min(panel.columns, len(panel.options)))
        column = index % columns
        y = cell.y - cell.height / 2 - TEXT_M * 1.35
        room = cell.width * (1 if columns <= 4 else 3.2)
        align: Align = "centre"
        x = cell.x
        if columns > 4 and column == 0:
            align, x = "left", cell.x - cell.width / 2
        elif columns > 4 and column == columns - 1:
            align, x = "right", cell.x + cell.width / 2
        self._lettering.text(
            board, self._words.say(hint), (x, y), TEXT_M, SOFT, width_m=room, lines=2, align=align
        )

    def _mark(self, panel: Panel) -> None:
        if panel.highlighted != self._lit:
            for index, (mark, _) in enumerate(self._marks):
                mark.show() if index == panel.highlighted else mark.hide()
            self._lit = panel.highlighted
        if 0 <= panel.highlighted < len(self._marks):
            part = min(1.0, max(0.0, panel.fill_permille / 1000))
            self._marks[panel.highlighted][1].set_sx(max(part, 0.001))
