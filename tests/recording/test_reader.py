from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from mcap.reader import make_reader

from tests.recording.story import inputs, manifest, record, recorded, same
from vrexposure.core.inputs import Frame
from vrexposure.errors import RecordingError
from vrexposure.recording.inprocess import InProcessRecorder
from vrexposure.recording.reader import Recorded, Recording, read_recording


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("short") / "session", 40, flush_messages=20)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("whole") / "session", 200, flush_messages=40)


def damaged(folder: Path, content: bytes) -> Recording | None:
    """The recording that `content` still is; None when the reader says clearly that it is none."""
    path = folder / "damaged.mcap"
    path.write_bytes(content)
    try:
        return read_recording(path)
    except RecordingError as error:
        said = str(error)
    assert str(path) in said
    return None


def is_part_of(some: list[Recorded], everything: list[Recorded]) -> bool:
    """Whether `some` is `everything` with nothing but omissions."""
    rest = iter(everything)
    return all(one in rest for one in some)


def test_what_was_written_is_read_bit_for_bit(whole: Path) -> None:
    recording = read_recording(whole.parent)
    assert recording.manifest == manifest()
    given = [one for _, one in recording.inputs()]
    expected = list(inputs(200))
    assert len(given) == len(expected)
    assert all(same(one, other) for one, other in zip(given, expected, strict=True))
    assert recording.salvage.complete
    assert recording.salvage.reasons == ()


def test_motion_comes_as_arrays(whole: Path) -> None:
    motion = read_recording(whole).motion()
    frames = [one for one in inputs(200) if isinstance(one, Frame)]
    assert motion.time_ns.tolist() == [one.time_ns for one in frames]
    assert motion.buttons.tolist() == [one.buttons for one in frames]
    assert motion.poses.tobytes() == np.stack([one.poses for one in frames]).tobytes()
    assert motion.flags.tobytes() == np.stack([one.flags for one in frames]).tobytes()


def test_timing_comes_with_its_stages_and_caps_what_does_not_fit(whole: Path) -> None:
    first = next(iter(read_recording(whole).timing()))
    assert first == (0, (1000, 0xFFFFFFFF))


def test_numbers_of_inputs_and_outputs_have_no_hole(whole: Path) -> None:
    recording = read_recording(whole)
    numbers = sorted(
        [seq for seq, _ in recording.inputs()] + [seq for seq, _, _ in recording.outputs()]
    )
    assert numbers == list(range(len(numbers)))


def test_the_stock_reader_reads_it_too(whole: Path) -> None:
    with whole.open("rb") as file:
        topics = [
            channel.topic for _, channel, _ in make_reader(file, validate_crcs=True).iter_messages()
        ]
    assert topics.count("/motion") == 200
    assert topics.count("/manifest") == 1


def check_cuts(whole: Path, folder: Path, step: int) -> None:
    content = whole.read_bytes()
    everything = list(read_recording(whole).messages())
    chance = random.Random(4)
    places = read_recording(whole)._places
    at = {
        *range(len(content) - 4096, len(content), step),
        *range(places[-3].start, places[-1].end, step),
        *(chance.randrange(len(content)) for _ in range(60)),
    }
    for cut in sorted(at):
        recording = damaged(folder, content[:cut])
        if recording is not None:
            found = list(recording.messages())
            assert found == everything[: len(found)]
            assert recording.manifest == manifest()
            assert recording.salvage.reasons


def test_a_file_cut_anywhere_gives_all_that_came_before(short: Path, tmp_path: Path) -> None:
    check_cuts(short, tmp_path, step=37)


@pytest.mark.slow
def test_a_file_cut_at_every_byte_of_its_end_gives_all_before(short: Path, tmp_path: Path) -> None:
    check_cuts(short, tmp_path, step=1)


def check_flips(whole: Path, folder: Path, count: int) -> None:
    content = whole.read_bytes()
    everything = list(read_recording(whole).messages())
    chance = random.Random(5)
    readable = 0
    for _ in range(count):
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        changed = bytearray(content)
        changed[at] ^= bit
        recording = damaged(folder, bytes(changed))
        if recording is None:
            continue
        readable += 1
        found = list(recording.messages())
        assert is_part_of(found, everything)
        assert recording.manifest == manifest()
        if found != everything:
            assert not recording.salvage.complete
            assert recording.salvage.reasons
        # One flipped bit costs at most the one chunk it is in.
        assert len(everything) - len(found) <= 60
    assert readable == count


def test_a_flipped_bit_costs_one_chunk_and_changes_nothing(whole: Path, tmp_path: Path) -> None:
    check_flips(whole, tmp_path, 150)


@pytest.mark.slow
def test_thousands_of_flipped_bits_each_cost_one_chunk(whole: Path, tmp_path: Path) -> None:
    check_flips(whole, tmp_path, 1500)


@pytest.mark.parametrize("zeros", [1, 100, 4096, 16 << 20])
def test_zeros_after_the_end_change_nothing(whole: Path, tmp_path: Path, zeros: int) -> None:
    recording = damaged(tmp_path, whole.read_bytes() + bytes(zeros))
    assert recording is not None
    assert list(recording.messages()) == list(read_recording(whole).messages())
    assert f"{zeros} bytes follow the end of the file" in recording.salvage.reasons


def test_zeros_in_the_middle_cost_what_they_cover(whole: Path, tmp_path: Path) -> None:
    content = bytearray(whole.read_bytes())
    middle = read_recording(whole)._places[2].end - 256
    content[middle : middle + 512] = bytes(512)
    recording = damaged(tmp_path, bytes(content))
    assert recording is not None
    assert recording.salvage.chunks_lost >= 1
    assert recording.salvage.complete is False
    everything = list(read_recording(whole).messages())
    found = list(recording.messages())
    assert is_part_of(found, everything)
    assert found[-1] == everything[-1]


def test_a_chunk_that_was_taken_out_is_missed(whole: Path, tmp_path: Path) -> None:
    recording = read_recording(whole)
    place = recording._places[3]
    content = whole.read_bytes()
    cut = damaged(tmp_path, content[: place.start] + content[place.end :])
    assert cut is not None
    assert not cut.salvage.complete
    assert "can be read" in cut.salvage.reasons[-1]


def test_a_chunk_that_stands_twice_is_read_once(whole: Path, tmp_path: Path) -> None:
    place = read_recording(whole)._places[3]
    content = whole.read_bytes()
    doubled = content[: place.end] + content[place.start : place.end] + content[place.end :]
    recording = damaged(tmp_path, doubled)
    assert recording is not None
    numbered = [one for one in recording.messages() if one.topic not in ("/timing", "/gap")]
    expected = [
        one for one in read_recording(whole).messages() if one.topic not in ("/timing", "/gap")
    ]
    assert numbered == expected
    assert not recording.salvage.complete


@pytest.mark.parametrize("content", [b"", b"\x89MCAP0\r\n", b"hello" * 1000, bytes(100_000)])
def test_what_is_no_recording_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    assert damaged(tmp_path, content) is None


def test_a_folder_without_a_recording_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="holds no recording"):
        read_recording(tmp_path)
    with pytest.raises(RecordingError, match="cannot be read"):
        read_recording(tmp_path / "nowhere")


def test_a_recording_of_a_later_format_is_refused_by_name(tmp_path: Path) -> None:
    later = manifest().model_copy(update={"format": 3})
    recorder = InProcessRecorder.create(tmp_path / "s", later)
    recorder.close(complete=True)
    with pytest.raises(RecordingError, match="format 3"):
        read_recording(tmp_path / "s")


def test_a_recording_that_was_not_completed_says_so(tmp_path: Path) -> None:
    recorded(tmp_path / "s", 20, complete=False)
    salvage = read_recording(tmp_path / "s").salvage
    assert not salvage.complete
    assert not salvage.interrupted
    assert salvage.reasons == ("it was ended as incomplete",)


def test_a_file_that_is_still_being_written_can_be_read(tmp_path: Path) -> None:
    recorder = InProcessRecorder.create(tmp_path / "s", manifest(), flush_messages=1)
    count = record(recorder, list(inputs(30)))
    recording = read_recording(tmp_path / "s")
    assert recording.salvage.interrupted
    assert max(one.seq for one in recording.messages()) == count - 1
    recorder.close(complete=True)


def test_a_file_that_changes_after_it_was_checked_is_not_believed(tmp_path: Path) -> None:
    path = recorded(tmp_path / "s", 100)
    recording = read_recording(path)
    content = bytearray(path.read_bytes())
    place = recording._places[1]
    content[place.end - 20] ^= 1
    path.write_bytes(content)
    with pytest.raises(RecordingError, match="changed"):
        list(recording.messages())
