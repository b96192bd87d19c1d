"""Stories of turning: what is shown and asked, what counts, and what does not."""

from __future__ import annotations

import math
import typing

import pytest

from tests.core.stories import Player, make_setup
from vrexposure.core.inputs import DeviceChange, Ease, Skip, Stop
from vrexposure.core.ladders import TurnLadder
from vrexposure.core.levels.turn import TurnLevel
from vrexposure.core.observations import (
    MovementStarted,
    NearMiss,
    TrackingLost,
    TurnDone,
    TurnHeld,
)
from vrexposure.core.outputs import TrialEnded
from vrexposure.core.session.session import Session
from vrexposure.core.setup import Prop
from vrexposure.core.view import Phase, Thing
from vrexposure.core.watch import WatchTurn
from vrexposure.resources.texts import load_words

CHAIR = Prop(prop="chair", height_mm=450)


def level(**change: object) -> TurnLevel:
    values: dict[str, object] = {
        "id": "beside",
        "title": "Look beside you",
        "posture": "seated",
        "spotter": "none",
        "equipment": ("A chair",),
        "part": "head",
        "angle_deg": 60,
        "turns": 3,
    }
    return TurnLevel.model_validate(values | change)


LADDER = TurnLadder(
    id="turn",
    title="Turning",
    feared="it will shoot into my arm",
    place="home",
    movement="turn",
    steps={},
    levels=(level(),),
)


def begun(**change: typing.Any) -> Player:
    """A session at the signal to go of its first turn."""
    ladder = LADDER.model_copy(update={"levels": (level(**change),)})
    player = Player(Session(make_setup(ladder, props=(CHAIR,), trial_within_s=60)))
    player.start()
    for _ in range(100):
        if isinstance(player.session.watch.movement, WatchTurn):
            return player
        player.step()
    raise AssertionError(f"never came to a turn: {player.view}")


def watched(player: Player) -> WatchTurn:
    movement = player.session.watch.movement
    assert isinstance(movement, WatchTurn)
    return movement


def turn(player: Player, **change: typing.Any) -> None:
    """The wanted turn is held, and then done."""
    player.wait(1.0)
    done = player.view.counter.done if player.view.counter else 0
    side = watched(player).sides[done]
    player.see(TurnHeld(player.now_ns, done, side))
    player.wait(0.8)
    values: dict[str, typing.Any] = {
        "time_ns": player.now_ns,
        "index": done,
        "side": side,
        "peak_deg": 63,
        "turn_ms": 2100,
        "timed": True,
    }
    player.see(TurnDone(**(values | change)))


def ended(player: Player) -> list[TrialEnded]:
    return player.of("trial_ended")


def caption(player: Player) -> str:
    assert player.view.caption is not None
    return player.view.caption.key


def bearing_deg(thing: Thing) -> float:
    return math.degrees(math.atan2(-thing.x_mm, thing.y_mm))


def test_sides_take_turns_and_the_trial_ends_with_what_was_measured() -> None:
    player = begun()
    player.see(MovementStarted(player.now_ns, 500))
    assert watched(player).sides == ("left", "right", "left")
    captions = []
    for peak_deg in (61, 70, 66):
        captions.append(caption(player))
        turn(player, peak_deg=peak_deg)
    left, right = "caption.go_turn_head_left", "caption.go_turn_head_right"
    assert captions == [left, right, left]
    (trial,) = ended(player)
    assert (trial.result, trial.done, trial.mean_ms, trial.hesitation_ms) == (
        "completed", 3, 2100, 500,
    )  # fmt: skip
    assert dict(trial.measures) == {"turned_left_deg": 66, "turned_right_deg": 70}
    sounds = [play.sound for play in player.of("play")]
    assert sounds[-7:] == ["step", "repetition"] * 3 + ["done"]
    assert (player.view.things, player.view.ghost) == ((), None)


@pytest.mark.parametrize(("part", "angle_deg"), [("head", 60), ("trunk", 120)])
def test_the_lights_stand_at_the_angle_at_eye_height_out_of_reach(
    part: str, angle_deg: int
) -> None:
    player = begun(part=part, angle_deg=angle_deg)
    assert (watched(player).part, watched(player).angle_deg) == (part, angle_deg)
    bearings = [round(bearing_deg(thing)) for thing in player.view.things]
    assert bearings == [0, angle_deg, -angle_deg]
    for thing in player.view.things:
        assert thing.kind == "mark"
        assert math.hypot(thing.x_mm, thing.y_mm) == pytest.approx(1800, abs=2)
        assert thing.z_mm == 1200 - 60


def test_the_light_that_is_wanted_is_told_apart_and_then_the_one_ahead() -> None:
    player = begun()
    assert [thing.state for thing in player.view.things] == ["waiting", "wanted", "waiting"]
    player.see(TurnHeld(player.now_ns, 0, "left"))
    assert [thing.state for thing in player.view.things] == ["wanted", "done", "waiting"]
    assert caption(player) == "caption.come_back"
    player.see(TurnDone(player.now_ns, 0, "left", 62, 2000, timed=True))
    assert [thing.state for thing in player.view.things] == ["waiting", "waiting", "wanted"]


def test_only_the_side_of_the_level_has_a_light() -> None:
    player = begun(side="right")
    assert [round(bearing_deg(thing)) for thing in player.view.things] == [0, -60]
    assert watched(player).sides == ("right",) * 3


def test_the_way_is_shown_until_the_first_movement() -> None:
    player = begun()
    ghost = player.view.ghost
    assert ghost is not None
    assert ghost.points_mm[0][:2] == (0, 1800)
    x_mm, y_mm, _ = ghost.points_mm[-1]
    assert round(math.degrees(math.atan2(-x_mm, y_mm))) == 60
    player.see(MovementStarted(player.now_ns, 400))
    assert player.view.ghost is None


def test_a_turn_that_is_given_up_is_a_near_miss_and_no_end() -> None:
    player = begun()
    player.see(NearMiss(player.now_ns, 60))
    assert not ended(player)
    for _ in range(3):
        turn(player)
    assert (ended(player)[0].result, ended(player)[0].near_misses) == ("completed", 1)


def test_that_only_the_head_was_judged_is_said_once_and_counted() -> None:
    player = begun(part="trunk", angle_deg=100)
    for _ in range(3):
        turn(player, peak_deg=101)
    keys = [alert.text.key for alert in player.of("alert")]
    assert keys.count("alert.turn_head_only") == 1
    assert dict(ended(player)[0].measures)["head_only_count"] == 3


def test_how_far_the_trunk_went_along_is_told_where_it_is_known() -> None:
    player = begun(part="trunk", angle_deg=100)
    for trunk_deg in (41, 50, 44):
        turn(player, trunk_deg=trunk_deg)
    measures = dict(ended(player)[0].measures)
    assert measures["trunk_turned_deg"] == 50
    assert "head_only_count" not in measures


def test_a_turn_with_a_gap_in_it_counts_without_its_time() -> None:
    player = begun(turns=1)
    turn(player, timed=False)
    assert (ended(player)[0].done, ended(player)[0].mean_ms) == (1, None)


def test_who_stands_needs_no_chair_and_sees_none() -> None:
    player = begun(posture="standing")
    assert player.view.props == ()
    assert (watched(player).head_mm, watched(player).seated) == (1600, False)
    assert watched(begun()).seated
    assert {prop.prop for prop in begun().view.props} == {"chair"}


@pytest.mark.parametrize("what", ["lost", "recentred", "stop"])
def test_whatever_interrupts_takes_the_lights_away_without_a_verdict(what: str) -> None:
    player = begun()
    turn(player)
    if what == "lost":
        player.see(TrackingLost(player.now_ns))
        player.wait(2.0)
    elif what == "recentred":
        player.device(DeviceChange.RECENTRED)
    else:
        player.command(Stop())
    assert player.session.phase in (Phase.PAUSED, Phase.SAFE)
    assert (ended(player)[0].result, ended(player)[0].done) == ("interrupted", 1)
    assert (player.view.things, player.view.ghost) == ((), None)


def test_time_that_is_up_and_skipping_end_it_calmly() -> None:
    late, skipped = begun(), begun()
    late.wait(61.0)
    skipped.command(Skip())
    assert (ended(late)[0].result, ended(skipped)[0].result) == ("missed", "skipped")


def test_easing_goes_through_while_turning() -> None:
    player = begun()
    player.command(Ease())
    assert player.of("command_answered")[-1].accepted


def test_a_level_that_is_watched_shows_the_figure_turning_and_no_light() -> None:
    ladder = LADDER.model_copy(update={"levels": (level(mode="watch"),)})
    player = Player(Session(make_setup(ladder, blocks_max=1)))
    player.start()
    for _ in range(100):
        if player.view.demonstration is not None:
            break
        player.step()
    assert player.view.demonstration is not None
    assert player.view.demonstration.movement == "turn"
    assert player.view.things == ()
    player.wait(17.0)
    assert ended(player)[0].result == "completed"


def test_the_captions_are_short_and_all_that_is_said_has_words() -> None:
    words = load_words("en")
    keys = [f"go_turn_{part}_{side}" for part in ("head", "trunk") for side in ("left", "right")]
    for key in (*keys, "come_back"):
        assert 0 < len(words.key(f"caption.{key}")) <= 60
    assert "[" not in words.key("alert.turn_head_only")
