"""Draw the kept moments of a session, once it is over. Needs OpenGL (a software one will do)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vrexposure.app.album import Moment
from vrexposure.core.words import Words
from vrexposure.errors import DeviceError
from vrexposure.render.stage import Stage
from vrexposure.resources.paths import DATA
from vrexposure.resources.scenes import load_scene

SIZE_PX = (960, 600)


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
            stage.show(kept.view, kept.frame)
            stage.settle()
            if not stage.screenshot(path):
                raise DeviceError(f"{path}: the picture could not be written")
            drawn.append((kept.key, path))
    finally:
        stage.close()
    return drawn
