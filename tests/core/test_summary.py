from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reports.story import S, Telling, setup, told
from vrexposure.core import observations as seen
from vrexposure.core import outputs as out
from vrexposure.core.inputs import Command, Finish, Pause
from vrexposure.core.outputs import Output
from vrexposure.core.summary import summarise, summarise_numbered
from vrexposure.core.summary_parts import BLOCK_QUESTIONS, TRIAL_QUESTIONS, SessionSummary
from vrexposure.core.view import Phase, Text


@pytest.fixture(scope="module")
def story() -> Telling:
    return told()


@pytest.fixture(scope="module")
def summary(story: Telling) -> SessionSummary:
    return summarise(setup(), story.outputs, commands=story.commands)


def _given(outputs: list[Output]) -> Iterator[out.RatingGiven]:
    return (one for one in outputs if isinstance(one, out.RatingGiven))


def test_every_rating_of_the_recording_stands_in_its_trial_or_block(
    story: Telling, summary: SessionSummary
) -> None:
    trials = {(trial.block, trial.trial): trial for trial in summary.trials()}
    blocks = {block.block: block for block in summary.blocks}
    for given in _given(story.outputs):
        if given.block == 0:
            found = dict(summary.session_ratings)[given.question]
        elif given.trial == 0:
            found = blocks[given.block].rating(given.question)
        else:
            found = trials[given.block, given.trial].rating(given.question)
        assert found.value == given.value
        assert found.by == given.by
        assert story.outputs[found.seq] is given


def test_no_value_appears_that_was_not_given(story: Telling, summary: SessionSummary) -> None:
    recorded = {(one.block, one.trial, one.question) for one in _given(story.outputs)}
    for trial in summary.trials():
        for question in TRIAL_QUESTIONS:
            rating = trial.rating(question)
            assert ((trial.block, trial.trial, question) in recorded) == (
                rating.state != "not_asked"
            )
            assert (rating.value is None) == (rating.state != "given")
    for block in summary.blocks:
        for question in BLOCK_QUESTIONS:
            assert ((block.block, 0, question) in recorded) == (
                block.rating(question).state != "not_asked"
            )


def test_asked_but_not_given_differs_from_not_asked(summary: SessionSummary) -> None:
    trials = {(trial.block, trial.trial): trial for trial in summary.trials()}
    assert trials[1, 3].rating("fear_after").state == "not_given"
    assert trials[2, 2].rating("fear_after").state == "not_asked"
    assert trials[2, 2].rating("fear_before").state == "given"


def test_a_violation_is_known_only_when_both_sides_of_it_are(summary: SessionSummary) -> None:
    for trial in summary.trials():
        expected, peak = trial.rating("expected_pain").value, trial.rating("peak_pain").value
        if expected is None or peak is None:
            assert trial.violation_pain is None
        else:
            assert trial.violation_pain == expected - peak


@pytest.mark.parametrize(("answer", "percent"), [(0, 0), (1, 50), (2, 100)])
def test_what_occurred_counts_as_nothing_half_or_all(answer: int, percent: int) -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.before(7, 30, 75)
    t.go(5)
    t.end("completed", 5, 5)
    t.afterwards(5, answer, 60)
    (trial,) = summarise(setup(), t.outputs).trials()
    assert trial.harm_percent == percent
    assert trial.violation_harm == 30 - percent


def test_more_pain_than_expected_is_a_violation_below_zero(summary: SessionSummary) -> None:
    trial = next(one for one in summary.trials() if (one.block, one.trial) == (3, 2))
    assert trial.violation_pain == -2


def test_each_group_of_totals_sums_to_the_trials(summary: SessionSummary) -> None:
    t = summary.totals
    assert t.trials == 12 == len(list(summary.trials()))
    assert t.completed + t.missed + t.interrupted + t.skipped + t.open == t.trials
    assert t.harm_no + t.harm_partly + t.harm_yes + t.harm_missing == t.trials
    assert t.pain_less + t.pain_same + t.pain_more + t.pain_missing == t.trials
    assert (t.completed, t.missed, t.interrupted) == (9, 1, 2)


def test_trials_of_levels_sum_to_the_trials_of_the_session(summary: SessionSummary) -> None:
    levels = [level for ladder in summary.ladders for level in ladder.levels]
    assert sum(level.trials for level in levels) == summary.totals.trials
    assert sum(level.completed for level in levels) == summary.totals.completed


def test_the_evidence_has_one_entry_for_each_completed_trial(summary: SessionSummary) -> None:
    completed = [(t.block, t.trial) for t in summary.trials() if t.result == "completed"]
    assert [(entry.block, entry.trial) for entry in summary.ledger] == completed


def test_the_evidence_says_what_was_done_expected_and_felt(summary: SessionSummary) -> None:
    feared = ("feared", "My leg gives way and I fall")
    assert summary.ledger[0].sentences == (
        Text(
            "report.ledger.sit_to_stand.many",
            (("count", 5), ("level", "Middle seat, pushing with the arms")),
        ),
        Text("report.ledger.harm.known.no", (feared, ("expected", 80))),
        Text("report.ledger.pain.both", (("expected", 7), ("peak", 5))),
    )


def test_the_evidence_of_a_watched_trial_does_not_say_that_it_was_done(
    summary: SessionSummary,
) -> None:
    assert summary.ledger[-1].sentences[0].key == "report.ledger.watch.many"


@pytest.mark.parametrize(
    ("expected", "peak", "key"),
    [
        (None, None, "report.ledger.pain.missing"),
        (None, 4, "report.ledger.pain.peak"),
        (0, None, "report.ledger.pain.expected"),
        (0, 0, "report.ledger.pain.both"),
    ],
)
def test_the_evidence_tells_a_missing_pain_from_none(
    expected: int | None, peak: int | None, key: str
) -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.before(expected, None, 75)
    t.go(5)
    t.end("completed", 1, 5)
    t.afterwards(peak, None, 60)
    (entry,) = summarise(setup(), t.outputs).ledger
    assert entry.sentences[0].key == "report.ledger.sit_to_stand.one"
    assert entry.sentences[1].key == "report.ledger.harm.unknown.missing"
    assert entry.sentences[2].key == key


def test_a_title_cannot_pose_as_a_key() -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.go(5)
    t.end("completed", 5, 5)
    (entry,) = summarise(setup(feared="@reason.misses"), t.outputs).ledger
    assert not any(str(v).startswith("@") for text in entry.sentences for _, v in text.args)


def test_a_decision_is_followed_only_when_action_and_level_agree(summary: SessionSummary) -> None:
    assert [one.followed for one in summary.decisions] == [True, False, True]
    second = summary.decisions[1]
    assert (second.proposed, second.taken, second.by) == ("advance", "repeat", "therapist")
    assert second.next_level == "seat-45-push"


def test_a_proposal_without_an_answer_is_open_and_missing() -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.propose("advance", "seat-45-push", "completed_enough")
    summary = summarise(setup(), t.outputs)
    assert summary.decisions[0].followed is None
    assert summary.ladders[0].next_index == 2
    assert summary.ladders[0].next_by == "program"
    assert Text("report.missing.not_taken") in [one.text for one in summary.missing]


def test_what_was_taken_leads_on_even_where_nothing_was_proposed() -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.decide("retreat", "seat-55-push", "eased", by="patient")
    ladder = summarise(setup(), t.outputs).ladders[0]
    assert (ladder.next_index, ladder.next_by) == (0, "patient")


def test_a_ladder_says_where_today_began_and_what_was_worked_on(summary: SessionSummary) -> None:
    chair, stairs = summary.ladders
    assert (chair.start_index, chair.next_index, stairs.next_index) == (1, 2, None)
    assert [level.trials for level in chair.levels] == [0, 3, 7, 0, 0]
    assert [level.changed for level in chair.levels] == [
        None,
        "seat_height_m",
        "seat_height_m",
        "arms",
        "arms",
    ]
    assert [level.completed_before for level in chair.levels] == [True, True, False, False, False]
    assert stairs.levels[0].modes_today == ("watch",)
    assert stairs.worked_on


def test_the_events_stand_in_order_and_name_who_stopped(summary: SessionSummary) -> None:
    kinds = [event.kind for event in summary.events]
    assert kinds == [
        "tracking_lost",
        "pause",
        "tracking_back",
        "resume",
        "hold",
        "alert",
        "resume",
        "refused",
        "stop",
        "finish",
    ]
    times = [event.time_ns for event in summary.events]
    assert times == sorted(times)
    stop = next(event for event in summary.events if event.kind == "stop")
    assert (stop.by, stop.code, stop.block, stop.trial) == ("therapist", "console", 4, 2)
    refused = next(event for event in summary.events if event.kind == "refused")
    assert (refused.command, refused.by, refused.code) == ("decide", "therapist", "not_now")
    assert (refused.block, refused.trial) == (3, 0)


def test_what_happens_between_blocks_belongs_to_none() -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.decide("repeat", "seat-50-push")
    t.say(out.Alert(t.after(1), "warning", Text("alert.recentred")))
    (event,) = summarise(setup(), t.outputs).events
    assert (event.block, event.trial) == (0, 0)


def test_a_stop_by_the_patients_hand_is_the_patients() -> None:
    outputs: list[Output] = [
        out.Observed(seen.StopGesture(5 * S, "menu")),
        out.PhaseChanged(5 * S, Phase.RUNNING, Phase.SAFE, "controller"),
    ]
    (event,) = summarise(setup(), outputs).events
    assert (event.kind, event.by, event.code) == ("stop", "patient", "menu")


def test_an_old_gesture_does_not_claim_a_later_stop() -> None:
    outputs: list[Output] = [
        out.Observed(seen.StopGesture(5 * S, "menu")),
        out.PhaseChanged(60 * S, Phase.RUNNING, Phase.SAFE, "gaze"),
    ]
    (event,) = summarise(setup(), outputs).events
    assert (event.by, event.code) == (None, "gaze")


def test_commands_with_the_same_number_lend_their_name_to_no_refusal() -> None:
    commands = [Command(S, 3, "patient", -1, Pause()), Command(S, 3, "therapist", -1, Finish())]
    answer = out.CommandAnswered(S, 3, accepted=False, code="not_now")
    (event,) = summarise(setup(), [answer], commands=commands).events
    assert (event.command, event.by) == ("", None)


@pytest.mark.parametrize(
    ("before", "salvage", "ending"),
    [
        (Phase.DEBRIEF, "", "complete"),
        (Phase.RUNNING, "", "interrupted"),
        (Phase.DEBRIEF, "the last chunk is damaged", "recovered"),
    ],
)
def test_only_a_session_that_came_through_its_debrief_is_complete(
    before: Phase, salvage: str, ending: str
) -> None:
    change = out.PhaseChanged(S, before, Phase.CLOSED, "window_closed")
    summary = summarise(setup(), [change], salvage_note=salvage)
    assert summary.ending == ending
    assert [event.kind for event in summary.events] == (
        [] if before is Phase.DEBRIEF else ["close"]
    )


def test_an_empty_recording_gives_a_summary_in_which_nothing_is_invented() -> None:
    summary = summarise(setup(), [])
    assert (summary.blocks, summary.ledger, summary.events) == ((), (), ())
    assert summary.totals.trials == summary.length_ns == 0
    assert summary.ending == "interrupted"
    assert not any(ladder.worked_on for ladder in summary.ladders)


def test_a_recording_that_ends_in_a_trial_keeps_what_was_said_before_it(story: Telling) -> None:
    begins = [i for i, one in enumerate(story.outputs) if isinstance(one, out.TrialBegan)]
    trial = list(summarise(setup(), story.outputs[: begins[0] + 2]).trials())[-1]
    assert (trial.result, trial.done, trial.target) == ("unfinished", None, 5)
    assert trial.duration_ms is None
    assert trial.rating("expected_pain").value == 7
    before = list(summarise(setup(), story.outputs[: begins[0]]).trials())[-1]
    assert (before.result, before.target) == ("not_begun", None)


def test_every_beginning_of_a_recording_can_be_summarised(story: Telling) -> None:
    for length in range(0, len(story.outputs), 7):
        summary = summarise(setup(), story.outputs[:length])
        assert summary.totals.trials == len(list(summary.trials()))


def test_a_recording_with_a_lost_beginning_still_names_the_level_of_its_trials(
    story: Telling,
) -> None:
    rest = [
        (seq, one) for seq, one in enumerate(story.outputs) if not isinstance(one, out.BlockBegan)
    ]
    summary = summarise_numbered(setup(), rest, salvage_note="chunk 3 is damaged")
    assert [block.level for block in summary.blocks][:2] == ["seat-50-push", "seat-45-push"]
    assert all(block.began_ns is None for block in summary.blocks)
    assert summary.totals.trials == 12


def test_the_last_answer_to_a_question_stands_and_is_marked_as_corrected() -> None:
    outputs: list[Output] = [
        out.RatingGiven(S, 1, 1, "expected_pain", 3, "patient"),
        out.RatingGiven(2 * S, 1, 1, "expected_pain", 5, "therapist"),
        out.RatingGiven(3 * S, 1, 1, "expected_harm", None, "patient"),
        out.RatingGiven(4 * S, 1, 1, "expected_harm", 0, "therapist"),
    ]
    (trial,) = summarise(setup(), outputs).trials()
    pain, harm = trial.rating("expected_pain"), trial.rating("expected_harm")
    assert (pain.value, pain.by, pain.corrected) == (5, "therapist", True)
    assert (harm.state, harm.value, harm.corrected) == ("given", 0, False)


def test_missing_things_are_listed_once_with_their_place(summary: SessionSummary) -> None:
    listed = [(one.block, one.trial, one.text.key, one.names) for one in summary.missing]
    after = ("peak_pain", "harm_occurred", "fear_after")
    assert listed == [
        (0, 0, "report.missing.gaps.one", ()),
        (0, 0, "report.missing.dropped.not_tracked", ()),
        (0, 0, "report.missing.dropped.jumped", ()),
        (1, 3, "report.missing.not_given", ("fear_after",)),
        (2, 2, "report.missing.not_asked", after),
        (4, 2, "report.missing.not_asked", after),
        (4, 0, "report.missing.not_asked", ("belief_after", "surprise", "sickness")),
        (4, 0, "report.missing.decision", ()),
    ]


def test_a_body_that_was_not_measured_is_missing_where_it_was_needed(story: Telling) -> None:
    rest = [one for one in story.outputs if not isinstance(one, out.CalibrationDone)]
    missing = summarise(setup(), rest).missing
    assert ("seated_head", "standing_head") in [one.names for one in missing]


def test_a_repetition_without_a_time_is_counted_and_said() -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.go(2)
    t.rise(1)
    t.rise(2, timed=False)
    t.end("completed", 2, 2, hesitation_ms=None)
    summary = summarise(setup(), t.outputs)
    (trial,) = summary.trials()
    assert (trial.done, trial.untimed) == (2, 1)
    keys = {one.text.key for one in summary.missing}
    assert {"report.missing.untimed", "report.missing.hesitation"} <= keys


def test_steps_are_marked_and_stairs_done_need_a_standing_height() -> None:
    t = Telling()
    t.begin_block("stairs", "in-place-4", 0, 80)
    t.go(2)
    t.step(1)
    t.step(2)
    t.end("completed", 2, 2)
    summary = summarise(setup(), t.outputs)
    (trial,) = summary.trials()
    assert [(mark.kind, mark.index) for mark in trial.marks] == [("step", 1), ("step", 2)]
    assert ("standing_head",) in [one.names for one in summary.missing]


@pytest.mark.parametrize(("own", "ceiling"), [(None, 8), (3, 3), (10, 10)])
def test_the_persons_own_ceiling_stands_instead_of_the_protocols(
    own: int | None, ceiling: int
) -> None:
    given = setup().model_copy(update={"pain_ceiling": own})
    assert summarise(given, []).pain_ceiling == ceiling


def test_supports_of_before_and_during_the_session_are_listed() -> None:
    gone = out.PropRegistered(S, "chair", None, 0, 0, has_arms=False)
    before, during = summarise(setup(), [gone]).props
    assert (before.time_ns, before.height_mm) == (None, 500)
    assert (during.time_ns, during.height_mm) == (S, None)
