"""Every key that the core can say has a sentence, and the sentences keep their promises."""

from __future__ import annotations

import dataclasses
import re
import typing

import pytest

from tests.core.stories import SIT, STAIRS, Player, make_setup, played
from vrexposure.core import progression, safety
from vrexposure.core.inputs import DeviceChange, Pause, Stop
from vrexposure.core.protocol import Rating
from vrexposure.core.session.session import Session
from vrexposure.core.view import Text
from vrexposure.core.words import Words
from vrexposure.resources.texts import load_words


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words("en")


def texts_in(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple | list):
        return [text for one in value for text in texts_in(one)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [t for f in dataclasses.fields(value) for t in texts_in(getattr(value, f.name))]
    return []


def stories() -> list[Player]:
    plain = played(SIT, STAIRS, blocks_max=4)
    watched = Player(Session(make_setup(props=())))
    watched.start()
    watched.wait(200)
    incidents = Player(Session(make_setup()))
    incidents.start()
    for change in DeviceChange:
        incidents.device(change)
    incidents.command(Pause())
    incidents.command(Stop())
    sick = Player(Session(make_setup()))
    sick.ratings |= {"sickness": 7, "peak_pain": 9}
    sick.start()
    sick.play(until="done")
    return [plain, watched, incidents, sick]


def test_nothing_is_said_that_has_no_words(words: Words) -> None:
    said = {text for story in stories() for output in story.said for text in texts_in(output)}
    assert len(said) > 40
    speechless = [text for text in said if "[" in words.say(text)]
    assert not speechless


@pytest.mark.parametrize(
    "key",
    [
        *(f"reason.{code}" for code in typing.get_args(progression.Code)),
        *(f"reason.{code}" for code in typing.get_args(safety.Code)),
        *(
            f"reason.{code}"
            for code in ("eased", "therapist_choice", "prop_missing", "safety_not_confirmed")
        ),
        *(f"alert.{symptom}" for symptom in typing.get_args(safety.Symptom) if symptom),
        *(f"question.{rating}" for rating in (*typing.get_args(Rating), "baseline_pain")),
        *(f"ask.{rating}" for rating in (*typing.get_args(Rating), "baseline_pain")),
        *(
            f"pause.{cause}"
            for cause in (
                "patient",
                "therapist",
                "program",
                "no_answer",
                "tracking_lost",
                "focus_lost",
                "headset_off",
                "recentred",
                "runtime_lost",
                "returned",
                "sickness_pause",
            )
        ),
        *(f"hold.{cause}" for cause in ("pain_ceiling", "pain_rise", "recorder_lost")),
        *(f"title.decision_{action}" for action in ("advance", "repeat", "hold", "retreat")),
        *(f"prop.{prop}" for prop in ("chair", "rail_left", "rail_right", "step")),
        "caption.how_to_stop",
    ],
)
def test_every_code_has_a_sentence(key: str, words: Words) -> None:
    assert not words.say(Text(key, (("feared", "x"),))).startswith("[")


def test_nobody_is_told_that_they_failed_or_will_have_no_pain(words: Words) -> None:
    said = " ".join(words._table.values()).lower()
    assert not re.search(r"\b(fail|failed|failure|wrong|bad)\b", said)
    assert "pain-free" not in said
    assert "no more pain" not in said


def test_a_missing_key_is_seen_and_an_argument_can_be_a_key() -> None:
    words = Words({"a": "{x} and {y}", "b": "bread"})
    assert words.say(Text("nothing")) == "[nothing]"
    assert words.say(Text("a", (("x", "@b"), ("y", 3)))) == "bread and 3"
    assert words.say(Text("a", (("x", 1),))) == "[a]"


def test_other_words_can_stand_in_for_a_key_and_be_taken_back() -> None:
    words = Words({"a": "general", "b": "special {x}"})
    words.say_instead("a", "b")
    assert words.say(Text("a", (("x", 1),))) == "special 1"
    assert words.key("b") == "[b]"
    words.say_instead("a", "a")
    assert words.key("a") == "general"
