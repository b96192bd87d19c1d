"""A recording as the input of a new session: same setup, same inputs, a record of its own."""

from __future__ import annotations

from pathlib import Path

from vrexposure.app.devices import Devices
from vrexposure.core.setup import Setup
from vrexposure.recording.playback import ReplayInput
from vrexposure.recording.reader import read_recording
from vrexposure.resources.protocols import LoadedProtocol


def replayed_devices(session: Path) -> tuple[Setup, LoadedProtocol, Devices]:
    """The setup, the protocol and the devices of a recorded session.

    Raises:
        RecordingError: There is no recording that can be read.
    """
    recording = read_recording(session)
    manifest = recording.manifest
    loaded = LoadedProtocol(
        protocol=manifest.setup.protocol,
        sha256=manifest.protocol_sha256,
        path=recording.path,
        text=manifest.protocol_text,
    )
    source = ReplayInput(recording)
    devices = Devices(
        source,
        [source.mailbox],
        facts={"replay_of": manifest.session},
        real_time=False,
    )
    return manifest.setup, loaded, devices
