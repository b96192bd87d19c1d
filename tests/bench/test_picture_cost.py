"""What the busiest picture costs for two eyes; counts are asserted, times are printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.bench, pytest.mark.gl, pytest.mark.slow]
FRAMES = 80


@pytest.mark.parametrize("driver", ["as it is", "taken out"])
def test_one_cull_for_two_eyes_and_few_geoms(
    driver: str, capsys: pytest.CaptureFixture[str]
) -> None:
    env = dict(os.environ)
    if driver == "taken out":
        env["GALLIUM_NOOP"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.busy_picture", str(FRAMES)],
        cwd=Path(__file__).parents[2],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if "DeviceError" in done.stderr:
        pytest.skip("no picture can be drawn here")
    assert done.returncode == 0, done.stderr
    cost = json.loads(done.stdout.splitlines()[-1])
    assert cost["culls"] == FRAMES
    assert cost["geoms"] <= 200
    assert cost["triangles"] <= 200_000
    with capsys.disabled():
        print(  # noqa: T201
            f"\ndriver {driver}: {cost['geoms']} Geoms, {cost['triangles']} triangles, 1 cull; "
            f"scene update p50 {cost['show_ms'][0]:.2f}, p99 {cost['show_ms'][1]:.2f} ms; "
            f"cull and draw for two eyes p50 {cost['draw_ms'][0]:.2f}, p99 "
            f"{cost['draw_ms'][1]:.2f} ms of thread CPU (goal together p50 4, p99 8)"
        )
