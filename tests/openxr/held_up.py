"""Hands held up before the headset, run by a test as a process of its own.

It opens the headset as the program does and prints one JSON object: the places in stage space of
which each hand is drawn; for each eye its pose and field of view; and where in the runtime's own
pictures the hands are: first and last column, first and last row from below, and number of the
pixels that are not as they are without hands.

    python -m tests.openxr.held_up
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
import numpy.typing as npt

from tests.openxr.marker import drawn
from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from tests.openxr.session import say
from tests.openxr.watchdog import Watchdog
from tests.openxr.watched_eyes import Glass, Pixels, looking_through
from tests.render.test_fingers import vertices
from vrexposure.app.windows import open_headset_devices
from vrexposure.core.geometry import Pose, Vec3
from vrexposure.core.inputs import TRACKED, Frame
from vrexposure.resources.texts import load_words

HEAD = Pose(Vec3(0.0, 0.0, 1.2))
PLACES = Vec3(-0.14, 0.45, 1.15), Vec3(0.14, 0.5, 1.1)
_SETTLING_FRAMES = 12


def body(*, up: bool) -> BodyState:
    """A person whose hands are held up, or not seen at all."""
    left, right = (HandState(Pose(place), active=up) for place in PLACES)
    return BodyState(HEAD, left, right)


def look(frames: Iterator[Frame], glass: Glass, remote: RemoteHeadset, *, up: bool) -> Pixels:
    """What the eyes got, once the hands are as they should be."""
    remote.send(body(up=up))
    settled = 0
    for frame in frames:
        pixels = glass.eyes.take()
        known = frame.hands is not None and bool((frame.hands.flags == TRACKED).all())
        gone = frame.hands is None or not frame.hands.flags.any()
        settled = settled + 1 if pixels is not None and (known if up else gone) else 0
        if settled > _SETTLING_FRAMES:
            assert pixels is not None
            return pixels
    raise AssertionError("the headset ended")


def extent(mask: npt.NDArray[np.bool_], hand: int) -> list[int]:
    """Columns, rows and number of the pixels in the half of the picture that the hand is in."""
    middle = mask.shape[1] // 2
    half = slice(None, middle) if hand == 0 else slice(middle, None)
    rows, columns = np.nonzero(mask[:, half])
    if not len(rows):
        return [0, 0, 0, 0, 0]
    first = hand * middle
    found = columns.min() + first, columns.max() + first, rows.min(), rows.max(), len(rows)
    return [int(number) for number in found]


def main() -> int:
    """Look with hands and without; 0 when all went well."""
    watchdog = Watchdog()
    origin_ns = time.monotonic_ns()
    with ExitStack() as stack, looking_through(every=1) as glass:
        remote = RemoteHeadset()
        stack.callback(remote.close)
        devices = open_headset_devices(
            stack,
            load_words("en"),
            lambda: time.monotonic_ns() - origin_ns,
            origin_ns=origin_ns,
            pictures=True,
        )
        frames = drawn(devices, watchdog)
        without = look(frames, glass, remote, up=False)
        pixels = look(frames, glass, remote, up=True)
        assert glass.eyes.views is not None
        changed = np.split(np.abs(pixels.astype(int) - without).max(axis=2) > 2, 2, axis=1)
        say(
            hands=[vertices(path)[:, :3].tolist() for path in glass.stage._hands.paths()[2:]],
            views=[(*view.pose.position, *view.pose.orientation, *view[1:]) for view in
                   glass.eyes.views],
            seen=[[extent(mask, hand) for mask in changed] for hand in range(2)],
        )  # fmt: skip
        frames.close()  # type: ignore[attr-defined]
    return 0


if __name__ == "__main__":
    sys.exit(main())
