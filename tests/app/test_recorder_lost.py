"""The recorder dies in mid-session: nobody goes on unknowingly, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.core.stories import make_setup
from tests.recording.story import manifest
from vrexposure.app.telling import Teller
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Command, Ended, Frame, Start, empty_arrays
from vrexposure.core.setup import Setup
from vrexposure.core.view import Phase, View
from vrexposure.loop import Wiring, run
from vrexposure.recording.reader import read_recording
from vrexposure.recording.recorder import SessionRecorder
from vrexposure.recording.replay import verify
from vrexposure.resources.texts import load_words

FRAME_NS = 13_888_888
KILLED_AT = 120


@dataclass
class Killing:
    """Frames, and in their midst the end of the recorder's process."""

    recorder: SessionRecorder
    shown: list[View] = field(default_factory=list)

    def moments(self) -> Iterator[Frame | Ended]:
        for number in range(300):
            if number == KILLED_AT:
                self.recorder._process.kill()
                self.recorder._process.wait()
            yield Frame(number * FRAME_NS, *empty_arrays())
        yield Ended(300 * FRAME_NS, "interrupted")

    def drain(self) -> list[Command]:
        return [Command(0, 1, "therapist", -1, Start())] if not self.shown else []

    def show(self, view: View, moment: object) -> None:
        self.shown.append(view)


def test_the_session_is_held_the_therapist_told_and_all_of_it_is_in_the_file(
    tmp_path: Path,
) -> None:
    setup: Setup = make_setup()
    told = manifest().model_copy(update={"setup": setup})
    recorder = SessionRecorder.create(tmp_path / "s", told, free_bytes=0)
    desk, lines = Killing(recorder), list[str]()
    teller = Teller(load_words("en"), lines.append)
    run(
        Engine(setup),
        Wiring(desk, recorder, time.monotonic_ns, [desk], [desk], [teller]),
    )
    recorder.close(complete=True)

    phases = [view.phase for view in desk.shown]
    assert set(phases[:KILLED_AT]) == {Phase.RUNNING, Phase.PAUSED}, "nobody is tracked"
    assert set(phases[KILLED_AT:]) == {Phase.HELD}
    panel = desk.shown[KILLED_AT].panel
    assert panel is not None
    assert [line.key for line in panel.body] == ["hold.recorder_lost"]
    assert any("NOT RECORDING" in line for line in lines)
    recording = read_recording(tmp_path / "s")
    assert len(recording.motion().time_ns) == 300
    assert verify(recording, Engine).identical
    assert not recording.salvage.complete
