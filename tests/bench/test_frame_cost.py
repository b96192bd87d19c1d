"""What one frame costs our own Python, and how fast a session replays. Counts are asserted."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import numpy as np
import pytest

from tests.app.sessions import recorded_session
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame
from vrexposure.core.observations import Observation
from vrexposure.core.outputs import DURABLE, OUTPUT, Observed, Output
from vrexposure.recording.reader import read_recording
from vrexposure.recording.recorder import SessionRecorder
from vrexposure.recording.replay import verify

pytestmark = [pytest.mark.bench, pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded_session(tmp_path_factory.mktemp("bench"))


def words(samples_ns: list[int]) -> str:
    p50, p99, p999 = np.percentile(samples_ns, [50, 99, 99.9]) / 1e6
    return f"p50 {p50:.3f}, p99 {p99:.3f}, p99.9 {p999:.3f} ms"


def test_thread_cpu_per_frame_of_input_tracking_session_and_record(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = read_recording(folder)
    recorder = SessionRecorder.create(tmp_path / "again", recording.manifest, free_bytes=0)
    engine = Engine(recording.manifest.setup)
    given = [one for _, one in recording.inputs()]
    samples: list[int] = []
    seq = 0
    gc.collect()
    gc.freeze()
    gc.disable()
    collections = gc.get_stats()[2]["collections"]
    try:
        for one in given:
            began = time.thread_time_ns()
            recorder.write_input(seq, one)
            seq += 1
            for output in engine.handle(one):
                payload = OUTPUT.dump_json(output)
                recorder.write_output(seq, output.kind, payload, durable=output.kind in DURABLE)
                seq += 1
            if isinstance(one, Frame):
                samples.append(time.thread_time_ns() - began)
            if seq % 200 == 0:
                time.sleep(0.002)  # the recorder lives in real time; we run far ahead of it
        assert gc.get_stats()[2]["collections"] == collections
    finally:
        gc.enable()
        gc.unfreeze()
        recorder.close(complete=True)
    assert engine.closed
    with capsys.disabled():
        print(f"\n{len(samples)} frames: {words(samples)} (goal p50 1.0, p99 2.0)")  # noqa: T201


def test_replay_speed_from_motion_and_from_observations(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = read_recording(folder)
    given = [one for _, one in recording.inputs()]
    session_s = given[-1].time_ns / 1e9
    began = time.process_time()
    assert verify(recording, Engine).identical
    from_motion = session_s / (time.process_time() - began)

    # At the level of observations every frame is only a tick with what tracking saw in it.
    seen: list[list[Observation]] = []
    decided: list[Output] = []
    engine = Engine(recording.manifest.setup)
    for one in given:
        outputs = engine.handle(one)
        seen.append([o.observation for o in outputs if isinstance(o, Observed)])
        decided += outputs
    engine = Engine(recording.manifest.setup)
    again: list[Output] = []
    began = time.process_time()
    for one, observations in zip(given, seen, strict=True):
        if isinstance(one, Frame):
            for observation in observations:
                again += engine.observe(observation)
            again += engine.tick(one.time_ns)
        else:
            again += engine.handle(one)
    from_observations = session_s / (time.process_time() - began)
    assert again == decided
    with capsys.disabled():
        print(  # noqa: T201
            f"\nreplay of {session_s:.0f} s: from motion {from_motion:.0f}x real time (goal 60), "
            f"from observations {from_observations:.0f}x (goal 1000)"
        )
