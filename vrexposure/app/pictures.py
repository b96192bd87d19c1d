"""Draw the kept moments of a session, once it is over. Needs OpenGL (a software one will do)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vrexposure.app.album import Moment
from vrexposure.core.words import Words
from vrexposure.render.stage import Stage
from vrexposure.resources.paths import DATA
from vrexposure.resources.scenes import load_scene

SIZE_PX = (960, 600)
FADED_NS = 2_000_000_000
"""So much later, fades and moves that the View asks for are over."""


def draw_moments(moments: Sequence[Moment], folder: Path, words: Words) -> list[tuple[str, Path]]:
    """Draw each moment into a PNG file in `folder`; its key and path.

    Raises:
        DeviceError: Nothing can be drawn on this machine.
    """
    folder.mkdir(exist_ok=True)
    drawn: list[tuple[str, Path]] = []
    stage = Stage.open("offscreen", size_px=SIZE_PX, words=words, scenes=load_scene, data=DATA)
    try:
        for number, kept in enumerate(moments, 1):
            path = folder / f"{number}-{kept.key.replace('_', '-')}.png"
            for later_ns in (0, FADED_NS):
                stage.show(kept.view, replace(kept.frame, time_ns=kept.frame.time_ns + later_ns))
            stage.screenshot(path)
            drawn.append((kept.key, path))
    finally:
        stage.close()
    return drawn
