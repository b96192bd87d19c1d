"""Sessions told as stories, and the promises that hold in every phase."""

from __future__ import annotations

import pytest

from tests.core.stories import SIT, STAIRS, Player, S, make_setup, played
from vrexposure.core.inputs import (
    Answer,
    Decide,
    DeviceChange,
    Ease,
    Ended,
    Finish,
    Pause,
    RegisterProp,
    Resume,
    Skip,
    Start,
    Stop,
)
from vrexposure.core.ladders import SitToStandLadder, StairsLadder
from vrexposure.core.observations import (
    HandOnRail,
    RepetitionDone,
    StopGesture,
    TrackingBack,
    TrackingLost,
)
from vrexposure.core.session.session import Session
from vrexposure.core.session.table import TRANSITIONS, after
from vrexposure.core.setup import LadderStart
from vrexposure.core.view import Phase, rig_offset
from vrexposure.core.watch import WatchSitToStand


def player(**rules: object) -> Player:
    return Player(Session(make_setup(**rules)))


def test_a_session_without_incident_goes_from_lobby_to_closed() -> None:
    story = played()
    assert [(p.before, p.after) for p in story.of("phase_changed")] == [
        (Phase.LOBBY, Phase.RUNNING),
        (Phase.RUNNING, Phase.DEBRIEF),
        (Phase.DEBRIEF, Phase.CLOSED),
    ]
    assert [t.result for t in story.of("trial_ended")] == ["completed"] * 6
    assert [d.action for d in story.of("decision_taken")] == ["advance", "advance"]
    assert [b.level for b in story.of("block_began")] == ["high", "raised"]


def test_every_trial_is_a_behavioural_experiment() -> None:
    story = played()
    asked = [(r.block, r.trial, r.question) for r in story.of("rating_given")]
    trial = [
        "expected_pain",
        "expected_harm",
        "fear_before",
        "peak_pain",
        "harm_occurred",
        "fear_after",
    ]
    assert [q for b, t, q in asked if (b, t) == (1, 2)] == trial
    assert [q for b, t, q in asked if (b, t) == (1, 0)] == [
        "belief_before",
        "belief_after",
        "surprise",
        "sickness",
    ]


@pytest.mark.parametrize("phase", list(Phase))
def test_stop_is_legal_in_every_phase(phase: Phase) -> None:
    wanted = Phase.CLOSED if phase is Phase.CLOSED else Phase.SAFE
    assert after(phase, "stop") is wanted
    assert after(phase, "end") is Phase.CLOSED


def test_no_move_leads_into_exposure_but_start_and_resume() -> None:
    into = {
        (phase, move)
        for phase, moves in TRANSITIONS.items()
        for move, to in moves.items()
        if to is Phase.RUNNING
    }
    assert into == {
        (Phase.LOBBY, "start"),
        (Phase.PAUSED, "resume"),
        (Phase.HELD, "resume"),
    }


def test_stop_freezes_and_dims_in_the_same_moment_and_asks_nothing() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    chair = story.view.props
    story.command(Stop(source="key"))
    view = story.view
    assert view.phase is Phase.SAFE
    assert view.frozen
    assert view.dim_permille > 0
    assert view.panel is None
    assert view.counter is None
    assert view.ambience == ""
    assert view.place == "home"
    assert view.props == chair, "the chair stays where it was"
    assert story.of("trial_ended")[-1].result == "interrupted"


def test_after_stop_comes_a_slow_fade_to_the_plain_room_with_the_chair_kept() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.command(Stop())
    story.wait(6.9)
    assert story.view.place == "home"
    story.wait(0.2)
    assert story.view.place == "neutral"
    assert [p.prop for p in story.view.props] == ["chair"]
    assert story.view.panel is None


def test_a_second_stop_does_not_begin_the_fade_anew() -> None:
    story = player()
    story.start()
    story.command(Stop())
    fade = story.view.fade_start_ns
    story.wait(1)
    story.command(Stop())
    assert story.view.fade_start_ns == fade


def test_a_controller_gesture_stops_too_even_while_paused() -> None:
    story = player()
    story.start()
    story.command(Pause())
    story.see(StopGesture(story.now_ns, "menu"))
    assert story.phase() is Phase.SAFE


def test_a_stop_that_is_old_or_repeated_is_still_carried_out() -> None:
    story = player()
    story.start()
    story.wait(100)
    story.seq = -1
    story.now_ns -= 90 * S
    story.command(Stop())
    assert story.phase() is Phase.SAFE


def test_a_pause_gives_the_trial_up_without_a_verdict_and_it_is_done_anew() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.command(Pause(), "therapist")
    assert story.of("trial_ended")[-1].result == "interrupted"
    story.command(Resume())
    assert story.view.panel is not None
    assert story.view.panel.question == "ready", "going on takes the patient's own action"
    story.play()
    done = [t for t in story.of("trial_ended") if t.block == 1]
    assert [t.result for t in done] == ["interrupted", "completed", "completed", "completed"]
    assert [t.trial for t in done] == [1, 1, 2, 3]


def test_the_patient_cannot_lift_the_therapists_pause() -> None:
    story = player()
    story.start()
    story.command(Pause(), "therapist")
    refused = story.command(Resume(), "patient")
    assert refused[-1].code == "therapist_only"  # type: ignore[union-attr]
    assert story.phase() is Phase.PAUSED


def test_tracking_loss_of_a_second_pauses_and_is_never_scored() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.see(TrackingLost(story.now_ns))
    story.wait(0.6)
    assert story.phase() is Phase.RUNNING
    story.wait(0.2)
    assert story.phase() is Phase.PAUSED
    assert story.of("trial_ended")[-1].result == "interrupted"
    story.see(TrackingBack(story.now_ns, 1000))
    story.wait(5)
    assert story.phase() is Phase.PAUSED, "nothing goes on by itself"


def test_a_short_gap_in_tracking_is_no_pause() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.see(TrackingLost(story.now_ns))
    story.wait(0.4)
    story.see(TrackingBack(story.now_ns, 700))
    story.wait(30)
    assert story.phase() is Phase.RUNNING


@pytest.mark.parametrize("change", [DeviceChange.HEADSET_OFF, DeviceChange.FOCUS_LOST])
def test_headset_off_or_focus_lost_pauses_at_once_and_does_not_resume(change: DeviceChange) -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.device(change)
    assert story.phase() is Phase.PAUSED
    story.device(DeviceChange.HEADSET_ON)
    story.device(DeviceChange.FOCUS_GAINED)
    story.wait(100)
    assert story.phase() is Phase.PAUSED


def test_recentring_voids_the_trial_the_chair_and_the_calibration() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.device(DeviceChange.RECENTRED)
    assert story.of("trial_ended")[-1].result == "interrupted"
    story.play(until="register_chair")
    story.play_to_trial()
    assert len(story.of("calibration_done")) == 4


@pytest.mark.parametrize("ladder", [SIT, STAIRS])
def test_recentring_while_the_patient_is_asked_whether_ready_is_caught_too(
    ladder: SitToStandLadder | StairsLadder,
) -> None:
    story = Player(Session(make_setup(ladder)))
    story.start()
    story.play(until="ready")
    story.device(DeviceChange.RECENTRED)
    story.play()
    assert [t.result for t in story.of("trial_ended")] == ["completed"] * 6
    registered = [p for p in story.of("prop_registered") if p.height_mm is not None]
    assert registered, "the support was measured again"


def test_a_chair_that_is_taken_away_is_asked_for_again() -> None:
    story = player()
    story.start()
    story.play(until="ready")
    story.command(RegisterProp("chair", None))
    story.answer(1)
    assert story.view.panel is not None
    assert story.view.panel.question == "register_chair"


def test_no_answer_in_time_pauses_and_a_second_silence_is_not_given() -> None:
    story = player(answer_within_s=30)
    story.start()
    story.wait(29)
    assert story.phase() is Phase.RUNNING
    story.wait(1.1)
    assert story.phase() is Phase.PAUSED
    story.command(Resume())
    story.wait(31)
    rating = story.of("rating_given")[0]
    assert (rating.question, rating.value, rating.by) == ("baseline_pain", None, "program")


def test_a_spoken_answer_may_be_any_whole_number_on_the_scale() -> None:
    story = player()
    story.start()
    story.play(until="expected_harm")
    refused = story.answer(101, "therapist")
    assert refused[-1].code == "out_of_range"  # type: ignore[union-attr]
    story.answer(65, "therapist")
    assert story.of("rating_given")[-1].value == 65


def test_an_answer_to_a_question_that_is_gone_is_refused() -> None:
    story = player()
    story.start()
    refused = story.command(Answer("fear_before", 50))
    assert refused[-1].code == "question_gone"  # type: ignore[union-attr]


def test_without_the_right_chair_the_level_is_watched_not_done() -> None:
    story = player(props=())
    story.start()
    story.play(until="register_chair")
    story.command(RegisterProp("chair", 450))
    assert story.view.panel is not None
    assert story.view.panel.question == "register_chair", "450 mm is not 560 mm"
    story.command(Skip())
    story.play(until="ready")
    block = story.of("block_began")[0]
    assert (block.mode, block.reasons) == ("watch", ("prop_missing",))
    assert all(prop.look != "real" for prop in story.view.props)
    story.play(until="decision")
    assert story.of("decision_proposed")[0].codes == ("watched_only",)


@pytest.mark.parametrize(
    ("height_mm", "fits"), [(580, True), (581, False), (540, True), (539, False)]
)
def test_the_real_seat_must_be_within_twenty_millimetres(height_mm: int, fits: bool) -> None:
    story = player(props=())
    story.start()
    story.play(until="register_chair")
    story.command(RegisterProp("chair", height_mm))
    gone = story.view.panel is None or story.view.panel.question != "register_chair"
    assert gone == fits


def test_a_measured_height_can_be_typed_in_centimetres_by_the_therapist_only() -> None:
    story = player(props=())
    story.start()
    story.play(until="register_chair")
    refused = story.answer(56, "patient")
    assert refused[-1].code == "therapist_only"  # type: ignore[union-attr]
    story.answer(56, "therapist")
    assert story.of("prop_registered")[-1].height_mm == 560


def test_a_level_that_was_not_confirmed_as_safe_is_watched() -> None:
    story = player()
    story.start()
    story.play(until="confirm_safety")
    story.answer(1, "patient")
    assert story.view.panel is not None, "the patient cannot confirm it"
    story.command(Skip())
    story.play(until="ready")
    assert story.of("block_began")[0].reasons == ("safety_not_confirmed",)


def test_two_misses_ease_the_level_by_themselves() -> None:
    story = player(trial_within_s=10)
    setup = make_setup(
        starts=(LadderStart(ladder="sit-to-stand", level_index=1, completed_index=0),),
        trial_within_s=10,
    )
    story = Player(Session(setup))
    story.start()
    for _ in range(2):
        story.play_to_trial()
        story.wait(10.1)
    for _ in range(12):
        if story.of("decision_taken"):
            break
        story.step()
    taken = story.of("decision_taken")[0]
    assert (taken.action, taken.by, taken.next_level) == ("retreat", "program", "high")
    assert len([t for t in story.of("trial_ended") if t.block == 1]) == 2


def test_easing_is_taken_at_once_and_never_refused() -> None:
    setup = make_setup(
        starts=(LadderStart(ladder="sit-to-stand", level_index=1, completed_index=0),)
    )
    story = Player(Session(setup))
    story.start()
    story.play_to_trial()
    assert story.command(Ease(), "patient")[-1].accepted  # type: ignore[union-attr]
    for _ in range(30):
        if story.of("decision_taken"):
            break
        story.step()
    taken = story.of("decision_taken")[0]
    assert (taken.action, taken.by, taken.next_level) == ("retreat", "patient", "high")


def test_pain_over_the_line_holds_and_a_second_time_ends_for_today() -> None:
    story = player()
    story.start()
    story.ratings["peak_pain"] = 9
    story.play_to_trial()
    for _ in range(10):
        if story.phase() is Phase.HELD:
            break
        story.step()
    assert story.phase() is Phase.HELD
    assert story.command(Resume(), "patient")[-1].code == "therapist_only"  # type: ignore[union-attr]
    story.command(Resume(), "therapist")
    story.play(until="decision")
    assert story.of("decision_proposed")[0].action == "hold"
    story.play(until="done")
    assert story.phase() is Phase.DEBRIEF
    assert [a.text.key for a in story.of("alert") if a.level == "urgent"] == ["alert.pain_ceiling"]


def test_sickness_ends_the_session_in_the_headset() -> None:
    story = player()
    story.ratings["sickness"] = 12
    story.start()
    story.play(until="done")
    assert story.phase() is Phase.DEBRIEF
    assert story.of("phase_changed")[-1].cause == "sickness_end"


def test_the_therapist_cannot_advance_past_what_was_not_completed() -> None:
    story = player(trial_within_s=10)
    story.start()
    story.ratings["belief_after"] = 80
    story.play_to_trial()
    story.wait(11)  # the first trial does not come about
    story.play(until="decision")
    story.command(Decide("advance", "she can do more"))
    taken = story.of("decision_taken")[0]
    assert (taken.action, taken.next_level) == ("repeat", "high")
    assert "kernel_one_level_up" in taken.codes


def test_the_therapist_may_hold_back_what_the_program_proposes() -> None:
    story = player()
    story.start()
    story.play(until="decision")
    assert story.command(Decide(), "patient")[-1].code == "therapist_only"  # type: ignore[union-attr]
    story.command(Decide("repeat", "one more time"))
    taken = story.of("decision_taken")[0]
    assert (taken.action, taken.by, taken.reason) == ("repeat", "therapist", "one more time")
    assert taken.codes == ("therapist_choice",)


def test_stale_and_repeated_commands_raise_nothing() -> None:
    story = player()
    story.wait(10)
    story.now_ns -= 3 * S
    refused = story.command(Start())
    assert refused[-1].code == "stale"  # type: ignore[union-attr]
    story.now_ns += 3 * S
    story.seq -= 1
    assert story.command(Start())[-1].code == "repeated"  # type: ignore[union-attr]
    assert story.phase() is Phase.LOBBY


def test_a_lost_recorder_holds_until_the_therapist_accepts_it() -> None:
    story = player()
    story.start()
    story.device(DeviceChange.RECORDER_LOST)
    assert story.phase() is Phase.HELD
    story.command(Resume(), "therapist")
    assert story.phase() is Phase.RUNNING


def test_a_lost_runtime_cannot_be_resumed_until_it_is_back() -> None:
    story = player()
    story.start()
    story.device(DeviceChange.RUNTIME_LOST)
    assert story.command(Resume())[-1].code == "runtime_lost"  # type: ignore[union-attr]
    story.device(DeviceChange.RUNTIME_BACK)
    story.command(Resume())
    assert story.phase() is Phase.RUNNING


def test_the_end_of_input_closes_the_session_and_the_trial_in_flight() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.tell(story.session.ended(Ended(story.now_ns, "window_closed")))
    assert story.phase() is Phase.CLOSED
    assert story.of("trial_ended")[-1].result == "interrupted"


def test_own_steps_carry_the_view_up_the_stairs_and_nothing_else_does() -> None:
    story = Player(Session(make_setup(STAIRS)))
    story.start()
    story.play_to_trial()
    start = story.view.rig
    story.wait(20)
    assert story.view.rig == start
    story.step()
    story.wait(1)
    one = rig_offset(story.view.rig, story.now_ns)
    assert (round(one.x, 3), round(one.z, 3)) == (2.0, 0.15)
    story.step()
    story.wait(1)
    two = rig_offset(story.view.rig, story.now_ns)
    assert round(two.z, 3) == 0.30
    assert two.y > one.y
    assert story.of("trial_ended")[0].done == 2


def test_only_registered_rails_are_drawn_in_reach() -> None:
    story = Player(Session(make_setup(STAIRS)))
    story.start()
    story.play_to_trial()
    assert dict(story.view.parameters)["rail_right"] == 0
    assert [(p.prop, p.look) for p in story.view.props] == [("rail_right", "real")]


def test_time_on_the_rail_is_measured_also_when_the_hand_stays_there() -> None:
    story = Player(Session(make_setup(STAIRS)))
    story.start()
    story.play_to_trial()
    story.see(HandOnRail(story.now_ns, "right", True))
    story.wait(2)
    story.see(HandOnRail(story.now_ns, "right", False))
    story.wait(1)
    story.see(HandOnRail(story.now_ns, "right", True))
    story.wait(1)
    story.step()
    story.step()
    assert 3000 <= story.of("trial_ended")[0].rail_ms <= 3400


def test_two_ladders_share_the_blocks() -> None:
    story = played(SIT, STAIRS, blocks_max=2)
    assert [b.ladder for b in story.of("block_began")] == ["sit-to-stand", "stairs"]


def test_versions_of_the_view_rise_by_one_with_every_change() -> None:
    story = played()
    versions = [shown.view.version for shown in story.of("view_shown")]
    assert versions == list(range(versions[0], versions[0] + len(versions)))


def test_time_that_goes_back_ends_nothing() -> None:
    story = player()
    story.start()
    story.wait(10)
    story.session.tick(5)
    assert story.phase() is Phase.RUNNING


def test_void_times_are_left_out_of_the_mean() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.see(RepetitionDone(story.now_ns, 1, 9000, 0, 0, 0, 1600, None, False))
    story.see(RepetitionDone(story.now_ns, 2, 3000, 0, 0, 0, 1600, None, True))
    ended = story.of("trial_ended")[0]
    assert (ended.mean_ms, ended.arms_used) == (3000, None)


def test_finishing_early_leads_to_the_debrief() -> None:
    story = player()
    story.start()
    story.play_to_trial()
    story.command(Finish())
    assert story.phase() is Phase.DEBRIEF
    assert not isinstance(story.session.watch.movement, WatchSitToStand)


def test_a_movement_and_what_is_asked_about_it_are_not_cut_off_by_the_time_for_today() -> None:
    story = player(minutes_max=1, trial_within_s=600)
    story.start()
    story.play_to_trial()
    story.wait(90)
    assert story.phase() is Phase.RUNNING
    assert not story.of("trial_ended")
    story.play(until="peak_pain")
    assert story.phase() is Phase.RUNNING, "what happened is still asked"
    story.play(until="done")
    assert len(story.of("trial_ended")) == 1, "and no other movement begins"


def test_waiting_to_be_ready_ends_with_the_time_for_today() -> None:
    story = player(minutes_max=2)
    story.start()
    story.play(until="ready")
    story.wait(115)
    assert story.phase() is Phase.RUNNING
    story.wait(5)
    assert story.phase() is Phase.DEBRIEF
    assert story.of("phase_changed")[-1].cause == "time_is_up"


def test_half_an_hour_is_the_end_whatever_is_asked() -> None:
    story = player(minutes_max=30, trial_within_s=600, answer_within_s=120)
    story.start()
    for _ in range(40):
        if story.phase() is not Phase.RUNNING:
            break
        story.wait(60)
        if story.phase() is Phase.PAUSED:
            story.command(Resume())
    assert story.phase() is Phase.DEBRIEF
    assert story.session._c.exposure_ns >= 30 * 60 * S
