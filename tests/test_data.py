"""What is shipped is whole: protocols, the places they name, the schema, the words."""

from __future__ import annotations

import itertools
import json
import tomllib

import pytest

from vrexposure.core.ladders import Ladder
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.protocol import Protocol
from vrexposure.resources import (
    DATA,
    check_protocol,
    describe_check,
    languages,
    load_protocol,
    load_scene,
    load_words,
    protocol_schema,
    scene_schema,
    schema_text,
    shipped,
)

PROTOCOLS = shipped("protocols")
LADDERS = [
    pytest.param(ladder, id=f"{name}-{ladder.id}")
    for name in PROTOCOLS
    for ladder in load_protocol(name).protocol.ladders
]


def test_the_shipped_protocol_has_the_two_movements() -> None:
    assert "everyday-movements" in PROTOCOLS
    ladders = load_protocol("everyday-movements").protocol.ladders
    assert [(ladder.id, len(ladder.levels)) for ladder in ladders] == [
        ("sit-to-stand", 8),
        ("stairs", 8),
    ]


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_shipped_protocol_is_usable_and_named_as_its_file(name: str) -> None:
    assert check_protocol(name) == []
    assert load_protocol(name).protocol.id == name


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_place_of_a_protocol_is_shipped(name: str) -> None:
    for ladder in load_protocol(name).protocol.ladders:
        assert load_scene(ladder.place).id == ladder.place


@pytest.mark.parametrize("name", shipped("scenes"))
def test_every_shipped_scene_is_usable_and_named_as_its_file(name: str) -> None:
    assert load_scene(name).id == name


@pytest.mark.parametrize("ladder", LADDERS)
def test_neighbours_differ_in_one_parameter_also_as_integers(
    ladder: Ladder,
) -> None:
    numbers = [dict(level.integers()) for level in ladder.levels]
    for before, after in itertools.pairwise(numbers):
        assert len([name for name in after if after[name] != before[name]]) == 1


@pytest.mark.parametrize("ladder", LADDERS)
def test_a_seat_or_a_rail_that_is_used_is_named_as_real_equipment(
    ladder: Ladder,
) -> None:
    for level in ladder.levels:
        needs = " ".join(level.equipment)
        match level:
            case SitToStandLevel():
                assert f"seat at {level.seat_height_m:.2f} m, against the wall" in needs
            case StairsLevel() | StandLevel():
                assert ("rail" in needs) == (level.rails != "none")
            case BendLevel(posture="standing"):
                assert "chair or rail" in needs
                assert "Free floor" in needs
            case ReachLevel() | BendLevel():
                assert "against the wall" in needs
                assert "Nothing within an arm's length" in needs
            case TurnLevel():
                assert ("against the wall" in needs) == (level.posture == "seated")
            case WalkLevel():
                assert "level floor" in needs.lower()
                assert "cable" in needs
                firm = "within reach of one hand" in needs
                assert firm == (level.locomotion == "in_place")
        assert level.contraindications


def test_the_shipped_protocol_says_every_setting_with_its_default() -> None:
    written = tomllib.loads(load_protocol("everyday-movements").text)
    for table in ("session", "questions", "progression", "limits"):
        model = Protocol.model_fields[table].default
        defaults = {
            k: list(v) if isinstance(v, tuple) else v for k, v in model.model_dump().items()
        }
        assert written[table] == defaults


def test_the_schema_on_disk_is_current() -> None:
    on_disk = (DATA / "protocols" / "schema.json").read_text(encoding="utf-8")
    assert on_disk == schema_text(), "run: vrexposure schema > protocols/schema.json"
    assert json.loads(on_disk)["$id"] == "urn:vrexposure:protocol:1"


def test_a_protocol_points_editors_to_the_schema() -> None:
    for name in PROTOCOLS:
        assert load_protocol(name).text.startswith("#:schema ./schema.json\n")


def test_the_schemas_have_a_name_and_a_dialect() -> None:
    for schema in (protocol_schema(), scene_schema()):
        assert schema["$schema"].endswith("2020-12/schema")
        assert schema["title"].startswith("vrexposure")
        assert schema["additionalProperties"] is False


def test_the_check_shows_each_ladder_as_a_table() -> None:
    problems, text = describe_check("everyday-movements")
    assert problems == []
    assert text.count("\n8  ") == 2
    assert text.count("*") == 14  # seven changes in each ladder
    print(text)  # noqa: T201 - with -s, to be looked at


@pytest.mark.parametrize("language", languages())
def test_every_language_can_be_read(language: str) -> None:
    words = load_words(language)
    assert words.key("title.lobby") != "[title.lobby]"
