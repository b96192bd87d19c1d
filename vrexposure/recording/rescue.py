"""Finishes the file of a recorder that died: what it had not yet handed on is still in the ring."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vrexposure.recording.chunks import Hole, Raw, find_chunks, messages
from vrexposure.recording.format import END, MANIFEST, Fault, Opening
from vrexposure.recording.ring import Item
from vrexposure.recording.writer import Resumed, SessionWriter

_NOT_COUNTED: Final = (MANIFEST, END)


def finish(partial: Path, opening: Opening, left_over: Sequence[Item]) -> int:
    """Append what was left over after the last whole chunk, and the end; as `PROCESS_GONE`.

    Nothing else may write to the file.

    Returns:
        The highest `seq` that is on disk now.

    Raises:
        OSError: There is no such file, or nothing whole is in it.
    """
    resumed, last = _left_off(partial)
    writer = SessionWriter(partial, opening, reserve_bytes=0, resumed=resumed)
    for item in left_over:
        # It may have died after it handed on the last chunk, and before it said so.
        if item.channel != MANIFEST and _as_read(item) not in last:
            writer.add(item)
    writer.flush()
    writer.stop_for(Fault.PROCESS_GONE, "finished by the session")
    writer.end(complete=False)
    return writer.synced_seq


def _left_off(partial: Path) -> tuple[Resumed, frozenset[Raw]]:
    """Where the file can be gone on with, and what its last whole chunk holds."""
    end, count, last_seq = 0, 0, -1
    last: frozenset[Raw] = frozenset()
    with partial.open("rb") as file:
        for found in find_chunks(file, file.seek(0, 2)):
            if isinstance(found, Hole):
                continue
            place, content = found
            last = frozenset(messages(content))
            end = place.end
            count += sum(raw.channel not in _NOT_COUNTED for raw in last)
            last_seq = max(last_seq, *(raw.seq for raw in last))
    if not end:
        raise OSError(errno.EIO, "nothing whole is in it", str(partial))
    return Resumed(end, count, last_seq), last


def _as_read(item: Item) -> Raw:
    return Raw(item.channel, max(0, item.seq), max(0, item.time_ns), item.payload)
