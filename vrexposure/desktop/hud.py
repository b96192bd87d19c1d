"""One line on the window about its frames: rate, cost, what was missed, what is tracked."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import panda3d.core as p3d
from typing_extensions import override

from vrexposure.core.inputs import Frame, Point, Tick
from vrexposure.core.timing_summary import nearest_rank
from vrexposure.core.view import View
from vrexposure.loop import STAGES
from vrexposure.ports import ViewSink

WINDOW_NS: Final = 2_000_000_000
RENEW_NS: Final = 250_000_000  # DEF; a line that changes with every frame cannot be read
_MISSED: Final = STAGES.index("missed")
_WAIT: Final = STAGES.index("wait")
_SHOWN: Final = ((Point.HEAD, "head"), (Point.LEFT_HAND, "left"), (Point.RIGHT_HAND, "right"))

# As the legend's: halves of the window's height.
_LETTER: Final = 0.037
_EDGE: Final = 0.04
_LEFT: Final = 0.066  # so that its card begins where that of Stop does
_ABOVE: Final = 0.14  # the legend's own lowest line lies beneath
_SAYS: Final = (1.0, 1.0, 1.0, 1.0)
_CARD: Final = (0.05, 0.06, 0.08, 0.8)


class RecentFrames:
    """The frames of the last two seconds."""

    def __init__(self) -> None:
        self.missed = 0
        self._frames: deque[tuple[int, int]] = deque()

    def add(self, now_ns: int, stages_ns: Sequence[int]) -> None:
        """Take one frame with its `STAGES`, done now."""
        work_ns = sum(stages_ns) - stages_ns[_WAIT] - stages_ns[_MISSED]
        self.missed += stages_ns[_MISSED]
        self._frames.append((now_ns, work_ns))
        self._forget(now_ns)

    def line(self, now_ns: int) -> str:
        """Frames a second, the 99th percentile of what a frame took, and what was missed so far."""
        self._forget(now_ns)
        frames = self._frames
        if len(frames) < 2:
            return f"no frames   missed {self.missed}"
        rate = (len(frames) - 1) * 1e9 / max(1, frames[-1][0] - frames[0][0])
        work_ms = nearest_rank(sorted(work_ns for _, work_ns in frames), 99) / 1e6
        return f"{rate:.1f} frames/s   work p99 {work_ms:.1f} ms   missed {self.missed}"

    def _forget(self, now_ns: int) -> None:
        while self._frames and self._frames[0][0] < now_ns - WINDOW_NS:
            self._frames.popleft()


def tracking_line(moment: Frame | Tick) -> str:
    """What is tracked of head and hands, or that no picture is wanted."""
    if isinstance(moment, Tick):
        return "no picture wanted"
    seen = [name for point, name in _SHOWN if moment.tracked(point)]
    lost = [name for point, name in _SHOWN if not moment.tracked(point)]
    parts = [f"tracked: {', '.join(seen)}"] if seen else []
    return "   ".join([*parts, *([f"NOT tracked: {', '.join(lost)}"] if lost else [])])


class Hud(ViewSink):
    """Draws the line at the lower left of the window, above the legend; never in the headset."""

    def __init__(
        self,
        parent: p3d.NodePath[p3d.PandaNode],
        font: p3d.TextFont,
        aspect: Callable[[], float],
        *,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        """Hang the line under `parent`, an `aspect2d`: z from -1 to 1, x by the aspect."""
        self._aspect = aspect
        self._clock_ns = clock_ns
        self._recent = RecentFrames()
        self._renewed_ns: int | None = None
        self._node = p3d.TextNode("hud")
        self._node.set_font(font)
        self._node.set_text_color(*_SAYS)
        self._node.set_card_color(*_CARD)
        self._node.set_card_as_margin(0.5, 0.5, 0.2, 0.2)
        self._node.set_card_decal(True)
        self._path = parent.attach_new_node(self._node)
        self._path.set_scale(_LETTER)
        self._path.set_depth_test(False)
        self._path.set_depth_write(False)
        self._path.set_transparency(p3d.TransparencyAttrib.M_alpha)

    @property
    def text(self) -> str:
        """What stands there."""
        return self._node.get_text()

    def took(self, time_ns: int, stages_ns: Sequence[int]) -> None:
        """One frame is done: a listener to the loop's timing."""
        self._recent.add(self._clock_ns(), stages_ns)

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        now_ns = self._clock_ns()
        if self._renewed_ns is not None and now_ns - self._renewed_ns < RENEW_NS:
            return
        self._renewed_ns = now_ns
        self._node.set_text(f"{self._recent.line(now_ns)}   {tracking_line(moment)}")
        self._path.set_pos(_LEFT - self._aspect(), 0.0, _ABOVE + _EDGE - 1.0)
