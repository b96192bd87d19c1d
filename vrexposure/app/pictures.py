"""Draw the kept moments of a session, once it is over. Needs OpenGL (a software one will do)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vrexposure.app.album import Moment
from vrexposure.core.geometry import Pose, Vec3, quat_from_pitch
from vrexposure.core.inputs import Point
from vrexposure.core.words import Words
from vrexposure.render.stage import Stage
from vrexposure.resources.paths import DATA
from vrexposure.resources.scenes import load_scene

SIZE_PX = (960, 600)
FADED_NS = 2_000_000_000
"""So much later, fades and moves that the View asks for are over."""
BEHIND = Pose(Vec3(0.0, -1.5, 0.15), quat_from_pitch(-0.45))
"""Stairs are shown from a little behind the patient, who stands too near to see the first step."""


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
            stage.settle()
            eye = None
            if kept.key == "stairs":
                head = kept.frame.pose(Point.HEAD).position
                eye = Pose(head.plus(BEHIND.position), BEHIND.orientation)
            if stage.screenshot(path, eye_pose=eye):
                drawn.append((kept.key, path))
    finally:
        stage.close()
    return drawn
