from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.recording.story import SilentCore, SmallCore, frame, inputs, manifest, record, recorded
from vrexposure.core.inputs import Input
from vrexposure.errors import RecorderError
from vrexposure.recording.chunks import Hole, find_chunks, messages, read_chunk
from vrexposure.recording.format import END, PARTIAL_NAME, Fault
from vrexposure.recording.manifest import opening_of
from vrexposure.recording.reader import read_recording
from vrexposure.recording.recorder import SessionRecorder
from vrexposure.recording.replay import verify
from vrexposure.recording.rescue import finish
from vrexposure.recording.ring import Item

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root"
)


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.005)


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A memory disk of `request.param` KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", str(place)], check=False
    )
    if done.returncode:
        pytest.skip("this machine does not let root mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_both_recorders_write_the_same_content(tmp_path: Path) -> None:
    recorder = SessionRecorder.create(tmp_path / "process", manifest(), free_bytes=0)
    record(recorder, list(inputs(300)))
    recorder.close(complete=True)
    recorded(tmp_path / "here", 300)
    one, other = read_recording(tmp_path / "process"), read_recording(tmp_path / "here")
    assert one.salvage.complete
    assert list(one.messages()) == list(other.messages())
    assert one.manifest == other.manifest
    assert verify(one, SmallCore).identical
    assert [path.name for path in (tmp_path / "process").iterdir()] == ["recording.mcap"]


def test_a_durable_output_is_acknowledged_and_can_be_read_before_the_end(tmp_path: Path) -> None:
    recorder = SessionRecorder.create(tmp_path / "s", manifest(), free_bytes=0)
    assert recorder.durable_seq() == -1
    recorder.write_input(0, frame(0))
    recorder.write_output(1, "alert", b"{}", durable=True)
    wait_for(lambda: recorder.durable_seq() >= 1, "the acknowledgement")
    assert list(read_recording(tmp_path / "s").outputs()) == [(1, "alert", b"{}")]
    assert recorder.healthy()
    recorder.close(complete=True)
    assert recorder.durable_seq() == 1
    assert recorder.fault == (Fault.NONE, "")


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    recorder = SessionRecorder.create(tmp_path / "s", manifest(), free_bytes=0)
    recorder.close(complete=False)
    recorder.close(complete=True)
    assert not read_recording(tmp_path / "s").salvage.complete


@pytest.mark.skipif(sys.platform == "win32", reason="stops the recorder with a signal")
@pytest.mark.parametrize("after", [True, False])
def test_a_ring_that_ran_over_leaves_a_gap_and_says_so(tmp_path: Path, *, after: bool) -> None:
    recorder = SessionRecorder.create(tmp_path / "s", manifest(), free_bytes=0, ring_bytes=1 << 18)
    recorder._process.send_signal(signal.SIGSTOP)
    dropped_from = None
    for seq in range(1000):
        recorder.write_input(seq, frame(seq))
        if dropped_from is None and not recorder.healthy():
            dropped_from = seq
    assert dropped_from is not None
    assert recorder.fault[0] is Fault.OVERRUN
    recorder._process.send_signal(signal.SIGCONT)
    wait_for(lambda: recorder._ring._room(1 << 16), "the recorder to make room")
    if after:
        recorder.write_input(1000, frame(1000))
    recorder.close(complete=True)
    recording = read_recording(tmp_path / "s")
    assert not recording.salvage.complete
    assert recording.salvage.dropped == 1000 - dropped_from
    numbers = [seq for seq, _ in recording.inputs()]
    assert numbers == [*range(dropped_from), *([1000] if after else [])]
    report = verify(recording, SilentCore)
    assert not report.identical
    assert report.missing_from == dropped_from


def test_a_recorder_that_was_killed_is_noticed_at_once(tmp_path: Path) -> None:
    recorder = SessionRecorder.create(tmp_path / "s", manifest(), free_bytes=0)
    recorder.write_input(0, frame(0))
    recorder.write_output(1, "alert", b"{}", durable=True)
    wait_for(lambda: recorder.durable_seq() >= 1, "the acknowledgement")
    recorder._process.kill()
    wait_for(lambda: not recorder.healthy(), "the loss to be noticed")
    assert recorder.fault[0] is Fault.PROCESS_GONE
    assert recorder.durable_seq() == 1
    recorder.close(complete=True)


@pytest.mark.parametrize("after_s", [0.0, 0.1, 0.26, 0.4])
def test_a_recorder_that_was_killed_takes_nothing_with_it(tmp_path: Path, after_s: float) -> None:
    recorder = SessionRecorder.create(tmp_path / "s", manifest(), free_bytes=0)

    def given() -> Iterator[Input]:
        for number, one in enumerate(inputs(300)):
            if number == 150:
                time.sleep(after_s)
                recorder._process.kill()
                recorder._process.wait()
            yield one

    last_seq = record(recorder, given()) - 1
    assert not recorder.healthy()
    recorder.close(complete=True)

    assert recorder.durable_seq() == last_seq
    recorded(tmp_path / "here", 300)
    one, other = read_recording(tmp_path / "s"), read_recording(tmp_path / "here")
    assert list(one.messages()) == list(other.messages())
    assert verify(one, SmallCore).identical
    assert not one.salvage.complete
    assert one.salvage.reasons == ("it was ended as process_gone",)
    assert [path.name for path in (tmp_path / "s").iterdir()] == ["recording.mcap"]


def test_what_a_killed_recorder_tore_is_cut_off_and_nothing_stands_there_twice(
    tmp_path: Path,
) -> None:
    partial = recorded(tmp_path / "s", 100).rename(tmp_path / "s" / PARTIAL_NAME)
    with partial.open("rb") as file:
        size = file.seek(0, 2)
        places = [found[0] for found in find_chunks(file, size) if not isinstance(found, Hole)]
        file.seek(places[-2].start)
        last = read_chunk(file, places[-2].start, size)
    assert last is not None
    os.truncate(partial, places[-1].start + 20)  # in the midst of the next one
    kept = [
        Item(raw.channel, raw.seq, raw.time_ns, raw.payload, durable=False)
        for raw in messages(last[1])
    ]
    before = len(list(read_recording(tmp_path / "s").messages()))
    new = Item(END + 1, 10_000, 5, b"{}", durable=True)

    assert finish(partial, opening_of(manifest()), [*kept, new]) == 10_000

    recording = read_recording(tmp_path / "s")
    assert len(list(recording.messages())) == before + 1
    assert recording.salvage.reasons == ("it was ended as process_gone",)
    assert recording.salvage.chunks_lost == 0


def test_a_recorder_that_cannot_start_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RecorderError, match="choose another folder"):
        SessionRecorder.create(tmp_path / "s", manifest(), free_bytes=0)


@needs_root
@pytest.mark.parametrize("small_disk", [1024], indirect=True)
def test_a_disk_without_room_for_the_reserve_is_refused_before_the_session(
    small_disk: Path,
) -> None:
    with pytest.raises(RecorderError, match="No space left"):
        SessionRecorder.create(small_disk / "s", manifest(), free_bytes=0)


@needs_root
@pytest.mark.parametrize("small_disk", [1024], indirect=True)
def test_a_read_only_disk_is_refused_before_the_session(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(RecorderError, match="cannot be written to"):
        SessionRecorder.create(small_disk / "s", manifest(), free_bytes=0)


@needs_root
@pytest.mark.parametrize("small_disk", [555, 700, 901], indirect=True)
def test_a_disk_that_fills_up_loses_motion_but_no_clinical_event_and_not_the_end(
    small_disk: Path,
) -> None:
    recorder = SessionRecorder.create(
        small_disk / "s", manifest(), free_bytes=0, reserve_bytes=1 << 18
    )
    chance = random.Random(1)
    seq = 0
    while recorder.healthy():
        recorder.write_output(seq, "view_shown", chance.randbytes(5000), durable=False)
        seq += 1
        time.sleep(0.002)
        assert seq < 10_000
    assert recorder.fault[0] is Fault.DISK_FULL
    events = range(seq, seq + 50)
    for seq in events:
        recorder.write_output(seq, "alert", b'{"n":%d}' % seq, durable=True)
    wait_for(lambda: recorder.durable_seq() >= events[-1], "the acknowledgement")
    recorder.close(complete=True)
    recording = read_recording(small_disk / "s")
    assert [seq for seq, kind, _ in recording.outputs() if kind == "alert"] == list(events)
    assert not recording.salvage.complete
    assert not recording.salvage.interrupted
    assert recording.salvage.reasons == ("it was ended as disk_full",)
