"""The real core in the real loop: what it records, it says again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.recording.story import frame, inputs, manifest, setup
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import (
    Action,
    Command,
    Device,
    Ended,
    Frame,
    Pause,
    Resume,
    Start,
    Tick,
)
from vrexposure.loop import Wiring, run
from vrexposure.recording.edit import strip_outputs
from vrexposure.recording.inprocess import InProcessRecorder
from vrexposure.recording.playback import ReplayInput
from vrexposure.recording.reader import Recorded, read_recording
from vrexposure.recording.replay import recompute, verify


class Story:
    """Ten seconds of motion, and a therapist who starts, pauses and goes on."""

    def __init__(self) -> None:
        self._at = 0

    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        for one in inputs(1200):
            if not isinstance(one, Command):
                self._at += 1
                yield one

    def drain(self) -> Sequence[Command]:
        actions: dict[int, Action] = {5: Start(), 400: Pause(), 500: Resume()}
        action = actions.get(self._at)
        if action is None:
            return ()
        return (Command(frame(self._at).time_ns, self._at, "therapist", -1, action),)


def play(folder: Path, source: Story | ReplayInput) -> list[Recorded]:
    recorder = InProcessRecorder.create(folder, manifest())
    mailbox = source if isinstance(source, Story) else source.mailbox
    run(Engine(setup()), Wiring(source, recorder, lambda: 0, mailboxes=[mailbox]))
    recorder.close(complete=True)
    return list(read_recording(folder).messages())


def test_a_session_of_the_real_core_replays_byte_for_byte(tmp_path: Path) -> None:
    play(tmp_path / "s", Story())
    recording = read_recording(tmp_path / "s")
    report = verify(recording, Engine)
    assert report.identical, report.words()
    assert {"phase_changed", "command_answered", "view_shown"} <= {
        kind for _, kind, _ in recording.outputs()
    }
    strip_outputs(tmp_path / "s", tmp_path / "inputs")
    again = [(seq, one.kind) for seq, one in recompute(read_recording(tmp_path / "inputs"), Engine)]
    assert again == [(seq, kind) for seq, kind, _ in recording.outputs()]


def test_a_replay_through_the_loop_records_the_same_session_again(tmp_path: Path) -> None:
    first = play(tmp_path / "first", Story())
    second = play(tmp_path / "second", ReplayInput(read_recording(tmp_path / "first")))
    assert first == second
