"""Back in the headset: what is seen then, who goes on, and what comes before exposure."""

from __future__ import annotations

import pytest

from tests.core.stories import SIT, STAIRS, Player, S, make_setup
from vrexposure.core.inputs import (
    Device,
    DeviceChange,
    Finish,
    Pause,
    RegisterProp,
    Resume,
    Stop,
)
from vrexposure.core.ladders import Ladder
from vrexposure.core.outputs import Output
from vrexposure.core.protocol import Questions
from vrexposure.core.session.session import Session
from vrexposure.core.setup import Prop
from vrexposure.core.view import Phase, RigMove, View, rig_offset
from vrexposure.core.watch import WatchSitToStand, WatchStairs

RAIL = (Prop(prop="rail_right", height_mm=900, x_mm=450),)


def in_trial(ladder: Ladder = SIT) -> Player:
    story = Player(Session(make_setup(ladder, **({} if ladder is SIT else {"props": RAIL}))))
    story.start()
    story.play_to_trial()
    return story


def on_the_stairs() -> Player:
    """One own step up, in the middle of a flight."""
    story = in_trial(STAIRS)
    story.step()
    story.wait(1)
    assert rig_offset(story.view.rig, story.now_ns).z == pytest.approx(0.15)
    return story


def off_and_on(story: Player, seconds: float = 60) -> None:
    story.device(DeviceChange.HEADSET_OFF)
    for _ in range(4):
        story.wait(seconds / 4)
    story.device(DeviceChange.HEADSET_ON)


def lost_and_back(story: Player) -> None:
    story.device(DeviceChange.RUNTIME_LOST)
    story.wait(5)
    story.device(DeviceChange.RUNTIME_BACK)
    story.device(DeviceChange.FOCUS_GAINED)
    story.device(DeviceChange.RECENTRED)


def body(view: View) -> list[str]:
    assert view.panel is not None
    return [line.key for line in view.panel.body]


def is_lobby(view: View) -> bool:
    return (view.place, view.parameters, view.rig, view.ambience) == ("neutral", (), RigMove(), "")


def code(outputs: list[Output]) -> str:
    return next(one.code for one in outputs if one.kind == "command_answered")


@pytest.mark.parametrize("away", [off_and_on, lost_and_back])
def test_whoever_comes_back_finds_the_lobby_paused_and_nothing_goes_on(away: object) -> None:
    story = on_the_stairs()
    away(story)  # type: ignore[operator]
    assert story.phase() is Phase.PAUSED
    assert is_lobby(story.view)
    assert story.view.demonstration is None
    assert story.view.dim_permille == 0
    assert body(story.view) == ["pause.returned", "body.returned", "body.therapist_goes_on"]
    assert story.view.panel is not None
    assert not story.view.panel.options, "a look that rests ahead must not go on"
    assert story.of("alert")[-1].text.key in ("alert.returned", "alert.recentred")
    story.wait(600)
    assert story.phase() is Phase.PAUSED
    assert is_lobby(story.view)
    assert code(story.command(Resume(), "patient")) == "therapist_only"


def test_the_place_changes_while_nobody_looks_and_not_before() -> None:
    story = on_the_stairs()
    before = story.view
    story.device(DeviceChange.HEADSET_OFF)
    story.wait(0.9)
    assert (story.view.place, story.view.rig) == (before.place, before.rig)
    story.wait(0.2)
    assert is_lobby(story.view)
    shown = story.view
    story.device(DeviceChange.HEADSET_ON)
    assert story.view.panel == shown.panel, "the first picture is already the one for the return"


def test_a_sensor_that_blinks_moves_no_world_and_the_patient_goes_on() -> None:
    story = on_the_stairs()
    before = story.view
    story.device(DeviceChange.HEADSET_OFF)
    story.wait(0.5)
    assert code(story.command(Resume())) == "headset_off"
    story.device(DeviceChange.HEADSET_ON)
    assert story.phase() is Phase.PAUSED
    assert (story.view.place, story.view.rig) == (before.place, before.rig)
    story.answer(1)
    assert story.phase() is Phase.RUNNING


def test_time_that_nobody_told_counts_when_the_headset_is_on_again() -> None:
    story = on_the_stairs()
    story.device(DeviceChange.HEADSET_OFF)
    story.now_ns += 300 * S
    story.tell(story.session.device(Device(story.now_ns, DeviceChange.HEADSET_ON)))
    assert is_lobby(story.view)


@pytest.mark.parametrize(
    "pause",
    [
        lambda story: story.device(DeviceChange.FOCUS_LOST),
        lambda story: story.command(Pause(), "patient"),
        lambda story: story.command(Pause()),
        lambda story: story.device(DeviceChange.RECORDER_LOST),
        lambda story: story.device(DeviceChange.RECENTRED),
    ],
)
def test_a_pause_with_the_headset_on_leaves_everybody_where_they_are(pause: object) -> None:
    story = on_the_stairs()
    before = story.view
    pause(story)  # type: ignore[operator]
    story.wait(120)
    assert (story.view.place, story.view.rig) == (before.place, before.rig)


@pytest.mark.parametrize("ladder", [SIT, STAIRS])
def test_going_on_leads_through_the_dark_and_all_that_goes_before_a_movement(
    ladder: Ladder,
) -> None:
    story = in_trial(ladder)
    before = story.view
    off_and_on(story)
    assert story.of("trial_ended")[-1].result == "interrupted"
    begun, rated = len(story.of("trial_began")), len(story.of("rating_given"))
    story.command(Resume())
    assert (story.phase(), story.view.dim_permille) == (Phase.RUNNING, 1000)
    story.wait(0.5)
    assert (story.view.place, story.view.parameters) == (before.place, before.parameters)
    assert (story.view.dim_permille, story.view.ambience) == (0, before.ambience)
    assert story.view.panel is not None
    assert story.view.panel.question == "expected_pain"
    story.play_to_trial()
    asked = [one.question for one in story.of("rating_given")[rated:]]
    assert asked == list(Questions().before_trial)
    assert len(story.of("trial_began")) == begun + 1
    assert story.view.place == "home"


def test_a_real_chair_is_seen_in_the_lobby_until_it_may_stand_elsewhere() -> None:
    story = in_trial()
    off_and_on(story)
    assert [(one.prop, one.look) for one in story.view.props] == [("chair", "real")]
    story.command(RegisterProp("chair", None))
    assert story.view.props == ()

    story = in_trial()
    lost_and_back(story)
    assert story.view.props == ()
    story.command(Resume())
    story.play(until="register_chair")
    assert story.view.place == "home"
    story.play_to_trial()
    assert len(story.of("calibration_done")) == 4


@pytest.mark.parametrize("question", ["baseline_pain", "expected_harm", "peak_pain", "decision"])
def test_a_question_comes_again_where_it_was_asked(question: str) -> None:
    story = Player(Session(make_setup()))
    story.start()
    story.play(until=question)
    before = story.view
    off_and_on(story)
    assert is_lobby(story.view)
    story.command(Resume())
    story.wait(0.5)
    story.wait(0.5)
    assert story.view.panel is not None
    assert story.view.panel.question == question
    assert (story.view.place, story.view.rig.to_mm) == (before.place, before.rig.to_mm)
    story.play()
    assert story.of("block_began")[-1].block == 2


def test_whoever_was_about_to_begin_is_asked_again() -> None:
    story = Player(Session(make_setup(STAIRS, props=RAIL)))
    story.start()
    story.play(until="ready")
    off_and_on(story)
    story.command(Resume())
    story.wait(0.5)
    assert story.view.panel is not None
    assert story.view.panel.question == "expected_pain"
    story.play(until="ready")
    assert story.view.place == "home"
    assert not story.of("trial_began")


def test_calibration_and_expectation_come_before_the_movement_after_a_return_in_between() -> None:
    story = Player(Session(make_setup()))
    story.start()
    while story.view.caption is None or story.view.caption.key != "caption.stand_still":
        story.step()
    off_and_on(story)
    story.command(Resume())
    story.wait(0.5)
    assert story.view.caption is not None
    assert story.view.caption.key == "caption.stand_still"
    story.play_to_trial()
    assert isinstance(story.session.watch.movement, WatchSitToStand)
    assert story.view.place == "home"


def test_taking_it_off_twice_leads_back_to_the_same_place() -> None:
    story = Player(Session(make_setup(STAIRS, props=RAIL)))
    story.start()
    story.play(until="expected_harm")
    before = story.view
    off_and_on(story)
    story.command(Resume())
    off_and_on(story)  # in the dark, on the way
    assert is_lobby(story.view)
    story.command(Resume())
    story.wait(0.5)
    story.wait(0.1)
    assert (story.view.place, story.view.ambience) == (before.place, before.ambience)
    assert story.view.panel is not None
    assert story.view.panel.question == "expected_harm"


def test_nobody_goes_on_while_the_headset_is_off() -> None:
    story = on_the_stairs()
    story.device(DeviceChange.HEADSET_OFF)
    story.wait(30)
    assert code(story.command(Resume())) == "headset_off"
    story.device(DeviceChange.HEADSET_ON)
    assert code(story.command(Resume())) == ""


def test_a_runtime_that_comes_back_before_its_headset_is_put_on_is_no_return_yet() -> None:
    story = on_the_stairs()
    story.device(DeviceChange.HEADSET_OFF)
    story.device(DeviceChange.RUNTIME_LOST)
    assert is_lobby(story.view)
    assert body(story.view) == ["pause.runtime_lost"]
    story.device(DeviceChange.RUNTIME_BACK)
    assert body(story.view) == ["pause.runtime_lost"]
    story.device(DeviceChange.HEADSET_ON)
    assert body(story.view)[0] == "pause.returned"


def test_a_lost_runtime_is_said_also_on_top_of_the_therapists_pause() -> None:
    story = on_the_stairs()
    story.command(Pause())
    story.device(DeviceChange.RUNTIME_LOST)
    assert body(story.view) == ["pause.runtime_lost"]
    story.device(DeviceChange.RUNTIME_BACK)
    assert code(story.command(Resume(), "patient")) == "therapist_only"


def test_a_hold_stays_what_it_is_but_in_the_lobby() -> None:
    story = on_the_stairs()
    story.device(DeviceChange.RECORDER_LOST)
    off_and_on(story)
    assert story.phase() is Phase.HELD
    assert is_lobby(story.view)
    assert body(story.view) == ["hold.recorder_lost"]
    assert story.of("alert")[-1].text.key == "alert.returned"
    story.command(Resume())
    story.play_to_trial()
    assert isinstance(story.session.watch.movement, WatchStairs)
    assert story.view.place == "home"


def test_from_the_lobby_too_everybody_may_stop_or_finish() -> None:
    for action, phase in ((Stop(), Phase.SAFE), (Finish(), Phase.DEBRIEF)):
        story = on_the_stairs()
        off_and_on(story)
        story.command(action, "therapist")
        assert story.phase() is phase
        assert story.view.place == "neutral"
        off_and_on(story)
        assert story.phase() is phase
