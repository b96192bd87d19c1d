"""Simulated people answer within the scale, learn from what happens, and are their seed's."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import vrexposure.simulation
from vrexposure.core.view import Text, View
from vrexposure.errors import SettingError
from vrexposure.simulation.load import Demand, demand_of
from vrexposure.simulation.person import KINDS, Person, make_person

EASY = Demand("sit_to_stand", 0.3, 0.3)
HARD = Demand("sit_to_stand", 0.9, 0.9)
QUESTIONS = {
    "baseline_pain": 10,
    "expected_pain": 10,
    "peak_pain": 10,
    "surprise": 10,
    "expected_harm": 100,
    "belief_before": 100,
    "belief_after": 100,
    "fear_before": 100,
    "fear_after": 100,
    "sickness": 20,
    "harm_occurred": 2,
}


def _trial(person: Person, demand: Demand = EASY, repetitions: int = 3) -> None:
    person.consider(demand)
    person.begin_trial()
    for _ in range(repetitions):
        person.exert()
    person.conclude(repetitions, repetitions)
    person.rest(60.0)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_lie_on_the_scale(name: str, question: str) -> None:
    person = make_person(name, 4)
    for _ in range(3):
        _trial(person, HARD)
        for _ in range(15):
            value = person.say(question)
            assert value is None or 0 <= value <= QUESTIONS[question]
            if value is not None and QUESTIONS[question] == 100:
                assert value % 10 == 0


def test_answers_are_among_the_offered() -> None:
    person = make_person("avoider", 1)
    assert {person.say("fear_before", (5, 40, 95)) for _ in range(60)} <= {None, 5, 40, 95}


def test_nobody_answers_a_question_that_is_no_rating() -> None:
    person = make_person("avoider", 1)
    assert not person.knows("ready")
    with pytest.raises(SettingError, match="'ready'"):
        person.say("ready")


def test_an_unknown_kind_is_refused_with_the_names_to_choose_from() -> None:
    with pytest.raises(SettingError, match="nobody") as refused:
        make_person("nobody", 1)
    assert all(name in str(refused.value) for name in KINDS)


def test_the_same_seed_is_the_same_person_and_another_seed_another() -> None:
    def story(seed: int) -> list[object]:
        person = make_person("avoider", seed)
        _trial(person)
        return [person.size, [person.say(question) for question in QUESTIONS]]

    assert story(5) == story(5)
    assert story(5) != story(6)


@pytest.mark.parametrize("seed", range(30))
def test_bodies_have_human_proportions(seed: int) -> None:
    size = make_person("confident", seed).size
    assert 1.45 <= size.eyes_m <= 1.75
    assert 0.66 <= size.eyes_above_seat_m <= 0.88
    assert size.eyes_m - size.eyes_above_seat_m > 0.7  # legs under the trunk
    assert 0.5 <= size.arm_m <= 0.75


def test_what_did_not_happen_is_expected_less() -> None:
    person = make_person("avoider", 2)
    person.consider(EASY)
    harm, pain, fear = [person.expectation().harm], [person.expected_pain()], [person.fear()]
    for _ in range(8):
        _trial(person)
        harm.append(person.expectation().harm)
        pain.append(person.expected_pain())
        fear.append(person.fear())
    assert harm == sorted(harm, reverse=True)
    assert harm[-1] < 0.2 * harm[0]
    assert fear[-1] < 0.6 * fear[0]
    assert pain[-1] < pain[0] - 2


def test_expectations_move_by_the_learning_share_of_the_surprise() -> None:
    person = make_person("avoider", 2)
    before = person.expectation().harm
    _trial(person)
    assert person.expectation().harm == pytest.approx(before * (1 - person.kind.learning))


def test_a_trial_that_was_avoided_teaches_fear_and_no_belief() -> None:
    person = make_person("avoider", 2)
    person.consider(EASY)
    harm, fear = person.expectation().harm, person.fear()
    person.conclude(0, 3)
    assert person.expectation().harm == harm
    assert person.fear() > fear


def test_watching_teaches_a_little_and_less_than_doing() -> None:
    watcher, doer = make_person("avoider", 2), make_person("avoider", 2)
    before = watcher.expectation().harm
    watcher.watch()
    _trial(doer)
    assert doer.expectation().harm < watcher.expectation().harm < before


def test_activities_are_feared_apart() -> None:
    person = make_person("avoider", 2)
    before = person.expectation("stairs_up").harm
    _trial(person)
    assert person.expectation("stairs_up").harm == before


def test_hesitation_grows_with_fear() -> None:
    afraid, brave = make_person("avoider", 3), make_person("confident", 3)
    longest = max(brave.hesitation_s() for _ in range(30))
    assert min(afraid.hesitation_s() for _ in range(30)) > longest


def test_the_fearful_give_up_hard_movements_more_often_and_the_brave_never() -> None:
    def refusals(name: str) -> int:
        person = make_person(name, 3)
        person.consider(HARD)
        return sum(not person.dares() for _ in range(200))

    assert refusals("confident") == 0
    assert 5 < refusals("avoider") < 100


def test_the_silent_leave_many_questions_open_and_fewer_asked_aloud() -> None:
    person = make_person("silent", 3)
    silent = sum(person.say("peak_pain") is None for _ in range(300))
    aloud = sum(person.say("peak_pain", aloud=True) is None for _ in range(300))
    assert 100 < silent < 170
    assert 40 < aloud < 100


def test_the_confident_always_answer() -> None:
    person = make_person("confident", 3)
    assert all(person.say(question) is not None for question in QUESTIONS for _ in range(20))


def test_work_tires_and_slows_and_rest_restores() -> None:
    person = make_person("tires", 3)
    person.consider(HARD)
    fresh = person.tempo()
    for _ in range(10):
        person.exert()
    tired = person.tempo()
    person.rest(1800.0)
    assert tired > 1.2 * fresh
    assert person.tempo() < 1.02 * fresh
    assert person.pain == pytest.approx(person.kind.pain, abs=0.1)


def test_a_flare_rises_three_above_rest_and_the_others_do_not() -> None:
    def rise(name: str) -> float:
        person = make_person(name, 3)
        person.consider(HARD)
        person.begin_trial()
        for _ in range(5):
            person.exert()
        return person.peak_pain - person.kind.pain

    assert rise("flare") > 3.0
    assert rise("avoider") < 3.0
    assert rise("confident") < 3.0


def test_a_lower_seat_and_crossed_arms_ask_for_more() -> None:
    def demand(seat_mm: int, arms: int) -> Demand:
        seen = demand_of(
            View(parameters=(("seat_height_mm", seat_mm), ("repetitions", 3), ("arms", arms)))
        )
        assert seen is not None
        return seen

    assert demand(430, 0).load > demand(560, 0).load
    assert demand(560, 2).threat > demand(560, 0).threat


def test_stairs_ask_for_more_with_more_risers_and_frighten_more_downwards() -> None:
    def demand(risers: int, caption: str, rails: int) -> Demand:
        parameters = (("risers", risers), ("riser_mm", 150), ("rail_left", rails))
        seen = demand_of(View(parameters=parameters, caption=Text(caption)))
        assert seen is not None
        return seen

    up = demand(3, "caption.go_stairs_up", 1)
    down = demand(3, "caption.go_stairs_down", 1)
    assert (up.activity, down.activity) == ("stairs_up", "stairs_down")
    assert down.threat > up.threat
    assert demand(12, "caption.go_stairs_up", 1).load > up.load
    assert demand(3, "caption.go_stairs_up", 0).threat > up.threat


def test_a_view_without_a_level_asks_for_nothing() -> None:
    assert demand_of(View()) is None


def test_people_know_nothing_of_the_rules_they_are_to_judge() -> None:
    (folder,) = vrexposure.simulation.__path__
    for path in Path(folder).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                module = node.module or ""
                assert not module.endswith(("core.progression", "core.safety")), path.name
                assert "core.session" not in module, path.name
