from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typing_extensions import override

from tests.recording.story import SilentCore, SmallCore, inputs, manifest, recorded, same
from vrexposure.core.inputs import Command, Ended, Frame, Input
from vrexposure.core.outputs import OUTPUT, CommandAnswered, Output
from vrexposure.recording.edit import rewrite, strip_outputs
from vrexposure.recording.inprocess import InProcessRecorder
from vrexposure.recording.playback import ReplayInput
from vrexposure.recording.reader import Recorded, read_recording
from vrexposure.recording.replay import Said, recompute, verify


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("whole") / "session", 200, flush_messages=40)


def test_the_same_core_says_the_same_again(whole: Path) -> None:
    recording = read_recording(whole)
    report = verify(recording, SmallCore)
    assert report.identical
    assert report.outputs == len(list(recording.outputs()))
    assert report.inputs == len(list(inputs(200)))
    assert report.words() == f"identical: {report.outputs} outputs from {report.inputs} inputs"


def test_a_changed_output_fails_and_names_its_number(whole: Path, tmp_path: Path) -> None:
    answers = [
        seq for seq, kind, _ in read_recording(whole).outputs() if kind == "command_answered"
    ]
    changed = answers[2]

    def refuse(one: Recorded) -> Recorded:
        if one.seq != changed or one.topic != "/output/command_answered":
            return one
        answer = OUTPUT.validate_json(one.payload)
        assert isinstance(answer, CommandAnswered)
        return one._replace(payload=OUTPUT.dump_json(replace(answer, accepted=False)))

    rewrite(whole, tmp_path / "changed", refuse)
    report = verify(read_recording(tmp_path / "changed"), SmallCore)
    assert not report.identical
    assert report.difference is not None
    assert report.difference.seq == changed
    assert report.verified_seq == changed - 1
    assert report.difference.recorded is not None
    assert b'"accepted":false' in report.difference.recorded.payload
    assert report.difference.recomputed is not None
    assert b'"accepted":true' in report.difference.recomputed.payload
    assert f"differs at seq {changed}" in report.words()


def test_a_changed_input_changes_what_is_recomputed(whole: Path, tmp_path: Path) -> None:
    def press(one: Recorded) -> Recorded:
        if one.topic != "/motion" or one.time_ns != 40 * (10**9 // 120):
            return one
        payload = bytearray(one.payload)
        payload[12] ^= 1
        return one._replace(payload=bytes(payload))

    rewrite(whole, tmp_path / "changed", press)
    changed = read_recording(tmp_path / "changed")
    assert not verify(changed, SmallCore).identical
    before = list(recompute(read_recording(whole), SmallCore))
    assert list(recompute(changed, SmallCore)) != before


def test_the_inputs_alone_give_every_output_again(whole: Path, tmp_path: Path) -> None:
    strip_outputs(whole, tmp_path / "inputs")
    stripped = read_recording(tmp_path / "inputs")
    assert list(stripped.outputs()) == []
    again = [
        (seq, output.kind, OUTPUT.dump_json(output))
        for seq, output in recompute(stripped, SmallCore)
    ]
    assert again == list(read_recording(whole).outputs())


def test_a_recording_without_its_outputs_is_not_called_identical(
    whole: Path, tmp_path: Path
) -> None:
    strip_outputs(whole, tmp_path / "inputs")
    report = verify(read_recording(tmp_path / "inputs"), SmallCore)
    first = next(iter(read_recording(whole).outputs()))[0]
    assert not report.identical
    assert report.outputs == 0
    assert report.missing_from == first
    assert f"lacks seq {first}" in report.words()


def test_a_lost_input_ends_the_comparison_where_it_was(whole: Path, tmp_path: Path) -> None:
    lost = next(seq for seq, one in read_recording(whole).inputs() if one.time_ns > 10**9)
    rewrite(whole, tmp_path / "hole", lambda one: None if one.seq == lost else one)
    report = verify(read_recording(tmp_path / "hole"), SmallCore)
    assert report.difference is None
    assert not report.identical
    assert report.missing_from == lost
    assert report.verified_seq == lost - 1


def test_a_lost_output_does_not_hide_a_later_difference(whole: Path, tmp_path: Path) -> None:
    outputs = list(read_recording(whole).outputs())
    lost, changed = outputs[3][0], outputs[30][0]

    def change(one: Recorded) -> Recorded | None:
        if one.seq == lost and one.topic.startswith("/output/"):
            return None
        return one._replace(payload=b"{}") if one.seq == changed else one

    rewrite(whole, tmp_path / "s", change)
    report = verify(read_recording(tmp_path / "s"), SmallCore)
    assert report.missing_from == lost
    assert report.difference is not None
    assert report.difference.seq == changed


def test_a_broken_off_recording_is_verified_as_far_as_it_goes(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.mcap"
    content = whole.read_bytes()
    places = read_recording(whole)._places
    path.write_bytes(content[: places[len(places) // 2].end + 10])
    recording = read_recording(path)
    report = verify(recording, SmallCore)
    assert report.identical
    assert report.verified_seq == max(one.seq for one in recording.messages())
    assert "not complete" in report.words()


class TalkativeCore(SmallCore):
    """Says one thing more than the core that was recorded, when the source ends."""

    @override
    def handle(self, given: Input) -> list[Output]:
        more: list[Output] = (
            [CommandAnswered(given.time_ns, 0, False)] if isinstance(given, Ended) else []
        )
        return super().handle(given) + more


def test_an_output_that_was_never_recorded_is_a_difference(whole: Path) -> None:
    report = verify(read_recording(whole), TalkativeCore)
    assert report.difference is not None
    assert report.difference.recorded is None
    assert isinstance(report.difference.recomputed, Said)


def test_an_output_that_is_not_recomputed_is_a_difference(whole: Path) -> None:
    report = verify(read_recording(whole), SilentCore)
    assert report.difference is not None
    assert report.difference.recomputed is None
    assert report.difference.seq == next(iter(read_recording(whole).outputs()))[0]


def test_a_replay_gives_moments_and_commands_in_the_recorded_order(whole: Path) -> None:
    source = ReplayInput(read_recording(whole))
    told: list[Input] = []
    for moment in source.moments():
        told += source.mailbox.drain()
        told.append(moment)
    expected = list(inputs(200))
    assert len(told) == len(expected)
    assert all(same(one, other) for one, other in zip(told, expected, strict=True))
    assert any(isinstance(one, Command) for one in told)


def test_a_replay_of_a_broken_off_recording_ends_as_interrupted(tmp_path: Path) -> None:
    recorder = InProcessRecorder.create(tmp_path / "s", manifest())
    for seq, given in enumerate(one for one in inputs(5) if isinstance(one, Frame)):
        recorder.write_input(seq, given)
    recorder.close(complete=False)
    paced: list[int] = []
    *frames, last = ReplayInput(read_recording(tmp_path / "s"), paced.append).moments()
    assert [one.time_ns for one in frames] == paced
    assert last == Ended(paced[-1], "interrupted")
