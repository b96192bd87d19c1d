"""A real window on a display of its own, with real keys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import panda3d.core as p3d
import pytest

from tests.desktop.fakes import FakeClock
from tests.desktop.opened import SIZE, OpenWindow
from vrexposure.core.inputs import Command, Stop
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.events import Cursor, CursorLeft, Key, Typed, WindowEvent
from vrexposure.desktop.input import DesktopInput
from vrexposure.desktop.window import PandaWindow

pytestmark = pytest.mark.gl


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server without a screen, for these tests alone."""
    server = shutil.which("Xvfb")
    if server is None or shutil.which("xdotool") is None:
        pytest.skip("needs Xvfb and xdotool")
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [
            server,
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            "1400x800x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        name = f":{told.readline().strip()}"
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = name
    yield name
    if before is None:
        del os.environ["DISPLAY"]
    else:
        os.environ["DISPLAY"] = before
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="module")
def opened(display: str) -> Iterator[OpenWindow]:
    opened = OpenWindow(display)
    yield opened
    opened.engine.remove_all_windows()


def test_keys_come_by_their_names_and_characters(opened: OpenWindow) -> None:
    events = opened.press("key", "w", "Escape", "7", "Page_Up", "F1", "Return")
    names = [event.name for event in events if isinstance(event, Key) and event.down]
    assert names == ["w", "escape", "7", "page_up", "f1", "enter"]
    ups = [event.name for event in events if isinstance(event, Key) and not event.down]
    assert ups == names
    assert [event.text for event in events if isinstance(event, Typed)] == ["w", "7"]


def test_a_digit_is_typed_whatever_key_makes_it(opened: OpenWindow) -> None:
    events = opened.press("key", "KP_5", "KP_Subtract")
    assert [event.text for event in events if isinstance(event, Typed)] == ["5", "-"]


def test_the_mouse_comes_in_window_measures(opened: OpenWindow) -> None:
    middle = opened.press("mousemove", str(20 + SIZE[0] // 2), str(20 + SIZE[1] // 4))
    last = middle[-1]
    assert isinstance(last, Cursor)
    assert (last.x, last.y) == pytest.approx((0.0, 0.5), abs=0.01)
    clicks = opened.press("click", "3")
    assert clicks == [Key("mouse3", down=True), Key("mouse3", down=False)]
    assert opened.press("mousemove", "1390", "790")[-1] == CursorLeft()
    assert opened.adapter.aspect() == pytest.approx(16 / 9)


def test_a_data_graph_on_the_same_window_takes_no_key_away(opened: OpenWindow) -> None:
    data_root = p3d.NodePath("data")
    data_root.attach_new_node(p3d.MouseAndKeyboard(opened.window, 0, "reader"))
    opened.adapter = PandaWindow(opened.window, opened.engine, data_root)
    subprocess.run(["xdotool", "key", "c"], check=True, timeout=10)
    traverser = p3d.DataGraphTraverser()
    events: list[WindowEvent] = []
    until = time.monotonic() + 5.0
    while len(events) < 3 and time.monotonic() < until:
        opened.engine.render_frame()
        traverser.traverse(data_root.node())
        events += opened.adapter.poll()
    assert events == [Typed("c"), Key("c", down=True), Key("c", down=False)]


def test_escape_in_a_real_window_is_a_stop(opened: OpenWindow) -> None:
    clock = FakeClock()
    desktop = DesktopInput(opened.adapter, DesktopBody(), clock=clock, sleep=clock.sleep)
    moments = desktop.moments()
    next(moments)
    subprocess.run(["xdotool", "key", "Escape"], check=True, timeout=10)
    until = time.monotonic() + 5.0
    commands: list[Command] = []
    while not commands and time.monotonic() < until:
        next(moments)
        commands += desktop.drain()
    assert [command.action for command in commands] == [Stop("key")]


def test_the_legend_leaves_the_middle_free_and_its_keys_can_be_hidden(
    display: str, tmp_path: Path
) -> None:
    # A process of its own: beside the EGL context of an offscreen stage, which other tests keep
    # open, a window's GLX context cannot be made current (BadAccess), and nothing is drawn.
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.drawn_legend", display, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (keys, middle, stop), hidden = json.loads(done.stdout)
    assert keys > 700
    assert middle == 0
    assert hidden == [0, 0, stop]
    assert stop > 100


def test_a_closed_window_is_not_alive(opened: OpenWindow) -> None:
    closing = p3d.WindowProperties()
    closing.set_open(False)
    opened.window.request_properties(closing)
    assert opened.adapter.alive()
    opened.adapter.poll()
    opened.adapter.poll()
    assert not opened.adapter.alive()
    assert opened.adapter.poll() == ()
