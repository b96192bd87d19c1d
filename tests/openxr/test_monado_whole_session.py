"""Whole sessions through a real runtime: the program asks, a simulated person moves the headset."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from typing_extensions import override

from tests.openxr.remote import RemoteHeadset
from tests.openxr.remote_patient import RemotePatient
from vrexposure.app.preparing import Wanted, prepare
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Ended, Frame, Input
from vrexposure.core.observations import Observation, RepetitionDone, Selected, StepTaken
from vrexposure.core.outputs import Buzz, Observed, Output, PhaseChanged, RatingGiven, TrialEnded
from vrexposure.loop import Wiring, run
from vrexposure.openxr.headset import Headset, open_headset
from vrexposure.ports import Recorder
from vrexposure.simulation.person import make_person
from vrexposure.simulation.therapist import SimulatedTherapist

pytestmark = [pytest.mark.xr, pytest.mark.slow, pytest.mark.timeout(180)]

PROTOCOL = Path(__file__).with_name("five-and-ten.toml")
SEED = 3


class Notebook(Recorder):
    """Remembers what was recorded, and what was said."""

    def __init__(self, headset: Headset) -> None:
        self.inputs: list[Input] = []
        self.outputs: list[Output] = []
        self._headset = headset

    def heard(self, outputs: Sequence[Output]) -> None:
        """What was said; the hand is tapped as the program does it."""
        self.outputs += outputs
        for output in outputs:
            if isinstance(output, Buzz):
                self._headset.haptic(output.side, output.duration_ms)

    @override
    def write_input(self, seq: int, given: Input) -> None:
        self.inputs.append(given)

    @override
    def write_output(self, seq: int, kind: str, payload: bytes, *, durable: bool) -> None:
        pass

    @override
    def write_timing(self, time_ns: int, stages_ns: Sequence[int]) -> None:
        pass

    @override
    def durable_seq(self) -> int:
        return 1 << 62

    @override
    def healthy(self) -> bool:
        return True

    @override
    def close(self, *, complete: bool) -> None:
        pass

    def seen(self) -> list[Observation]:
        """What tracking saw."""
        return [output.observation for output in self.outputs if isinstance(output, Observed)]


def session(ladder: str, remote: RemoteHeadset, out: Path) -> Notebook:
    """One session of one ladder, from the lobby to the end."""
    setup, _ = prepare(Wanted(str(PROTOCOL), "p-1", out, ladders=[ladder]), SEED)
    person = make_person("confident", SEED)
    therapist = SimulatedTherapist(SEED, person=person)
    headset = open_headset(
        native_context=None,
        space="stage",
        origin_monotonic_ns=time.monotonic_ns(),
        app_name="tests",
    )
    notebook = Notebook(headset)
    try:
        run(
            Engine(setup),
            Wiring(
                source=headset.input,
                recorder=notebook,
                clock_ns=time.monotonic_ns,
                mailboxes=[therapist],
                sinks=[RemotePatient(remote, person), therapist],
                listeners=[therapist, notebook],
            ),
        )
    finally:
        headset.close()
    return notebook


def check_course(notebook: Notebook) -> None:
    """From the lobby to the end, with ratings by trigger, and motion that can be replayed."""
    phases = [output.after for output in notebook.outputs if isinstance(output, PhaseChanged)]
    assert phases == ["running", "debrief", "closed"]
    ratings = {
        output.question: output.value
        for output in notebook.outputs
        if isinstance(output, RatingGiven) and output.by == "patient"
    }
    assert {"expected_pain", "peak_pain", "belief_before", "belief_after"} <= ratings.keys()
    sources = {one.source for one in notebook.seen() if isinstance(one, Selected)}
    assert sources & {"left_hand", "right_hand"}
    frames = [given for given in notebook.inputs if isinstance(given, Frame)]
    assert all(a.time_ns < b.time_ns for a, b in itertools.pairwise(frames))
    assert not any(isinstance(given, Ended) for given in notebook.inputs)


def test_five_sit_to_stands_are_counted_through_the_headset(
    remote: RemoteHeadset, tmp_path: Path
) -> None:
    notebook = session("sit-to-stand", remote, tmp_path)

    check_course(notebook)
    done = [one for one in notebook.seen() if isinstance(one, RepetitionDone)]
    assert [one.index for one in done] == [1, 2, 3, 4, 5]
    (trial,) = (output for output in notebook.outputs if isinstance(output, TrialEnded))
    assert (trial.result, trial.done, trial.target) == ("completed", 5, 5)


def test_ten_stairs_are_counted_through_the_headset(remote: RemoteHeadset, tmp_path: Path) -> None:
    notebook = session("stairs", remote, tmp_path)

    check_course(notebook)
    steps = [one for one in notebook.seen() if isinstance(one, StepTaken)]
    assert [one.index for one in steps] == list(range(1, 11))
    (trial,) = (output for output in notebook.outputs if isinstance(output, TrialEnded))
    assert (trial.result, trial.done, trial.target) == ("completed", 10, 10)
