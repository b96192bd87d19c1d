"""Pictures, real textures, and a runtime that comes and goes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CYCLES = 30


@pytest.mark.gl
@pytest.mark.slow
def test_losses_and_returns_leave_no_name_behind_in_opengl_and_are_seen_in_the_window(
    stub: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.xr_fault.drawn", str(stub), str(tmp_path), str(CYCLES)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    if "DeviceError" in done.stderr:
        pytest.skip("no picture can be drawn here")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["losses"] == CYCLES + 2
    assert told["before"]["textures"] >= 3
    assert told["after"] == told["before"]
    assert told["layers"] >= 3 * CYCLES
    assert told["deep"] == told["layers"], "depth was not copied in every picture"
    assert told["broken"] == []
    assert told["sizes"] == [[[32, 36], [32, 36]], [[64, 36], [64, 36]]]
    assert told["differ"], "the window said nothing while the headset was away"
