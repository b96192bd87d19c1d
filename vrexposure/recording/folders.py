"""The folder of one session: its name, and that it can be written before a patient waits."""

from __future__ import annotations

import errno
import re
import shutil
from pathlib import Path
from typing import Final

from vrexposure.errors import RecorderError, SettingError
from vrexposure.recording.writer import sync_folder

FREE_BYTES: Final = 200 * 10**6
"""DEF: ten times what half an hour of motion takes (facts: 26 MB in 20 minutes at 120 Hz)."""

_PART = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_UTC = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z")


def new_session_folder(out: Path, patient: str, utc: str, token: str) -> Path:
    """Where a session is written: `<out>/<patient>/<20260131T093000Z>-<token>`. Makes nothing.

    Args:
        out: The folder of all sessions.
        patient: The patient's id.
        utc: When the session begins, ISO 8601 with a final Z.
        token: A short random id, so that two sessions of one second never meet.

    Raises:
        SettingError: One of them is no such thing.
    """
    time = _UTC.fullmatch(utc)
    if time is None:
        raise SettingError(f"{utc!r} is not a time in UTC like 2026-01-31T09:30:00Z")
    for what, value in (("patient", patient), ("token", token)):
        if _PART.fullmatch(value) is None:
            raise SettingError(
                f"the {what} id {value!r} must be 1 to 64 small letters, digits and hyphens"
            )
    year, month, day, hour, minute, second = time.groups()
    return out / patient / f"{year}{month}{day}T{hour}{minute}{second}Z-{token}"


def create_session_folder(folder: Path, *, free_bytes: int = FREE_BYTES) -> None:
    """Create `folder`, which must not exist, on a disk with at least `free_bytes` to spare.

    Raises:
        RecorderError: The folder cannot be had; the message says what to do.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder.parent).free
        if free < free_bytes:
            raise RecorderError(
                f"only {free // 10**6} MB are free for {folder.parent}, but a session needs "
                f"{free_bytes // 10**6} MB: free some space or choose another folder with --out"
            )
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)
        sync_folder(folder.parent.parent)
    except OSError as error:
        raise RecorderError(_words(folder, error)) from error


def _words(folder: Path, error: OSError) -> str:
    match error.errno:
        case errno.EEXIST if folder.exists():
            return f"{folder} exists already; nothing was overwritten: start the session again"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"{folder.parent} cannot be written to: choose another folder with --out"
        case errno.ENOSPC | errno.EDQUOT:
            return f"the disk of {folder.parent} is full: free some space or use --out"
        case _:
            return f"{folder} cannot be created ({error.strerror}): choose another with --out"
