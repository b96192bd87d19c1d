from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.recording.story import manifest
from vrexposure.recording import writer as writer_module
from vrexposure.recording.format import FILE_NAME, INPUT, PARTIAL_NAME, Fault
from vrexposure.recording.manifest import opening_of
from vrexposure.recording.reader import Recording, read_recording
from vrexposure.recording.ring import Item
from vrexposure.recording.writer import SessionWriter


class Disk:
    """Writes and syncs for real, except the ones that are told to fail."""

    def __init__(self) -> None:
        self.writes = self.syncs = 0
        self.fail_write: Callable[[int], int | None] = lambda _: None
        self.fail_sync: Callable[[int], int | None] = lambda _: None

    def write(self, file: int, data: memoryview) -> int:
        self.writes += 1
        code = self.fail_write(self.writes)
        if code is None:
            return os.write(file, data)
        if code == 0:
            return os.write(file, data[: max(1, len(data) // 2)])
        os.write(file, data[: len(data) // 2])
        raise OSError(code, os.strerror(code))

    def sync(self, file: int) -> None:
        self.syncs += 1
        code = self.fail_sync(self.syncs)
        if code is not None:
            raise OSError(code, os.strerror(code))
        os.fsync(file)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    fake = Disk()

    def write_all(file: int, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[fake.write(file, rest) :]

    monkeypatch.setattr(writer_module, "_write_all", write_all)
    monkeypatch.setattr(writer_module, "_fdatasync", fake.sync)
    return fake


def item(seq: int, *, durable: bool = False) -> Item:
    payload = b'{"time_ns":%d,"kind":"tick"}' % seq
    return Item(INPUT, seq, seq, payload, durable)


def opened(folder: Path) -> SessionWriter:
    return SessionWriter(folder / PARTIAL_NAME, opening_of(manifest()), reserve_bytes=4096)


def numbers(recording: Recording) -> list[int]:
    return [one.seq for one in recording.messages()]


def test_a_full_disk_keeps_what_is_there_and_takes_only_durable_messages(
    tmp_path: Path, disk: Disk
) -> None:
    writer = opened(tmp_path)
    disk.fail_write = lambda count: errno.ENOSPC if count == 3 else None
    for seq in range(4):
        writer.add(item(seq))
        writer.flush()
    assert writer.fault is Fault.DISK_FULL
    assert not (tmp_path / "recording.reserve").exists()
    writer.add(item(4))
    writer.add(item(5, durable=True))
    writer.flush()
    writer.sync()
    assert writer.synced_seq == 5
    assert not writer.end(complete=True)
    recording = read_recording(tmp_path / FILE_NAME)
    assert numbers(recording) == [0, 5]
    assert not recording.salvage.complete
    assert recording.salvage.reasons == ("it was ended as disk_full",)


def test_a_disk_that_stays_full_ends_the_writing_and_acknowledges_nothing_more(
    tmp_path: Path, disk: Disk
) -> None:
    writer = opened(tmp_path)
    writer.add(item(0, durable=True))
    writer.flush()
    writer.sync()
    disk.fail_write = lambda _: errno.ENOSPC
    writer.add(item(1, durable=True))
    writer.flush()
    disk.fail_write = lambda _: None
    writer.add(item(2, durable=True))
    writer.flush()
    writer.sync()
    assert writer.synced_seq == 0
    assert not writer.end(complete=True)
    assert numbers(read_recording(tmp_path / PARTIAL_NAME)) == [0]


@pytest.mark.parametrize("code", [errno.EIO, errno.EROFS])
def test_a_write_error_cuts_off_what_is_torn(tmp_path: Path, disk: Disk, code: int) -> None:
    writer = opened(tmp_path)
    for seq in range(3):
        writer.add(item(seq))
    writer.flush()
    disk.fail_write = lambda _: code
    writer.add(item(3))
    writer.flush()
    disk.fail_write = lambda _: None
    assert writer.fault in (Fault.IO_ERROR, Fault.READ_ONLY)
    assert not writer.end(complete=True)
    recording = read_recording(tmp_path / PARTIAL_NAME)
    assert numbers(recording) == [0, 1, 2]
    assert recording.salvage.chunks_lost == 0
    assert recording.salvage.interrupted


def test_a_failed_sync_is_never_tried_again_and_never_acknowledged(
    tmp_path: Path, disk: Disk
) -> None:
    writer = opened(tmp_path)
    writer.add(item(0, durable=True))
    writer.flush()
    disk.fail_sync = lambda _: errno.EIO
    writer.sync()
    disk.fail_sync = lambda _: None
    writer.add(item(1, durable=True))
    writer.flush()
    writer.sync()
    assert not writer.end(complete=True)
    assert disk.syncs == 1
    assert writer.synced_seq == -1
    assert writer.fault is Fault.IO_ERROR


def test_what_is_durable_in_the_torn_part_is_written_again(tmp_path: Path, disk: Disk) -> None:
    writer = opened(tmp_path)
    disk.fail_write = lambda count: errno.ENOSPC if count == 2 else None
    for seq in range(6):
        writer.add(item(seq, durable=seq % 2 == 1))
    writer.flush()
    writer.sync()
    assert writer.synced_seq == 5
    writer.end(complete=True)
    assert numbers(read_recording(tmp_path)) == [1, 3, 5]


def test_a_manifest_that_cannot_be_written_is_an_error_at_once(tmp_path: Path, disk: Disk) -> None:
    disk.fail_write = lambda _: errno.ENOSPC
    with pytest.raises(OSError, match="No space"):
        opened(tmp_path)


def test_a_short_write_is_carried_on(tmp_path: Path, disk: Disk) -> None:
    disk.fail_write = lambda count: 0 if count % 3 else None
    writer = opened(tmp_path)
    for seq in range(20):
        writer.add(item(seq))
        writer.flush()
    assert writer.end(complete=True)
    recording = read_recording(tmp_path)
    assert numbers(recording) == list(range(20))
    assert recording.salvage.complete


@pytest.mark.parametrize("failing", range(1, 9))
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_whichever_write_fails_the_rest_is_readable_and_the_fault_is_shown(
    tmp_path: Path, disk: Disk, failing: int, code: int
) -> None:
    writer = opened(tmp_path)
    disk.writes = 0
    disk.fail_write = lambda count: code if count == failing else None
    for seq in range(5):
        writer.add(item(seq, durable=True))
        writer.flush()
        writer.sync()
    acknowledged = writer.synced_seq
    done = writer.end(complete=True)
    recording = read_recording(tmp_path)
    assert done == (failing > disk.writes)
    assert set(range(acknowledged + 1)) <= set(numbers(recording))
    assert (writer.fault is Fault.NONE) == done


def test_the_reserve_is_gone_after_a_good_end(tmp_path: Path) -> None:
    writer = opened(tmp_path)
    assert (tmp_path / "recording.reserve").stat().st_size == 4096
    assert writer.end(complete=True)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_a_recording_is_never_written_over(tmp_path: Path) -> None:
    opened(tmp_path).end(complete=True, rename=False)
    with pytest.raises(FileExistsError):
        opened(tmp_path)
