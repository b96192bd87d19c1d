"""What came out of a headset, in words; and a picture, drawn as a renderer does it."""

from __future__ import annotations

import gc
import itertools
import tracemalloc
import typing
from collections.abc import Iterator

import pytest

from tests.xr_fault.gallerist import TEXTURES
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.core.inputs import Device, DeviceChange, Ended, Frame, Tick
from vrexposure.openxr.headset import Headset

BACK = ["runtime_back", "focus_gained", "recentred", "frame"]
"""A return: in focus at once, and in a space of which nobody knows whether it is the old one."""


def words(moments: Iterator[typing.Any], count: int) -> list[str]:
    """What comes next, shortly."""
    return [word(moment) for moment in itertools.islice(moments, count)]


def word(moment: typing.Any) -> str:
    """One moment, shortly."""
    if isinstance(moment, Device):
        return str(moment.change)
    if isinstance(moment, Ended):
        return moment.reason
    return "tick" if isinstance(moment, Tick) else "frame"


def until_the_end(headset: Headset) -> list[str]:
    """All that comes until the source has no more; it must have an end."""
    told = words(headset.input.moments(), 200)
    assert len(told) < 200, "it never ended"
    return told


def draw(headset: Headset) -> None:
    """One picture, as a renderer does it."""
    assert headset.eyes is not None
    if headset.eyes.begin() is not None:
        assert headset.eyes.acquire() in TEXTURES
        headset.eyes.release()
    headset.eyes.end()


def told_apart(told: Iterator[str]) -> list[str]:
    """Without what repeats itself."""
    return [name for name, _ in itertools.groupby(told)]


def until(moments: Iterator[typing.Any], name: str, *, most: int = 10_000) -> list[str]:
    """Words up to and with the first of this name."""
    told: list[str] = []
    for moment in itertools.islice(moments, most):
        told.append(word(moment))
        if told[-1] == name:
            return told
    raise AssertionError(f"no {name} in {told_apart(iter(told))}")


def lose_and_return(runtime: FaultRuntime, headset: Headset, moments: Iterator[object]) -> None:
    """A few frames, a runtime that is killed, another one, and frames again."""
    for moment in itertools.islice(moments, 3):
        if isinstance(moment, Frame):
            draw(headset)
    runtime.vanish()
    until(moments, "runtime_lost")
    assert words(moments, 1) == ["tick"]
    runtime.come_back()
    runtime.open_up()
    assert until(moments, "frame")[-4:] == BACK
    draw(headset)


def remembered(runtime: FaultRuntime, caplog: pytest.LogCaptureFixture) -> int:
    """Bytes in use, without what the test's own means write down."""
    for log in (runtime.submitted, runtime.layers, runtime.pieces, runtime.depths):
        log.clear()
    caplog.clear()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def facts(moments: Iterator[typing.Any], count: int) -> list[tuple[str, str]]:
    """What of the next moments are facts."""
    return [
        (one.fact, one.value)
        for one in itertools.islice(moments, count)
        if isinstance(one, Device) and one.change is DeviceChange.FACT
    ]
