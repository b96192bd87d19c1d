"""Stories of walking: what is shown and asked, what counts, and what does not."""

from __future__ import annotations

import math
import typing

import pytest

from tests.core.stories import Player, make_setup
from vrexposure.core.inputs import DeviceChange, Ease, Skip, Stop
from vrexposure.core.ladders import WalkLadder
from vrexposure.core.levels.walk import WalkLevel
from vrexposure.core.observations import (
    Calibrated,
    Halted,
    HandAbsent,
    MovementStarted,
    StepTaken,
    ThingDropped,
    ThingTaken,
    TrackingLost,
    WalkedOn,
)
from vrexposure.core.session.session import Session
from vrexposure.core.setup import Anchor, Place
from vrexposure.core.view import Phase, Thing, rig_offset
from vrexposure.core.watch import WatchStill, WatchWalk
from vrexposure.resources.texts import load_words

CLEAR_MM = 4500
HOME = Place(
    anchors={
        "chair": Anchor(),
        "walk-start": Anchor(x_mm=-600, y_mm=-1000),
        "walk-end": Anchor(x_mm=-600, y_mm=CLEAR_MM - 1000),
    }
)


def level(**change: object) -> WalkLevel:
    values: dict[str, object] = {
        "id": "walk",
        "title": "Walk",
        "posture": "standing",
        "spotter": "near",
        "equipment": ("A clear floor",),
        "distance_m": 3,
        "locomotion": "room",
    }
    return WalkLevel.model_validate(values | change)


def begun(place: Place = HOME, head_mm: int = 1600, **change: typing.Any) -> Player:
    """A session at the signal to go of its first walk."""
    ladder = WalkLadder(
        id="walk",
        title="Walking",
        feared="my leg gives way",
        place="home",
        movement="walk",
        steps={},
        levels=(level(**change),),
    )
    setup = make_setup(typing.cast("typing.Any", ladder), props=(), trial_within_s=120)
    setup = setup.model_copy(update={"places": {"home": place}})
    player = Player(Session(setup))
    player.start()
    for _ in range(100):
        movement = player.session.watch.movement
        if isinstance(movement, WatchWalk):
            return player
        if isinstance(movement, WatchStill):
            player.see(Calibrated(player.now_ns, movement.measure, head_mm, 5))
        player.step()
    raise AssertionError(f"never came to a walk: {player.view}")


def watched(player: Player) -> WatchWalk:
    movement = player.session.watch.movement
    assert isinstance(movement, WatchWalk)
    return movement


def walk(player: Player, metres: float, *, timed: bool = True) -> None:
    """So far in all, at a metre a second."""
    player.wait(0.5)
    mm = round(metres * 1000)
    player.see(WalkedOn(player.now_ns, mm, mm, round(2 * metres), timed, mm // 2, mm // 3))


def stand(player: Player, seconds: float) -> None:
    player.see(Halted(player.now_ns, on=True))
    for _ in range(round(seconds * 10)):
        player.wait(0.1)


def go_on(player: Player, stood_ms: int) -> None:
    player.see(Halted(player.now_ns, on=False, stood_ms=stood_ms))


def caption(player: Player) -> str:
    assert player.view.caption is not None
    return player.view.caption.key


def of_kind(player: Player, kind: str) -> list[Thing]:
    return [thing for thing in player.view.things if thing.kind == kind]


def test_every_metre_counts_and_the_trial_ends_with_what_was_measured() -> None:
    player = begun()
    player.see(MovementStarted(player.now_ns, 800))
    for k in range(4):
        player.see(StepTaken(player.now_ns, k + 1, "on", "unknown", 0, 600 + 20 * (k % 2), True))
    player.see(StepTaken(player.now_ns, 5, "on", "unknown", 0, 600, True))
    counts = []
    for metres in (0.5, 1.0, 1.6, 2.1):
        walk(player, metres)
        assert player.view.counter is not None
        counts.append(player.view.counter.done)
    assert counts == [0, 1, 1, 2]
    stand(player, 1.5)
    go_on(player, 1500)
    walk(player, 3.05)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.done, ended.hesitation_ms) == ("completed", 3, 800)
    assert dict(ended.measures) == {
        "walked_way_mm": 3050,
        "walking_ms": 3050,
        "walking_mm_per_s": 1000,
        "steps_count": 6,
        "cadence_per_min": 99,
        "step_time_sd_ms": 10,
        "stands_count": 1,
        "stood_ms": 1500,
    }
    assert player.of("play")[-1].sound == "done"
    assert player.view.things == ()


def test_a_gap_in_tracking_voids_the_speed_and_keeps_the_way() -> None:
    player = begun()
    walk(player, 3.0, timed=False)
    (ended,) = player.of("trial_ended")
    assert ended.result == "completed"
    measures = dict(ended.measures)
    assert measures["walked_way_mm"] == 3000
    assert not {"walking_ms", "walking_mm_per_s"} & measures.keys()


def test_walking_on_the_spot_has_no_speed() -> None:
    player = begun(distance_m=5, locomotion="in_place")
    walk(player, 5.0)
    measures = dict(player.of("trial_ended")[0].measures)
    assert measures["walked_way_mm"] == 5000
    assert not {"walking_mm_per_s", "steady_mm_per_s"} & measures.keys()


def test_the_steady_speed_needs_two_metres() -> None:
    player = begun(distance_m=5)
    walk(player, 5.0)
    measures = dict(player.of("trial_ended")[0].measures)
    assert measures["steady_mm_per_s"] == 2500 * 1000 // 1666
    short = begun(distance_m=3)
    walk(short, 3.0)
    assert "steady_mm_per_s" not in dict(short.of("trial_ended")[0].measures)


@pytest.mark.parametrize(("leg_m", "shown_mm"), [(2.0, 2000), (4.0, 4000), (10.0, CLEAR_MM)])
def test_the_lane_is_never_longer_than_the_level_and_the_place_allow(
    leg_m: float, shown_mm: int
) -> None:
    player = begun(leg_m=leg_m, path_width_m=0.8)
    (lane,) = of_kind(player, "lane")
    assert (lane.x_mm, lane.y_mm, lane.z_mm) == (0, 0, 0)
    assert (lane.size_mm, lane.length_mm, lane.yaw_mdeg) == (800, shown_mm, 0)
    assert sorted(ring.y_mm for ring in of_kind(player, "place")) == [0, shown_mm]
    assert watched(player).leg_mm == shown_mm
    rig = player.view.rig
    assert rig.to_mm == (-600, -1000, 0)


def test_a_place_that_says_nothing_of_its_floor_has_the_lane_of_the_level() -> None:
    assert of_kind(begun(Place(), leg_m=3.0), "lane")[0].length_mm == 3000


def test_the_therapist_confirms_how_much_floor_must_be_clear() -> None:
    def lines(player: Player) -> list[str]:
        for _ in range(50):
            panel = player.view.panel
            if panel is not None and panel.question == "confirm_safety":
                return [load_words("en").say(line) for line in panel.body]
            player.step()
        raise AssertionError("safety was never asked for")

    for locomotion, wanted in (("room", True), ("in_place", False)):
        ladder = WalkLadder(
            id="walk",
            title="Walking",
            feared="my leg gives way",
            place="home",
            movement="walk",
            steps={},
            levels=(level(locomotion=locomotion, leg_m=2.5, path_width_m=1.0),),
        )
        player = Player(Session(make_setup(typing.cast("typing.Any", ladder), props=())))
        player.start()
        said = [line for line in lines(player) if "350 cm" in line and "160 cm" in line]
        assert bool(said) == wanted


# Stops.


def test_a_stop_is_asked_for_on_the_way_and_counts_when_one_really_stands() -> None:
    player = begun(distance_m=4, stops=1)
    walk(player, 1.5)
    assert caption(player) == "caption.go_walk_room"
    walk(player, 2.0)
    assert caption(player) == "caption.stop_here"
    stand(player, 2.5)
    assert caption(player) == "caption.stop_here"
    player.wait(0.6)
    assert caption(player) == "caption.go_on"
    go_on(player, 3400)
    assert caption(player) == "caption.go_walk_room"
    walk(player, 4.0)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.near_misses) == ("completed", 0)
    assert dict(ended.measures)["stops_count"] == 1


def test_going_on_too_soon_is_a_near_miss_and_the_stop_is_still_asked_for() -> None:
    player = begun(distance_m=4, stops=1)
    walk(player, 2.0)
    stand(player, 1.0)
    go_on(player, 1000)
    assert caption(player) == "caption.stop_here"
    walk(player, 4.5)
    assert player.of("trial_ended") == []
    assert player.view.counter is not None
    assert player.view.counter.done == 3, "the last metre waits for the stop"
    stand(player, 3.2)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.done, ended.near_misses) == ("completed", 4, 1)


def test_stops_lie_evenly_on_the_way() -> None:
    player = begun(distance_m=6, stops=2)
    asked = []
    for metres in (1.0, 1.5, 2.0, 2.5, 3.5, 4.0, 4.5, 5.5):
        walk(player, metres)
        if caption(player) == "caption.stop_here":
            asked.append(metres)
            stand(player, 3.2)
            go_on(player, 3300)
    assert asked == [2.0, 4.0]


def test_steps_to_a_beat_have_a_sound_that_rests_during_a_stop() -> None:
    player = begun(distance_m=4, stops=1, steps_per_min=100)
    before = len(player.of("play"))
    for _ in range(60):
        player.wait(0.1)
    assert len(player.of("play")) - before == 10
    walk(player, 2.0)
    before = len(player.of("play"))
    for _ in range(20):
        player.wait(0.1)
    assert len(player.of("play")) == before


# On the spot.


def step(player: Player, index: int = 1) -> None:
    player.see(StepTaken(player.now_ns, index, "on", "left", 40, 600, True))


def test_own_steps_move_the_view_along_the_clear_way_and_nothing_else_does() -> None:
    player = begun(locomotion="in_place", leg_m=4.0)
    stride_mm = watched(player).stride_mm
    assert 400 <= stride_mm <= 700
    assert of_kind(player, "lane") == []
    player.wait(5.0)
    assert player.view.rig.to_mm == (-600, -1000, 0)
    for k in range(3):
        step(player, k + 1)
        player.wait(0.6)
    assert player.view.rig.to_mm == (-600, -1000 + 3 * stride_mm, 0)
    assert rig_offset(player.view.rig, player.now_ns).y == pytest.approx(
        (-1000 + 3 * stride_mm) / 1000
    )


@pytest.mark.parametrize(("head_mm", "stride_mm"), [(1000, 400), (1600, 615), (2200, 700)])
def test_a_stride_suits_the_body_within_bounds(head_mm: int, stride_mm: int) -> None:
    assert watched(begun(head_mm=head_mm, locomotion="in_place")).stride_mm == stride_mm


def test_at_the_end_of_the_way_one_is_turned_round_in_the_dark() -> None:
    player = begun(locomotion="in_place", leg_m=1.0, distance_m=20)
    step(player)
    player.wait(0.6)
    step(player, 2)
    assert player.view.rig.to_mm == (-600, 0, 0), "never beyond the end of the way"
    assert player.view.dim_permille == 1000
    step(player, 3)
    assert player.view.rig.to_mm == (-600, 0, 0), "no step moves the view in the dark"
    assert watched(player).locomotion == "in_place"
    player.wait(1.0)
    assert player.view.dim_permille == 0
    assert (player.view.rig.to_mm, player.view.rig.yaw_mdeg) == ((-600, 0, 0), 180_000)
    step(player, 4)
    player.wait(0.6)
    assert player.view.rig.to_mm[1] < 0
    walk(player, 20.0)
    assert player.of("trial_ended")[0].result == "completed"
    assert player.view.dim_permille == 0


def test_a_way_may_lead_anywhere() -> None:
    anchors = {
        "chair": Anchor(),
        "walk-start": Anchor(x_mm=1000, yaw_mdeg=90_000),
        "walk-end": Anchor(x_mm=-3000),
    }
    player = begun(Place(anchors=anchors), locomotion="in_place", leg_m=3.0)
    step(player)
    x, y, _ = player.view.rig.to_mm
    assert (x, y) == (1000 - watched(player).stride_mm, 0)
    assert math.isclose(player.view.rig.yaw_mdeg, 90_000)


def test_without_a_clear_way_steps_count_and_the_view_stays() -> None:
    player = begun(Place(), locomotion="in_place")
    step(player)
    assert player.view.rig.to_mm == (0, 0, 0)
    assert player.view.dim_permille == 0
    walk(player, 3.0)
    assert player.of("trial_ended")[0].result == "completed"


# Carrying.


def test_a_thing_stands_ready_goes_with_the_hands_and_may_be_taken_again() -> None:
    player = begun(carry="both_hands", object_size_m=0.4)
    assert watched(player).carried == "both_hands"
    assert caption(player) == "caption.take_both_hands"
    (box,) = of_kind(player, "box")
    assert (box.size_mm, box.held_by, box.state) == (400, "", "wanted")
    assert 200 <= box.y_mm <= 500
    assert 0.57 * 1600 < box.z_mm < 0.87 * 1600, "between waist and shoulders"
    player.see(ThingTaken(player.now_ns, 0, "both"))
    (box,) = of_kind(player, "box")
    assert (box.held_by, box.state) == ("both", "held")
    assert caption(player) == "caption.go_walk_room"
    sounds = len(player.of("play"))
    player.see(ThingDropped(player.now_ns, 0))
    assert len(player.of("play")) == sounds, "no sound says that something went wrong"
    assert caption(player) == "caption.take_again"
    (box,) = of_kind(player, "box")
    assert (box.held_by, box.state) == ("both", "waiting")
    player.see(ThingTaken(player.now_ns, 1, "both"))
    assert caption(player) == "caption.go_walk_room"
    walk(player, 3.0)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.near_misses) == ("completed", 1)
    assert dict(ended.measures)["drops_count"] == 1
    assert player.view.things == ()


def test_one_hand_carries_whichever_took_it_and_may_be_the_other_one_next() -> None:
    player = begun(carry="one_hand")
    assert caption(player) == "caption.take_one_hand"
    for index, side in enumerate(("left", "right")):
        player.see(ThingTaken(player.now_ns, index, typing.cast("typing.Any", side)))
        assert of_kind(player, "box")[0].held_by == side
        player.see(ThingDropped(player.now_ns, index))
        assert of_kind(player, "box")[0].held_by == side, "it waits where it was lost"


def test_hands_that_are_never_seen_are_no_verdict() -> None:
    player = begun(carry="one_hand")
    for side in ("left", "right"):
        player.see(HandAbsent(player.now_ns, typing.cast("typing.Any", side)))
    alerts = [alert.text.key for alert in player.of("alert")]
    assert alerts.count("alert.hands_absent") == 1
    player.wait(121.0)
    assert player.of("trial_ended")[0].result == "interrupted"


# What interrupts.


def test_time_that_is_up_ends_the_trial_as_missed() -> None:
    player = begun()
    walk(player, 1.0)
    player.wait(121.0)
    (ended,) = player.of("trial_ended")
    assert (ended.result, ended.done) == ("missed", 1)


def test_skipping_is_no_miss() -> None:
    player = begun()
    player.command(Skip())
    assert player.of("trial_ended")[0].result == "skipped"


@pytest.mark.parametrize("what", ["lost", "recentred", "stop"])
@pytest.mark.parametrize("locomotion", ["room", "in_place"])
def test_whatever_interrupts_takes_the_lane_away_without_a_verdict(
    what: str, locomotion: str
) -> None:
    player = begun(locomotion=locomotion, leg_m=1.0, carry="one_hand")
    walk(player, 1.0)
    step(player)
    step(player, 2)
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
    assert player.view.things == ()
    assert player.session.watch.movement is None


def test_easing_goes_through_while_walking() -> None:
    player = begun()
    player.command(Ease())
    assert player.of("command_answered")[-1].accepted


def test_a_level_to_be_watched_shows_the_figure_from_the_chair() -> None:
    ladder = WalkLadder(
        id="walk",
        title="Walking",
        feared="my leg gives way",
        place="home",
        movement="walk",
        steps={},
        levels=(level(mode="watch"),),
    )
    setup = make_setup(typing.cast("typing.Any", ladder), props=())
    player = Player(Session(setup))
    player.start()
    for _ in range(60):
        if player.view.demonstration is not None:
            break
        player.step()
    assert player.view.demonstration is not None
    assert player.view.demonstration.movement == "walk"
    assert player.view.things == ()


def test_all_that_is_said_has_words_of_a_caption_s_length() -> None:
    words = load_words("en")
    for key in (
        "go_walk_room",
        "go_walk_in_place",
        "take_one_hand",
        "take_both_hands",
        "take_again",
        "stop_here",
        "go_on",
    ):
        assert 0 < len(words.key(f"caption.{key}")) <= 60
