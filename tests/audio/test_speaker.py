"""What is heard when: against a device that remembers."""

import shutil
from itertools import pairwise
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from tests.audio.fakes import FakeManager
from vrexposure.audio.speaker import AMBIENCES, FADE_IN_NS, VOICES, VOLUMES, Speaker
from vrexposure.core.inputs import Tick
from vrexposure.core.outputs import Output, PhaseChanged, Play
from vrexposure.core.view import Phase, View
from vrexposure.errors import AssetError
from vrexposure.resources import DATA

SOUNDS = DATA / "assets" / "sound"
MS = 1_000_000
HOME = View(phase=Phase.RUNNING, ambience="home")
QUIET = View(phase=Phase.RUNNING)
SAFE = View(phase=Phase.SAFE)
STOP = PhaseChanged(0, Phase.RUNNING, Phase.SAFE, "stop")
TAP = Play(0, "tap")
DONE = Play(0, "done")


@pytest.fixture
def manager() -> FakeManager:
    return FakeManager()


@pytest.fixture
def speaker(manager: FakeManager) -> Speaker:
    return Speaker(manager, SOUNDS)


def test_there_is_a_sound_for_everything_that_the_core_plays() -> None:
    assert set(VOLUMES) == set(get_args(get_type_hints(Play)["sound"]))


@pytest.mark.parametrize("name", VOLUMES)
def test_a_one_shot_is_heard_once_and_not_in_a_loop(
    manager: FakeManager, speaker: Speaker, name: str
) -> None:
    speaker.heard([_play(name)])
    assert manager.playing() == [name]
    assert not any(sound.loop for sound in manager.named(name))


def test_the_same_sound_twice_is_heard_twice_at_once(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.heard([_play("repetition"), _play("repetition")])
    assert manager.playing() == ["repetition", "repetition"]


def test_a_sound_that_comes_too_often_begins_its_oldest_voice_again(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.heard([_play("step")] * (VOICES + 1))
    assert [voice.plays for voice in manager.named("step")] == [2] + [1] * (VOICES - 1)


def test_the_ambience_loops_and_rises_from_nothing_without_a_jump(
    manager: FakeManager, speaker: Speaker
) -> None:
    (home,) = manager.named("home")
    for ms in range(0, 4000, 11):
        speaker.show(HOME, Tick(5_000 * MS + ms * MS))
    assert home.loop
    assert home.plays == 1
    assert home.volumes[0] == 0.0
    assert home.volumes[-1] == AMBIENCES["home"]
    rises = [after - before for before, after in pairwise(home.volumes)]
    assert min(rises) >= 0.0
    assert max(rises) < 0.02 * AMBIENCES["home"]
    assert FADE_IN_NS >= 300 * MS


def test_a_risen_ambience_is_left_alone(manager: FakeManager, speaker: Speaker) -> None:
    (home,) = manager.named("home")
    speaker.show(HOME, Tick(0))
    speaker.show(HOME, Tick(FADE_IN_NS))
    told = len(home.volumes)
    speaker.show(HOME, Tick(FADE_IN_NS + 11 * MS))
    assert len(home.volumes) == told


def test_a_moment_that_lies_before_the_last_one_does_not_make_it_louder(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.show(HOME, Tick(50 * MS))
    speaker.show(HOME, Tick(20 * MS))
    assert manager.named("home")[0].volumes[-1] == 0.0


@pytest.mark.parametrize("as_view", [True, False], ids=["the view says so", "an output says so"])
def test_stop_silences_everything_in_the_same_call(
    manager: FakeManager, speaker: Speaker, as_view: bool
) -> None:
    speaker.show(HOME, Tick(0))
    speaker.heard([DONE, DONE, TAP])
    speaker.show(HOME, Tick(MS))
    assert manager.playing() == ["done", "done", "home", "tap"]
    if as_view:
        speaker.show(SAFE, Tick(2 * MS))
    else:
        speaker.heard([STOP])
    assert manager.playing() == []


@pytest.mark.parametrize("outputs", [[DONE, STOP], [STOP, DONE]], ids=["before", "after"])
def test_a_sound_of_the_moment_of_the_stop_is_not_heard(
    manager: FakeManager, speaker: Speaker, outputs: list[Output]
) -> None:
    speaker.heard(outputs)
    assert manager.playing() == []
    speaker.show(SAFE, Tick(0))
    assert manager.playing() == []


def test_nothing_sounds_in_the_safe_phase_even_if_the_view_still_names_an_ambience(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.show(HOME, Tick(0))
    for ms in range(0, 100, 11):
        speaker.show(View(phase=Phase.SAFE, ambience="home"), Tick(ms * MS))
        speaker.heard([TAP])
        assert manager.playing() == []


def test_after_the_safe_phase_taps_are_heard_again(manager: FakeManager, speaker: Speaker) -> None:
    speaker.show(SAFE, Tick(0))
    speaker.heard([PhaseChanged(1, Phase.SAFE, Phase.DEBRIEF, "finish"), TAP])
    speaker.show(View(phase=Phase.DEBRIEF), Tick(MS))
    assert manager.playing() == ["tap"]


def test_when_the_ambience_ends_what_rang_before_ends_with_it(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.show(HOME, Tick(0))
    speaker.heard([DONE])
    speaker.show(HOME, Tick(MS))
    speaker.show(QUIET, Tick(2 * MS))
    assert manager.playing() == []


def test_the_tap_that_ends_the_ambience_is_itself_heard(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.show(HOME, Tick(0))
    speaker.heard([TAP])
    speaker.show(View(phase=Phase.DEBRIEF), Tick(MS))
    assert manager.playing() == ["tap"]


def test_one_shots_ring_on_where_there_is_no_ambience(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.heard([DONE])
    for ms in range(0, 100, 11):
        speaker.show(QUIET, Tick(ms * MS))
    assert manager.playing() == ["done"]


def test_the_beginning_of_an_ambience_does_not_cut_off_what_rings(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.heard([DONE])
    speaker.show(QUIET, Tick(0))
    speaker.show(HOME, Tick(MS))
    assert manager.playing() == ["done", "home"]


def test_the_ambience_rises_anew_when_it_comes_back(manager: FakeManager, speaker: Speaker) -> None:
    (home,) = manager.named("home")
    for view, ms in ((HOME, 0), (HOME, 3000), (QUIET, 3100), (HOME, 3200)):
        speaker.show(view, Tick(ms * MS))
    assert home.plays == 2
    assert home.volumes[-1] == 0.0


def test_an_ambience_that_is_not_known_is_silence_and_said_once(
    manager: FakeManager, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    speaker.show(HOME, Tick(0))
    for ms in range(3):
        speaker.show(View(phase=Phase.RUNNING, ambience="ballroom"), Tick(ms * MS))
    assert manager.playing() == []
    assert [record.message for record in caplog.records] == ["there is no ambience 'ballroom'"]


def test_the_device_is_fed_once_a_moment_and_given_back_at_the_end(
    manager: FakeManager, speaker: Speaker
) -> None:
    speaker.show(HOME, Tick(0))
    speaker.show(HOME, Tick(MS))
    assert manager.updates == 2
    speaker.close()
    assert manager.playing() == []
    assert manager.closed


@pytest.mark.parametrize("valid", [True, False], ids=["with a device", "without"])
def test_a_missing_file_is_named(tmp_path: Path, valid: bool) -> None:
    shutil.copytree(SOUNDS, tmp_path / "sound")
    (tmp_path / "sound" / "step.wav").unlink()
    with pytest.raises(AssetError, match=r"step\.wav: the sound is missing"):
        Speaker(FakeManager(valid=valid), tmp_path / "sound")


def test_a_damaged_file_is_named() -> None:
    with pytest.raises(AssetError, match=r"home\.ogg: the sound cannot be decoded"):
        Speaker(FakeManager(damaged="home.ogg"), SOUNDS)


def _play(name: str) -> Play:
    plays: dict[str, Play] = {
        "tap": TAP,
        "step": Play(0, "step"),
        "repetition": Play(0, "repetition"),
        "start": Play(0, "start"),
        "done": DONE,
    }
    return plays[name]
