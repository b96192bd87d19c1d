"""The renderer on the fault runtime with real textures, run by a test as a process of its own.

Prints one JSON object: how many textures, framebuffers and renderbuffers there were before and
after so many losses and returns, and how many pixels of the window differ between the last picture
with the headset and the one drawn while it was away.

    python -m tests.xr_fault.drawn STUB FOLDER CYCLES
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import typing
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from OpenGL import GL

from tests.render.conftest import ROOT, WORDS, scene
from tests.render.eyes import make_texture
from tests.render.moments import HOME
from tests.xr_fault.control import ALL_VALID
from tests.xr_fault.loading import LoadedRuntime
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.app.windows import MirrorMeanwhile
from vrexposure.core.inputs import Device, DeviceChange, Frame, Tick
from vrexposure.core.view import Panel, Text
from vrexposure.openxr.headset import open_headset
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.stage import Stage

MOST_NAMES = 4000


class RealTextures:
    """Textures as a runtime's library makes them."""

    def hang(self, count: int, width_px: int, height_px: int, kind: int) -> Sequence[int]:
        return [make_texture(kind, width_px, height_px) for _ in range(count)]

    def take_down(self, names: Sequence[int]) -> None:
        GL.glDeleteTextures(names)


def gl_names() -> dict[str, int]:
    """How many of each there are in the context."""
    kinds = {
        "textures": GL.glIsTexture,
        "framebuffers": GL.glIsFramebuffer,
        "renderbuffers": GL.glIsRenderbuffer,
        "buffers": GL.glIsBuffer,
    }
    return {
        kind: sum(bool(exists(name)) for name in range(1, MOST_NAMES))
        for kind, exists in kinds.items()
    }


def main(stub: Path, folder: Path, cycles: int) -> dict[str, typing.Any]:
    """Draw, lose, draw, return, and again."""
    runtime = FaultRuntime()
    loaded = LoadedRuntime(stub, folder, runtime.functions())
    os.environ["XR_RUNTIME_JSON"] = str(loaded.manifest)
    stage = Stage.open("offscreen", size_px=(320, 240), words=WORDS, scenes=scene, data=ROOT)
    stage.draw()
    runtime.gallery, runtime.eye_px = RealTextures(), (32, 36)
    runtime.extensions += ["XR_KHR_visibility_mask", "XR_KHR_composition_layer_depth"]
    runtime.formats.append(GL.GL_DEPTH24_STENCIL8)
    corner = ([(-1.1, 0.7), (-0.7, 0.7), (-1.1, 0.3)], [0, 1, 2])
    runtime.masks = {0: corner, 1: corner}
    runtime.poses["view"] = (ALL_VALID, (0, 0, 0, 1, 0, 1.5, 0))
    runtime.open_up()
    headset = open_headset(
        native_context=(1, 2, 3), space="stage", origin_monotonic_ns=runtime.time_ns,
        app_name="tests", monotonic_ns=runtime.monotonic_ns, sleep=runtime.sleep,
    )  # fmt: skip
    assert headset.eyes is not None
    eyes = EyeRenderer(stage, headset.eyes)
    meanwhile = MirrorMeanwhile(eyes.draw)
    view, frames, losses, before = HOME, 0, 0, {}
    pictures: dict[str, bytes] = {}
    told_of: set[tuple[tuple[int, int], ...]] = set()
    for moment in itertools.islice(headset.input.moments(), 100 * (cycles + 3)):
        if isinstance(moment, Device):
            if moment.change is DeviceChange.RUNTIME_LOST:
                view = replace(HOME, panel=Panel("paused", Text("caption.stopped")))
                runtime.come_back()
                runtime.open_up()
            elif moment.change is DeviceChange.RUNTIME_BACK:
                view = HOME
            continue
        assert isinstance(moment, Frame | Tick)
        stage.show(view, moment)
        meanwhile.show(view, moment)
        if isinstance(moment, Tick) and losses:
            if "away" not in pictures:
                pictures["away"] = picture(stage, folder)
            continue
        assert isinstance(moment, Frame)
        eyes.draw(moment.time_ns)
        frames += 1
        told_of.add(tuple(size for _, size, _, _ in runtime.pieces))
        if frames % 4 == 2:
            runtime.change_mask(frames // 4 % 2, corner)
        if frames % 4 == 0:
            if losses == 2:
                pictures["there"] = picture(stage, folder)
                before = gl_names()
            if losses == cycles + 2:
                break
            runtime.vanish()
            losses += 1
            # The next one takes both eyes in one picture, or does not.
            runtime.largest_px = (63, 63) if losses % 2 else (4096, 4096)
    told = {"before": before, "after": gl_names(), "losses": losses, "layers": len(runtime.layers)}
    told["deep"] = sum(len(depth) == 2 for depth in runtime.depths)
    told["broken"] = runtime.broken
    told["sizes"] = sorted(told_of)
    there, away = (np.frombuffer(pictures[name], np.uint8) for name in ("there", "away"))
    told["differ"] = len(there) != len(away) or bool(np.any(there != away))
    eyes.close()
    headset.close()
    stage.close()
    return told


def picture(stage: Stage, folder: Path) -> bytes:
    """What the window shows, as a file's bytes."""
    path = folder / "window.png"
    assert stage.screenshot(path)
    return path.read_bytes()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
