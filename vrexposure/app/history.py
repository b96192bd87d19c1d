"""Where a patient stood at the end of the last session: read from the recordings themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from vrexposure.core.outputs import OUTPUT, DecisionTaken, ReachRange
from vrexposure.core.protocol import Protocol
from vrexposure.core.setup import KnownArm, LadderStart
from vrexposure.errors import RecordingError
from vrexposure.recording.reader import Recording, read_recording

log = logging.getLogger(__name__)

SIDES = ("left", "right")
SESSIONS_BACK = 20
"""How many sessions are searched for the reach of the arms (DEF)."""


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
    for recording in _sessions(out, patient, simulated=simulated):
        if recording.manifest.setup.protocol.id == protocol.id:
            for ladder, start in _decided(recording, protocol).items():
                found.setdefault(ladder, start)
        if len(found) == len(protocol.ladders):
            break
    return found


def known_arms(out: Path, patient: str, *, simulated: bool) -> tuple[KnownArm, ...]:
    """How far each arm came when it was measured last, with the day of that."""
    found: dict[str, KnownArm] = {}
    for recording in islice(_sessions(out, patient, simulated=simulated), SESSIONS_BACK):
        day = recording.manifest.clock.utc[:10]
        here: dict[str, KnownArm] = {}
        for _, kind, payload in recording.outputs():
            if kind == "reach_range":
                one = OUTPUT.validate_json(payload)
                assert isinstance(one, ReachRange)
                here[one.side] = KnownArm(side=one.side, arm_mm=one.arm_mm, measured_on=day)
        found = here | found
        if len(found) == len(SIDES):
            break
    return tuple(found[side] for side in SIDES if side in found)


def _sessions(out: Path, patient: str, *, simulated: bool) -> Iterator[Recording]:
    """The patient's readable sessions, the newest first."""
    folder = out / patient
    for session in sorted(folder.glob("*Z-*"), reverse=True) if folder.is_dir() else ():
        try:
            recording = read_recording(session)
        except RecordingError as error:
            log.warning("passed over: %s", error)
            continue
        who, _, _ = recording.manifest.input_kind.partition(":")
        if who != "replay" and (who == "simulated") == simulated:
            yield recording


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
