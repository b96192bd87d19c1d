"""From a recording to its report."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from vrexposure import __version__
from vrexposure.core.equipment import equipment_of
from vrexposure.core.inputs import TRACKED, Command, Point
from vrexposure.core.outputs import OUTPUT
from vrexposure.core.summary import summarise_numbered
from vrexposure.core.summary_parts import SessionSummary
from vrexposure.core.timing_summary import summarise_timing
from vrexposure.errors import RecorderError
from vrexposure.recording.manifest import Manifest
from vrexposure.recording.reader import Recording, read_recording
from vrexposure.reports.html import Origin, Picture, render_report
from vrexposure.reports.movement import MovementTrace
from vrexposure.resources.texts import load_words

REPORT_NAME = "report.html"


def utc_now() -> str:
    """The time of day, ISO 8601 in UTC with whole seconds and a final Z."""
    now = datetime.datetime.fromtimestamp(int(time.time()), datetime.UTC)
    return now.isoformat().replace("+00:00", "Z")


def summary_of(recording: Recording) -> SessionSummary:
    """Everything that the report tells, gathered from a recording."""
    salvage = recording.salvage
    return summarise_numbered(
        recording.manifest.setup,
        ((seq, OUTPUT.validate_json(payload)) for seq, _, payload in recording.outputs()),
        commands=(given for _, given in recording.spoken() if isinstance(given, Command)),
        salvage_note="" if salvage.complete else " ".join(salvage.reasons),
    )


def write_report(
    session: Path,
    *,
    language: str = "en",
    to: Path | None = None,
    pictures: Sequence[tuple[str, Path]] = (),
) -> Path:
    """Write the report of a recorded session; beside the recording unless `to` says where.

    `pictures`: PNG files with the key of their caption; they are put into the report itself.

    Raises:
        RecordingError: There is no recording that can be read.
        RecorderError: The report cannot be written.
    """
    recording = read_recording(session)
    motion = recording.motion()
    head = motion.flags[:, Point.HEAD] & TRACKED == TRACKED if len(motion.flags) else None
    movement = (
        MovementTrace(motion.time_ns, motion.poses[:, Point.HEAD, 2], head)
        if head is not None
        else None
    )
    html = render_report(
        summary_of(recording),
        movement,
        words=load_words(language),
        language=language,
        origin=_origin(recording),
        generated_note=f"vrexposure {__version__}, {utc_now()}",
        pictures=[Picture(key, path.read_bytes()) for key, path in pictures],
        timing=summarise_timing(recording.manifest.timing_stages, recording.timing()),
        equipment=equipment_of(
            recording.manifest.device, (given for _, given in recording.spoken())
        ),
    )
    folder = session if session.is_dir() else session.parent
    path = to or folder / REPORT_NAME
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)  # no half a report
        raise RecorderError(
            f"{path}: the report cannot be written ({error.strerror}): choose another with --to"
        ) from error
    return path


def _origin(recording: Recording) -> Origin:
    manifest = recording.manifest
    return Origin(
        date=manifest.clock.utc,
        device=_device(manifest),
        recording=recording.path.name,
        program=f"vrexposure {manifest.program}",
        hashes=(("protocol", manifest.protocol_sha256),),
    )


def _device(manifest: Manifest) -> str:
    """The headset by its name, or what stood for one."""
    system, runtime = manifest.device.get("system"), manifest.device.get("runtime")
    if system:
        return f"{system} ({runtime})"
    return f"{manifest.input_kind}, {manifest.display_kind}"
