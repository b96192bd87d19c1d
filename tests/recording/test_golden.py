"""Recordings of every format that was ever written stay readable, and replay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recording.story import SmallCore, inputs, same
from vrexposure.recording.reader import read_recording
from vrexposure.recording.replay import verify

GOLDEN = Path(__file__).with_name("golden")
FRAMES = 40
"""Each golden recording is of the first so many frames of `story.inputs`; since 2 with hands."""


@pytest.mark.parametrize("number", [1, 2])
def test_a_recording_of_every_format_still_opens_and_replays(number: int) -> None:
    recording = read_recording(GOLDEN / f"format-{number}")

    assert recording.manifest.format == number
    assert recording.salvage.complete
    assert recording.salvage.reasons == ()
    told = [given for _, given in recording.inputs()]
    expected = list(inputs(FRAMES, hands=number > 1))
    assert len(told) == len(expected)
    assert all(same(one, other) for one, other in zip(told, expected, strict=True))
    report = verify(recording, SmallCore)
    assert report.identical, report.words()
    assert report.outputs > 10
