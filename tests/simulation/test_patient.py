"""A simulated patient does what the View asks, as far as courage goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from vrexposure.core.geometry import FORWARD
from vrexposure.core.inputs import (
    Button,
    Frame,
    Point,
)
from vrexposure.core.panel import option_at
from vrexposure.core.view import (
    Counter,
    Demonstration,
    Option,
    Panel,
    Phase,
    PropView,
    Text,
    View,
)
from vrexposure.simulation.load import Demand, demand_of
from vrexposure.simulation.person import make_person
from vrexposure.simulation.situation import situation_of
from vrexposure.simulation.source import SimulatedInput

RUNNING = View(version=1, phase=Phase.RUNNING)
SIT = (("seat_height_mm", 480), ("repetitions", 2), ("pace_per_min", 0), ("arms", 0))
STAIRS = (("risers", 3), ("riser_mm", 150), ("climbs", 1))
CHAIR = PropView("chair", "real", 480, has_arms=True)


def _rating(question: str, values: Iterable[int] = range(0, 101, 10)) -> View:
    options = tuple(Option(value, Text("option.number")) for value in values)
    return replace(RUNNING, panel=Panel(question, Text(f"ask.{question}"), options=options))


def _movement(parameters: tuple[tuple[str, int], ...], target: int) -> View:
    return replace(RUNNING, parameters=parameters, props=(CHAIR,), counter=Counter(0, target))


def _demand() -> Demand:
    seen = demand_of(_movement(SIT, 2))
    assert seen is not None
    return seen


def _play(
    source: SimulatedInput,
    view: View,
    seconds: float,
    react: Callable[[Frame, View], View] | None = None,
) -> list[Frame]:
    """Frames while the source sees the view; `react` may change it after each."""
    frames: list[Frame] = []
    for moment in source.moments():
        assert isinstance(moment, Frame)
        frames.append(moment)
        if react is not None:
            view = react(moment, view)
        source.show(view, moment)
        if moment.time_ns >= seconds * 1e9:
            break
    return frames


def _pressed(frames: Sequence[Frame]) -> list[Frame]:
    """The frames in which a select button went down."""
    select = int(Button.LEFT_SELECT | Button.RIGHT_SELECT)
    return [
        after
        for before, after in pairwise(frames)
        if after.buttons & select and not before.buttons & select
    ]


def _pointed_at(frame: Frame, panel: Panel) -> int:
    right = frame.buttons & int(Button.RIGHT_SELECT)
    aim = frame.pose(Point.RIGHT_AIM if right else Point.LEFT_AIM)
    return option_at(panel, aim.position, aim.orientation.rotate(FORWARD))


def _heights(frames: Sequence[Frame]) -> list[float]:
    return [float(frame.poses[Point.HEAD, 2]) for frame in frames]


def _rises(heights: Sequence[float], low: float, high: float) -> int:
    """How often the head came from below `low` to above `high`."""
    count, down = 0, True
    for height in heights:
        if down and height > high:
            count, down = count + 1, False
        elif height < low:
            down = True
    return count


@pytest.mark.parametrize("seed", range(6))
def test_a_press_points_at_an_option_that_is_near_what_is_felt(seed: int) -> None:
    source = SimulatedInput(make_person("confident", seed))
    view = _rating("fear_before")
    assert view.panel is not None
    presses = _pressed(_play(source, view, 12.0))
    assert presses
    for frame in presses:
        option = _pointed_at(frame, view.panel)
        assert option >= 0
        assert abs(view.panel.options[option].value - source.person.fear()) <= 20


def test_gaze_alone_answers_now_and_then_and_rests_on_one_option() -> None:
    view = _rating("fear_before")
    assert view.panel is not None
    by_gaze = 0
    for seed in range(30):
        frames = _play(SimulatedInput(make_person("confident", seed)), view, 5.0)
        if _pressed(frames):
            continue
        looks = {
            option_at(view.panel, head.position, head.orientation.rotate(FORWARD))
            for head in (frame.pose(Point.HEAD) for frame in frames[-100:])
        }
        assert len(looks) == 1
        assert looks != {-1}
        by_gaze += 1
    assert 1 <= by_gaze <= 10


def test_going_on_is_chosen_before_finishing() -> None:
    view = _rating("continue", (1, 2))
    assert view.panel is not None
    frames = _play(SimulatedInput(make_person("confident", 1)), view, 12.0)
    assert {_pointed_at(frame, view.panel) for frame in _pressed(frames)} == {0}


def test_no_answer_means_no_press() -> None:
    pressed = [
        bool(
            _pressed(_play(SimulatedInput(make_person("silent", seed)), _rating("fear_before"), 9))
        )
        for seed in range(12)
    ]
    assert 2 <= pressed.count(False) <= 10


def test_a_highlight_or_a_count_is_no_new_situation() -> None:
    view = _rating("fear_before")
    assert view.panel is not None
    lit = replace(view, version=9, panel=replace(view.panel, highlighted=3, fill_permille=400))
    assert situation_of(lit) == situation_of(view)
    moving = _movement(SIT, 3)
    assert situation_of(replace(moving, counter=Counter(1, 3))) == situation_of(moving)
    assert situation_of(replace(view, phase=Phase.SAFE)) != situation_of(view)


def test_repetitions_are_done_until_the_counter_is_full() -> None:
    person = make_person("confident", 1)
    seated, standing = 0.48 + person.size.eyes_above_seat_m, person.size.eyes_m
    low, high = seated + 0.1, standing - 0.1
    done = 0
    up = False

    def count(frame: Frame, view: View) -> View:
        nonlocal done, up
        height = float(frame.poses[Point.HEAD, 2])
        if not up and height > high:
            up = True
        elif up and height < low:
            up = False
            done += 1
            return replace(view, counter=Counter(done, 2))
        return view

    frames = _play(SimulatedInput(person), _movement(SIT, 2), 40.0, count)
    heights = _heights(frames)
    assert _rises(heights, low, high) == 2
    assert max(heights) == pytest.approx(standing, abs=0.02)
    assert heights[-1] == pytest.approx(seated, abs=0.02)


def test_a_movement_waits_for_courage() -> None:
    def first_move_s(name: str) -> float:
        frames = _play(SimulatedInput(make_person(name, 1), seat_m=0.48), _movement(SIT, 2), 15.0)
        heights = _heights(frames)
        moved = next(i for i, height in enumerate(heights) if abs(height - heights[0]) > 0.1)
        return frames[moved].time_ns / 1e9

    assert first_move_s("avoider") > first_move_s("confident") + 0.5


def test_the_terrified_often_do_not_get_up_and_sometimes_break_off_half_way() -> None:
    heights = []
    for seed in range(12):
        person = make_person("avoider", seed)
        person.expectation("sit_to_stand").fear = 100.0
        person.pain = 10.0
        source = SimulatedInput(person, seat_m=0.48)
        frames = _play(source, _movement(SIT, 2), 18.0)
        seated, standing = 0.48 + person.size.eyes_above_seat_m, person.size.eyes_m
        heights.append((max(_heights(frames)) - seated) / (standing - seated))
    assert sum(height < 0.9 for height in heights) >= 3
    assert any(0.1 < height < 0.9 for height in heights)


def test_steps_are_marched_in_place_with_the_head_bobbing() -> None:
    person = make_person("confident", 1)
    source = SimulatedInput(person, standing=True)
    frames = _play(source, _movement(STAIRS, 6), 14.0)
    heights = _heights(frames)
    eyes = person.size.eyes_m
    assert _rises(heights, eyes + 0.015, eyes + 0.03) >= 5
    sways = frames[-1].poses[Point.HEAD, 0], max(f.poses[Point.HEAD, 0] for f in frames)
    assert max(abs(float(s)) for s in sways) < 0.06


def test_a_real_step_is_climbed_and_left_again() -> None:
    person = make_person("confident", 1)
    step = PropView("step", "real", 150, y_mm=350)
    view = replace(_movement(STAIRS, 6), props=(step,))
    heights = _heights(_play(SimulatedInput(person, standing=True), view, 20.0))
    eyes = person.size.eyes_m
    assert _rises(heights, eyes + 0.03, eyes + 0.12) >= 2
    assert max(heights) < eyes + 0.18


def test_rails_that_are_real_are_held() -> None:
    rail = PropView("rail_right", "real", 900, x_mm=450)
    view = replace(_movement(STAIRS, 6), props=(rail,))
    last = _play(SimulatedInput(make_person("confident", 1), standing=True), view, 6.0)[-1]
    assert last.pose(Point.RIGHT_HAND).position.x == pytest.approx(0.45, abs=0.02)
    assert last.pose(Point.RIGHT_HAND).position.z == pytest.approx(0.92, abs=0.02)
    assert abs(last.pose(Point.LEFT_HAND).position.x) < 0.35


@pytest.mark.parametrize(
    ("caption", "standing_before", "stands"),
    [
        ("caption.sit_still", True, False),
        ("caption.sit_down", True, False),
        ("caption.stand_still", False, True),
        ("caption.stand_up", False, True),
        ("caption.rest", False, False),
        ("caption.rest", True, True),
    ],
)
def test_captions_are_followed(caption: str, standing_before: bool, stands: bool) -> None:
    person = make_person("avoider", 1)
    source = SimulatedInput(person, standing=standing_before)
    height = _heights(_play(source, replace(RUNNING, caption=Text(caption)), 9.0))[-1]
    assert (height > person.size.eyes_m - 0.05) == stands


def test_a_body_that_is_measured_keeps_still() -> None:
    source = SimulatedInput(make_person("avoider", 1))
    frames = _play(source, replace(RUNNING, caption=Text("caption.sit_still")), 5.0)
    still = _heights(frames[72:])
    assert max(still) - min(still) < 0.025


def test_after_a_stop_the_patient_sits_down() -> None:
    person = make_person("avoider", 1)
    source = SimulatedInput(person, standing=True)
    view = replace(RUNNING, phase=Phase.SAFE, props=(CHAIR,))
    heights = _heights(_play(source, view, 10.0))
    assert heights[-1] == pytest.approx(0.48 + person.size.eyes_above_seat_m, abs=0.02)


def test_a_pause_is_waited_out() -> None:
    frames = _play(
        SimulatedInput(make_person("confident", 1)),
        replace(_movement(SIT, 2), phase=Phase.PAUSED),
        6.0,
    )
    heights = _heights(frames[144:])
    assert max(heights) - min(heights) < 0.03
    assert not _pressed(frames)


def test_what_was_done_is_learned_when_the_trial_is_over() -> None:
    person = make_person("avoider", 1)

    def ends(frame: Frame, view: View) -> View:
        return RUNNING if frame.time_ns > 20e9 else view

    person.consider(_demand())
    before = person.expectation().harm
    _play(SimulatedInput(person), _movement(SIT, 2), 21.0, ends)
    assert person.expectation().harm < before


def test_a_trial_cut_short_by_a_pause_teaches_nothing() -> None:
    person = make_person("avoider", 1)

    def pauses(frame: Frame, view: View) -> View:
        return replace(RUNNING, phase=Phase.PAUSED) if frame.time_ns > 20e9 else view

    person.consider(_demand())
    before = person.expectation().harm
    _play(SimulatedInput(person), _movement(SIT, 2), 21.0, pauses)
    assert person.expectation().harm == before


def test_watching_a_demonstration_lowers_the_expected_harm() -> None:
    person = make_person("avoider", 1)
    person.consider(_demand())
    before = person.expectation().harm
    watched = replace(RUNNING, demonstration=Demonstration("sit_to_stand", 0, 5000))

    def ends(frame: Frame, view: View) -> View:
        return RUNNING if frame.time_ns > 5e9 else view

    _play(SimulatedInput(person), watched, 6.0, ends)
    assert 0.8 * before < person.expectation().harm < before
