"""Where a patient stood at the end of the last session: read from the recordings themselves."""

from __future__ import annotations

import logging
from pathlib import Path

from vrexposure.core.outputs import OUTPUT, DecisionTaken
from vrexposure.core.protocol import Protocol
from vrexposure.core.setup import LadderStart
from vrexposure.errors import RecordingError
from vrexposure.recording.reader import Recording, read_recording

log = logging.getLogger(__name__)


def last_standing(
    out: Path, patient: str, protocol: Protocol, *, simulated: bool
) -> dict[str, LadderStart]:
    """For each ladder that was ever decided on: its level now, and the highest completed.

    What a simulated person did under the patient's id is no step of the patient, nor the other way
    round; replays are nobody's.
    Sessions are read newest first until every ladder is found; damaged ones are passed over and
    named in the log. Levels that the protocol no longer has are not counted.
    """
    found: dict[str, LadderStart] = {}
    folder = out / patient
    for session in sorted(folder.glob("*Z-*"), reverse=True) if folder.is_dir() else ():
        if len(found) == len(protocol.ladders):
            break
        try:
            recording = read_recording(session)
        except RecordingError as error:
            log.warning("passed over: %s", error)
            continue
        manifest = recording.manifest
        who, _, _ = manifest.input_kind.partition(":")
        if who == "replay" or (who == "simulated") != simulated:
            continue
        if manifest.setup.protocol.id != protocol.id:
            continue
        for ladder, start in _decided(recording, protocol).items():
            found.setdefault(ladder, start)
    return found


def _decided(recording: Recording, protocol: Protocol) -> dict[str, LadderStart]:
    starts: dict[str, LadderStart] = {}
    ladders = {ladder.id: ladder for ladder in protocol.ladders}
    for _, kind, payload in recording.outputs():
        if kind != "decision_taken":
            continue
        taken = OUTPUT.validate_json(payload)
        assert isinstance(taken, DecisionTaken)
        ladder = ladders.get(taken.ladder)
        ids = [level.id for level in ladder.levels] if ladder is not None else []
        if taken.next_level in ids:
            starts[taken.ladder] = LadderStart(
                ladder=taken.ladder,
                level_index=ids.index(taken.next_level),
                completed_index=min(taken.completed_index, len(ids) - 1),
            )
    return starts
