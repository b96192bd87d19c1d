from __future__ import annotations

import os
from pathlib import Path

import pytest

from vrexposure.errors import RecorderError, SettingError
from vrexposure.recording.folders import create_session_folder, new_session_folder


def test_a_session_folder_is_named_after_patient_time_and_token() -> None:
    folder = new_session_folder(Path("out"), "p-01", "2026-01-31T09:30:05.123Z", "k3x9")
    assert folder == Path("out/p-01/20260131T093005Z-k3x9")


@pytest.mark.parametrize(
    ("patient", "utc", "token"),
    [
        ("../p", "2026-01-31T09:30:00Z", "k"),
        ("p\n", "2026-01-31T09:30:00Z", "k"),
        ("", "2026-01-31T09:30:00Z", "k"),
        ("p", "2026-01-31 09:30", "k"),
        ("p", "2026-01-31T09:30:00+01:00", "k"),
        ("p", "2026-01-31T09:30:00Z", "a/b"),
        ("p", "2026-01-31T09:30:00Z", "x" * 65),
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused(patient: str, utc: str, token: str) -> None:
    with pytest.raises(SettingError):
        new_session_folder(Path("out"), patient, utc, token)


def test_a_folder_that_exists_is_never_written_into(tmp_path: Path) -> None:
    create_session_folder(tmp_path / "p" / "s", free_bytes=0)
    with pytest.raises(RecorderError, match="nothing was overwritten"):
        create_session_folder(tmp_path / "p" / "s", free_bytes=0)


def test_too_little_room_is_said_before_the_session(tmp_path: Path) -> None:
    with pytest.raises(RecorderError, match="are free for"):
        create_session_folder(tmp_path / "s", free_bytes=2**62)
    assert not (tmp_path / "s").exists()


def test_a_file_where_a_folder_should_be_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(RecorderError):
        create_session_folder(tmp_path / "out" / "s", free_bytes=0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anyway")
def test_a_read_only_folder_is_said_to_be_one(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RecorderError, match="cannot be written to"):
        create_session_folder(tmp_path / "s", free_bytes=0)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a file system nobody can write")
def test_a_file_system_that_refuses_folders_is_no_traceback() -> None:
    with pytest.raises(RecorderError):
        create_session_folder(Path("/proc/self/s"), free_bytes=0)
