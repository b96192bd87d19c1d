"""The commands as they are typed: what they do, what they say, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vrexposure import __version__


def vrexposure(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "200", "XR_RUNTIME_JSON": "/nonexistent/runtime.json"}
    env.pop("DISPLAY", None)
    return subprocess.run(
        [sys.executable, "-m", "vrexposure", *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=env,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One simulated session, as `run` leaves it."""
    out = tmp_path_factory.mktemp("sessions")
    done = vrexposure(
        "run",
        "everyday-movements",
        "--patient",
        "p-1",
        "--input",
        "simulated:avoider",
        "--seed",
        "3",
        "--out",
        out,
    )
    assert done.returncode == 0, done.stderr
    (folder,) = (out / "p-1").iterdir()
    return folder


def test_a_simulated_session_leaves_a_recording_and_a_report(session: Path) -> None:
    assert sorted(p.name for p in session.iterdir()) == ["recording.mcap", "report.html"]


def test_the_session_replays_identically(session: Path) -> None:
    done = vrexposure("replay", session)
    assert done.returncode == 0
    assert done.stdout.startswith("identical: ")


def test_a_replay_can_be_run_as_a_session_of_its_own(session: Path, tmp_path: Path) -> None:
    done = vrexposure(
        "run",
        "everyday-movements",
        "--patient",
        "p-1",
        "--input",
        f"replay:{session}",
        "--out",
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    (again,) = (tmp_path / "p-1").iterdir()
    assert vrexposure("replay", again).returncode == 0


def test_the_next_session_begins_where_the_last_one_ended(session: Path) -> None:
    done = vrexposure(
        "run",
        "everyday-movements",
        "--patient",
        "p-1",
        "--input",
        "simulated:avoider",
        "--seed",
        "4",
        "--out",
        session.parent.parent,
        "--ladder",
        "sit-to-stand",
    )
    assert done.returncode == 0, done.stderr
    newest = max(session.parent.iterdir(), key=lambda p: p.stat().st_mtime)
    assert newest != session
    page = (newest / "report.html").read_text(encoding="utf-8")
    assert "began here" in page
    from vrexposure.recording.reader import read_recording

    (start,) = read_recording(newest).manifest.setup.ladders
    assert start.level_index == 2
    assert start.completed_index == 1


def test_a_report_can_be_written_anew_and_elsewhere(session: Path, tmp_path: Path) -> None:
    to = tmp_path / "again.html"
    assert vrexposure("report", session, "--to", to).returncode == 0
    assert "</html>" in to.read_text(encoding="utf-8")


def test_check_says_ok_and_shows_the_ladders() -> None:
    done = vrexposure("check", "everyday-movements")
    assert done.returncode == 0
    assert "OK" in done.stdout
    assert "sit-to-stand" in done.stdout


def test_check_names_file_line_level_value_and_range(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "protocols" / "everyday-movements.toml").read_text()
    bad = tmp_path / "mine.toml"
    bad.write_text(shipped.replace("repetitions = 3", "repetitions = 300", 1), encoding="utf-8")
    line = bad.read_text().splitlines().index("repetitions = 300") + 1
    done = vrexposure("check", bad)
    assert done.returncode == 3
    assert f"mine.toml:{line}:" in done.stdout
    assert "300" in done.stdout
    assert "10" in done.stdout


@pytest.mark.parametrize("kind", ["protocol", "scene"])
def test_schema_prints_json(kind: str) -> None:
    done = vrexposure("schema", kind)
    assert json.loads(done.stdout)["type"] == "object"


def test_doctor_says_what_is_there_and_what_to_do() -> None:
    done = vrexposure("doctor")
    assert done.returncode == 0
    for what in ("Python", "disk", "graphics", "headset", "audio"):
        assert what in done.stdout


def test_version() -> None:
    assert vrexposure("--version").stdout.strip() == f"vrexposure {__version__}"


RUN = ("run", "everyday-movements", "--patient", "p-1", "--input", "simulated:avoider")


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("run", "everyday-movements", "--patient", "Jane Doe"), 2, "pseudonym"),
        (("run", "everyday-movements", "--patient", "../x"), 2, "pseudonym"),
        (("run", "no-such", "--patient", "p-1", "--input", "simulated:avoider"), 3, "no protocol"),
        ((*RUN, "--ladder", "flying"), 2, "sit-to-stand, stairs"),
        ((*RUN, "--level", "ordinary-chair"), 2, "level"),
        ((*RUN, "--prop", "chair=4.5"), 2, "millimetres"),
        ((*RUN, "--prop", "chair=5"), 2, "20 to 1300"),
        ((*RUN, "--language", "xx"), 3, "no such language"),
        ((*RUN, "--hud"), 2, "needs a window"),
        (
            ("run", "everyday-movements", "--patient", "p-1", "--input", "simulated:nobody"),
            2,
            "avoider",
        ),
        (
            ("run", "everyday-movements", "--patient", "p-1", "--input", "telepathy"),
            2,
            "simulated:",
        ),
        (("run", "everyday-movements", "--patient", "p-1"), 4, "no headset and no screen"),
        (("run", "everyday-movements", "--patient", "p-1", "--input", "openxr"), 4, "OpenXR"),
        (("replay", "nowhere"), 3, "nowhere"),
        (("report", "nowhere"), 3, "nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_with_a_remedy(
    args: tuple[str, ...], code: int, words: str, tmp_path: Path
) -> None:
    done = vrexposure(*args, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="/sys is what nobody, root neither, may fill")
def test_a_read_only_folder_is_named() -> None:
    done = vrexposure(*RUN, "--out", "/sys/sessions")
    assert done.returncode == 5
    assert "--out" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    done = vrexposure(*RUN, "--out", tmp_path / "out")
    assert done.returncode == 5
    assert "Traceback" not in done.stderr


def test_a_damaged_recording_is_told_from_a_whole_one(session: Path, tmp_path: Path) -> None:
    whole = (session / "recording.mcap").read_bytes()
    cut = tmp_path / "cut.mcap"
    cut.write_bytes(whole[: len(whole) // 2])
    done = vrexposure("replay", cut)
    assert "Traceback" not in done.stderr
    assert "not complete" in done.stdout
    again = vrexposure("report", cut, "--to", tmp_path / "r.html")
    assert again.returncode == 0, again.stderr


def test_a_protocol_that_is_edited_during_the_session_changes_nothing_and_is_named(
    tmp_path: Path,
) -> None:
    mine = tmp_path / "mine.toml"
    shipped = Path(__file__).parents[2] / "protocols" / "everyday-movements.toml"
    mine.write_bytes(shipped.read_bytes())
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "vrexposure",
            "run",
            str(mine),
            *RUN[2:],
            "--out",
            str(tmp_path / "out"),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first.startswith("session")
    mine.write_text("format = 99", encoding="utf-8")
    rest, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert "was changed or removed during the session" in rest
    (folder,) = (tmp_path / "out" / "p-1").iterdir()
    assert vrexposure("replay", folder).returncode == 0


def test_ending_the_program_by_a_signal_keeps_what_was_recorded(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "vrexposure", *RUN, "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    (folder,) = (tmp_path / "p-1").iterdir()
    assert (folder / "report.html").exists()
    assert vrexposure("replay", folder).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="mounts a small disk")
def test_a_disk_that_fills_up_keeps_what_fits_and_says_so(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("may not mount here")
    try:
        done = vrexposure(*RUN, "--out", tmp_path)
        assert done.returncode == 5
        assert "not everything could be recorded" in done.stderr
        assert "Traceback" not in done.stderr
        (folder,) = (tmp_path / "p-1").iterdir()
        # Its final name only if the end of the file still found room.
        (kept,) = folder.iterdir()
        assert kept.name in ("recording.mcap.partial", "recording.mcap")
        assert "are identical" in vrexposure("replay", folder).stdout
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
