"""Where the next session begins: after other people's sessions, and after a day cut short."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import pytest

from tests.core.stories import make_setup
from vrexposure.app.history import known_arms, last_standing
from vrexposure.core.outputs import OUTPUT, DecisionAction, DecisionTaken, ReachRange
from vrexposure.recording.folders import new_session_folder
from vrexposure.recording.inprocess import InProcessRecorder
from vrexposure.recording.manifest import ClockMap, Manifest


def recorded(out: Path, day: int, kind: str, *taken: DecisionTaken | ReachRange) -> None:
    """A session of `p-1` on that day that holds these outputs."""
    utc = f"2026-05-{day:02}T10:00:00Z"
    setup = make_setup()
    manifest = Manifest(
        session="abc",
        setup=setup,
        protocol_text="",
        protocol_sha256=hashlib.sha256(b"").hexdigest(),
        seeds={},
        input_kind=kind,
        display_kind="offscreen",
        device={},
        timing_stages=(),
        clock=ClockMap(monotonic_ns=0, utc=utc),
    )
    folder = new_session_folder(out, "p-1", utc, f"{day:08}")
    recorder = InProcessRecorder.create(folder, manifest)
    for seq, one in enumerate(taken):
        recorder.write_output(seq, one.kind, OUTPUT.dump_json(one), durable=True)
    recorder.close(complete=True)


def decision(action: DecisionAction, to: str, completed: int, *codes: str) -> DecisionTaken:
    where = (0, 1, "sit-to-stand", "high")
    return DecisionTaken(*where, action, "program", "", codes, to, completed)


def standing(out: Path, *, simulated: bool = False) -> tuple[int, int] | None:
    found = last_standing(out, "p-1", make_setup().protocol, simulated=simulated)
    start = found.get("sit-to-stand")
    return None if start is None else (start.level_index, start.completed_index)


def test_the_newest_session_with_a_decision_counts(tmp_path: Path) -> None:
    recorded(tmp_path, 1, "openxr", decision("advance", "raised", 0))
    recorded(tmp_path, 2, "desktop", decision("advance", "usual", 1))
    recorded(tmp_path, 3, "openxr")
    assert standing(tmp_path) == (2, 1)


@pytest.mark.parametrize("kind", ["simulated:confident", "replay:sessions/x"])
def test_what_others_did_under_the_patients_id_moves_the_patient_nowhere(
    tmp_path: Path, kind: str
) -> None:
    recorded(tmp_path, 1, "openxr", decision("advance", "raised", 0))
    recorded(tmp_path, 2, kind, decision("advance", "usual", 1))
    assert standing(tmp_path) == (1, 0)
    assert standing(tmp_path, simulated=True) == ((2, 1) if kind != "replay:sessions/x" else None)


def test_a_day_that_a_symptom_ended_is_taken_up_on_the_same_level(tmp_path: Path) -> None:
    recorded(
        tmp_path,
        1,
        "openxr",
        decision("advance", "raised", 0),
        decision("hold", "raised", 0, "pain_rise"),
    )
    assert standing(tmp_path) == (1, 0)


def test_who_was_never_here_begins_at_the_bottom(tmp_path: Path) -> None:
    assert standing(tmp_path) is None


def arm(side: Literal["left", "right"], arm_mm: int) -> ReachRange:
    return ReachRange(0, side, arm_mm, 20, (0,) * 9)


def test_arms_are_known_as_they_were_measured_last_with_the_day(tmp_path: Path) -> None:
    recorded(tmp_path, 1, "openxr", arm("left", 580), arm("right", 600))
    recorded(tmp_path, 2, "openxr", arm("right", 610), arm("right", 620))
    recorded(tmp_path, 3, "simulated:avoider", arm("left", 700))
    recorded(tmp_path, 4, "openxr")
    known = known_arms(tmp_path, "p-1", simulated=False)
    assert [(one.side, one.arm_mm, one.measured_on) for one in known] == [
        ("left", 580, "2026-05-01"),
        ("right", 620, "2026-05-02"),
    ]
    assert known_arms(tmp_path, "p-2", simulated=False) == ()
