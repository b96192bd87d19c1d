"""Replay a recording: every decision recomputed from the recorded inputs, and compared."""

from __future__ import annotations

from pathlib import Path

from vrexposure.core.engine import Engine
from vrexposure.recording.reader import read_recording
from vrexposure.recording.replay import verify


def replay_session(session: Path) -> tuple[bool, str]:
    """Whether all was recomputed as it is recorded, and that in words.

    Raises:
        RecordingError: There is no recording that can be read.
    """
    report = verify(read_recording(session), Engine)
    return report.identical, report.words()
