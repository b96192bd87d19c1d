"""Draws the legend in a window, in a process of its own: bright pixels with and without its keys.

Run as `python -m tests.desktop.drawn_legend DISPLAY FOLDER`; writes the two pictures there.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import panda3d.core as p3d

from tests.desktop.fakes import FakeClock
from tests.desktop.opened import SIZE, OpenWindow
from vrexposure.core.inputs import Tick
from vrexposure.core.view import Option, Panel, Text, View
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.input import DesktopInput
from vrexposure.desktop.legend import Legend
from vrexposure.resources.texts import load_words

VIEW = View(version=1, panel=Panel("peak_pain", Text("ask"), options=(Option(1, Text("1")),)))


def main(display: str, folder: Path) -> list[list[int]]:
    """Upper, middle and lower part: with the keys, and without."""
    os.environ["DISPLAY"] = display
    opened = OpenWindow(display)
    clock = FakeClock()
    desktop = DesktopInput(opened.adapter, DesktopBody(), clock=clock, sleep=clock.sleep)
    root = p3d.NodePath("aspect2d")
    root.set_depth_test(False)
    root.set_depth_write(False)
    aspect = opened.adapter.aspect()
    lens = p3d.OrthographicLens()
    lens.set_film_size(2 * aspect, 2)
    lens.set_near_far(-10, 10)
    region = opened.window.make_display_region()
    region.set_camera(root.attach_new_node(p3d.Camera("camera", lens)))
    region.set_sort(10)
    font = p3d.TextNode.get_default_font()
    assert isinstance(font, p3d.TextFont)
    legend = Legend(desktop, root, font, opened.adapter.aspect, load_words("en"))
    counts = []
    for wanted in (True, False):
        desktop.legend_wanted = wanted
        legend.show(VIEW, Tick(0))
        desktop.show(VIEW, Tick(0))
        for _ in range(3):
            opened.engine.render_frame()
        counts.append(lit(opened.window, folder / f"keys-{wanted}.png"))
    return counts


def lit(window: p3d.GraphicsWindow, path: Path) -> list[int]:
    """Bright pixels in the upper, the middle and the lower part of what the window shows."""
    picture = p3d.PNMImage()
    window.get_screenshot(picture)
    picture.write(p3d.Filename.from_os_specific(str(path)))
    counts = [0, 0, 0]
    for y in range(0, SIZE[1], 2):
        for x in range(0, SIZE[0], 2):
            if picture.get_bright(x, y) > 0.8:
                counts[0 if y < 0.3 * SIZE[1] else 1 if y < 0.7 * SIZE[1] else 2] += 1
    return counts


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))  # noqa: T201 - read by the test
