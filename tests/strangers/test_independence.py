"""The strangers know nothing of the detectors that they judge."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ALLOWED = {"vrexposure.core.inputs", "vrexposure.core.geometry", "numpy", "pytest"}


def imported(path: Path) -> set[str]:
    """The full names of the modules that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names.add(node.module or "")
            if node.module in {"vrexposure", "vrexposure.core", "tests"}:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda p: str(p.name))
def test_nothing_but_input_types_and_numbers_is_imported(path: Path) -> None:
    for name in imported(path):
        top = name.split(".")[0]
        assert (
            name in ALLOWED
            or top in sys.stdlib_module_names
            or top == "numpy"
            or name.startswith("tests.strangers")
        ), f"{path.name} imports {name}"


def test_the_law_sees_a_forbidden_import(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("def f():\n    from vrexposure.core import tracking\n", encoding="utf-8")
    assert imported(path) - ALLOWED == {"vrexposure.core", "vrexposure.core.tracking"}


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda p: str(p.name))
def test_no_module_is_longer_than_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400
