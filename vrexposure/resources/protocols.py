"""Protocol files: find them, read them, check them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vrexposure.core.ladder_table import ladder_table
from vrexposure.core.protocol import Protocol
from vrexposure.errors import ProtocolError
from vrexposure.resources.documents import Document, read_document
from vrexposure.resources.explain import examine, problem_at
from vrexposure.resources.paths import find_data, shipped, shown
from vrexposure.resources.problems import Problem, Refusal


@dataclass(frozen=True, slots=True)
class LoadedProtocol:
    """A protocol and the file it came from, read once: all four belong together.

    Attributes:
        protocol: What the file says.
        sha256: Of the file's bytes, hexadecimal; stands in every recording.
        path: Where it was read.
        text: The whole file.
    """

    protocol: Protocol
    sha256: str
    path: Path
    text: str


def protocol_path(name_or_path: str | Path) -> Path:
    """The file that is meant: an own file (with a slash or ".toml"), or a shipped one by name.

    Raises:
        ProtocolError: No protocol of this name is shipped.
    """
    if isinstance(name_or_path, Path):
        return name_or_path
    return find_data("protocols", name_or_path)


def load_protocol(path: str | Path) -> LoadedProtocol:
    """Read one protocol; a shipped one may be given by its name.

    Raises:
        ProtocolError: It cannot be used; one line for each problem, as `check_protocol` has them.
    """
    loaded, problems = _load(protocol_path(path))
    if loaded is None:
        raise ProtocolError("\n".join(str(problem) for problem in problems))
    return loaded


def check_protocol(path: str | Path) -> list[Problem]:
    """What keeps a protocol from being used, by line; nothing if it can be. Raises nothing."""
    try:
        found = protocol_path(path)
    except ProtocolError as error:
        return [Problem(shown(str(path)), str(error).partition(": ")[2])]
    return _load(found)[1]


def describe_check(path: str | Path) -> tuple[list[Problem], str]:
    """The problems, and the text for a person: a line for each, or the ladders as tables."""
    problems = check_protocol(path)
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        return problems, "\n".join([*(str(problem) for problem in problems), count])
    loaded = load_protocol(path)
    protocol = loaded.protocol
    head = (
        f"{_label(loaded.path)}: OK: {protocol.title} ({protocol.id}, version {protocol.version})"
    )
    return [], "\n\n".join([head, *(ladder_table(ladder) for ladder in protocol.ladders)])


def _load(path: Path) -> tuple[LoadedProtocol | None, list[Problem]]:
    label = _label(path)
    try:
        document = read_document(path)
    except Refusal as refusal:
        return None, [Problem(label, refusal.message, refusal.line, refusal.column)]
    protocol, problems = examine(Protocol, document, label)
    if protocol is not None:
        problems = _unknown_places(protocol, document, label)
    if protocol is None or problems:
        return None, problems
    return LoadedProtocol(protocol, document.sha256, path, document.text), []


def _unknown_places(protocol: Protocol, document: Document, label: str) -> list[Problem]:
    known = shipped("scenes")
    return [
        problem_at(
            document, label, ("ladders", index, "place"), "there is no such place", ", ".join(known)
        )
        for index, ladder in enumerate(protocol.ladders)
        if ladder.place not in known
    ]


def _label(path: Path) -> str:
    return shown(str(path), most=400)
