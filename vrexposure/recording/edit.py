"""Writes changed copies of recordings, with right CRCs: for tests, and for sharing less."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vrexposure.recording.folders import create_session_folder
from vrexposure.recording.format import OUTPUT_PREFIX, PARTIAL_NAME
from vrexposure.recording.manifest import opening_of
from vrexposure.recording.reader import Recorded, read_recording
from vrexposure.recording.ring import Item
from vrexposure.recording.writer import SessionWriter

_FLUSH_MESSAGES = 500


def rewrite(source: Path, target: Path, change: Callable[[Recorded], Recorded | None]) -> None:
    """Copy a recording into the new folder `target`; `change` gives each message or leaves it out.

    Numbers (`seq`) are kept, so that a copy shows that something was left out.

    Raises:
        RecordingError: The source cannot be read.
        RecorderError: The target cannot be written.
    """
    recording = read_recording(source)
    create_session_folder(target, free_bytes=0)
    channels = {topic: index for index, topic in enumerate(recording.manifest.channels, start=1)}
    writer = SessionWriter(target / PARTIAL_NAME, opening_of(recording.manifest), reserve_bytes=0)
    for number, one in enumerate(recording.messages()):
        changed = change(one)
        if changed is not None:
            channel = channels[changed.topic]
            writer.add(Item(channel, changed.seq, changed.time_ns, changed.payload, durable=False))
        if number % _FLUSH_MESSAGES == 0:
            writer.flush()
    writer.end(complete=recording.salvage.complete, interrupted=recording.salvage.interrupted)


def strip_outputs(source: Path, target: Path) -> None:
    """Copy the inputs alone: what a replay starts from.

    Raises:
        RecordingError: The source cannot be read.
        RecorderError: The target cannot be written.
    """
    rewrite(source, target, lambda one: None if one.topic.startswith(OUTPUT_PREFIX) else one)
