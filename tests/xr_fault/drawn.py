"""The renderer on the fault runtime with real textures, run by a test as a process of its own.

Prints one JSON object: what was held (names in OpenGL, handles of the runtime, open files, memory)
before and after so many losses and returns, and whether the window's picture with the headset and
the one drawn while it was away differ. With "leak", every loss leaves something of each kind.

    python -m tests.xr_fault.drawn STUB FOLDER CYCLES [leak]
"""

from __future__ import annotations

import ctypes
import gc
import itertools
import json
import os
import resource
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
from tests.render.names import gl_names
from tests.xr_fault.control import ALL_VALID
from tests.xr_fault.loading import LoadedRuntime
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.app.windows import MirrorMeanwhile
from vrexposure.core.inputs import Device, DeviceChange, Frame, Tick
from vrexposure.core.view import Panel, Text
from vrexposure.openxr.headset import open_headset
from vrexposure.ports import GlxContext
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.stage import Stage

WINDOW_PX = (160, 120)
LEAKED_BYTES = 64 * 1024
LEAKED_PAGES_BYTES = 8 * 1024 * 1024
SETTLED = 10
"""Losses after which nothing may be held that is new: caches of the driver and of Python fill."""


class RealTextures:
    """Textures as a runtime's library makes them."""

    def hang(self, count: int, width_px: int, height_px: int, kind: int) -> Sequence[int]:
        return [make_texture(kind, width_px, height_px) for _ in range(count)]

    def take_down(self, names: Sequence[int]) -> None:
        GL.glDeleteTextures(names)


def held(runtime: FaultRuntime) -> dict[str, int]:
    """All that a loss could leave behind, but memory."""
    return {
        **gl_names(),
        "handles": runtime.living().total(),
        "forsaken": runtime.forsaken.total(),
        "files": len(list(Path("/proc/self/fd").iterdir())),
    }


def resident_kib() -> int:
    """Memory of this process, as the system counts it."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 1024


class _HeapInfo(ctypes.Structure):
    """glibc's struct mallinfo2."""

    _fields_: typing.ClassVar = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )
    ]  # fmt: skip


def heap_kib() -> int:
    """What the program, the loader and the driver have allocated in C and not freed."""
    asked = ctypes.CDLL(None).mallinfo2
    asked.restype = _HeapInfo
    told = asked()
    return int(told.uordblks + told.hblkhd) // 1024


class Leaks:
    """Faults of our own making: something of each kind is forgotten at every loss."""

    def __init__(self, runtime: FaultRuntime) -> None:
        self._runtime = runtime
        self._kept: list[object] = []

    def drip(self) -> None:
        RealTextures().hang(1, 4, 4, GL.GL_SRGB8_ALPHA8)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, GL.glGenFramebuffers(1))
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
        self._runtime.make("forgotten", (ctypes.c_uint64 * 1)())
        self._kept += [os.dup(1), b"\1" * LEAKED_BYTES, np.ones(LEAKED_PAGES_BYTES, np.uint8)]


def main(stub: Path, folder: Path, cycles: int, *, leak: bool) -> dict[str, typing.Any]:
    """Draw, lose, draw, return, and again."""
    runtime = FaultRuntime()
    loaded = LoadedRuntime(stub, folder, runtime.functions())
    os.environ["XR_RUNTIME_JSON"] = str(loaded.manifest)
    stage = Stage.open("offscreen", size_px=WINDOW_PX, words=WORDS, scenes=scene, data=ROOT)
    stage.draw()
    runtime.gallery, runtime.eye_px = RealTextures(), (32, 36)
    runtime.extensions += ["XR_KHR_visibility_mask", "XR_KHR_composition_layer_depth"]
    runtime.formats.append(GL.GL_DEPTH24_STENCIL8)
    corner = ([(-1.1, 0.7), (-0.7, 0.7), (-1.1, 0.3)], [0, 1, 2])
    runtime.masks = {0: corner, 1: corner}
    runtime.poses["view"] = (ALL_VALID, (0, 0, 0, 1, 0, 1.5, 0))
    runtime.open_up()
    headset = open_headset(
        native_context=GlxContext(1, 2, 3), space="stage", origin_monotonic_ns=runtime.time_ns,
        app_name="tests", monotonic_ns=runtime.monotonic_ns, sleep=runtime.sleep,
    )  # fmt: skip
    assert headset.eyes is not None
    eyes = EyeRenderer(stage, headset.eyes)
    meanwhile = MirrorMeanwhile(eyes.draw)
    leaks = Leaks(runtime)
    view, frames, losses, before = HOME, 0, 0, {}
    resident: list[int] = []
    heap: list[int] = []
    pictures: dict[str, bytes] = {}
    told_of: set[tuple[tuple[int, int], ...]] = set()
    for moment in itertools.islice(headset.input.moments(), 100 * (cycles + SETTLED + 1)):
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
            if losses == SETTLED:
                pictures["there"] = picture(stage, folder)
                before = held(runtime)
            if losses >= SETTLED:
                resident.append(resident_kib())
                heap.append(heap_kib())
            if losses == cycles + SETTLED:
                break
            runtime.vanish()
            if leak:
                leaks.drip()
            losses += 1
            # The next one takes both eyes in one picture, or does not.
            runtime.largest_px = (63, 63) if losses % 2 else (4096, 4096)
    told = {
        "before": before,
        "after": held(runtime),
        "resident_kib": resident,
        "heap_kib": heap,
        "losses": losses - SETTLED,
        "layers": len(runtime.layers),
        "deep": sum(len(depth) == 2 for depth in runtime.depths),
        "broken": runtime.broken,
        "sizes": sorted(told_of),
    }
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
    stub, folder, cycles, *leak = sys.argv[1:]
    print(json.dumps(main(Path(stub), Path(folder), int(cycles), leak=leak == ["leak"])))  # noqa: T201
