"""The line at the lower edge of sight: caption, counter and how to stop. It follows calmly."""

from __future__ import annotations

import math

from vrexposure.core.geometry import Pose, yaw_rad_of
from vrexposure.core.panel import TEXT_M
from vrexposure.core.view import Counter, Text
from vrexposure.core.words import Words
from vrexposure.render.geoms import Path3
from vrexposure.render.lettering import Lettering, extent_of
from vrexposure.render.panels import ACCENT, BACK, CELL, SOFT, TEXT

DISTANCE_M = 1.5
BELOW_M = 0.45  # 17 degrees below the horizon: in sight, out of the way
LETTER_M = 0.040
START_RAD = math.radians(18)  # how far the head may turn before the line follows (DEF)
RATE_PER_S = 3.0
DOTS_MOST = 15  # what fits beside the digits; more repetitions share them

STOP_HINT = Text("caption.how_to_stop")
"""The sentence that says how to stop."""


def dots(counter: Counter) -> tuple[int, int]:
    """How many dots stand for the counter, and how many of them are filled; never too many."""
    count = min(counter.target, DOTS_MOST)
    return count, counter.done * count // max(1, counter.target)


class Notices:
    """Caption, counter and stop hint on one small board in stage space."""

    def __init__(self, rig: Path3, lettering: Lettering, words: Words) -> None:
        self._words = words
        self._lettering = lettering
        self._root: Path3 = rig.attach_new_node("notices")
        self._board: Path3 | None = None
        self._key: object = None
        self._yaw, self._height = 0.0, 0.0
        self._is_placed, self._is_turning = False, False
        self._time_ns = 0

    def show(self, caption: Text | None, counter: Counter | None, *, stop_hint: bool) -> None:
        """Draw these; nothing at all when all are absent."""
        hint = self._words.say(STOP_HINT) if stop_hint else None
        key = (caption, counter, hint)
        if key == self._key:
            return
        self._key = key
        if self._board is not None:
            self._board.remove_node()
            self._board = None
        if caption is None and counter is None and hint is None:
            return
        board = self._lettering.board(self._root, "notice")
        self._board = board
        z = 0.0
        if counter is not None:
            self._counter(board, counter, 0.085)
        if caption is not None:
            words = self._words.say(caption)
            made = self._lettering.text(board, words, (0, z), LETTER_M, TEXT, width_m=1.25, lines=2)
            low, high = extent_of(made, board)
            size = (high.x - low.x + 0.09, high.z - low.z + 0.055)
            middle = (0.0, (high.z + low.z) / 2)
            self._lettering.rounded(board, size, middle, BACK, radius_m=0.035)
            z = low.z - 0.07
        if hint is not None:
            made = self._lettering.text(board, hint, (0, z), TEXT_M, SOFT, width_m=1.25)
            low, high = extent_of(made, board)
            size = (high.x - low.x + 0.06, high.z - low.z + 0.032)
            middle = (0.0, (high.z + low.z) / 2)
            self._lettering.rounded(board, size, middle, (*BACK[:3], 0.85), radius_m=0.03)

    def _counter(self, board: Path3, counter: Counter, z: float) -> None:
        """One dot for each repetition, or each part of them; digits beside them."""
        count, filled = dots(counter)
        step = 0.042
        words = f"{counter.done} / {counter.target}" if counter.target else str(counter.done)
        width = count * step + 0.16
        left = -width / 2
        self._lettering.rounded(board, (width + 0.06, 0.062), (0, z), BACK, radius_m=0.031)
        for index in range(count):
            at = (left + step * (index + 0.5), z)
            tint = ACCENT if index < filled else CELL
            self._lettering.rounded(board, (0.024, 0.024), at, tint, radius_m=0.012, sort=13)
            if index >= filled:
                self._lettering.rounded(
                    board, (0.024, 0.024), at, SOFT, radius_m=0.012, line_m=0.002, sort=14
                )
        self._lettering.text(board, words, (width / 2, z), LETTER_M, TEXT, align="right")

    def follow(self, head: Pose, time_ns: int, *, frozen: bool) -> None:
        """Stay below the line of sight: wait for small turns, then follow without haste."""
        yaw, height = yaw_rad_of(head.orientation), head.position.z - BELOW_M
        gap = math.remainder(yaw - self._yaw, 2 * math.pi)
        passed_s = min(0.1, max(0.0, (time_ns - self._time_ns) / 1e9))
        self._time_ns = time_ns
        if not self._is_placed:
            self._is_placed = True
            self._yaw, self._height = yaw, height
        elif not frozen:
            self._is_turning = abs(gap) > (math.radians(2) if self._is_turning else START_RAD)
            share = 1 - math.exp(-RATE_PER_S * passed_s)
            if self._is_turning:
                self._yaw += gap * share
            self._height += (height - self._height) * share
        x, y, _ = head.position
        self._root.set_pos(
            x - DISTANCE_M * math.sin(self._yaw), y + DISTANCE_M * math.cos(self._yaw), self._height
        )
        self._root.set_h(math.degrees(self._yaw))
