"""The rule of a ladder: one thing at a time, by one named step."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from vrexposure.core.ladder_table import ladder_table
from vrexposure.core.ladders import LadderError, SitToStandLadder, Step, Steps, check_ladder
from vrexposure.core.levels.base import Value
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.levels.sit_to_stand import SitToStandLevel
from vrexposure.core.levels.stairs import StairsLevel
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.protocol import Limits, Protocol, Questions, SessionRules

STEPS: Steps = {
    "seat_height_m": (
        Step(name="high", value=0.56),
        Step(name="raised", value=0.52),
        Step(name="firm", value=0.48),
    ),
    "repetitions": (Step(name="once", value=1), Step(name="thrice", value=3)),
}


def sit(name: Value = "a", **change: Value) -> SitToStandLevel:
    level: dict[str, object] = {
        "id": name,
        "title": "Stand up",
        "posture": "seated_and_standing",
        "spotter": "near",
        "equipment": ("A chair",),
        "seat_height_m": 0.56,
        "repetitions": 1,
        "arms": "push",
    }
    return SitToStandLevel.model_validate(level | change)


def climb(**change: Value) -> StairsLevel:
    level: dict[str, object] = {
        "id": "a",
        "title": "Go up",
        "posture": "standing",
        "spotter": "near",
        "equipment": ("A rail",),
        "risers": 3,
        "riser_m": 0.14,
        "rails": "one",
        "visual_height_m": 0,
        "direction": "up",
        "climbs": 1,
        "locomotion": "in_place",
    }
    return StairsLevel.model_validate(level | change)


def test_a_ladder_of_single_steps_is_good() -> None:
    levels = (sit("a"), sit("b", seat_height_m=0.52), sit("c", seat_height_m=0.52, repetitions=3))
    check_ladder(levels, STEPS)


@pytest.mark.parametrize(
    ("levels", "index", "field", "message"),
    [
        ((sit("a"), sit("a", seat_height_m=0.52)), 1, "id", "twice"),
        ((sit("a"), sit("b")), 1, "", "nothing changed"),
        (
            (sit("a"), sit("b", seat_height_m=0.52, repetitions=3)),
            1,
            "",
            "seat_height_m and repetitions changed",
        ),
        ((sit("a"), sit("b", seat_height_m=0.48)), 1, "seat_height_m", "more than one named step"),
        ((sit("a"), sit("b", arms="touch")), 1, "arms", "no named steps"),
        ((sit("a"), sit("b", seat_height_m=0.5)), 1, "seat_height_m", "one of the named steps"),
        ((sit("a", repetitions=2),), 0, "repetitions", "one of the named steps"),
        ((climb(),), -1, "seat_height_m", "no level has this"),
    ],
)
def test_a_broken_ladder_names_level_and_parameter(
    levels: tuple[SitToStandLevel | StairsLevel, ...], index: int, field: str, message: str
) -> None:
    with pytest.raises(LadderError, match=message) as caught:
        check_ladder(levels, STEPS)
    assert (caught.value.index, caught.value.field) == (index, field)


def test_every_fault_of_a_ladder_is_said_at_once() -> None:
    levels = (sit("a"), sit("b", seat_height_m=0.48), sit("c", seat_height_m=0.48))
    with pytest.raises(LadderError) as caught:
        check_ladder(levels, STEPS)
    assert [error.path for error in (caught.value, *caught.value.others)] == [
        ("levels", 1, "seat_height_m"),
        ("levels", 2),
    ]


def test_what_is_allowed_instead_is_the_nearest_step() -> None:
    with pytest.raises(LadderError) as caught:
        check_ladder((sit("a"), sit("b", seat_height_m=0.48)), STEPS)
    assert caught.value.allowed == "0.52"


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ((Step(name="a", value=1), Step(name="a", value=3)), "the name a is used twice"),
        ((Step(name="a", value=1), Step(name="b", value=1)), "the value 1 is used twice"),
        (
            (Step(name="a", value=1), Step(name="b", value=5), Step(name="c", value=3)),
            "must rise or fall",
        ),
    ],
)
def test_named_steps_are_in_order_and_single(steps: tuple[Step, ...], message: str) -> None:
    with pytest.raises(LadderError, match=message) as caught:
        check_ladder((sit(),), {"repetitions": steps})
    assert caught.value.path == ("steps", "repetitions")


@pytest.mark.parametrize(
    ("change", "fine"),
    [
        ({"seat_height_m": 0.38}, True),
        ({"seat_height_m": 0.379}, False),
        ({"seat_height_m": 0.6}, True),
        ({"seat_height_m": 0.601}, False),
        ({"repetitions": 0}, False),
        ({"repetitions": 10}, True),
        ({"repetitions": 11}, False),
        ({"repetitions": True}, False),
        ({"pace_per_min": 20}, True),
        ({"pace_per_min": 21}, False),
        ({"title": "one\nline"}, False),
        ({"title": "turned \u202eround"}, False),
        ({"id": "Upper"}, False),
    ],
)
def test_the_hard_caps_hold_at_their_edges(change: dict[str, Value], fine: bool) -> None:
    if fine:
        sit(**change)
    else:
        with pytest.raises(ValidationError):
            sit(**change)


def lean(**change: Value) -> ReachLevel:
    level: dict[str, object] = {
        "id": "a",
        "title": "Reach",
        "posture": "seated",
        "spotter": "none",
        "equipment": ("A chair",),
        "flexion_deg": 30,
        "reaches": 4,
        "side": "both",
    }
    return ReachLevel.model_validate(level | change)


def test_reaching_is_done_in_one_posture_with_named_hands() -> None:
    assert lean().begins == "seated"
    assert lean(posture="standing").heads == ("standing",)
    assert lean().reaching == ("left", "right")
    assert lean(side="left").reaching == ("left",)
    assert dict(lean(side="right", target_size_m=0.14, hold_ms=1500).integers()) == {
        "flexion_deg": 30,
        "reaches": 4,
        "side": 1,
        "lateral_deg": 0,
        "hold_ms": 1500,
        "target_size_mm": 140,
        "within_s": 0,
    }
    with pytest.raises(ValidationError, match="one posture"):
        lean(posture="seated_and_standing")
    with pytest.raises(ValidationError):
        lean(flexion_deg=91)


def lift(**change: Value) -> BendLevel:
    level: dict[str, object] = {
        "id": "a",
        "title": "Lift",
        "posture": "standing",
        "spotter": "near",
        "equipment": ("A free floor",),
        "pick_height_m": 0.25,
        "put_height_m": 0.9,
        "repetitions": 4,
    }
    return BendLevel.model_validate(level | change)


def test_lifting_is_done_in_one_posture() -> None:
    assert lift().begins == "standing"
    assert lift(posture="seated").heads == ("seated",)
    assert dict(lift(hands="both", aside_deg=30).integers()) == {
        "pick_height_mm": 250,
        "put_height_mm": 900,
        "object_size_mm": 150,
        "both_hands": 1,
        "repetitions": 4,
        "aside_deg": 30,
    }
    with pytest.raises(ValidationError, match="one posture"):
        lift(posture="seated_and_standing")
    with pytest.raises(ValidationError):
        lift(put_height_m=1.41)


def test_nobody_steps_on_a_real_step_alone() -> None:
    climb(locomotion="real_step", spotter="near")
    climb(locomotion="real_step", spotter="none", mode="watch")
    with pytest.raises(ValidationError, match="a real step needs a spotter"):
        climb(locomotion="real_step", spotter="none")


def test_the_pause_comes_before_the_end() -> None:
    with pytest.raises(ValidationError, match="must be below sickness_end"):
        Limits(sickness_pause=10, sickness_end=10)


def test_whoever_reclines_only_watches() -> None:
    def protocol(mode: str, space: Value) -> Protocol:
        ladder = SitToStandLadder(
            id="chair", title="t", feared="f", place="home", steps={}, movement="sit_to_stand",
            levels=(sit(mode=mode),),
        )  # fmt: skip
        rules = SessionRules.model_validate({"space": space})
        return Protocol(format=1, id="p", version=1, title="t", session=rules, ladders=(ladder,))

    assert protocol("watch", "reclined").session.space == "reclined"
    assert protocol("do", "seated").session.space == "seated"
    with pytest.raises(ValidationError, match="every level has mode"):
        protocol("do", "reclined")


def test_no_question_is_asked_twice_at_once() -> None:
    assert Questions(before_trial=()).before_trial == ()
    with pytest.raises(ValidationError, match="asked twice"):
        Questions(before_trial=("fear_before", "fear_before"))


def test_levels_become_integers() -> None:
    assert dict(sit(seat_height_m=0.52, arms="crossed").integers()) == {
        "seat_height_mm": 520,
        "repetitions": 1,
        "pace_per_min": 0,
        "arms": 2,
        "seat": 0,
        "hold_s": 0,
        "turn_deg": 0,
        "test": 0,
        "stop_on": 0,
    }
    bed = dict(sit(seat="bed", hold_s=3, turn_deg=90).integers())
    assert (bed["seat"], bed["hold_s"], bed["turn_deg"]) == (1, 3, 90)
    stairs = dict(climb(riser_m=0.14, visual_height_m=1, direction="down").integers())
    assert stairs["riser_mm"] == 140
    assert (stairs["rail_left"], stairs["rail_right"]) == (0, 1)
    assert (stairs["visual_height_mm"], stairs["downwards"]) == (1000, 1)


def test_the_table_marks_the_one_change_of_each_level() -> None:
    ladder = SitToStandLadder(
        id="sit",
        title="Getting up",
        feared="It will hurt",
        place="home",
        movement="sit_to_stand",
        steps=STEPS,
        levels=(sit("first"), sit("second", seat_height_m=0.52)),
    )
    lines = ladder_table(ladder).splitlines()
    assert lines[0] == 'Ladder "sit": Getting up (place: home)'
    assert "repetitions 1" in lines[2]
    assert [line.split() for line in lines[4:7]] == [
        ["level", "seat_height_m"],
        ["1", "first", "0.56"],
        ["2", "second", "*0.52"],
    ]
    assert lines.count("    needs: A chair") == 1


def stay(**change: Value) -> StandLevel:
    level: dict[str, object] = {
        "id": "a",
        "title": "Stand",
        "posture": "standing",
        "spotter": "near",
        "equipment": ("A floor",),
        "duration_s": 30,
        "rails": "one",
    }
    return StandLevel.model_validate(level | change)


def test_standing_becomes_integers() -> None:
    level = dict(stay(feet="tandem", rail_side="left").integers())
    assert level == {"duration_s": 30, "feet": 2, "rail_left": 1, "rail_right": 0}
    assert stay().heads == ("standing",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"posture": "seated"}, "standing is done standing"),
        ({"feet": "tandem", "spotter": "none"}, "narrow feet need a spotter"),
        ({"duration_s": 181}, "less than or equal to 180"),
        ({"duration_s": 4}, "greater than or equal to 5"),
    ],
)
def test_standing_that_is_not_safe_is_no_level(change: dict[str, Value], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        stay(**change)


def look(**change: Value) -> TurnLevel:
    level: dict[str, object] = {
        "id": "a",
        "title": "Look",
        "posture": "seated",
        "spotter": "none",
        "equipment": ("A chair",),
        "part": "head",
        "angle_deg": 60,
        "turns": 4,
    }
    return TurnLevel.model_validate(level | change)


def test_turning_becomes_integers() -> None:
    level = dict(look(part="trunk", angle_deg=120, side="right").integers())
    assert level == {"trunk": 1, "angle_deg": 120, "turns": 4, "side": 1, "hold_ms": 300}
    assert (look().heads, look(posture="standing").heads) == (("seated",), ("standing",))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"angle_deg": 81}, "more than a neck turns"),
        ({"posture": "seated_and_standing"}, "this movement is done in one posture"),
        ({"part": "trunk", "angle_deg": 151}, "less than or equal to 150"),
    ],
)
def test_a_turn_that_is_not_possible_is_no_level(change: dict[str, Value], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        look(**change)
