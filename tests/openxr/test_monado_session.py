"""Whole programs in a real runtime: how they draw, and how they end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import xr

from tests.openxr.programs import run
from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from vrexposure.core.geometry import Pose, Vec3

pytestmark = pytest.mark.xr

LAYERS = Path(xr.__file__).parent / "api_layer" / "linux"


@pytest.mark.parametrize("by", [(), ("--egl",)], ids=["window", "without-x"])
def test_a_program_that_draws_shows_both_eyes_and_ends_cleanly(
    monado: int, remote: RemoteHeadset, by: tuple[str, ...]
) -> None:
    hand = HandState(Pose(Vec3(0.2, 0.3, 1.0)))
    remote.send(BodyState(Pose(Vec3(0.5, 0.25, 1.5)), hand, hand))

    done = run("player", "--draw", *by, "--frames", "12")

    assert done.exit_code == 0, done.errors
    drawn = [picture for picture in done.all_of("drawn") if picture is not None]
    assert len(drawn) >= 10
    assert drawn[-1]["colours"] == [[255, 0, 0, 255], [0, 0, 255, 255]]
    left, right = drawn[-1]["eyes"]
    assert (left[0] + right[0]) / 2 == pytest.approx(0.5, abs=1e-3)
    assert 0.05 < right[0] - left[0] < 0.08
    assert left[1:] == pytest.approx([0.25, 1.5], abs=1e-3)
    assert done.lines[-1]["closed"]


def test_a_program_without_pictures_ends_cleanly(monado: int) -> None:
    done = run("player", "--frames", "30")

    assert done.exit_code == 0, done.errors
    assert done.all_of("frame")[-1] == 30
    assert done.lines[-1]["closed"]


@pytest.mark.parametrize(
    "how", [("--draw",), ("--draw", "--egl"), ()], ids=["drawing", "drawing-without-x", "headless"]
)
def test_a_runtime_that_is_killed_is_told_at_once_and_breaks_nothing(
    monado: int, how: tuple[str, ...]
) -> None:
    done = run("player", *how, "--frames", "200", "--signal-at", "5", own_runtime=True)

    assert done.exit_code == 0, done.errors
    assert "Traceback" not in done.errors
    assert done.all_of("device")[-1] == "runtime_lost"
    assert done.all_of("ended") == ["runtime_lost"]
    said_at_s = {key: line["at_s"] for line in done.lines for key in line}
    assert said_at_s["ended"] - said_at_s["signalled"] < 1.0
    assert done.all_of("frame")[-1] <= 6
    assert done.lines[-1]["closed"]


@pytest.mark.parametrize("how", [("--draw",), ()], ids=["drawing", "headless"])
def test_a_runtime_that_stands_still_is_found_out_and_holds_nothing_up(
    monado: int, how: tuple[str, ...]
) -> None:
    frozen = ("--signal", "SIGSTOP", "--signal-at", "5", "--patience", "6")

    done = run("player", *how, "--frames", "200", *frozen, own_runtime=True, limit_s=30)

    assert done.exit_code == 1
    assert done.all_of("signalled") == ["SIGSTOP"]
    assert done.hung_in_runtime, done.errors


def test_without_a_runtime_there_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    missing = tmp_path / "no_runtime.json"

    done = run("player", XR_RUNTIME_JSON=str(missing))

    assert done.exit_code == 4
    assert done.lines[-1]["kind"] == "DeviceError"
    assert "start the headset's software" in done.lines[-1]["error"]
    assert "Traceback" not in done.errors
    assert "OpenXR-Loader" not in done.errors


@pytest.mark.parametrize("how", [("--draw",), ()], ids=["drawing", "headless"])
def test_the_validation_layer_finds_no_fault_in_our_calls(
    monado: int, tmp_path: Path, how: tuple[str, ...]
) -> None:
    report = tmp_path / "validation.txt"

    done = run(
        "player",
        *how,
        "--frames",
        "15",
        XR_API_LAYER_PATH=str(LAYERS),
        XR_ENABLE_API_LAYERS="XR_APILAYER_LUNARG_core_validation",
        XR_CORE_VALIDATION_EXPORT_TYPE="text",
        XR_CORE_VALIDATION_FILE_NAME=str(report),
    )

    assert done.exit_code == 0, done.errors
    assert done.all_of("frame")[-1] == 15
    said = report.read_text()
    assert "Core Validation Layer is initialized" in said
    assert "VALID_ERROR" not in said, said
    assert "VALID_WARNING" not in said, said


def test_the_command_refuses_a_refresh_rate_that_the_headset_has_not(
    monado: int, tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "vrexposure", "run", "everyday-movements", "--patient", "p-1"),
            *("--display", "headset", "--no-supervisor", "--out", str(tmp_path)),
            *("--refresh-rate", "72"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2, done.stderr
    assert "--refresh-rate 72: this headset offers 20 Hz" in done.stderr
    assert not list(tmp_path.iterdir())
