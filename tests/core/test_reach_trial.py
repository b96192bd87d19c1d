"""Stories of reaching: what is shown and asked, what counts, and what does not."""

from __future__ import annotations

import typing

import pytest

from tests.core.stories import Player, make_setup
from vrexposure.core.inputs import DeviceChange, Ease, Skip, Stop
from vrexposure.core.ladders import ReachLadder
from vrexposure.core.levels.reach import ReachLevel
from vrexposure.core.observations import (
    Calibrated,
    HandAbsent,
    MovementStarted,
    NearMiss,
    TargetReached,
    TrackingLost,
)
from vrexposure.core.session.session import Session
from vrexposure.core.setup import Prop
from vrexposure.core.view import Phase, Thing
from vrexposure.core.watch import WatchReach, WatchStill
from vrexposure.resources.texts import load_words


def level(**change: object) -> ReachLevel:
    values: dict[str, object] = {
        "id": "lean",
        "title": "Lean and reach",
        "posture": "seated",
        "spotter": "none",
        "equipment": ("A chair",),
        "flexion_deg": 30,
        "reaches": 3,
        "side": "both",
    }
    return ReachLevel.model_validate(values | change)


def begun(head_mm: int = 1200, **change: typing.Any) -> Player:
    """A session at the signal to go of its first reach."""
    ladder = ReachLadder(
        id="reach",
        title="Reaching",
        feared="my back gives way",
        place="home",
        movement="reach",
        steps={},
        levels=(level(**change),),
    )
    props = (Prop(prop="chair", height_mm=450, x_mm=0, y_mm=-40),)
    setup = make_setup(ladder, props=props, trial_within_s=60)
    player = Player(Session(setup))
    player.start()
    for _ in range(100):
        if isinstance(player.session.watch.movement, WatchReach):
            return player
        if isinstance(player.session.watch.movement, WatchStill):
            measure = player.session.watch.movement.measure
            player.see(Calibrated(player.now_ns, measure, head_mm, 5))
        player.step()
    raise AssertionError(f"never came to a reach: {player.view}")


def watched(player: Player) -> WatchReach:
    movement = player.session.watch.movement
    assert isinstance(movement, WatchReach)
    return movement


def reach(player: Player, **change: typing.Any) -> None:
    """The wanted target is reached a second later."""
    player.wait(1.0)
    watch = watched(player)
    done = player.view.counter.done if player.view.counter else 0
    values: dict[str, typing.Any] = {
        "time_ns": player.now_ns,
        "index": done,
        "side": watch.targets[done - watch.first].side,
        "hesitation_ms": 300,
        "reach_ms": 900,
        "path_permille": 1050,
        "peak_mm_per_s": 1100,
        "trunk_deg": 28,
        "timed": True,
        "trunk_error_deg": 4,
    }
    player.see(TargetReached(**(values | change)))


def balls(player: Player) -> list[Thing]:
    return [thing for thing in player.view.things if thing.kind == "target"]


def test_hands_take_turns_and_the_trial_ends_with_what_was_measured() -> None:
    player = begun()
    sides = []
    for _ in range(3):
        assert player.view.caption is not None
        sides.append(player.view.caption.key)
        reach(player)
    assert sides == ["caption.go_reach_right", "caption.go_reach_left", "caption.go_reach_right"]
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.done, ended.mean_ms, ended.near_misses) == ("completed", 3, 900, 0)
    assert dict(ended.measures) == {
        "target_asks_deg": 30,
        "trunk_most_deg": 28,
        "trunk_error_deg": 4,
        "trunk_mean_deg": 28,
        "reach_ms": 900,
        "reach_wait_ms": 300,
        "peak_mm_per_s": 1100,
        "path_permille": 1050,
    }
    assert [play.sound for play in player.of("play")][-4:] == [*["repetition"] * 3, "done"]
    assert player.view.things == ()
    assert player.view.ghost is None


def test_the_same_lean_is_asked_of_a_tall_and_of_a_short_person() -> None:
    places = []
    for head_mm in (1100, 1260):
        player = begun(head_mm)
        places.append(watched(player).targets[0])
        reach(player)
        player.command(Skip())
        assert dict(player.of("trial_ended")[0].measures)["target_asks_deg"] == 30
    short, tall = places
    assert tall.y_mm > short.y_mm + 50
    assert tall.z_mm > short.z_mm + 20


def test_targets_stand_ahead_above_the_seat_and_within_reach() -> None:
    for deg in (0, 15, 30, 60, 90):
        watch = watched(begun(flexion_deg=deg))
        for target in watch.targets:
            assert target.z_mm >= 450 + 100
            assert 200 < target.y_mm < 1300
            assert (target.x_mm > 0) == (target.side == "right")


def test_a_target_that_had_to_be_moved_is_said_once_and_kept_in_the_log() -> None:
    player = begun(flexion_deg=90)
    said = [alert.text for alert in player.of("alert") if alert.text.key == "alert.reach_moved"]
    assert len(said) == 1
    assert dict(said[0].args)["wanted"] == 90
    reach(player)
    player.command(Skip())
    assert "target_asks_deg" in dict(player.of("trial_ended")[0].measures)
    assert not [a for a in begun(flexion_deg=30).of("alert") if a.text.key == "alert.reach_moved"]


def test_the_light_shows_the_way_until_the_hand_starts() -> None:
    player = begun()
    ghost = player.view.ghost
    assert ghost is not None
    target = watched(player).targets[0]
    assert ghost.points_mm[-1] == (target.x_mm, target.y_mm, target.z_mm)
    player.wait(2.0)
    still_shown = player.view.ghost
    assert still_shown == ghost
    player.see(MovementStarted(player.now_ns, 2000))
    assert player.view.ghost is None
    reach(player)
    assert player.view.ghost is None


def test_the_wanted_target_is_told_from_the_other_and_shines_when_it_was_reached() -> None:
    player = begun()
    assert [ball.state for ball in balls(player)] == ["wanted", "waiting"]
    reach(player)
    assert [ball.state for ball in balls(player)] == ["done", "wanted"]
    player.wait(1.0)
    assert [ball.state for ball in balls(player)] == ["waiting", "wanted"]


def test_who_stands_sees_where_to_stand() -> None:
    player = begun(posture="standing")
    marks = [thing for thing in player.view.things if thing.kind == "place"]
    assert [(mark.x_mm, mark.y_mm, mark.z_mm) for mark in marks] == [(0, 0, 10)]
    assert watched(player).posture == "standing"


def test_a_target_moves_on_after_its_time_as_a_near_miss_without_a_sound() -> None:
    player = begun(within_s=5, reaches=2)
    sounds = len(player.of("play"))
    player.wait(5.0)
    assert len(player.of("play")) == sounds
    assert watched(player).targets[0].side == "left"
    assert watched(player).first == 0
    player.see(MovementStarted(player.now_ns, 700))
    reach(player)
    assert watched(player).first == 0, "what is looked for goes on"
    reach(player)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.done, ended.near_misses) == ("completed", 2, 1)
    assert dict(ended.measures)["moved_on_count"] == 1
    assert ended.hesitation_ms == 5700, "counted from the signal to go, not from the second target"


def test_time_without_a_limit_moves_nothing_on() -> None:
    player = begun(within_s=0)
    watch = watched(player)
    player.wait(30.0)
    assert watched(player) == watch


def test_a_reach_that_is_given_up_counts_as_a_near_miss_and_takes_nothing_away() -> None:
    player = begun(reaches=1)
    player.see(NearMiss(player.now_ns, 70))
    reach(player)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.near_misses) == ("completed", 1)


def test_what_was_reached_while_tracking_was_lost_counts_without_times() -> None:
    player = begun(reaches=1)
    reach(player, timed=False, trunk_deg=None, trunk_error_deg=None)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.mean_ms) == ("completed", None)
    assert dict(ended.measures) == {"target_asks_deg": 30}


def test_one_hand_does_all_reaches_when_the_other_is_never_seen() -> None:
    player = begun()
    player.see(HandAbsent(player.now_ns, "right"))
    assert {target.side for target in watched(player).targets} == {"left"}
    assert len(watched(player).targets) == 3
    assert len(balls(player)) == 1
    assert "alert.one_hand" in [alert.text.key for alert in player.of("alert")]
    ghost = player.view.ghost
    assert ghost is not None
    assert ghost.points_mm[-1][0] < 0
    for _ in range(3):
        reach(player)
    assert player.of("trial_ended")[0].result == "completed"


def test_a_wanted_hand_that_is_never_seen_is_no_verdict() -> None:
    player = begun(side="right")
    player.see(HandAbsent(player.now_ns, "right"))
    assert player.of("alert")[-1].text.key == "alert.hand_absent"
    player.wait(61.0)
    assert player.of("trial_ended")[0].result == "interrupted"


def test_time_that_is_up_ends_the_trial_as_missed() -> None:
    player = begun()
    reach(player)
    player.wait(61.0)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.done) == ("missed", 1)


@pytest.mark.parametrize("what", ["lost", "recentred", "stop"])
def test_whatever_interrupts_takes_the_targets_away_without_a_verdict(what: str) -> None:
    player = begun()
    reach(player)
    if what == "lost":
        player.see(TrackingLost(player.now_ns))
        player.wait(3.0)
    elif what == "recentred":
        player.device(DeviceChange.RECENTRED)
    else:
        player.command(Stop())
    assert player.session.phase in (Phase.PAUSED, Phase.SAFE, Phase.DEBRIEF)
    (ended,) = player.of("trial_ended")
    assert ended.result == "interrupted"
    assert (player.view.things, player.view.ghost) == ((), None)
    assert player.session.watch.movement is None


def test_a_level_that_is_watched_shows_the_figure_reaching_and_no_target() -> None:
    ladder = ReachLadder(
        id="reach",
        title="Reaching",
        feared="my back gives way",
        place="home",
        movement="reach",
        steps={},
        levels=(level(mode="watch"),),
    )
    player = Player(Session(make_setup(ladder, blocks_max=1)))
    player.start()
    for _ in range(100):
        if player.view.demonstration is not None:
            break
        player.step()
    assert player.view.demonstration is not None
    assert player.view.demonstration.movement == "reach"
    assert player.view.things == ()
    player.wait(11.0)
    assert player.of("trial_ended")[0].result == "completed"


def test_who_sits_needs_a_real_seat_and_otherwise_watches() -> None:
    ladder = ReachLadder(
        id="reach",
        title="Reaching",
        feared="my back gives way",
        place="home",
        movement="reach",
        steps={},
        levels=(level(),),
    )
    player = Player(Session(make_setup(ladder, props=())))
    player.start()
    player.wait(1.0)
    while player.view.panel is None or player.view.panel.question != "register_chair":
        player.step()
    player.command(Skip())
    player.play(until="ready")
    assert player.of("block_began")[0].mode == "watch"
    assert player.of("block_began")[0].reasons == ("prop_missing",)


def test_easing_goes_through_while_reaching() -> None:
    player = begun()
    player.command(Ease())
    assert player.of("command_answered")[-1].accepted


def test_all_that_is_said_has_words_of_a_caption_s_length() -> None:
    words = load_words("en")
    for key in ("caption.go_reach_left", "caption.go_reach_right"):
        assert 0 < len(words.key(key)) <= 60
    for player in (begun(flexion_deg=90), begun(side="right")):
        player.see(HandAbsent(player.now_ns, "right"))
        for alert in player.of("alert"):
            assert "[" not in words.say(alert.text)
