"""Finds and checks the chunks of an MCAP file, whatever has happened to the file.

A chunk counts only if its frame makes sense and its bytes have the CRC that it names; nothing
else in the file is believed, except a manifest that has its own SHA-256. After damage the search
goes on for the next whole chunk.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

import zstandard

MAGIC: Final = b"\x89MCAP0\r\n"
CHUNK_BYTES_MAX: Final = 1 << 26
"""No chunk of ours comes near it; a damaged length must not make us allocate the earth."""

_RECORD: Final = struct.Struct("<BQ")
_CHUNK_HEAD: Final = struct.Struct("<QQQI8sQ")
_CHUNK, _CHANNEL, _MESSAGE, _METADATA = 6, 4, 5, 12
_MESSAGE_HEAD: Final = struct.Struct("<HIQQ")
_ZSTD: Final = struct.pack("<I", 4) + b"zstd"
_MARK_AT: Final = _RECORD.size + 28
"""Where in a chunk's record its compression's name stands: what the search looks for."""
_FRAME_BYTES: Final = _RECORD.size + _CHUNK_HEAD.size
_WINDOW: Final = 1 << 20
_KEY: Final = struct.pack("<I", 8) + b"manifest"
_DIGEST_KEY: Final = struct.pack("<I", 6) + b"sha256" + struct.pack("<I", 64)
_KNOWN_AFTER_DATA: Final = frozenset({2, 3, 4, 8, 11, 12, 13, 14, 15})


class Place(NamedTuple):
    """A whole chunk: where its record begins and ends in the file."""

    start: int
    end: int


class Raw(NamedTuple):
    """One message out of a chunk whose CRC was right."""

    channel: int
    seq: int
    time_ns: int
    payload: bytes


class Hole(NamedTuple):
    """Bytes between whole chunks, and how many chunks with a wrong CRC were seen there."""

    start: int
    end: int
    chunks: int


def read_chunk(file: BinaryIO, start: int, size: int) -> tuple[int, bytes] | None:
    """The end and the content of the chunk whose record begins at `start`; None if it is not whole.

    Raises:
        OSError: The disk cannot read.
    """
    length = _claimed_length(file, start, size)
    if length is None or start + _RECORD.size + length > size:
        return None
    _, _, content_size, crc, _, data_size = _CHUNK_HEAD.unpack(file.read(_CHUNK_HEAD.size))
    if max(content_size, data_size) > CHUNK_BYTES_MAX or data_size != length - _CHUNK_HEAD.size:
        return None
    data = file.read(data_size)
    try:
        # The frame of zstd states a size of its own, and that is the one that is allocated.
        if zstandard.get_frame_parameters(data).content_size != content_size:
            return None
        content = zstandard.ZstdDecompressor().decompress(data, max_output_size=content_size)
    except zstandard.ZstdError:
        return None
    if len(content) != content_size or zlib.crc32(content) != crc:
        return None
    return start + _RECORD.size + length, content


def _claimed_length(file: BinaryIO, start: int, size: int) -> int | None:
    """The length that a record at `start` states, if it looks like a chunk at all."""
    if start + _FRAME_BYTES > size:
        return None
    file.seek(start)
    head = file.read(_MARK_AT + len(_ZSTD))
    opcode, length = _RECORD.unpack_from(head)
    if opcode != _CHUNK or head[_MARK_AT:] != _ZSTD or length < _CHUNK_HEAD.size:
        return None
    file.seek(start + _RECORD.size)
    return int(length)


def find_chunks(file: BinaryIO, size: int) -> Iterator[tuple[Place, bytes] | Hole]:
    """Every whole chunk with its content, and every stretch that is none, in the file's order.

    Raises:
        OSError: The disk cannot read.
    """
    position = searched = 0
    suspects = 0
    while searched < size:
        found = read_chunk(file, searched, size)
        if found is not None:
            if position < searched:
                yield Hole(position, searched, suspects)
            position, content = found
            yield Place(searched, position), content
            searched, suspects = position, 0
            continue
        suspects += _claimed_length(file, searched, size) is not None
        searched = _next_mark(file, searched + 1, size)
    if position < size:
        yield Hole(position, size, suspects)


def _next_mark(file: BinaryIO, start: int, size: int) -> int:
    """Where after `start` a chunk might begin; `size` if nowhere."""
    at = start + _MARK_AT
    while at < size:
        file.seek(at)
        window = file.read(_WINDOW + len(_ZSTD) - 1)
        index = window.find(_ZSTD)
        if index >= 0:
            return at + index - _MARK_AT
        at += _WINDOW
    return size


def messages(content: bytes) -> Iterator[Raw]:
    """The messages of a chunk's content.

    Raises:
        ValueError: The content is not laid out as a chunk, though its CRC is right.
    """
    at, end = 0, len(content)
    while at < end:
        if at + _RECORD.size > end:
            raise ValueError("a record is cut short")
        opcode, length = _RECORD.unpack_from(content, at)
        at += _RECORD.size
        if length > end - at or (opcode == _MESSAGE and length < _MESSAGE_HEAD.size):
            raise ValueError("a record is cut short")
        if opcode == _MESSAGE:
            channel, seq, time_ns, _ = _MESSAGE_HEAD.unpack_from(content, at)
            yield Raw(channel, seq, time_ns, content[at + _MESSAGE_HEAD.size : at + length])
        at += length


def find_manifest(data: bytes) -> str | None:
    """The manifest in a metadata record somewhere in `data`, if its SHA-256 is right."""
    at = data.find(_DIGEST_KEY)
    while at >= 0:
        digest_at = at + len(_DIGEST_KEY)
        key_at = digest_at + 64
        text_at = key_at + len(_KEY) + 4
        if data[key_at : key_at + len(_KEY)] == _KEY and text_at <= len(data):
            (length,) = struct.unpack_from("<I", data, text_at - 4)
            text = data[text_at : text_at + length]
            if hashlib.sha256(text).hexdigest().encode() == data[digest_at:key_at]:
                return text.decode()
        at = data.find(_DIGEST_KEY, at + 1)
    return None


def after_last_chunk(data: bytes) -> str:
    """What is wrong with the part after the last chunk of an ended file; "" if nothing is."""
    at = 0
    while at + _RECORD.size <= len(data):
        opcode, length = _RECORD.unpack_from(data, at)
        if opcode not in _KNOWN_AFTER_DATA:
            return "the part after the end record is damaged"
        at += _RECORD.size + length
        if opcode == 2:
            if data[at : at + len(MAGIC)] != MAGIC:
                break
            rest = len(data) - at - len(MAGIC)
            return f"{rest} bytes follow the end of the file" if rest else ""
    return "the part after the end record is cut short"
