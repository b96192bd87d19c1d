"""A real window with somebody at its keys."""

from __future__ import annotations

import os
import subprocess
import time

import panda3d.core as p3d

from vrexposure.desktop.events import WindowEvent
from vrexposure.desktop.window import PandaWindow

SIZE = (1280, 720)


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
