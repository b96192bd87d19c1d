"""Stories of bending and lifting: what is shown and asked, what counts, and what does not."""

from __future__ import annotations

import math
import typing

import pytest

from tests.core.stories import Player, make_setup
from vrexposure.core.inputs import DeviceChange, Ease, Skip, Stop
from vrexposure.core.ladders import BendLadder
from vrexposure.core.levels.bend import BendLevel
from vrexposure.core.observations import (
    Calibrated,
    HandAbsent,
    MovementStarted,
    NearMiss,
    ThingDropped,
    ThingPut,
    ThingTaken,
    TrackingLost,
)
from vrexposure.core.session.session import Session
from vrexposure.core.setup import Prop
from vrexposure.core.view import Phase, Thing
from vrexposure.core.watch import WatchLift, WatchStill
from vrexposure.resources.texts import load_words

SEAT_MM = 450


def level(**change: object) -> BendLevel:
    values: dict[str, object] = {
        "id": "low",
        "title": "Lift from low",
        "posture": "standing",
        "spotter": "none",
        "equipment": ("A chair",),
        "pick_height_m": 0.25,
        "put_height_m": 0.90,
        "repetitions": 2,
        "aside_deg": 30,
    }
    return BendLevel.model_validate(values | change)


def begun(head_mm: int | None = None, **change: typing.Any) -> Player:
    """A session at the signal to go of its first lift."""
    asked = level(**change)
    ladder = BendLadder(
        id="bend",
        title="Lifting",
        feared="my back gives way",
        place="home",
        movement="bend",
        steps={},
        levels=(asked,),
    )
    props = (Prop(prop="chair", height_mm=SEAT_MM, x_mm=0, y_mm=-40),)
    setup = make_setup(ladder, props=props, trial_within_s=60)
    player = Player(Session(setup))
    player.start()
    usual_mm = 1600 if asked.begins == "standing" else 1200
    for _ in range(100):
        movement = player.session.watch.movement
        if isinstance(movement, WatchLift):
            return player
        if isinstance(movement, WatchStill):
            player.see(Calibrated(player.now_ns, movement.measure, head_mm or usual_mm, 5))
        player.step()
    raise AssertionError(f"never came to a lift: {player.view}")


def watched(player: Player) -> WatchLift:
    movement = player.session.watch.movement
    assert isinstance(movement, WatchLift)
    return movement


def take(player: Player, side: typing.Literal["left", "right", "both"] = "right") -> None:
    player.wait(1.0)
    player.see(ThingTaken(player.now_ns, 0, side))


def put(player: Player, **change: typing.Any) -> None:
    player.wait(1.0)
    values: dict[str, typing.Any] = {
        "time_ns": player.now_ns,
        "index": 0,
        "lift_ms": 3000,
        "low_mm": 800,
        "trunk_deg": 70,
        "timed": True,
        "trunk_error_deg": 16,
    }
    player.see(ThingPut(**(values | change)))


def thing(player: Player, kind: str) -> Thing:
    return next(one for one in player.view.things if one.kind == kind)


def spots(player: Player) -> list[Thing]:
    """Where to stand: rings about the place of the feet."""
    return [one for one in player.view.things if (one.x_mm, one.y_mm) == (0, 0)]


def ends(player: Player) -> tuple[object, object] | None:
    """Where the light's way begins and ends, if it is shown."""
    ghost = player.view.ghost
    return None if ghost is None else (ghost.points_mm[0], ghost.points_mm[-1])


def caption(player: Player) -> str:
    return player.view.caption.key if player.view.caption is not None else ""


def test_the_box_goes_to_the_ring_and_back_and_the_trial_ends_with_what_was_measured() -> None:
    player = begun()
    first, second = watched(player).places
    box, ring = thing(player, "box"), thing(player, "place")
    assert (box.x_mm, box.y_mm, box.z_mm) == first
    assert (ring.x_mm, ring.y_mm, ring.z_mm + box.size_mm // 2) == second
    assert (box.state, ring.state, box.held_by) == ("wanted", "waiting", "")
    take(player)
    box, ring = thing(player, "box"), thing(player, "place")
    assert (box.state, ring.state, box.held_by) == ("held", "wanted", "right")
    assert caption(player) == "caption.put_in_ring"
    put(player)
    box = thing(player, "box")
    assert (box.x_mm, box.y_mm, box.z_mm) == second
    assert (box.state, box.held_by) == ("wanted", "")
    assert caption(player) == "caption.go_lift"
    take(player, "left")
    put(player, lift_ms=5000, low_mm=1000, trunk_deg=40)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.done, ended.mean_ms, ended.near_misses) == ("completed", 2, 4000, 0)
    assert dict(ended.measures) == {
        "picked_at_mm": 250,
        "put_at_mm": 900,
        "drops_count": 0,
        "lowest_head_mm": 800,
        "lowest_head_percent": 50,
        "trunk_most_deg": 70,
        "trunk_error_deg": 16,
    }
    sounds = [play.sound for play in player.of("play")]
    assert sounds[-5:] == ["tap", "repetition", "tap", "repetition", "done"]
    assert (player.view.things, player.view.ghost) == ((), None)


def test_who_closes_the_hand_is_told_that_it_may_open() -> None:
    player = begun()
    player.see(ThingTaken(player.now_ns, 0, "right", closed=True))
    assert caption(player) == "caption.let_go_and_put"


def test_a_box_that_is_let_go_of_lies_where_it_was_without_a_sound_or_a_verdict() -> None:
    player = begun()
    take(player)
    sounds = len(player.of("play"))
    player.see(ThingDropped(player.now_ns, 0))
    assert len(player.of("play")) == sounds
    assert caption(player) == "caption.back_where_it_was"
    assert thing(player, "box").held_by == ""
    assert player.view.ghost is not None
    for _ in range(2):
        take(player)
        put(player)
    (ended,) = player.of("trial_ended")
    assert (ended.result, dict(ended.measures)["drops_count"]) == ("completed", 1)


def test_the_light_shows_the_way_of_the_box_until_it_is_taken() -> None:
    player = begun()
    places = watched(player).places
    assert ends(player) == places
    take(player)
    assert ends(player) is None
    put(player)
    assert ends(player) == places[::-1]


@pytest.mark.parametrize("head_mm", [1350, 1600, 1850])
@pytest.mark.parametrize("size_m", [0.08, 0.45])
def test_standing_the_box_is_clear_of_the_toes_and_within_the_arm(
    head_mm: int, size_m: float
) -> None:
    player = begun(head_mm, pick_height_m=0.0, object_size_m=size_m)
    arm_mm = 0.386 * head_mm / 0.936
    for x_mm, y_mm, z_mm in watched(player).places:
        away_mm = math.hypot(x_mm, y_mm)
        assert away_mm - 500 * size_m + 1 >= 220
        assert away_mm <= 0.96 * arm_mm
        assert z_mm >= 500 * size_m
    assert watched(player).places[0][2] == round(500 * size_m), "it lies on the floor"


def test_a_height_that_this_body_does_not_reach_is_moved_and_said() -> None:
    player = begun(1250, put_height_m=1.40)
    (said,) = [one.text for one in player.of("alert") if one.text.key == "alert.lift_moved"]
    assert dict(said.args) == {
        "level": "low",
        "pick_cm": 25,
        "put_cm": (watched(player).places[1][2] - 75 + 5) // 10,
        "aside": 30,
    }
    assert watched(player).places[1][2] <= 1250
    assert not [one for one in begun(1600).of("alert") if one.text.key == "alert.lift_moved"]


@pytest.mark.parametrize("head_mm", [1080, 1200, 1330])
def test_seated_nothing_lies_too_far_below_the_seat_or_needs_more_than_a_stable_lean(
    head_mm: int,
) -> None:
    player = begun(head_mm, posture="seated", pick_height_m=0.0, put_height_m=1.40, aside_deg=90)
    (x_mm, y_mm, z_mm), high = watched(player).places
    assert z_mm >= SEAT_MM - 250
    assert high[2] <= head_mm
    assert x_mm == 0
    assert math.degrees(math.atan2(high[0], high[1] + 40)) <= 61, "beside, not behind"
    # Trunk and arm are long enough: with the trunk at 60 degrees the hand gets there.
    height_mm = (head_mm - SEAT_MM) / 0.454
    trunk, arm, hip = 0.288 * height_mm, 0.386 * height_mm, SEAT_MM + 90
    shoulder = (trunk * math.sin(math.radians(60)), hip + trunk * math.cos(math.radians(60)))
    assert math.dist(shoulder, (y_mm + 40, z_mm)) <= arm
    measures = dict(watched_end(player).measures)
    assert measures["picked_at_mm"] == z_mm - 75


def watched_end(player: Player) -> typing.Any:
    player.command(Skip())
    return player.of("trial_ended")[0]


def test_the_two_places_are_never_the_same_place() -> None:
    player = begun(pick_height_m=0.70, put_height_m=0.70, aside_deg=0, object_size_m=0.30)
    pick, place = watched(player).places
    assert math.dist(pick, place) >= 300


def test_who_stands_sees_where_to_stand_and_who_sits_their_own_chair_alone() -> None:
    assert [(spot.kind, spot.state) for spot in spots(begun())] == [("place", "waiting")]
    seated = begun(posture="seated")
    assert spots(seated) == []
    assert [prop.prop for prop in seated.view.props] == ["chair"]
    assert begun().view.props == ()


def test_one_hand_lifts_alone_when_the_other_is_never_seen() -> None:
    player = begun(hands="both")
    assert caption(player) == "caption.go_lift_both"
    assert watched(player).both_hands
    player.wait(2.0)
    player.see(HandAbsent(player.now_ns, "left"))
    assert not watched(player).both_hands
    assert caption(player) == "caption.go_lift"
    assert player.of("alert")[-1].text.key == "alert.one_hand_lifts"
    player.see(MovementStarted(player.now_ns, 500))
    for _ in range(2):
        take(player)
        put(player)
    (ended,) = player.of("trial_ended")
    assert ended.result == "completed"
    assert ended.hesitation_ms >= 2500, "counted from the signal to go"


def test_a_bend_that_is_given_up_counts_as_a_near_miss_and_takes_nothing_away() -> None:
    player = begun(repetitions=1)
    player.see(NearMiss(player.now_ns, 70))
    take(player)
    put(player)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.near_misses) == ("completed", 1)


def test_what_was_lifted_while_tracking_was_lost_counts_without_times() -> None:
    player = begun(repetitions=1)
    take(player)
    put(player, timed=False, trunk_deg=None, trunk_error_deg=None)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.mean_ms) == ("completed", None)
    assert "trunk_most_deg" not in dict(ended.measures)


def test_time_that_is_up_ends_the_trial_as_missed() -> None:
    player = begun()
    take(player)
    put(player)
    player.wait(61.0)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.done) == ("missed", 1)


@pytest.mark.parametrize("what", ["lost", "recentred", "stop"])
def test_whatever_interrupts_takes_the_box_away_without_a_verdict(what: str) -> None:
    player = begun()
    take(player)
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


def test_easing_goes_through_while_lifting() -> None:
    player = begun()
    player.command(Ease())
    assert player.of("command_answered")[-1].accepted


def test_a_level_that_is_watched_shows_the_figure_bending() -> None:
    ladder = BendLadder(
        id="bend",
        title="Lifting",
        feared="my back gives way",
        place="home",
        movement="bend",
        steps={},
        levels=(level(mode="watch"),),
    )
    player = Player(Session(make_setup(ladder)))
    player.start()
    for _ in range(100):
        if player.view.demonstration is not None:
            break
        player.step()
    assert player.view.demonstration is not None
    assert player.view.demonstration.movement == "bend"
    player.wait(15.0)
    assert player.of("trial_ended")[0].result == "completed"


def test_who_sits_needs_a_real_seat_and_otherwise_watches() -> None:
    ladder = BendLadder(
        id="bend",
        title="Lifting",
        feared="my back gives way",
        place="home",
        movement="bend",
        steps={},
        levels=(level(posture="seated"),),
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


def test_all_that_is_said_has_words_of_a_caption_s_length() -> None:
    words = load_words("en")
    for key in ("go_lift", "go_lift_both", "let_go_and_put", "put_in_ring", "back_where_it_was"):
        assert 0 < len(words.key(f"caption.{key}")) <= 60
    player = begun(1250, hands="both", put_height_m=1.4)
    player.see(HandAbsent(player.now_ns, "right"))
    for alert in player.of("alert"):
        assert "[" not in words.say(alert.text)
