"""A real window on a display of its own, with real keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import panda3d.core as p3d
import pytest

from tests.desktop.fakes import FakeClock
from vrexposure.core.inputs import Command, Stop, Tick
from vrexposure.core.view import Option, Panel, Text, View
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.events import Cursor, CursorLeft, Key, Typed, WindowEvent
from vrexposure.desktop.input import DesktopInput
from vrexposure.desktop.legend import Legend
from vrexposure.desktop.window import PandaWindow

pytestmark = pytest.mark.gl

SIZE = (1280, 720)


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


class OpenWindow:
    """A Panda3D window and an outside hand that presses its keys."""

    def __init__(self, display: str) -> None:
        self._display = display
        self.engine = p3d.GraphicsEngine()
        pipe = p3d.GraphicsPipeSelection.get_global_ptr().make_module_pipe("pandagl")
        assert pipe is not None
        properties = p3d.WindowProperties()
        properties.set_size(*SIZE)
        properties.set_origin(20, 20)
        properties.set_title("desktop window test")
        buffers = p3d.FrameBufferProperties()
        buffers.set_rgb_color(True)
        buffers.set_depth_bits(16)
        window = self.engine.make_output(
            pipe, "window", 0, buffers, properties, p3d.GraphicsPipe.BF_require_window
        )
        assert isinstance(window, p3d.GraphicsWindow)
        self.window = window
        self.adapter = PandaWindow(window, self.engine)
        self.adapter.poll()

    def press(self, *words: str) -> list[WindowEvent]:
        """Let xdotool do this, and collect what the window says of it."""
        subprocess.run(
            ["xdotool", *words], check=True, env=os.environ | {"DISPLAY": self._display}, timeout=10
        )
        events: list[WindowEvent] = []
        until = time.monotonic() + 5.0
        quiet = 0
        while quiet < 3 and time.monotonic() < until:
            new = self.adapter.poll()
            events += new
            quiet = quiet + 1 if events and not new else 0
            time.sleep(0.005)
        return events


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
    opened: OpenWindow, tmp_path: Path
) -> None:
    clock = FakeClock()
    desktop = DesktopInput(opened.adapter, DesktopBody(), clock=clock, sleep=clock.sleep)
    root = p3d.NodePath("aspect2d")
    root.set_depth_test(False)
    root.set_depth_write(False)
    aspect = opened.adapter.aspect()
    lens = p3d.OrthographicLens()
    lens.set_film_size(2 * aspect, 2)
    lens.set_near_far(-10, 10)
    camera = root.attach_new_node(p3d.Camera("camera", lens))
    region = opened.window.make_display_region()
    region.set_camera(camera)
    region.set_sort(10)
    font = p3d.TextNode.get_default_font()
    legend = Legend(desktop, root, font, opened.adapter.aspect)
    panel = Panel("peak_pain", Text("ask"), options=(Option(1, Text("1")),))

    def lit(name: str) -> tuple[int, int, int]:
        """Bright pixels in the upper, the middle and the lower part."""
        legend.show(View(version=1, panel=panel), Tick(0))
        desktop.show(View(version=1, panel=panel), Tick(0))
        for _ in range(3):
            opened.engine.render_frame()
        picture = p3d.PNMImage()
        opened.window.get_screenshot(picture)
        picture.write(p3d.Filename.from_os_specific(str(tmp_path / name)))
        counts = [0, 0, 0]
        for y in range(0, SIZE[1], 2):
            for x in range(0, SIZE[0], 2):
                if picture.get_bright(x, y) > 0.8:
                    counts[0 if y < 0.3 * SIZE[1] else 1 if y < 0.7 * SIZE[1] else 2] += 1
        return counts[0], counts[1], counts[2]

    keys, middle, stop = lit("keys.png")
    assert keys > 700
    assert middle == 0
    desktop.legend_wanted = False
    assert lit("no_keys.png") == (0, 0, stop)
    assert stop > 100
    opened.window.remove_display_region(region)


def test_a_closed_window_is_not_alive(opened: OpenWindow) -> None:
    closing = p3d.WindowProperties()
    closing.set_open(False)
    opened.window.request_properties(closing)
    assert opened.adapter.alive()
    opened.adapter.poll()
    opened.adapter.poll()
    assert not opened.adapter.alive()
    assert opened.adapter.poll() == ()
