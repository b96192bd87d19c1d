"""The small protocol, and a way to write a changed copy of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = Path(__file__).parent.parent / "data" / "two-levels.toml"


@pytest.fixture
def small() -> str:
    """The text of the small, good protocol."""
    return SMALL.read_text(encoding="utf-8")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a file `p.toml` and give its path."""

    def write_file(content: str | bytes) -> Path:
        path = tmp_path / "p.toml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file
