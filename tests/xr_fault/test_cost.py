"""What a frame costs in memory: nothing that stays, and no structure that is made anew."""

from __future__ import annotations

import gc
import sys
import tracemalloc
import types
import typing
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import draw
from vrexposure.core.inputs import Frame
from vrexposure.openxr import headset as headsets
from vrexposure.openxr.hands import DATA_SOURCE_EXTENSION, HAND_TRACKING_EXTENSION
from vrexposure.openxr.headset import Headset
from vrexposure.openxr.trackers import TRACKER_EXTENSION

HERE = (ALL_VALID, (0.0, 0.0, 0.0, 1.0, 0.1, 1.2, -0.3))
FRAMES = 1000
# Measured: 472 bytes in all, over a thousand frames.
BYTES_A_FRAME = 2

_BINDING = str(Path(xr.__file__).parent)
_OURS = str(Path(headsets.__file__).parent)


@pytest.fixture
def whole(runtime: FaultRuntime) -> FaultRuntime:
    """A runtime that sees hands, buttons, a worn tracker and a body."""
    runtime.extensions += [
        *(HAND_TRACKING_EXTENSION, DATA_SOURCE_EXTENSION, "XR_BD_body_tracking"),
        TRACKER_EXTENSION,
    ]
    runtime.hands = {side: dict.fromkeys(range(26), HERE) for side in ("left", "right")}
    runtime.body = dict.fromkeys(range(24), HERE)
    runtime.poses |= {"view": HERE, "tracker/waist": HERE, "grip/left": HERE}
    runtime.buttons = {"select/left": True}
    runtime.open_up()
    return runtime


def pass_frames(
    runtime: FaultRuntime, headset: Headset, moments: Iterator[object], count: int
) -> None:
    """So many frames, each drawn and thrown away."""
    done = 0
    for moment in moments:
        if isinstance(moment, Frame):
            draw(headset)
            done += 1
        # What the runtime notes for other tests would grow.
        runtime.layers.clear()
        runtime.submitted.clear()
        runtime.depths.clear()
        if done == count:
            return


def grown_bytes(
    runtime: FaultRuntime, headset: Headset, moments: Iterator[object], count: int
) -> int:
    """What is in use more after so many frames than before them."""
    pass_frames(runtime, headset, moments, 100)
    tracemalloc.start()
    try:
        pass_frames(runtime, headset, moments, 100)
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        pass_frames(runtime, headset, moments, count)
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_a_thousand_frames_leave_nothing_in_memory(whole: FaultRuntime, open_on: Opener) -> None:
    headset = open_on()
    grown = grown_bytes(whole, headset, headset.input.moments(), FRAMES)

    assert grown < BYTES_A_FRAME * FRAMES, f"{grown / FRAMES} bytes a frame"


@pytest.mark.slow
def test_a_frame_that_leaves_ten_bytes_would_be_found(whole: FaultRuntime, open_on: Opener) -> None:
    headset = open_on()
    kept: list[bytes] = []

    def leaking() -> Iterator[object]:
        for moment in headset.input.moments():
            kept.append(len(kept).to_bytes(10))
            yield moment

    assert grown_bytes(whole, headset, leaking(), 200) > 10 * BYTES_A_FRAME * 200


@contextmanager
def watching() -> Iterator[Counter[str]]:
    """Counts what the binding's own Python is asked for by `vrexposure.openxr`."""
    asked: Counter[str] = Counter()

    def note(frame: types.FrameType, event: str, _: typing.Any) -> None:
        caller = frame.f_back
        if (
            event == "call"
            and caller is not None
            and frame.f_code.co_filename.startswith(_BINDING)
            and caller.f_code.co_filename.startswith(_OURS)
        ):
            asked[f"{Path(caller.f_code.co_filename).name}: {frame.f_code.co_qualname}"] += 1

    sys.setprofile(note)
    try:
        yield asked
    finally:
        sys.setprofile(None)


def test_no_frame_makes_a_structure_or_goes_through_the_bindings_wrappers(
    whole: FaultRuntime, open_on: Opener
) -> None:
    headset = open_on()
    moments = headset.input.moments()
    pass_frames(whole, headset, moments, 5)

    with watching() as asked:
        pass_frames(whole, headset, moments, 20)
    assert asked == {}

    with watching() as asked:
        headset.haptic("left", 20)
    assert asked, "the one call that may make structures was not seen"
