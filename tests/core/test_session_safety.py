"""What could hurt somebody, told as stories: what is drawn, what moves, what goes on by itself."""

from __future__ import annotations

import itertools

import pytest

from tests.core.stories import SIT, STAIRS, Player, make_setup
from vrexposure.core.inputs import (
    Action,
    Answer,
    Command,
    ConfirmSafety,
    Decide,
    DeviceChange,
    Ease,
    Finish,
    Pause,
    RegisterProp,
    Resume,
    Skip,
    Start,
    Stop,
)
from vrexposure.core.ladders import Ladder, StairsLadder, Step
from vrexposure.core.observations import (
    HandOnRail,
    Highlighted,
    NearMiss,
    Selected,
    StepTaken,
    TrackingBack,
    TrackingLost,
)
from vrexposure.core.protocol import Questions
from vrexposure.core.session.session import Session
from vrexposure.core.setup import LadderStart
from vrexposure.core.view import Phase, View, rig_offset

UP_AND_DOWN = STAIRS.model_copy(
    update={
        "levels": (STAIRS.levels[0].model_copy(update={"direction": "up_and_down", "climbs": 2}),)
    }
)
DOWN = STAIRS.model_copy(
    update={"levels": (STAIRS.levels[0].model_copy(update={"direction": "down"}),)}
)
REAL_STEP = StairsLadder(
    id="step",
    title="Step",
    feared="I fall",
    place="home",
    movement="stairs",
    steps={"direction": (Step(name="both", value="up_and_down"),)},
    levels=(
        STAIRS.levels[0].model_copy(
            update={
                "locomotion": "real_step",
                "direction": "up_and_down",
                "rails": "both",
            }
        ),
    ),
)


def begun(*ladders: Ladder, **rules: object) -> Player:
    story = Player(Session(make_setup(*ladders, **rules)))
    story.start()
    return story


def in_trial(*ladders: Ladder, **rules: object) -> Player:
    story = begun(*ladders, **rules)
    story.play_to_trial()
    return story


def code(story: Player, action: Action, actor: str = "therapist") -> str:
    answered = story.command(action, actor)  # type: ignore[arg-type]
    return next(one.code for one in answered if one.kind == "command_answered")


# What is drawn within reach.


def test_after_a_recentre_no_support_is_drawn_where_it_may_not_be() -> None:
    story = in_trial()
    assert story.view.props
    story.device(DeviceChange.RECENTRED)
    assert story.view.props == ()
    story.play(until="register_chair")
    assert story.view.props == ()


def test_a_recentre_after_stop_takes_the_void_chair_out_of_sight_too() -> None:
    story = in_trial()
    story.command(Stop())
    story.device(DeviceChange.RECENTRED)
    assert story.phase() is Phase.SAFE
    assert story.view.props == ()


def test_a_chair_that_is_moved_is_drawn_where_it_is_now_and_gone_when_gone() -> None:
    story = begun()
    story.play(until="ready")
    story.command(RegisterProp("chair", 560, x_mm=200))
    assert [p.x_mm for p in story.view.props] == [200]
    story.command(RegisterProp("chair", None))
    assert story.view.props == ()


def test_a_chair_that_goes_during_the_movement_pauses_it() -> None:
    story = in_trial()
    assert code(story, RegisterProp("chair", None)) == ""
    assert story.phase() is Phase.PAUSED
    assert story.of("trial_ended")[-1].result == "interrupted"
    assert story.view.props == ()
    assert code(story, RegisterProp("chair", 560), "patient") == "therapist_only"


def test_nobody_is_told_to_sit_down_where_no_chair_is() -> None:
    story = begun(props=())
    story.play(until="register_chair")
    story.command(Skip())
    story.play(until="ready")
    assert story.of("block_began")[0].mode == "watch"
    assert story.view.caption is None


def test_a_support_that_does_not_come_is_said_and_the_level_is_watched() -> None:
    story = begun(props=())
    story.play(until="register_chair")
    story.wait(179)
    assert story.view.panel is not None
    story.wait(2)
    story.play(until="ready")
    assert story.of("block_began")[0].reasons == ("prop_missing",)
    assert "alert.prop_missing" in [a.text.key for a in story.of("alert")]


def test_a_height_that_does_not_fit_is_said() -> None:
    story = begun(props=())
    story.play(until="register_chair")
    assert code(story, Answer("register_chair", 45)) == ""
    told = story.of("alert")[-1].text
    assert (told.key, dict(told.args)["least_mm"]) == ("alert.does_not_fit", 540)
    assert code(story, Answer("register_chair", 131)) == "out_of_range"
    assert code(story, Answer("register_chair", None)) == "not_now"
    story.answer(56, "therapist")
    assert story.of("prop_registered")[-1].height_mm == 560


@pytest.mark.parametrize(("prop", "spot"), [("step", (0, 350)), ("rail_left", (-450, 0))])
def test_a_typed_support_stands_where_its_panel_asks_to_put_it(
    prop: str, spot: tuple[int, int]
) -> None:
    story = begun(REAL_STEP)
    story.play(until=f"register_{prop}")
    story.answer(15 if prop == "step" else 90, "therapist")
    registered = story.of("prop_registered")[-1]
    assert (registered.x_mm, registered.y_mm) == spot


# What moves.


def lit(views: list[View]) -> list[tuple[View, View]]:
    """Neighbouring views that are both in the light, while exposure goes on."""
    return [
        (a, b)
        for a, b in itertools.pairwise(views)
        if not a.dim_permille and not b.dim_permille and b.phase not in (Phase.SAFE, Phase.CLOSED)
    ]


@pytest.mark.parametrize("ladders", [(SIT, STAIRS), (UP_AND_DOWN,), (DOWN,), (REAL_STEP,)])
@pytest.mark.parametrize("paused", [False, True])
def test_the_view_never_jumps_in_the_light(ladders: tuple[Ladder, ...], paused: bool) -> None:
    story = begun(*ladders)
    if paused:
        story.play_to_trial()
        story.step()
        story.command(Pause())
        story.command(Resume())
    story.play()
    views = [shown.view for shown in story.of("view_shown")]
    for a, b in lit(views):
        assert a.rig.yaw_mdeg == b.rig.yaw_mdeg
        # An own step begins where the view was, and takes its time.
        assert b.rig.from_mm == a.rig.to_mm or b.rig.to_mm == a.rig.to_mm
        assert a.place == b.place
    assert any(view.dim_permille == 1000 for view in views)


def test_it_stays_dark_for_as_long_as_the_place_changes_and_a_pause_lights_it() -> None:
    story = begun()
    story.answer(4)
    assert (story.view.dim_permille, story.view.place) == (1000, "neutral")
    story.wait(0.3)
    assert story.view.place == "neutral"
    story.command(Pause())
    assert story.view.dim_permille == 0
    story.command(Resume())
    assert story.view.dim_permille == 1000
    story.wait(0.41)
    assert (story.view.dim_permille, story.view.place) == (0, "home")


def test_up_and_down_turns_round_in_the_dark_and_comes_back_down() -> None:
    story = in_trial(UP_AND_DOWN)
    story.see(NearMiss(story.now_ns, 40))
    heights = []
    while not story.of("trial_ended"):
        story.step()
        heights.append(round(rig_offset(story.view.rig, story.now_ns + 10**9).z, 2))
    ended = story.of("trial_ended")[0]
    assert (ended.result, ended.done, ended.near_misses) == ("completed", 8, 1)
    assert max(heights) == 0.30
    assert heights[-1] == 0.0


def test_the_end_of_the_day_fades_into_the_plain_room() -> None:
    story = in_trial()
    story.command(Finish())
    assert (story.view.place, story.view.fade_to_neutral_ms) == ("home", 1500)
    story.wait(1.6)
    assert (story.view.place, story.view.fade_to_neutral_ms) == ("neutral", 0)


def test_finish_after_stop_does_not_cut_the_slow_fade_short() -> None:
    story = in_trial()
    story.command(Stop())
    fade = story.view.fade_start_ns
    story.wait(1)
    story.command(Finish())
    assert (story.view.place, story.view.frozen, story.view.fade_start_ns) == ("home", True, fade)
    story.wait(7)
    assert (story.view.place, story.view.frozen) == ("neutral", False)


def test_a_stop_in_the_plain_room_is_not_done_twice() -> None:
    story = in_trial()
    story.command(Stop())
    story.wait(8)
    before = story.view
    assert code(story, Stop()) == ""
    assert story.view == before


# What goes on by itself.


def test_no_trial_is_judged_while_the_head_is_lost() -> None:
    story = in_trial(trial_within_s=10)
    story.wait(9.9)
    story.see(TrackingLost(story.now_ns))
    story.wait(0.5)
    assert not story.of("trial_ended"), "the time is up, but nobody can tell what was done"
    story.wait(0.3)
    assert [t.result for t in story.of("trial_ended")] == ["interrupted"]


def test_a_stall_with_the_head_lost_pauses_before_anything_is_judged() -> None:
    story = in_trial(trial_within_s=10)
    story.see(TrackingLost(story.now_ns))
    story.wait(30)
    assert [t.result for t in story.of("trial_ended")] == ["interrupted"]


def test_a_question_is_not_counted_as_unanswered_while_the_head_is_lost() -> None:
    story = begun()
    story.play(until="expected_pain")
    story.wait(28)
    story.see(TrackingLost(story.now_ns))
    story.wait(1)
    assert story.phase() is Phase.PAUSED
    story.wait(100)
    story.see(TrackingBack(story.now_ns, 100_000))
    story.answer(1)
    assert story.view.panel is not None
    assert story.view.panel.question == "expected_pain"
    story.wait(29)
    assert story.phase() is Phase.RUNNING
    assert "expected_pain" not in [r.question for r in story.of("rating_given")]


def test_nobody_goes_on_before_the_head_is_seen_again() -> None:
    story = in_trial()
    story.see(TrackingLost(story.now_ns))
    story.wait(1)
    assert code(story, Resume()) == "tracking_lost"
    story.answer(1)
    assert story.phase() is Phase.PAUSED
    assert story.view.panel is not None
    assert story.view.panel.body[0].key == "pause.tracking_lost"


def test_the_patient_cannot_go_on_either_while_the_runtime_is_gone() -> None:
    story = in_trial()
    story.device(DeviceChange.RUNTIME_LOST)
    story.answer(1)
    assert story.phase() is Phase.PAUSED
    story.device(DeviceChange.RUNTIME_BACK)
    assert code(story, Resume(), "patient") == "therapist_only"
    story.command(Resume())
    assert story.phase() is Phase.RUNNING


def test_the_therapists_pause_counts_also_on_top_of_another_pause() -> None:
    story = in_trial()
    story.command(Pause(), "patient")
    assert story.view.panel is not None
    assert story.view.panel.options
    story.command(Pause(), "therapist")
    assert not story.view.panel.options
    story.device(DeviceChange.HEADSET_OFF)
    assert code(story, Resume(), "patient") == "therapist_only"


def test_a_look_must_rest_twice_as_long_to_go_on_after_a_pause() -> None:
    story = begun()
    usual = story.session.watch.dwell_ms
    story.command(Pause(), "patient")
    assert story.session.watch.dwell_ms == 2 * usual


@pytest.mark.parametrize("change", list(DeviceChange))
@pytest.mark.parametrize("phase", ["lobby", "held", "paused", "safe", "debrief", "closed"])
def test_devices_change_no_phase_but_running(phase: str, change: DeviceChange) -> None:
    story = Player(Session(make_setup()))
    if phase != "lobby":
        story.start()
    if phase == "held":
        story.device(DeviceChange.RECORDER_LOST)
    elif phase == "paused":
        story.command(Pause())
    elif phase == "safe":
        story.command(Stop())
    elif phase in ("debrief", "closed"):
        story.command(Finish())
    if phase == "closed":
        story.command(Finish())
    assert story.phase() == phase
    story.device(change)
    unrecorded = change is DeviceChange.RECORDER_LOST and phase in ("lobby", "paused")
    assert story.phase() == ("held" if unrecorded else phase)


def test_an_unrecorded_session_is_begun_by_the_therapist_alone() -> None:
    story = Player(Session(make_setup()))
    story.device(DeviceChange.RECORDER_LOST)
    assert code(story, Start(), "patient") == "not_now"
    assert code(story, Resume(), "patient") == "therapist_only"
    assert code(story, Resume()) == ""
    assert story.phase() is Phase.RUNNING


def test_nothing_but_start_leaves_the_lobby() -> None:
    story = Player(Session(make_setup()))
    for action in (Skip(), Resume(), Ease(), Decide(), Pause()):
        story.command(action)
        assert story.phase() is Phase.LOBBY
    story.answer(1)
    assert story.phase() is Phase.RUNNING


# What is judged, and what is lost.


def test_a_block_that_lost_its_chair_is_never_completed_by_watching() -> None:
    story = begun(blocks_max=2, mode="automatic")
    story.play_to_trial()
    story.step()
    story.step()
    story.play(until="ready")
    story.command(RegisterProp("chair", None))
    story.answer(1)
    story.play(until="register_chair")
    story.command(Skip())
    for _ in range(20):
        if story.of("decision_taken"):
            break
        story.step()
    assert [t.result for t in story.of("trial_ended")] == ["completed"]
    taken = story.of("decision_taken")[0]
    assert (taken.action, taken.next_level) == ("repeat", "high")


def test_a_watched_block_completes_nothing() -> None:
    story = begun(props=(), mode="automatic", blocks_max=1)
    story.play(until="register_chair")
    story.command(Skip())
    story.play()
    taken = story.of("decision_taken")[0]
    assert (taken.action, taken.codes, taken.completed_index) == ("repeat", ("watched_only",), -1)


def test_who_cannot_be_measured_watches() -> None:
    story = begun()
    story.play(until="confirm_safety")
    story.step()
    assert story.session.watch.movement is not None
    assert code(story, Answer("expected_pain", 3)) == "not_now"
    story.see(NearMiss(story.now_ns, 40))
    assert code(story, Skip()) == ""
    story.play(until="ready")
    block = story.of("block_began")[0]
    assert (block.mode, block.reasons) == ("watch", ("body_not_measured",))


def test_a_level_that_is_meant_to_be_watched_asks_for_nothing_real() -> None:
    watch = SIT.levels[0].model_copy(update={"mode": "watch"})
    story = begun(SIT.model_copy(update={"levels": (watch,)}), props=())
    story.play(until="ready")
    assert not [a for a in story.of("alert") if a.text.key.startswith("alert.register")]
    story.play(until="done")
    assert {t.result for t in story.of("trial_ended")} == {"completed"}


@pytest.mark.parametrize("when", ["expected_pain", "ready", "decision", "belief_before"])
def test_easing_counts_from_the_next_trial_on_whenever_it_comes(when: str) -> None:
    start = LadderStart(ladder="sit-to-stand", level_index=1, completed_index=0)
    story = begun(starts=(start,))
    story.play(until=when)
    trials = len(story.of("trial_ended"))
    assert code(story, Ease(), "patient") == ""
    for _ in range(30):
        if story.of("decision_taken"):
            break
        story.step()
    taken = story.of("decision_taken")[0]
    assert (taken.action, taken.by, taken.codes) == ("retreat", "patient", ("eased",))
    allowed = {"expected_pain": 0, "belief_before": 0}.get(when, trials)
    assert len(story.of("trial_ended")) == allowed


def test_easing_in_a_pause_of_the_decision_wins_over_an_advance() -> None:
    story = begun()
    story.play(until="decision")
    story.command(Pause())
    story.command(Ease(), "patient")
    story.command(Resume())
    story.command(Decide("advance"))
    taken = story.of("decision_taken")[0]
    assert (taken.action, taken.by) == ("repeat", "patient")
    assert taken.codes == ("eased", "bottom_of_ladder")


def test_the_patient_reads_what_is_waited_for_while_the_therapist_decides() -> None:
    story = begun()
    story.play(until="decision")
    assert story.view.panel is not None
    assert story.view.panel.body[-1].key == "body.decision"
    story.wait(600)
    assert story.view.panel.question == "decision"
    assert code(story, Answer("decision", 3)) == "not_now"


def test_a_spoken_number_typed_into_a_pause_is_no_choice_of_the_pause() -> None:
    story = begun(answer_within_s=30)
    story.wait(31)
    assert story.phase() is Phase.PAUSED
    assert code(story, Answer("continue", 2)) == "paused"
    assert story.phase() is Phase.PAUSED, "2 is the rating that was heard, not: finish"
    story.answer(2, "patient")
    assert story.phase() is Phase.DEBRIEF


def seen_at(story: Player, version: int, action: Action) -> str:
    story.seq += 1
    command = Command(story.now_ns, story.seq, "therapist", version, action)
    answered = story.tell(story.session.command(command))
    return next(one.code for one in answered if one.kind == "command_answered")


def test_a_word_on_another_decision_than_the_one_that_is_shown_raises_nothing() -> None:
    story = begun(blocks_max=3)
    story.play(until="decision")
    first = story.view.version
    story.command(Decide("repeat"))
    story.play(until="decision")
    assert seen_at(story, first, Decide("advance")) == "stale"
    assert seen_at(story, first, Decide("accept")) == "stale"
    assert len(story.of("decision_taken")) == 1
    assert seen_at(story, story.view.version, Decide("accept")) == ""


def test_holding_back_is_never_stale() -> None:
    story = begun(blocks_max=3)
    story.play(until="decision")
    assert seen_at(story, 0, Decide("retreat")) == ""


def test_a_rating_for_the_trial_before_is_not_taken_for_this_one() -> None:
    story = begun()
    story.play(until="expected_pain")
    first = story.view.version
    story.answer(3)
    story.play_to_trial()
    story.play(until="expected_pain")
    assert seen_at(story, first, Answer("expected_pain", 9)) == "question_gone"
    assert seen_at(story, story.view.version, Answer("expected_pain", 9)) == ""


def test_going_on_is_refused_to_who_has_not_seen_that_nothing_is_recorded() -> None:
    story = in_trial()
    story.command(Pause(), "patient")
    seen = story.view.version
    story.device(DeviceChange.RECORDER_LOST)
    assert seen_at(story, seen, Resume()) == "stale"
    assert story.phase() is Phase.HELD


@pytest.mark.parametrize("action", [RegisterProp("chair", 560), ConfirmSafety("x", "y")])
def test_what_allows_more_is_refused_when_it_comes_late(action: Action) -> None:
    story = begun()
    story.wait(5)
    story.seq += 1
    late = Command(story.now_ns - 3 * 10**9, story.seq, "therapist", -1, action)
    assert story.session.command(late)[-1].code == "stale"  # type: ignore[union-attr]


def test_that_a_chair_is_gone_is_never_too_late_to_hear() -> None:
    story = begun()
    story.wait(5)
    story.seq += 1
    gone = RegisterProp("chair", None)
    late = Command(story.now_ns - 3 * 10**9, story.seq, "therapist", -1, gone)
    assert story.session.command(late)[-1].accepted  # type: ignore[union-attr]


# How the day ends.


def test_pain_that_ends_the_day_leaves_a_decision_that_says_so() -> None:
    story = begun()
    story.ratings["peak_pain"] = 9
    story.play(until="done")
    first, last = story.of("decision_taken")
    assert first.by == "therapist"
    assert (last.action, last.by, last.codes) == ("hold", "program", ("pain_ceiling",))
    assert (last.next_level, last.completed_index) == ("high", 0)
    assert story.of("decision_proposed")[-1].codes == ("pain_ceiling",)
    assert story.of("phase_changed")[-1].cause == "pain_ceiling"


@pytest.mark.parametrize(
    ("sickness", "symptom"), [((12,), "sickness_end"), ((0, 5), "sickness_rise")]
)
def test_sickness_that_ends_the_day_keeps_what_was_completed(
    sickness: tuple[int, ...], symptom: str
) -> None:
    story = begun(questions=Questions(after_block=("sickness",)), mode="automatic")
    for given in sickness:
        story.play(until="sickness")
        story.answer(given, "therapist")
    last = story.of("decision_taken")[-1]
    assert (last.action, last.by, last.codes) == ("hold", "program", (symptom,))
    assert last.completed_index == len(sickness) - 1
    assert story.of("phase_changed")[-1].cause == symptom


def test_some_sickness_pauses_and_offers_to_finish() -> None:
    story = begun()
    story.play(until="sickness")
    story.answer(7, "therapist")
    assert story.phase() is Phase.PAUSED
    assert story.view.panel is not None
    assert [o.label.key for o in story.view.panel.options] == ["option.continue", "option.finish"]


def test_when_the_time_is_up_no_new_block_begins() -> None:
    story = begun(minutes_max=1, answer_within_s=120)
    # Commands move the clock most of the way: that time counts as well.
    for _ in range(6):
        story.now_ns += 10 * 10**9
        story.command(Answer("nothing", 1))
    story.answer(4)
    assert "alert.time_is_up" in [a.text.key for a in story.of("alert")]
    assert story.phase() is Phase.DEBRIEF
    assert story.view.panel is not None
    assert story.view.panel.body[0].key == "body.debrief_none"


def test_a_trial_that_is_paused_three_times_is_left() -> None:
    story = begun(trials_per_block=1)
    for _ in range(3):
        story.play_to_trial()
        story.command(Pause())
        story.command(Resume())
    story.play(until="decision")
    assert [t.result for t in story.of("trial_ended")] == ["interrupted"] * 3
    assert story.of("decision_proposed")[0].codes == ("too_few_trials",)


def test_a_trial_can_be_skipped_and_a_rest_too() -> None:
    story = begun(trials_per_block=1, rest_s=30, mode="automatic")
    story.play_to_trial()
    assert code(story, Answer("fear_before", 3)) == "not_now"
    assert code(story, Skip()) == ""
    assert story.of("trial_ended")[0].result == "skipped"
    for _ in range(30):
        if story.view.caption is not None and story.view.caption.key == "caption.rest":
            break
        story.step()
    assert code(story, Answer("fear_before", 3)) == "not_now"
    story.command(Pause())
    story.command(Resume())
    story.see(NearMiss(story.now_ns, 1))
    assert code(story, Skip()) == ""
    story.play()
    assert len(story.of("block_began")) == 2


def test_a_rest_ends_by_itself() -> None:
    story = begun(trials_per_block=1, rest_s=30, mode="automatic")
    story.play()
    began = [b.time_ns for b in story.of("block_began")]
    ended = story.of("decision_taken")[0].time_ns
    assert began[1] - ended >= 30 * 10**9


def test_a_choice_by_hand_is_felt_and_one_beside_the_panel_is_none() -> None:
    story = begun()
    story.see(Selected(story.now_ns, 11, "gaze"))
    story.see(Selected(story.now_ns, -1, "left_hand"))
    story.see(NearMiss(story.now_ns, 1))
    assert not story.of("rating_given")
    story.see(Highlighted(story.now_ns, 4, 500, "gaze"))
    assert story.view.panel is not None
    assert (story.view.panel.highlighted, story.view.panel.fill_permille) == (4, 500)
    story.see(Selected(story.now_ns, 4, "left_hand"))
    assert [(b.side, b.duration_ms) for b in story.of("buzz")] == [("left", 40)]
    rating = story.of("rating_given")[0]
    assert (rating.question, rating.value, rating.by) == ("baseline_pain", 4, "patient")
    assert code(story, Answer("belief_before", 3)) == "not_now", "it is dark, nothing is asked"


def test_a_belief_that_was_not_given_is_missing_not_zero() -> None:
    story = begun()
    story.ratings |= {"belief_before": None, "belief_after": None, "expected_harm": None}
    story.ratings |= {"expected_pain": 4, "peak_pain": 4}
    story.play(until="decision")
    assert story.of("decision_proposed")[0].codes == ("prediction_confirmed",)
    beliefs = [r.value for r in story.of("rating_given") if r.question.startswith("belief")]
    assert beliefs == [None, None]


def test_safety_is_confirmed_by_the_therapist_in_three_ways_and_by_nobody_else() -> None:
    for action in (ConfirmSafety("sit-to-stand", "high"), Decide(), Answer("confirm_safety", 1)):
        story = begun()
        story.play(until="confirm_safety")
        assert code(story, action, "patient") == "therapist_only"
        assert code(story, ConfirmSafety("sit-to-stand", "another")) == "not_now"
        assert code(story, action) == ""
        story.play(until="ready")
        assert story.of("block_began")[0].mode == "do"


def test_a_pace_is_heard_as_often_as_the_level_says() -> None:
    paced = SIT.levels[0].model_copy(update={"pace_per_min": 10})
    story = in_trial(SIT.model_copy(update={"levels": (paced,)}))
    story.see(StepTaken(story.now_ns, 1, "up", "left", 50, 900, True))
    heard = len(story.of("play"))
    for _ in range(20):
        story.wait(1)
    assert [p.sound for p in story.of("play")[heard:]] == ["step"] * 3
    assert story.view.counter is not None
    assert story.view.counter.done == 0, "a step is no repetition"


def test_steps_in_the_dark_between_two_climbs_do_not_count() -> None:
    twice = STAIRS.levels[0].model_copy(update={"climbs": 2})
    story = in_trial(STAIRS.model_copy(update={"levels": (twice,)}))
    story.see(HandOnRail(story.now_ns, "right", True))
    story.step()
    story.step()
    assert story.view.dim_permille == 1000
    story.see(StepTaken(story.now_ns, 3, "up", "left", 50, 900, True))
    assert story.view.counter is not None
    assert story.view.counter.done == 2
    story.wait(0.9)
    foot = story.view.rig
    assert (story.view.dim_permille, foot.to_mm[2]) == (0, 0)
    # The hand stayed where it was; tracking, begun afresh, says so again.
    story.see(HandOnRail(story.now_ns, "right", True))
    story.see(HandOnRail(story.now_ns, "left", False))
    story.wait(1)
    story.see(HandOnRail(story.now_ns, "right", False))
    before = story.now_ns
    story.wait(5)
    story.step()
    story.step()
    ended = story.of("trial_ended")[0]
    began = story.of("trial_began")[0].time_ns
    assert ended.rail_ms == (before - began) // 10**6
    assert ended.done == 4


@pytest.mark.parametrize(
    ("ladder", "shows"),
    [(SIT, "sit_to_stand"), (STAIRS, "stairs_up"), (DOWN, "stairs_down")],
)
def test_what_is_watched_is_the_movement_of_the_level(ladder: Ladder, shows: str) -> None:
    story = begun(ladder, props=())
    story.play(until="register_chair" if ladder is SIT else "register_rail_right")
    story.command(Skip())
    story.play(until="ready")
    story.answer(1)
    assert story.view.demonstration is not None
    assert story.view.demonstration.movement == shows


@pytest.mark.parametrize(
    ("ladder", "middle_mm"), [(SIT, 1200 - 80), (STAIRS, 1600 - 80), (REAL_STEP, 1600 - 80)]
)
def test_panels_stand_a_little_below_the_eyes_of_the_posture_at_hand(
    ladder: Ladder, middle_mm: int
) -> None:
    story = in_trial(ladder)
    story.command(Pause())
    assert story.view.panel is not None
    assert story.view.panel.z_mm == middle_mm
    story.device(DeviceChange.RECORDER_LOST)
    assert story.phase() is Phase.HELD
    assert story.view.panel.z_mm == middle_mm
    story.command(Stop())
    story.command(Finish())
    assert story.view.panel.z_mm == (1200 - 80 if ladder is SIT else 1150), "told to sit down"
