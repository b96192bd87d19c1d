"""The files: soft, without clicks or a seam, and just what the tool makes."""

import functools

import numpy as np
import pytest

from tests.audio.decoding import Decoded, decibels, decode, loudest_dbfs
from tools import make_sounds
from vrexposure.audio.speaker import AMBIENCES, VOICE_DBFS, VOLUMES
from vrexposure.resources import DATA

SOUNDS = DATA / "assets" / "sound"
SUSTAINED = ("repetition", "start", "done")
ENDINGS = {**dict.fromkeys(VOLUMES, "wav"), **dict.fromkeys(AMBIENCES, "ogg")}


@functools.cache
def sound(name: str) -> Decoded:
    return decode(SOUNDS / f"{name}.{ENDINGS[name]}")


def test_the_folder_holds_the_sounds_and_nothing_else_and_is_small() -> None:
    files = sorted(SOUNDS.iterdir())
    assert [file.name for file in files] == sorted(f"{n}.{end}" for n, end in ENDINGS.items())
    assert all(file.stat().st_size < 300_000 for file in files)


@pytest.mark.parametrize("name", ENDINGS)
def test_no_sound_peaks_above_minus_12_dbfs(name: str) -> None:
    decoded = sound(name)
    assert (decoded.rate_hz, decoded.channels) == (22_050, 1)
    assert decibels(np.abs(decoded.samples).max()) <= -12.0


@pytest.mark.parametrize("name", ENDINGS)
def test_no_sound_is_as_loud_as_a_voice(name: str) -> None:
    volume = {**VOLUMES, **AMBIENCES}[name]
    decoded = sound(name)
    loudest = loudest_dbfs(decoded.samples * volume, decoded.rate_hz, window_s=0.4)
    assert -50.0 < loudest <= VOICE_DBFS - 3.0


@pytest.mark.parametrize("name", VOLUMES)
def test_one_shots_begin_and_end_at_nothing_without_a_click(name: str) -> None:
    samples = sound(name).samples
    peak = np.abs(samples).max()
    assert max(abs(samples[0]), abs(samples[-1])) == 0.0
    first_ms, last_50_ms = samples[:22], samples[-1102:]
    assert np.abs(first_ms).max() < 0.1 * peak
    assert np.abs(last_50_ms).max() < 0.03 * peak


@pytest.mark.parametrize("name", SUSTAINED)
def test_tones_that_go_on_take_50_ms_to_rise(name: str) -> None:
    decoded = sound(name)
    ms = decoded.rate_hz // 1000
    peak = np.abs(decoded.samples).max()
    envelope = [np.abs(decoded.samples[at * ms : (at + 5) * ms]).max() for at in range(0, 100, 5)]
    assert envelope[1] < 0.15 * peak  # 5 to 10 ms
    assert envelope[4] < 0.5 * peak  # 20 to 25 ms
    assert np.abs(decoded.samples[: 50 * ms]).max() < peak


@pytest.mark.parametrize("name", SUSTAINED)
def test_melodies_never_fall(name: str) -> None:
    decoded = sound(name)
    step = round(0.26 * decoded.rate_hz)
    pitches_hz: list[float] = []
    for begin in range(0, step * {"repetition": 1, "start": 2, "done": 3}[name], step):
        part = decoded.samples[begin + 1000 : begin + 1000 + step - 1000]
        before = pitches_hz[-1] if pitches_hz else 0.0
        size = np.abs(np.fft.rfft(part * np.hanning(part.size), 1 << 16))
        pitches_hz.append(float(size.argmax() * decoded.rate_hz / (1 << 16)))
        assert pitches_hz[-1] > before
        assert 200.0 < pitches_hz[-1] < 500.0


def test_the_ambience_is_a_loop_of_12_to_20_s_and_very_soft() -> None:
    home = sound("home")
    assert 12.0 <= home.samples.size / home.rate_hz <= 20.0
    assert decibels(make_sounds.rms(home.samples)) <= -30.0


def test_the_ambience_has_no_seam() -> None:
    samples = sound("home").samples
    around = np.concatenate([samples[-2205:], samples[:2205]])
    jumps = np.abs(np.diff(around))
    bends = np.abs(np.diff(around, 2))
    # Neither is larger than what occurs hundreds of times elsewhere in the loop.
    assert jumps[2204] <= np.quantile(np.abs(np.diff(samples)), 0.999)
    assert bends[2203:2205].max() <= np.quantile(np.abs(np.diff(samples, 2)), 0.999)


def test_the_ambience_is_equally_loud_all_the_way_round() -> None:
    home = sound("home")
    seconds = home.samples.reshape(-1, home.rate_hz)
    levels = [decibels(make_sounds.rms(second)) for second in seconds]
    assert max(levels) - min(levels) < 2.0
    assert abs(levels[-1] - levels[0]) < 1.0


@pytest.mark.parametrize("name", VOLUMES)
def test_a_one_shot_is_what_the_tool_makes(name: str) -> None:
    made = make_sounds.one_shot(name)
    assert set(make_sounds.ONE_SHOTS) == set(VOLUMES)
    np.testing.assert_allclose(sound(name).samples, made, rtol=0, atol=2 / 32767)


def test_the_ambience_is_what_the_tool_makes_but_for_the_coding() -> None:
    # Vorbis leaves out what is not heard: 20 dB under the sound itself at this quality.
    made = make_sounds.home()
    coded = sound("home").samples
    assert coded.size == made.size
    assert decibels(make_sounds.rms(coded - made)) < decibels(make_sounds.rms(made)) - 18.0
