"""A bright mark before the headset, run by tests as a process of its own.

It opens the headset as the program does, puts a small bright mark on the stage, and prints one
JSON object a line: for some frames at each of two places of the head, where the eyes were and
where in the runtime's own picture the mark is, and whether what the lenses hide is black; then
what some frames cost in culls, and what was told of their depth.

    python -m tests.openxr.marker [--each]

--each: as if the runtime took no picture that is wide enough for both eyes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
import pytest

from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from tests.openxr.session import say
from tests.openxr.watchdog import Watchdog
from tests.openxr.watched_eyes import Glass, Pixels, WatchedEyes, looking_through
from vrexposure.app.devices import Devices
from vrexposure.app.windows import open_headset_devices
from vrexposure.core.geometry import Pose, Vec3, quat_from_yaw
from vrexposure.core.inputs import Frame, Point, Tick
from vrexposure.core.view import View
from vrexposure.openxr import headset
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.instance import offered_extensions
from vrexposure.openxr.pictures import Pictures, create_pictures
from vrexposure.render import shaders
from vrexposure.render.geoms import Path3
from vrexposure.render.lettering import Lettering
from vrexposure.render.stage import Stage
from vrexposure.resources.paths import DATA
from vrexposure.resources.texts import load_words

MARK = Vec3(0.12, 1.5, 1.32)
RADIUS_M = 0.03
HEADS = (
    Pose(Vec3(0.0, 0.0, 1.2)),
    Pose(Vec3(0.1, 0.0, 1.2)),
    Pose(Vec3(0.1, 0.05, 1.25), quat_from_yaw(0.25)),
)
FRAMES = 3
AROUND = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]


def put_mark(stage: Stage) -> None:
    """A disc in plain magenta, which nothing hides and no light touches."""
    lettering = Lettering(DATA / "assets" / "fonts")
    board: Path3 = lettering.board(stage.rig, "mark")
    board.set_shader(shaders.flat())
    board.set_depth_test(False)
    lettering.rounded(
        board, (2 * RADIUS_M, 2 * RADIUS_M), (0, 0), (1.0, 0.0, 1.0, 1.0), radius_m=RADIUS_M
    )
    board.set_pos(*MARK)
    board.set_billboard_point_eye()


def find_mark(pixels: Pixels) -> list[tuple[float, float] | None]:
    """The middle of what is magenta for each eye: column, and row from below."""
    red, green, blue = (pixels[..., band].astype(np.float64) for band in range(3))
    both = np.minimum(red, blue) - green
    both[both < 80] = 0
    found: list[tuple[float, float] | None] = []
    for weight in np.split(both, 2, axis=1):
        total = weight.sum()
        if not total:
            found.append(None)
            continue
        rows, columns = np.indices(weight.shape)
        found.append(
            (float((columns * weight).sum() / total), float((rows * weight).sum() / total))
        )
    return found


def narrow_pictures(
    calls: Calls, session: object, eye_px: tuple[int, int], _largest: object, stack: ExitStack
) -> Pictures:
    """Pictures of a runtime that takes none wider than an eye's."""
    return create_pictures(calls, session, eye_px, eye_px, stack)


def lit_share(pixels: Pixels, eyes: WatchedEyes, eye: int) -> tuple[float, float, float]:
    """How much an eye never sees; how much of that, and of what it may see, is not black.

    What is not seen: the pixels whose middle, and those around it, lie within the mask.
    """
    assert eyes.views is not None
    picture = np.split(pixels, 2, axis=1)[eye].max(axis=2) > 0
    hidden = np.zeros(picture.shape, bool)
    part = eyes.hidden(eye)
    if part is not None:
        left, right, up, down = np.tan(eyes.views[eye][1:])
        high, wide = hidden.shape
        across, along = np.meshgrid(
            left + (np.arange(wide) + 0.5) / wide * (right - left),
            down + (np.arange(high) + 0.5) / high * (up - down),
        )
        for corners in part.corners[part.triangles].astype(np.float64):
            sides = [
                (two[0] - one[0]) * (along - one[1]) - (two[1] - one[1]) * (across - one[0])
                for one, two in zip(corners, np.roll(corners, -1, axis=0), strict=True)
            ]
            hidden |= np.min(sides, axis=0) >= 0
            hidden |= np.max(sides, axis=0) <= 0
    eroded = np.logical_and.reduce([np.roll(hidden, step, (0, 1)) for step in AROUND])
    grown = np.logical_or.reduce([np.roll(hidden, step, (0, 1)) for step in AROUND])
    dark = float(picture[eroded].mean()) if eroded.any() else 0.0
    return float(eroded.mean()), dark, float(picture[~grown].mean())


def drawn(devices: Devices, watchdog: Watchdog) -> Iterator[Frame]:
    """Frames, each drawn for both eyes when it comes out."""
    assert devices.draw is not None
    for moment in devices.source.moments():
        if isinstance(moment, Frame | Tick):
            for sink in (*devices.sinks, watchdog):
                sink.show(View(), moment)
        if isinstance(moment, Frame):
            devices.draw(moment)
            yield moment


def look(frames: Iterator[Frame], glass: Glass, remote: RemoteHeadset, head: Pose) -> None:
    """Put the head there, and say what the eyes see once it is."""
    hand = HandState(Pose(head.position.plus(Vec3(0.25, -0.2, -0.55))))
    remote.send(BodyState(head, hand, hand))
    seen = 0
    for frame in frames:
        way = frame.pose(Point.HEAD).position.minus(head.position)
        pixels = glass.eyes.take()
        if max(map(abs, way)) > 1e-3 or pixels is None or glass.eyes.views is None:
            continue
        say(
            head=head.position,
            views=[(*view.pose.position, *view.pose.orientation, *view[1:]) for view in
                   glass.eyes.views],
            marks=find_mark(pixels),
            lit=[lit_share(pixels, glass.eyes, eye) for eye in range(2)],
            eye_px=(glass.eyes.eye_width_px, glass.eyes.eye_height_px),
        )  # fmt: skip
        seen += 1
        if seen == FRAMES:
            return


def main() -> int:
    """Look from each place; 0 when all went well."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", action="store_true")
    each = parser.parse_args().each
    watchdog = Watchdog()
    origin_ns = time.monotonic_ns()
    with ExitStack() as stack, looking_through(every=1) as glass:
        if each:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.setattr(headset, "create_pictures", narrow_pictures)
        remote = RemoteHeadset()
        stack.callback(remote.close)
        devices = open_headset_devices(
            stack,
            load_words("en"),
            lambda: time.monotonic_ns() - origin_ns,
            origin_ns=origin_ns,
            pictures=True,
        )
        put_mark(glass.stage)
        say(mark=MARK, heads=[head.position for head in HEADS], looks=FRAMES)
        frames = drawn(devices, watchdog)
        for head in HEADS:
            look(frames, glass, remote, head)
        glass.stage.base.cam.node().set_active(False)  # the mirror culls for itself
        glass.stage.counts()
        for _ in range(FRAMES):
            next(frames)
        parts = [glass.eyes.hidden(eye) for eye in range(2)]
        say(
            frames=FRAMES,
            culls=glass.stage.counts().culls,
            offered=sorted(offered_extensions()),
            depth_format=glass.eyes.depth_format,
            depths=glass.eyes.depths,
            textures=glass.eyes.textures,
            mask_triangles=[0 if part is None else len(part.triangles) for part in parts],
        )
        frames.close()  # type: ignore[attr-defined]
    return 0


if __name__ == "__main__":
    sys.exit(main())
