"""Stories of standing: what is shown and asked, what counts, and what does not."""

from __future__ import annotations

import typing

import pytest

from tests.core.stories import Player, make_setup
from vrexposure.core.inputs import DeviceChange, Ease, RegisterProp, Skip, Stop
from vrexposure.core.ladders import StandLadder
from vrexposure.core.levels.stand import StandLevel
from vrexposure.core.observations import (
    HandOnRail,
    MovementStarted,
    StandingBroken,
    StandingOn,
    TrackingLost,
)
from vrexposure.core.outputs import TrialEnded
from vrexposure.core.session.session import Session
from vrexposure.core.setup import Prop
from vrexposure.core.view import Counter, Phase
from vrexposure.core.watch import Rail, WatchStand
from vrexposure.resources.texts import load_words

LEFT = Prop(prop="rail_left", height_mm=900, x_mm=-450)
RIGHT = Prop(prop="rail_right", height_mm=920, x_mm=440)


def level(**change: object) -> StandLevel:
    values: dict[str, object] = {
        "id": "free",
        "title": "Stand a while",
        "posture": "standing",
        "spotter": "near",
        "equipment": ("A floor",),
        "duration_s": 20,
        "rails": "none",
    }
    return StandLevel.model_validate(values | change)


LADDER = StandLadder(
    id="stand",
    title="Standing",
    feared="I fall",
    place="home",
    movement="stand",
    steps={},
    levels=(level(),),
)


def begun(**change: typing.Any) -> Player:
    """A session at the signal to go of its first stand."""
    ladder = LADDER.model_copy(update={"levels": (level(**change),)})
    setup = make_setup(ladder, props=(LEFT, RIGHT), trial_within_s=60)
    player = Player(Session(setup))
    player.start()
    for _ in range(100):
        if isinstance(player.session.watch.movement, WatchStand):
            return player
        player.step()
    raise AssertionError(f"never came to a stand: {player.view}")


def watched(player: Player) -> WatchStand:
    movement = player.session.watch.movement
    assert isinstance(movement, WatchStand)
    return movement


def stand(player: Player, *, until_s: int, since_s: int = 0, way_mm: int = 0) -> None:
    """Second by second, as tracking tells it."""
    for second in range(since_s + 1, until_s + 1):
        player.wait(1.0)
        player.see(StandingOn(player.now_ns, second * 1000 + 3, way_mm, 120))


def ended(player: Player) -> list[TrialEnded]:
    return player.of("trial_ended")


def caption(player: Player) -> str:
    assert player.view.caption is not None
    return player.view.caption.key


def test_whoever_stands_for_the_time_has_done_it() -> None:
    player = begun()
    assert watched(player).duration_ms == 20_000
    assert watched(player).standing_head_mm == 1600
    player.see(MovementStarted(player.now_ns, 700))
    stand(player, until_s=20, way_mm=210)
    (trial,) = ended(player)
    assert (trial.result, trial.done, trial.target) == ("completed", 20, 20)
    assert (trial.hesitation_ms, trial.near_misses, trial.rail_ms) == (700, 0, 0)
    assert dict(trial.measures) == {
        "stood_most_ms": 20_003,
        "sway_path_mm": 210,
        "sway_speed_mm_per_s": 10,
        "sway_ellipse_mm2": 120,
    }
    assert player.of("play")[-1].sound == "done"
    assert player.view.things == ()
    assert player.view.counter is None


def test_the_counter_goes_by_quarters_and_makes_no_sound() -> None:
    player = begun()
    sounds = len(player.of("play"))
    shown = []
    for second in range(19):
        stand(player, until_s=second + 1, since_s=second)
        shown.append(player.view.counter)
    assert list(dict.fromkeys(shown)) == [Counter(done, 20) for done in (0, 5, 10, 15)]
    assert len(player.of("play")) == sounds


def test_a_step_is_a_near_miss_and_one_may_begin_again_at_once() -> None:
    player = begun()
    stand(player, until_s=12, way_mm=100)
    player.see(StandingBroken(player.now_ns, "stepped", 12_400))
    assert caption(player) == "caption.stand_again"
    assert player.view.counter == Counter(0, 20)
    assert not ended(player)
    stand(player, until_s=1)
    assert caption(player) == "caption.go_stand_apart"
    stand(player, until_s=20, since_s=1, way_mm=250)
    (trial,) = ended(player)
    assert (trial.result, trial.done, trial.near_misses) == ("completed", 20, 1)
    assert dict(trial.measures)["sway_path_mm"] == 250


def test_the_longest_stand_is_kept_when_time_is_up() -> None:
    player = begun()
    stand(player, until_s=13, way_mm=130)
    player.see(StandingBroken(player.now_ns, "sat", 13_100))
    stand(player, until_s=4, way_mm=90)
    player.see(StandingBroken(player.now_ns, "bent", 4_100))
    player.wait(80.0)
    (trial,) = ended(player)
    assert (trial.result, trial.done, trial.near_misses) == ("missed", 13, 2)
    assert dict(trial.measures)["stood_most_ms"] == 13_100
    assert dict(trial.measures)["sway_path_mm"] == 130


def test_a_short_stand_says_nothing_of_sway() -> None:
    player = begun(duration_s=5)
    stand(player, until_s=5, way_mm=60)
    (trial,) = ended(player)
    assert dict(trial.measures) == {"stood_most_ms": 5_003}


def test_the_time_for_beginning_anew_comes_on_top_of_the_standing() -> None:
    player = begun(duration_s=180)
    stand(player, until_s=100)
    assert not ended(player)
    stand(player, until_s=180, since_s=100)
    assert ended(player)[0].result == "completed"


@pytest.mark.parametrize(
    ("rails", "side", "drawn"),
    [
        ("both", "right", {"rail_left", "rail_right"}),
        ("one", "left", {"rail_left"}),
        ("one", "right", {"rail_right"}),
        ("none", "right", set()),
    ],
)
def test_only_the_rails_of_the_level_are_drawn_and_watched(
    rails: str, side: str, drawn: set[str]
) -> None:
    player = begun(rails=rails, rail_side=side)
    assert {prop.prop for prop in player.view.props} == drawn
    known = {"rail_left": Rail("left", -450, 900), "rail_right": Rail("right", 440, 920)}
    assert set(watched(player).rails) == {known[one] for one in drawn}
    assert {thing.kind for thing in player.view.things} == {"place"}


def test_the_time_with_a_hand_on_the_rail_is_told() -> None:
    player = begun(rails="one")
    player.see(HandOnRail(player.now_ns, "right", on=True))
    stand(player, until_s=8)
    player.see(HandOnRail(player.now_ns, "right", on=False))
    stand(player, until_s=20, since_s=8)
    (trial,) = ended(player)
    assert (trial.result, trial.rail_ms) == ("completed", 8000)


@pytest.mark.parametrize("feet", ["apart", "together", "tandem"])
def test_how_the_feet_stand_is_asked_for(feet: str) -> None:
    assert caption(begun(feet=feet)) == f"caption.go_stand_{feet}"


def test_the_captions_are_short() -> None:
    words = load_words("en")
    for key in ("go_stand_apart", "go_stand_together", "go_stand_tandem", "stand_again"):
        assert len(words.key(f"caption.{key}")) <= 60


def test_lost_tracking_interrupts_without_a_verdict() -> None:
    player = begun()
    stand(player, until_s=3)
    player.see(TrackingLost(player.now_ns))
    player.wait(2.0)
    (trial,) = ended(player)
    assert (trial.result, trial.done) == ("interrupted", 3)
    assert player.phase() is Phase.PAUSED


def test_a_recentre_voids_the_stand_and_the_rails() -> None:
    player = begun(rails="both")
    player.device(DeviceChange.RECENTRED)
    assert ended(player)[0].result == "interrupted"
    assert player.view.props == ()


def test_a_rail_that_is_taken_away_is_gone_from_sight() -> None:
    player = begun(rails="both")
    player.command(RegisterProp("rail_left", None))
    assert {prop.prop for prop in player.view.props} == {"rail_right"}


def test_stop_ends_it_in_that_moment() -> None:
    player = begun()
    stand(player, until_s=3)
    player.command(Stop())
    assert ended(player)[0].result == "interrupted"
    assert player.phase() is Phase.SAFE
    assert player.view.things == ()


def test_skipping_is_no_miss() -> None:
    player = begun()
    stand(player, until_s=2)
    player.command(Skip())
    assert ended(player)[0].result == "skipped"


def test_easing_goes_through_while_standing() -> None:
    player = begun()
    player.command(Ease())
    assert player.of("command_answered")[-1].accepted


def test_a_level_that_is_watched_shows_the_figure_standing_and_no_spot() -> None:
    ladder = LADDER.model_copy(update={"levels": (level(mode="watch"),)})
    player = Player(Session(make_setup(ladder, blocks_max=1)))
    player.start()
    for _ in range(100):
        if player.view.demonstration is not None:
            break
        player.step()
    assert player.view.demonstration is not None
    assert player.view.demonstration.movement == "stand"
    assert player.view.things == ()
    player.wait(13.0)
    assert ended(player)[0].result == "completed"


def test_without_its_rail_it_is_watched() -> None:
    ladder = LADDER.model_copy(update={"levels": (level(rails="one"),)})
    player = Player(Session(make_setup(ladder, props=())))
    player.start()
    while player.view.panel is None or player.view.panel.question != "register_rail_right":
        player.step()
    player.command(Skip())
    player.play(until="ready")
    (block,) = player.of("block_began")
    assert (block.mode, block.reasons) == ("watch", ("prop_missing",))
