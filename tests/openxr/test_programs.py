"""Whose fault it is when a program hangs. Needs no runtime."""

from __future__ import annotations

import typing

import pytest

from tests.openxr import programs
from tests.openxr.programs import Run, run_beside_service

HUNG = """Timeout (0:00:20)!
Thread 0x00007f01 (most recent call first):
  File "/usr/lib/python3.13/selectors.py", line 398 in select
Thread 0x00007f00 (most recent call first):
  File "{file}", line 47 in wait
  File "/project/vrexposure/openxr/input.py", line 190 in _frame
"""
IN_RUNTIME = "/project/vrexposure/openxr/frames.py"
IN_BINDING = "/opt/venv/lib/python3.13/site-packages/xr/functions.py"
OUR_OWN = "/project/vrexposure/render/stage.py"


class Machine:
    """Stands for `run`: gives what it was told to give, and remembers what it was asked for."""

    def __init__(self, *runs: Run) -> None:
        self.runs = list(runs)
        self.asked: list[tuple[str, bool]] = []

    def __call__(self, module: str, *_: str, **named: typing.Any) -> Run:
        self.asked.append((module, named.get("own_runtime", False)))
        return self.runs.pop(0)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    stuck: list[str] = []
    monkeypatch.setattr(programs, "STUCK", stuck)
    return stuck


def hung(file: str) -> Run:
    return Run([], 1, HUNG.format(file=file))


@pytest.mark.parametrize("file", [IN_RUNTIME, IN_BINDING])
def test_a_program_that_stands_in_a_call_to_the_runtime_waits_for_it(file: str) -> None:
    assert hung(file).hung_in_runtime


@pytest.mark.parametrize("errors", [HUNG.format(file=OUR_OWN), "", "Traceback: no"])
def test_a_program_that_stands_elsewhere_or_nowhere_does_not(errors: str) -> None:
    assert not Run([], 1, errors).hung_in_runtime


def test_what_a_stuck_service_held_up_is_tried_once_more_beside_a_fresh_one_and_told(
    monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    machine = Machine(hung(IN_RUNTIME), hung(IN_RUNTIME), Run([], 0, ""))
    monkeypatch.setattr(programs, "run", machine)

    done = run_beside_service("session", "stairs", limit_s=9)

    assert done.exit_code == 0
    assert machine.asked == [("session", False), ("player", False), ("session", True)]
    assert "gave no frames to session stairs" in said[0]
    assert IN_RUNTIME in said[0]


@pytest.mark.parametrize(
    ("first", "asked"),
    [
        (hung(OUR_OWN), ["session"]),  # our own fault
        (Run([], 1, "Traceback"), ["session"]),
        (hung(IN_RUNTIME), ["session", "player"]),  # the service serves others
        (Run([], 0, ""), ["session"]),
    ],
)
def test_nothing_else_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, said: list[str], first: Run, asked: list[str]
) -> None:
    machine = Machine(first, Run([], 0, ""))
    monkeypatch.setattr(programs, "run", machine)

    assert run_beside_service("session", limit_s=9) is first
    assert [module for module, _ in machine.asked] == asked
    assert said == []
