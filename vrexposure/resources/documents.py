"""Read a TOML file that may be anything: limits first, then the standard parser.

Nothing but `Refusal` comes out, within about a tenth of a second, whatever the bytes are.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vrexposure.resources.problems import Refusal

# DEF, all of them: the shipped protocol has 20 KiB, 500 lines and 600 values, and the time to read
# a file grows with each of these.
BYTES_MAX = 256 * 1024
LINES_MAX = 10_000
VALUES_MAX = 5_000
DEPTH_MAX = 16
KEY_PARTS_MAX = 4

# Strings and comments, which may hold any bracket: the same lexical rules as TOML 1.0, so that
# this agrees with the parser up to the first place at which the parser gives up. A string that is
# not closed reaches to the end, because a failing match would be tried again at every character.
_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\\?\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+(?:"|\\?(?=\n|\Z))'
    r"|'[^'\n]*+(?:'|(?=\n|\Z))"
    r"|#[^\n]*+",
    re.DOTALL,
)
_BRACKETS = re.compile(r"[\[\]{}]")
_LONG_KEY = re.compile(
    r"(?<![\w.+-])(?:[\w-]++[ \t]*+\.[ \t]*+){%d}" % KEY_PARTS_MAX  # noqa: UP031 - braces
)
# Characters that nobody sees, and that make a line mean another thing than it shows.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_LONG_NUMBER = re.compile(r"[0-9][0-9_]{4000}")


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was read, once: text, hash and values belong together.

    Attributes:
        path: As it was given.
        text: The whole text, newlines as they stand.
        sha256: Of the bytes, hexadecimal.
        values: What the file says; arrays as tuples.
        unseen: Paths of strings that hold a character which nobody sees, with its name.
    """

    path: Path
    text: str
    sha256: str
    values: dict[str, Any]
    unseen: tuple[tuple[tuple[str | int, ...], str], ...]


def read_document(path: Path) -> Document:
    """Read and parse.

    Raises:
        Refusal: The file is not there, no plain file, too large, no UTF-8 text or no TOML.
    """
    data = _read_bytes(path)
    text = _decode(data)
    _hold_limits(text)
    values = _parse(text)
    unseen: list[tuple[tuple[str | int, ...], str]] = []
    frozen = {key: _frozen(value, (key,), unseen) for key, value in values.items()}
    return Document(path, text, hashlib.sha256(data).hexdigest(), frozen, tuple(unseen))


def _read_bytes(path: Path) -> bytes:
    # Without O_NONBLOCK, opening a FIFO waits for ever. The opened file is asked what it is, not
    # the name, which may mean another file by then.
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise Refusal("no such file") from None
    except OSError as error:
        raise Refusal(f"cannot be opened ({error.strerror})") from None
    except ValueError:
        raise Refusal("the name holds a NUL character") from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refusal("is no plain file (a folder, a pipe or a device); name a .toml file")
        with os.fdopen(os.dup(descriptor), "rb") as file:
            data = file.read(BYTES_MAX + 1)
    except OSError as error:
        raise Refusal(f"cannot be read ({error.strerror})") from None
    finally:
        os.close(descriptor)
    if len(data) > BYTES_MAX:
        raise Refusal(f"is larger than {BYTES_MAX // 1024} KiB; split it into several files")
    return data


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        raise Refusal("is UTF-16 or UTF-32 text; save it as UTF-8", 1, 1)
    if data.startswith(b"\xef\xbb\xbf"):
        raise Refusal('begins with a byte order mark; save it as "UTF-8", not "with BOM"', 1, 1)
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise Refusal("holds a NUL byte; save it as UTF-8 text", line, 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal("is no UTF-8 text from this line on; save it as UTF-8", line, 1) from None
    if "\r" in text.replace("\r\n", ""):
        at = next(m.start() for m in re.finditer(r"\r(?!\n)", text))
        line = text.count("\n", 0, at) + 1
        raise Refusal("a line ends in a bare carriage return; save it with LF or CRLF", line, 1)
    if unseen := _UNSEEN.search(text):
        line, column = line_and_column(text, unseen.start())
        raise Refusal(f"holds {_named(unseen.group())}; delete it", line, column)
    if not text.strip():
        raise Refusal("is empty", 1, 1)
    return text


def _hold_limits(text: str) -> None:
    if text.count("\n") > LINES_MAX:
        raise Refusal(f"has more than {LINES_MAX} lines; split it into several files")
    bare = _OPAQUE.sub("s", text)
    depth = 0
    for bracket in _BRACKETS.findall(bare):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        if depth > DEPTH_MAX:
            raise Refusal(f"arrays and tables are nested more than {DEPTH_MAX} deep")
    if bare.count("=") + bare.count(",") + bare.count("[") > VALUES_MAX:
        raise Refusal(f"has more than {VALUES_MAX} values; split it into several files")
    if _LONG_KEY.search(bare):
        raise Refusal(f"a key has more than {KEY_PARTS_MAX} parts")


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        at = _POSITION.search(message)
        message = message[: at.start()] if at else message
        if at and at.group(1):
            line, column = int(at.group(1)), int(at.group(2))
        else:
            line, column = line_and_column(text, len(text.rstrip()))
        raise Refusal(_in_plain_words(message), line, column) from None
    except (ValueError, OverflowError, RecursionError):
        # The standard parser lets `int` complain about thousands of digits.
        found = _LONG_NUMBER.search(text)
        line, column = line_and_column(text, found.start() if found else 0)
        raise Refusal("a number has thousands of digits", line, column) from None


def _in_plain_words(message: str) -> str:
    if message.startswith("Cannot overwrite"):
        return "this key is written twice; keep one of them"
    if message.startswith("Cannot declare"):
        return "this table is written twice; [[double brackets]] begin one more of a list"
    if message.startswith("Invalid value"):
        return "no value can be read here; words stand in double quotes, numbers without"
    return f"is not TOML: {message}"


def _frozen(
    value: object, path: tuple[str | int, ...], unseen: list[tuple[tuple[str | int, ...], str]]
) -> object:
    """Arrays as tuples, which the strict models want; strings looked through on the way."""
    match value:
        case dict():
            return {key: _frozen(inner, (*path, key), unseen) for key, inner in value.items()}
        case list():
            return tuple(_frozen(inner, (*path, i), unseen) for i, inner in enumerate(value))
        case str() if found := _UNSEEN.search(value):
            unseen.append((path, _named(found.group())))
    return value


def _named(character: str) -> str:
    name = unicodedata.name(character, "a control character")
    return f"the unseen character U+{ord(character):04X} ({name})"


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, counted from 1, of the character at `offset`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
