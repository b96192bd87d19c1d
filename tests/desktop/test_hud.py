"""The line about frames: what it says of those of the last two seconds."""

from __future__ import annotations

import panda3d.core as p3d
import pytest

from tests.desktop.fakes import Desk, FakeClock
from vrexposure.core.inputs import TRACKED, Frame, Point, Tick, empty_arrays
from vrexposure.core.view import View
from vrexposure.desktop.hud import RENEW_NS, Hud, RecentFrames, tracking_line
from vrexposure.desktop.input import FRAME_NS
from vrexposure.loop import STAGES

PERIOD_NS = 20_000_000


def stages(*, wait_ms: int = 0, draw_ms: int = 0, missed: int = 0) -> list[int]:
    told = {"wait": wait_ms * 1_000_000, "draw": draw_ms * 1_000_000, "missed": missed}
    return [told.get(name, 0) for name in STAGES]


def frame(*points: Point) -> Frame:
    poses, flags = empty_arrays()
    flags[list(points)] = TRACKED
    return Frame(0, poses, flags)


def test_the_line_tells_rate_cost_and_what_was_missed() -> None:
    recent = RecentFrames()
    for number in range(100):
        recent.add(number * PERIOD_NS, stages(wait_ms=12, draw_ms=8))
    recent.add(100 * PERIOD_NS, stages(draw_ms=30, missed=1))
    assert recent.line(100 * PERIOD_NS) == "50.0 frames/s   work p99 8.0 ms   missed 1"
    recent.add(101 * PERIOD_NS, stages(draw_ms=30, missed=1))
    assert recent.line(101 * PERIOD_NS) == "50.0 frames/s   work p99 30.0 ms   missed 2"


def test_only_the_last_two_seconds_count_but_what_was_missed_stays() -> None:
    recent = RecentFrames()
    recent.add(0, stages(draw_ms=90, missed=3))
    for number in range(1, 400):
        recent.add(number * PERIOD_NS, stages(draw_ms=5))
    now_ns = 399 * PERIOD_NS
    assert recent.line(now_ns) == "50.0 frames/s   work p99 5.0 ms   missed 3"
    assert recent.line(now_ns + 3_000_000_000) == "no frames   missed 3"


@pytest.mark.parametrize(
    ("moment", "line"),
    [
        (
            frame(Point.HEAD, Point.LEFT_HAND, Point.RIGHT_HAND),
            "tracked: head, left, right",
        ),
        (frame(Point.HEAD), "tracked: head   NOT tracked: left, right"),
        (frame(), "NOT tracked: head, left, right"),
        (Tick(0), "no picture wanted"),
    ],
)
def test_what_is_not_tracked_is_said(moment: Frame | Tick, line: str) -> None:
    assert tracking_line(moment) == line


def test_the_line_is_renewed_four_times_a_second_and_stands_at_the_left_edge() -> None:
    clock = FakeClock()
    root = p3d.NodePath("aspect2d")
    font = p3d.TextNode.get_default_font()
    assert isinstance(font, p3d.TextFont)
    hud = Hud(root, font, lambda: 16 / 9, clock_ns=clock)
    seen = set()
    for number in range(100):
        clock.now_ns = number * PERIOD_NS
        hud.took(clock.now_ns, stages(draw_ms=number))
        hud.show(View(), frame(Point.HEAD))
        seen.add(hud.text)
    assert len(seen) == 1 + 99 * PERIOD_NS // RENEW_NS
    assert "50.0 frames/s" in hud.text
    bounds = root.get_tight_bounds()
    assert bounds is not None
    left, right = bounds
    assert -16 / 9 <= left.x < right.x < 16 / 9
    assert -1 <= left.z < right.z < -0.5


def test_a_desktop_tells_how_long_it_slept() -> None:
    desk = Desk()
    desk.one()
    assert desk.input.take_timing_ns() == {"wait": 0, "period": FRAME_NS}
    desk.clock.now_ns += 4_000_000  # deciding and drawing
    desk.one()
    assert desk.input.take_timing_ns() == {"wait": FRAME_NS - 4_000_000, "period": FRAME_NS}
