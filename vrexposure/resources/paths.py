"""Where the shipped files are: protocols, scenes and assets, from a checkout or from a wheel.

In a checkout (also an editable install) the folders stand beside the package, where clinicians
look for them; the wheel moves them to `vrexposure/_data` (pyproject, `[tool.hatch.build]`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from vrexposure.errors import AssetError, FileError, ProtocolError, SceneError

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / "_data"

DATA: Path = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
"""The folder that holds `protocols`, `scenes` and `assets`."""

Kind = Literal["protocols", "scenes", "assets"]

_ERRORS: dict[str, type[FileError]] = {
    "protocols": ProtocolError,
    "scenes": SceneError,
    "assets": AssetError,
}
_SINGULAR = {"protocols": "protocol", "scenes": "scene", "assets": "asset"}
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_ASSET = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)*\.[a-z0-9]{1,8}")


def find_data(kind: Kind, name: str) -> Path:
    """The file that is meant by `name`.

    A protocol or a scene is either the user's own file (the name has a slash or ends in ".toml")
    or a shipped one, named without ending. An asset is always shipped, named by its path below
    `assets`: only small letters, digits, "_" and "-", so that no name leads out of the folder.

    Returns:
        The path; for an own file it is not looked at yet, a shipped one exists.

    Raises:
        ProtocolError, SceneError, AssetError: Nothing of this name is shipped.
    """
    folder = DATA / kind
    if kind == "assets":
        found = folder / name
        if len(name) <= 120 and _ASSET.fullmatch(name) and found.is_file():
            return found
        raise AssetError(f"{shown(name)}: no such file among the assets in {folder}")
    if "/" in name or "\\" in name or name.endswith(".toml"):
        return Path(name)
    if _ID.fullmatch(name) and (folder / f"{name}.toml").is_file():
        return folder / f"{name}.toml"
    raise _ERRORS[kind](
        f"{shown(name)}: no {_SINGULAR[kind]} of this name is shipped; "
        f"there are: {', '.join(shipped(kind)) or 'none'} (a file of your own ends in .toml)"
    )


def shipped(kind: Literal["protocols", "scenes"]) -> tuple[str, ...]:
    """The names of the shipped protocols or scenes, in order."""
    return tuple(sorted(path.stem for path in (DATA / kind).glob("*.toml")))


def shown(text: str, most: int = 60) -> str:
    """`text` as it can be printed on one line: no control characters, not long."""
    short = text if len(text) <= most else f"{text[:most]}…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)
