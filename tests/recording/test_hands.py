"""Hands in a recording: where they are, they come back bit for bit; where not, nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recording.story import SmallCore, inputs, manifest, record, recorded, same
from vrexposure.core.inputs import Frame
from vrexposure.recording.edit import rewrite, strip_outputs
from vrexposure.recording.format import HANDS_TOPIC
from vrexposure.recording.reader import Recorded, read_recording
from vrexposure.recording.recorder import SessionRecorder
from vrexposure.recording.replay import verify


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hands") / "session"
    return recorded(folder, 120, flush_messages=7, hands=True)


def test_hands_come_back_bit_for_bit_with_the_frame_they_belong_to(whole: Path) -> None:
    recording = read_recording(whole)
    told = [given for _, given in recording.inputs()]

    assert recording.salvage.complete
    assert recording.salvage.reasons == ()
    assert all(same(a, b) for a, b in zip(told, inputs(120, hands=True), strict=True))
    assert sum(isinstance(one, Frame) and one.hands is not None for one in told) == 80


def test_a_recording_with_hands_replays(whole: Path) -> None:
    report = verify(read_recording(whole), SmallCore)

    assert report.identical, report.words()
    assert report.inputs == len(list(inputs(120)))


def test_without_hands_nothing_is_written_about_them(tmp_path: Path) -> None:
    plain = read_recording(recorded(tmp_path / "plain", 30))

    assert HANDS_TOPIC in plain.manifest.channels
    assert all(one.topic != HANDS_TOPIC for one in plain.messages())


def test_motion_is_read_at_once_with_hands_as_without(whole: Path, tmp_path: Path) -> None:
    plain = read_recording(recorded(tmp_path / "plain", 120))

    one, other = read_recording(whole).motion(), plain.motion()
    assert one.poses.tobytes() == other.poses.tobytes()
    assert one.time_ns.tolist() == other.time_ns.tolist()


def test_a_copy_keeps_the_hands_and_may_leave_them_out(whole: Path, tmp_path: Path) -> None:
    def no_hands(one: Recorded) -> Recorded | None:
        return None if one.topic == HANDS_TOPIC else one

    strip_outputs(whole, tmp_path / "inputs")
    rewrite(whole, tmp_path / "handless", no_hands)

    kept = [given for _, given in read_recording(tmp_path / "inputs").inputs()]
    assert all(same(a, b) for a, b in zip(kept, inputs(120, hands=True), strict=True))
    left = [given for _, given in read_recording(tmp_path / "handless").inputs()]
    assert all(same(a, b) for a, b in zip(left, inputs(120), strict=True))
    assert verify(read_recording(tmp_path / "handless"), SmallCore).identical


def test_hands_whose_frame_is_lost_are_given_to_no_other(whole: Path, tmp_path: Path) -> None:
    lost = [one.seq for one in read_recording(whole).messages() if one.topic == HANDS_TOPIC][10]

    def lose(one: Recorded) -> Recorded | None:
        return None if (one.topic, one.seq) == ("/motion", lost) else one

    rewrite(whole, tmp_path / "hole", lose)
    recording = read_recording(tmp_path / "hole")

    assert recording.salvage.complete
    expected = {seq: given for seq, given in read_recording(whole).inputs() if seq != lost}
    told = dict(recording.inputs())
    assert told.keys() == expected.keys()
    assert all(same(told[seq], expected[seq]) for seq in expected)


def test_the_recorder_process_writes_hands_too(tmp_path: Path) -> None:
    recorder = SessionRecorder.create(tmp_path / "s", manifest())
    record(recorder, list(inputs(60, hands=True)))
    recorder.close(complete=True)

    recording = read_recording(tmp_path / "s")
    assert recording.salvage.complete
    told = [given for _, given in recording.inputs()]
    assert all(same(a, b) for a, b in zip(told, inputs(60, hands=True), strict=True))
