"""The power goes: an ext4 image is shut down without flushing its journal, and mounted again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.recording.story import SmallCore
from vrexposure.recording.reader import read_recording
from vrexposure.recording.replay import verify

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN of fs/ext4/ext4.h
NO_LOG_FLUSH = struct.pack("I", 2)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mkfs.ext4") is None,
        reason="needs root, loop devices and ext4",
    ),
]


class Disk:
    """An ext4 file system whose power can be cut."""

    def __init__(self, folder: Path) -> None:
        self._image = folder / "image"
        self.place = folder / "disk"
        self.place.mkdir()
        with self._image.open("wb") as file:
            file.truncate(48 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(self._image)], check=True)

    def mount(self) -> bool:
        done = subprocess.run(
            ["mount", "-o", "loop", str(self._image), str(self.place)], check=False
        )
        return done.returncode == 0

    def cut(self) -> None:
        import fcntl

        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, NO_LOG_FLUSH)
        finally:
            os.close(handle)

    def unmount(self) -> None:
        subprocess.run(["umount", str(self.place)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    one = Disk(tmp_path)
    if not one.mount():
        pytest.skip("this machine does not let root mount")
    yield one
    one.unmount()


def test_a_power_cut_loses_a_second_of_motion_and_nothing_acknowledged(
    disk: Disk, tmp_path: Path
) -> None:
    chance = random.Random(3)
    for number in range(4):
        log, folder = tmp_path / f"log{number}", disk.place / f"s{number}"
        session = subprocess.Popen(
            [sys.executable, "-m", "tests.recording.producer", str(folder), str(log)],
            start_new_session=True,
        )
        try:
            deadline = time.monotonic() + 20
            while not log.exists():
                assert time.monotonic() < deadline, "the session did not start"
                time.sleep(0.01)
            time.sleep(chance.uniform(0.1, 2.5))
            lines = log.read_text(encoding="ascii").splitlines()
            disk.cut()
        finally:
            os.killpg(session.pid, signal.SIGKILL)
            session.wait()
        time.sleep(0.1)
        disk.unmount()
        assert disk.mount()
        frames, acknowledged, silent_ms = map(int, lines[-1].split())
        recording = read_recording(folder)
        report = verify(recording, SmallCore)
        assert report.identical
        assert report.verified_seq >= acknowledged
        lost_ms = (frames - len(recording.motion().time_ns)) * 1000 / 120
        assert lost_ms <= 1000 + 50 + silent_ms
