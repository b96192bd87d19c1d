"""The real OpenAL, in processes of their own: it settles on a device once for all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.audio.decoding import decibels
from vrexposure.audio.device import NO_DEVICE, SWITCHED_OFF
from vrexposure.resources import DATA

_OPEN_TWICE = """
import sys
from pathlib import Path
from vrexposure.audio import Speaker
from vrexposure.core.inputs import Tick
from vrexposure.core.outputs import Play
from vrexposure.core.view import Phase, View
for _ in range(2):
    speaker = Speaker.open(Path(sys.argv[1]))
    for at, phase in enumerate((Phase.RUNNING, Phase.RUNNING, Phase.SAFE)):
        speaker.heard([Play(0, name) for name in ("tap", "step", "repetition", "start", "done")])
        speaker.show(View(phase=phase, ambience="home"), Tick(at * 1_000_000_000))
    speaker.close()
    speaker.close()
    print(speaker.note)
"""

_AFTER_A_SILENT_START = """
import panda3d.core as p3d
page = p3d.load_prc_file_data("", "audio-library-name null")
p3d.AudioManager.create_AudioManager()
p3d.unload_prc_file(page)
"""

_PLAY = """
import sys, time
from pathlib import Path
from vrexposure.audio import Speaker
from vrexposure.core.inputs import Tick
from vrexposure.core.outputs import Play
from vrexposure.core.view import Phase, View
speaker = Speaker.open(Path(sys.argv[1]))
def show(view, for_s):
    began = time.monotonic_ns()
    while (now := time.monotonic_ns()) < began + for_s * 1e9:
        speaker.show(view, Tick(now))
        time.sleep(0.01)
home = View(phase=Phase.RUNNING, ambience="home")
show(home, 2.5)
speaker.heard([Play(0, "done"), Play(0, "repetition"), Play(0, "repetition")])
show(home, 0.5)
show(View(phase=Phase.SAFE), 0.7)
speaker.close()
"""


def _run(code: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(data)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("driver", "before", "note"),
    [
        pytest.param("null", "", "", id="with a device"),
        pytest.param("none-such", "", NO_DEVICE, id="without a device"),
        pytest.param("null", _AFTER_A_SILENT_START, SWITCHED_OFF, id="started without sound"),
    ],
)
def test_the_speaker_opens_plays_closes_and_opens_again_without_a_word(
    driver: str, before: str, note: str
) -> None:
    done = _run(before + _OPEN_TWICE, DATA, ALSOFT_DRIVERS=driver)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [note, note]
    assert done.returncode == 0


def test_a_damaged_file_is_an_asset_error(tmp_path: Path) -> None:
    shutil.copytree(DATA / "assets" / "sound", tmp_path / "assets" / "sound")
    (tmp_path / "assets" / "sound" / "home.ogg").write_bytes(b"no sound" * 500)
    done = _run(_OPEN_TWICE, tmp_path, ALSOFT_DRIVERS="null")
    assert done.returncode == 1
    assert "AssetError: " in done.stderr
    assert "home.ogg: the sound cannot be decoded" in done.stderr


@pytest.mark.slow
def test_what_comes_out_rises_softly_stays_under_a_voice_and_stops_dead(tmp_path: Path) -> None:
    # OpenAL mixes in real time also into a file, so this takes as long as it plays.
    out = tmp_path / "out.wav"
    settings = tmp_path / "openal.conf"
    settings.write_text(f"[general]\ndrivers = wave\n[wave]\nfile = {out}\n", encoding="utf-8")
    played = _run(_PLAY, DATA, ALSOFT_CONF=str(settings))
    assert (played.returncode, played.stderr) == (0, "")
    mixed, rate_hz = _float_wave(out)
    sounding = np.flatnonzero(np.abs(mixed) > 1e-5)
    began, ended = sounding[0], sounding[-1]
    ambience = mixed[began : began + 2 * rate_hz]
    assert decibels(np.abs(ambience[: 3 * rate_hz // 10]).max()) < -45.0
    assert decibels(np.abs(mixed).max()) < -12.0
    # Bells ring for 1.5 s and more, the ambience for ever, and the Stop came after half a second:
    # it cut off what was still loud, and 0.7 s of nothing follow.
    assert (ended - began) / rate_hz > 2.5
    assert (mixed.size - ended) / rate_hz > 0.5
    assert decibels(np.abs(mixed[ended - rate_hz // 10 : ended]).max()) > -35.0


def _float_wave(path: Path) -> tuple[np.ndarray[tuple[int], np.dtype[np.float32]], int]:
    """The left channel of 32-bit float stereo, which the standard library does not read."""
    data = path.read_bytes()
    rate_hz = int.from_bytes(data[24:28], "little")
    begin = data.index(b"data") + 8
    frames = np.frombuffer(data[begin : begin + (len(data) - begin) // 8 * 8], "<f4")
    return frames.reshape(-1, 2)[:, 0], rate_hz
