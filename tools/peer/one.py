"""Measure one way of drawing one scene, in a process of its own; prints one line of JSON.

Ways with a headset, on the measuring runtime: `peer` (panda3d-openxr), `ours` (both eyes at once),
`ours-one-by-one`, `ours-mirror` (with the left eye in the window). Ways without, as lower bounds:
`two-cameras`, `one-by-one`, `at-once`.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import logging
import os
import sys
import tempfile
import time
import typing
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from panda3d import core as p3d
from typing_extensions import override

from tools.peer.objects import geoms_of, objects
from tools.peer.runtime import EYE_PX, MeasuringRuntime
from vrexposure.core.geometry import Pose, Vec3
from vrexposure.core.inputs import Frame
from vrexposure.core.words import Words
from vrexposure.openxr.headset import open_headset
from vrexposure.ports import EyeTarget, EyeView
from vrexposure.render import shaders
from vrexposure.render.cameras import seen_by
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.geoms import Path3, Textures
from vrexposure.render.native import native_context
from vrexposure.render.stage import Stage

ROOT = Path(__file__).parents[2]
WARM_UP = 40
WINDOW_PX = (64, 48)
FAR = 60.0

Step = Callable[[], None]


class Counting(p3d.CallbackNode):
    """A node that counts how often it is culled."""

    def __init__(self) -> None:
        super().__init__("counting")
        self.culls = 0
        self.set_cull_callback(p3d.PythonCallbackObject(self._count))
        self.set_bounds(p3d.OmniBoundingVolume())
        self.set_final(True)

    def _count(self, data: p3d.CallbackData) -> None:
        self.culls += 1
        data.upcall()


class NoHeadset(EyeTarget):
    """Two eyes and a texture, without any runtime."""

    def __init__(self, texture: Callable[[], int]) -> None:
        self.eye_width_px, self.eye_height_px = EYE_PX
        self._make, self._texture, self._frame = texture, 0, 0

    @override
    def begin(self) -> Sequence[EyeView]:
        self._frame += 1
        height = 1.2 + 0.0001 * (self._frame % 50)
        return [EyeView(Pose(Vec3(x, 0.0, height)), -0.8, 0.7, 0.6, -0.9) for x in (-0.032, 0.032)]

    @override
    def acquire(self) -> int:
        self._texture = self._texture or self._make()
        return self._texture

    @override
    def release(self) -> None:
        pass

    @override
    def end(self) -> None:
        pass


def open_stage(root_of: Callable[[Textures], Path3], node: Counting, *, window: bool) -> Stage:
    """A stage with nothing but the objects on it."""
    stage = Stage.open(
        "window" if window else "offscreen",
        size_px=WINDOW_PX,
        words=Words({}),
        scenes=_no_scene,
        data=ROOT,
    )
    root = root_of(Textures(ROOT / "assets" / "textures"))
    root.set_shader(shaders.baked())
    root.reparent_to(stage.scene_root)
    stage.scene_root.attach_new_node(node)
    stage.draw()
    return stage


def _no_scene(name: str) -> typing.NoReturn:
    raise LookupError(name)


def ours(stage: Stage, runtime: MeasuringRuntime, way: str) -> Step:
    """The program's own headset and eyes."""
    headset = open_headset(
        native_context=native_context(),
        space="stage",
        origin_monotonic_ns=time.monotonic_ns(),
        app_name="measuring",
    )
    assert headset.eyes is not None
    eyes = EyeRenderer(
        stage,
        headset.eyes,
        instanced=way != "ours-one-by-one",
        mirror="left" if way == "ours-mirror" else "off",
    )
    frames: Iterator[Frame] = (one for one in headset.input.moments() if isinstance(one, Frame))
    return lambda: eyes.draw(next(frames).time_ns)


def peer(stage: Stage) -> Step:
    """The peer, with what it needs to run at all, in its favour.

    Eight bits of alpha (its default format is refused), and no debug messages, at each of which it
    raises with this pyopenxr.
    """
    instance = importlib.import_module("p3dopenxr.instance")
    instance.Instance.debug_callback_py = lambda *_: False

    logging.disable()
    base = stage.base
    wanted = p3d.FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 8)
    wanted.set_depth_bits(24)
    wanted.set_srgb_color(True)
    stage.scene_root.set_state(stage.scene_root.get_state().compose(seen_by(encode=0.0)))
    importlib.import_module("p3dopenxr.p3dopenxr").P3DOpenXR(base).init(
        near=0.05, far=FAR, root=stage.scene_root, fb_props=wanted
    )
    base.camNode.set_active(False)
    return base.task_mgr.step


def two_cameras(stage: Stage) -> Step:
    """Each eye a camera and a buffer of its own: two culls, two draws, nothing else."""
    stage.base.camNode.set_active(False)
    places = []
    for index, x in enumerate((-0.032, 0.032)):
        buffer = stage.window.make_texture_buffer(f"eye-{index}", *EYE_PX)
        camera = p3d.Camera(f"eye-{index}", p3d.PerspectiveLens(85, 80))
        camera.set_initial_state(seen_by(encode=1.0))
        path = stage.rig.attach_new_node(camera)
        path.set_pos(x, 0, 1.2)
        buffer.make_display_region(0, 1, 0, 1).set_camera(path)
        places.append(path)
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        for path in places:
            path.set_z(1.2 + 0.0001 * (count % 50))
        stage.draw()

    return step


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way")
    parser.add_argument("objects", type=int)
    parser.add_argument("--flattened", action="store_true")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--window", action="store_true", help="also for ways without a headset")
    options = parser.parse_args()
    way = options.way
    with_headset = way == "peer" or way.startswith("ours")
    node = Counting()
    with tempfile.TemporaryDirectory() as folder:
        runtime = MeasuringRuntime(Path(folder)) if with_headset else None
        stage = open_stage(
            lambda textures: objects(options.objects, textures, flattened=options.flattened),
            node,
            window=with_headset or options.window,
        )
        if way == "peer":
            step = peer(stage)
        elif runtime is not None:
            step = ours(stage, runtime, way)
        elif way == "two-cameras":
            step = two_cameras(stage)
        else:
            from tools.peer.runtime import make_texture

            target = NoHeadset(lambda: make_texture(2 * EYE_PX[0], EYE_PX[1]))
            eyes = EyeRenderer(stage, target, instanced=way == "at-once", mirror="off")
            step = lambda: eyes.draw(0)  # noqa: E731
        found = measure(step, options.frames, node, runtime)
    passes = 1 if way in ("ours", "ours-mirror", "at-once") else 2
    found |= {
        "way": way,
        "objects": options.objects,
        "flattened": options.flattened,
        "draws": passes * geoms_of(stage.scene_root.find("**/objects")),
        "renderer": str(stage.facts()["renderer"]),
        "driver": "out" if os.environ.get("GALLIUM_NOOP") == "1" else "in",
        "broken": [] if runtime is None else sorted(set(runtime.fault.broken)),
    }
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    # The peer crashes when it is taken down in order.
    os._exit(0)


def measure(
    step: Step, frames: int, node: Counting, runtime: MeasuringRuntime | None
) -> dict[str, typing.Any]:
    """Draw; what the thread spent on each frame, and what each frame asked for."""
    for index in range(WARM_UP):
        if runtime is not None:
            runtime.look(index)
        step()
    gc.collect()
    gc.freeze()
    gc.disable()
    whole, own = np.zeros(frames), np.zeros(frames)
    culls, calls = node.culls, 0 if runtime is None else runtime.calls()
    shown = 0 if runtime is None else sum(runtime.fault.layers)
    for index in range(frames):
        before = 0
        if runtime is not None:
            runtime.look(index)
            before = runtime.spent_ns
        began = time.thread_time_ns()
        step()
        whole[index] = time.thread_time_ns() - began
        spent = 0 if runtime is None else runtime.spent_ns - before
        own[index] = whole[index] - spent
    result: dict[str, typing.Any] = {
        "culls": (node.culls - culls) / frames,
        "calls": 0 if runtime is None else (runtime.calls() - calls) / frames,
        "shown": 0 if runtime is None else (sum(runtime.fault.layers) - shown) / frames,
    }
    for name, values in (("whole", whole), ("own", own)):
        p50, p99 = np.percentile(values, [50, 99]) / 1e6
        result |= {f"{name}_p50_ms": round(p50, 3), f"{name}_p99_ms": round(p99, 3)}
    return result


if __name__ == "__main__":
    raise SystemExit(main())
