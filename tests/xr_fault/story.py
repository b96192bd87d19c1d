"""What came out of a headset, in words; and a picture, drawn as a renderer does it."""

from __future__ import annotations

import itertools
import typing
from collections.abc import Iterator

from tests.xr_fault.runtime import TEXTURES
from vrexposure.core.inputs import Device, Ended, Tick
from vrexposure.openxr.headset import Headset


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
