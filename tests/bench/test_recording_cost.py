from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from tests.recording.story import frame, inputs, manifest, record
from vrexposure.recording.inprocess import InProcessRecorder
from vrexposure.recording.reader import read_recording
from vrexposure.recording.recorder import SessionRecorder

pytestmark = pytest.mark.bench


def words(samples_ns: list[int]) -> str:
    p50, p99, p999 = np.percentile(samples_ns, [50, 99, 99.9]) / 1000
    return f"p50 {p50:.1f}, p99 {p99:.1f}, p99.9 {p999:.1f} us"


def test_what_recording_costs_the_loop_per_frame(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thread CPU of one frame and its timing, and the same with three outputs and the health."""
    recorder = SessionRecorder.create(tmp_path / "s", manifest(), free_bytes=0)
    frames = [frame(number) for number in range(64)]
    view = b'{"kind":"view_shown","view":{' + b" " * 900 + b"}}"
    plain: list[int] = []
    full: list[int] = []
    seq = 0
    for number in range(6000):
        one = frames[number % 64]
        began = time.thread_time_ns()
        recorder.write_input(seq, one)
        recorder.write_timing(one.time_ns, (1, 2, 3, 4))
        middle = time.thread_time_ns()
        for _ in range(3):
            seq += 1
            recorder.write_output(seq, "view_shown", view, durable=False)
        recorder.healthy()
        recorder.durable_seq()
        ended = time.thread_time_ns()
        seq += 1
        plain.append(middle - began)
        full.append(ended - began)
        if number % 10 == 9:
            time.sleep(0.002)
    recorder.close(complete=True)
    recording = read_recording(tmp_path / "s")
    assert recording.salvage.messages == 6000 * 5
    assert recording.salvage.complete
    with capsys.disabled():
        print(f"\nframe + timing: {words(plain)}")  # noqa: T201
        print(f"and three outputs of 1 kB, health: {words(full)}")  # noqa: T201


def test_how_long_an_acknowledgement_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder = SessionRecorder.create(tmp_path / "s", manifest(), free_bytes=0)
    taken: list[int] = []
    for seq in range(60):
        began = time.monotonic_ns()
        recorder.write_output(seq, "alert", b"{}", durable=True)
        while recorder.durable_seq() < seq:
            time.sleep(0.0005)
        taken.append(time.monotonic_ns() - began)
        time.sleep(0.003 * (seq % 7))
    recorder.close(complete=True)
    assert len(list(read_recording(tmp_path / "s").outputs())) == 60
    with capsys.disabled():
        print(f"\nacknowledged on disk after: {words(taken)}")  # noqa: T201


def test_how_fast_files_are_written_and_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five minutes at 120 Hz, in one process."""
    given = list(inputs(36_000))
    began = time.thread_time()
    recorder = InProcessRecorder.create(tmp_path / "s", manifest())
    record(recorder, given)
    recorder.close(complete=True)
    written = time.thread_time()
    recording = read_recording(tmp_path / "s")
    opened = time.thread_time()
    assert sum(1 for _ in recording.inputs()) == len(given)
    iterated = time.thread_time()
    assert recording.motion().poses.shape == (36_000, 9, 7)
    ended = time.thread_time()
    size = Path(recording.path).stat().st_size / 10**6
    with capsys.disabled():
        print(  # noqa: T201
            f"\nfive minutes ({size:.1f} MB): written {written - began:.2f} s, checked "
            f"{opened - written:.2f} s, inputs {iterated - opened:.2f} s, motion "
            f"{ended - iterated:.2f} s"
        )
