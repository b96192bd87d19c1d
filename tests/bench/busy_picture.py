"""Draws the busiest view for two eyes and prints what it costs; a process of its own, so that the
driver can be taken out (GALLIUM_NOOP=1) before OpenGL is loaded.

    python -m tests.bench.busy_picture [frames]
"""

from __future__ import annotations

import gc
import json
import sys
import time
from dataclasses import replace

import numpy as np
from typing_extensions import override

from tests.render.conftest import ROOT, SIZE_PX, WORDS, scene
from tests.render.eyes import TextureTarget, eye_views
from tests.render.moments import CHAIR, SCALE, frame, stairs
from vrexposure.core.geometry import Pose, Vec3
from vrexposure.core.view import PropView, RigMove, View
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.stage import Stage

BUSY = View(
    place="home",
    parameters=stairs(14, 170, 0, 1, 3000, 0, 1),
    props=(CHAIR, PropView("rail_left", "real", 900, -450, 0)),
    rig=RigMove(from_mm=(-3090, 150, 0), to_mm=(-3090, 150, 0)),
    panel=SCALE,
)


class Eyes(TextureTarget):
    """Nothing is read back: that is not part of a frame."""

    @override
    def release(self) -> None:
        self.calls.append("release")


def main() -> None:
    """Print medians and 99th percentiles of thread CPU in ms, and the counts."""
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    stage = Stage.open("offscreen", size_px=SIZE_PX, words=WORDS, scenes=scene, data=ROOT)
    target = Eyes()
    stage.show(BUSY, frame(0, hands=True))
    stage.settle()
    renderer = EyeRenderer(stage, target)
    show, draw = [], []
    for number in range(20 + frames):
        if number == 20:
            stage.counts()
            gc.collect()
            gc.freeze()
            gc.disable()
        panel = replace(SCALE, highlighted=number // 10 % 11, fill_permille=number % 10 * 100)
        moment = frame(number * 13_888_888, hands=True)
        target.views = eye_views(Pose(Vec3(number % 50 * 0.002, 0.0, 1.6)))
        began = time.thread_time_ns()
        stage.show(replace(BUSY, version=number, panel=panel), moment)
        shown = time.thread_time_ns()
        renderer.draw(moment.time_ns)
        if number >= 20:
            show.append(shown - began)
            draw.append(time.thread_time_ns() - shown)
    counts = stage.counts()
    sys.stdout.write(
        json.dumps(
            {
                "frames": frames,
                "culls": counts.culls,
                "geoms": counts.geoms,
                "triangles": counts.triangles,
                "show_ms": [float(x) / 1e6 for x in np.percentile(show, [50, 99])],
                "draw_ms": [float(x) / 1e6 for x in np.percentile(draw, [50, 99])],
                "renderer": stage.facts()["renderer"],
            }
        )
        + "\n"
    )
    renderer.close()
    stage.close()


if __name__ == "__main__":
    main()
