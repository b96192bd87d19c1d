"""Runs the tests' programs as processes of their own, and tells whose fault it is if one hangs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import typing
from pathlib import Path

PROJECT = Path(__file__).parents[2]

STUCK: list[str] = []
"""What is to be said at the end of the test run about a service that hung."""


_STACK = re.compile(r"most recent call first\):\n(.*)")
_RUNTIME_CALLS = ("/vrexposure/openxr/", "/site-packages/xr/")


class Run(typing.NamedTuple):
    """What a program did."""

    lines: list[dict[str, typing.Any]]
    exit_code: int
    errors: str

    def all_of(self, key: str) -> list[typing.Any]:
        """Every value that was said under this name."""
        return [line[key] for line in self.lines if key in line]

    @property
    def hung_in_runtime(self) -> bool:
        """Whether its watchdog ended it, and found its main thread in a call to OpenXR."""
        blocks = _STACK.findall(self.errors)
        # The main thread is told last; its innermost call first.
        return bool(blocks) and any(part in blocks[-1] for part in _RUNTIME_CALLS)


def run(
    module: str, *arguments: str, own_runtime: bool = False, limit_s: float = 60, **environment: str
) -> Run:
    """`module` as a process of its own; with `own_runtime` beside a service that is its own too."""
    command = [sys.executable, "-m", f"tests.openxr.{module}", *arguments]
    if own_runtime:
        apart = [sys.executable, "-m", "tests.openxr.apart"]
        command = [*apart, "tools/with-monado.sh", *command]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=limit_s,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return Run(lines, done.returncode, done.stderr)


def run_beside_service(module: str, *arguments: str, limit_s: float) -> Run:
    """`run`, once more beside a fresh service if, and only if, the service was what hung.

    That is so when our program stood in a call to the runtime, and another program, which has
    nothing to do with it, then gets no frames from the same service either.
    """
    first = run(module, *arguments, limit_s=limit_s)
    if not first.hung_in_runtime or run("player", "--frames", "3").exit_code == 0:
        return first
    STUCK.append(
        f"monado-service gave no frames to {module} {' '.join(arguments)}, nor to another program; "
        f"tried again beside a fresh service. It stood here:\n{first.errors}"
    )
    return run(module, *arguments, own_runtime=True, limit_s=limit_s)
