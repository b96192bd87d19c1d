"""Whole sessions through a real runtime: the program asks, a simulated person moves the headset."""

from __future__ import annotations

import json
import subprocess
import sys
import typing
from pathlib import Path

import pytest

pytestmark = [pytest.mark.xr, pytest.mark.slow, pytest.mark.timeout(180)]

PROJECT = Path(__file__).parents[2]
Lines = list[dict[str, typing.Any]]


def session(ladder: str, out: Path, *options: str) -> Lines:
    """One session of one ladder, from the lobby to the end; everything it said."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.openxr.session", ladder, str(out), *options],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def of_kind(lines: Lines, kind: str) -> Lines:
    """The outputs of one kind."""
    return [line for line in lines if line.get("kind") == kind]


def observed(lines: Lines, kind: str) -> Lines:
    """What tracking saw of one kind."""
    seen = [line["observation"] for line in of_kind(lines, "observed")]
    return [one for one in seen if one["kind"] == kind]


def check_course(lines: Lines) -> None:
    """From the lobby to the end, with ratings by trigger, and times that rise."""
    phases = [line["after"] for line in of_kind(lines, "phase_changed")]
    assert phases == ["running", "debrief", "closed"]
    asked = {line["question"] for line in of_kind(lines, "rating_given") if line["by"] == "patient"}
    assert {"expected_pain", "peak_pain", "belief_before", "belief_after"} <= asked
    sources = {one["source"] for one in observed(lines, "selected")}
    assert sources & {"left_hand", "right_hand"}
    (end,) = (line for line in lines if "complete" in line)
    assert end["complete"]
    assert end["rising"]
    assert end["frames"] > 500
    assert "ended" not in end["others"]


@pytest.mark.usefixtures("monado")
def test_five_sit_to_stands_are_counted_through_the_headset(tmp_path: Path) -> None:
    lines = session("sit-to-stand", tmp_path)

    check_course(lines)
    assert [one["index"] for one in observed(lines, "repetition_done")] == [1, 2, 3, 4, 5]
    (trial,) = of_kind(lines, "trial_ended")
    assert (trial["result"], trial["done"], trial["target"]) == ("completed", 5, 5)


@pytest.mark.usefixtures("monado")
def test_ten_stairs_are_drawn_for_both_eyes_and_counted(tmp_path: Path) -> None:
    lines = session("stairs", tmp_path, "--draw")

    check_course(lines)
    assert [one["index"] for one in observed(lines, "step_taken")] == list(range(1, 11))
    (trial,) = of_kind(lines, "trial_ended")
    assert (trial["result"], trial["done"], trial["target"]) == ("completed", 10, 10)
    pictures = [line["picture"] for line in lines if "picture" in line]
    assert len(pictures) >= 10
    # A place, seen from two places: neither empty, nor the same twice, nor two different ones.
    lit = [picture for picture in pictures if picture["contrast"] > 10]
    assert len(lit) >= len(pictures) // 2
    for picture in lit:
        assert picture["differing"] > 0.01
        assert picture["shifted"] < 0.1
        # What is near lies further to the right for the left eye: the eyes are not swapped.
        assert picture["shift_px"] > 0
