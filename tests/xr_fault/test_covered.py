"""What a headset's software may do to a session, and which test shows what comes of it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

COVERED: dict[str, tuple[str, ...]] = {
    "each path through the states": (
        "test_paths.test_a_path_through_the_states_is_told_as_it_is",
        "test_paths.test_the_paths_take_every_step_there_is",
        "test_paths.test_a_loss_is_told_from_whatever_state_and_the_way_back_leads_to_frames",
    ),
    "a thousand random sequences of what is legal": (
        "test_sequences.test_a_thousand_random_lives_raise_nothing_and_break_nothing",
        "test_sequences.test_the_random_lives_went_everywhere",
    ),
    "each function telling each loss": (
        "test_every_entry.test_each_loss_told_by_each_function_leads_where_the_table_says",
        "test_every_entry.test_no_function_of_the_runtime_is_left_out",
        "test_return.test_whichever_call_tells_the_loss_the_session_goes_on_with_another_runtime",
        "test_return.test_a_loss_on_the_way_back_in_is_one_more_try",
    ),
    "a hundred losses and returns without a leak": (
        "test_return.test_a_hundred_losses_leave_nothing_behind",
        "test_drawn.test_a_hundred_losses_and_returns_leave_nothing_behind_and_are_seen_in_the_window",
        "test_drawn.test_whatever_a_loss_leaves_behind_would_be_found",
    ),
    "ready that never comes": (
        "test_return.test_ready_that_never_comes_is_waited_for_in_ticks",
    ),
    "events that nobody knows": (
        "test_paths.test_events_that_nobody_knows_are_passed_over",
    ),
    "a wait that blocks for five seconds": (
        "test_long.test_a_wait_that_blocks_for_seconds_is_followed_by_the_next_frame",
    ),
    "ten minutes without a picture": (
        "test_long.test_ten_minutes_without_a_picture_are_ten_minutes_of_ticks",
        "test_long.test_a_lid_that_is_closed_for_ten_minutes_is_opened_to_the_same_session",
        "test_paths.test_ten_minutes_with_the_lid_closed_are_ticks_at_every_tenth_of_a_second",
    ),
    "display times that go back": (
        "test_paths.test_display_times_that_go_back_still_rise_in_the_record",
    ),
    "another number of views": (
        "test_eyes.test_a_headset_with_another_number_of_pictures_is_refused",
        "test_eyes.test_fewer_views_than_eyes_are_not_drawn_until_there_are_two_again",
        "test_eyes.test_more_views_than_there_is_room_for_are_a_loss",
    ),
    "fields of view that are none": (
        "test_eyes.test_a_field_of_view_that_is_none_is_not_drawn",
        "test_eyes.test_an_eye_that_is_nowhere_is_not_drawn",
    ),
    "eyes and fields of view that change": (
        "test_eyes.test_eyes_that_are_set_apart_in_mid_session_are_drawn_so_in_the_next_frame",
        "test_eyes.test_a_field_of_view_that_changes_in_mid_session_is_drawn_in_the_next_frame",
    ),
    "untruths of the tracking: found out, never scored": (
        "test_trust.test_a_pose_that_is_valid_but_guessed_is_told_so_and_never_scored",
        "test_trust.test_a_pose_that_is_no_number_is_told_as_it_is_and_never_scored",
        "test_trust.test_a_position_that_stands_still_with_fresh_stamps_is_found_out",
        "test_trust.test_a_head_that_leaps_up_and_back_has_not_stood_up",
    ),
    "untruths of the tracking: in the recording": (
        "test_logged.test_each_kind_of_untruth_is_named_and_counted_in_the_recording",
    ),
    "two judges who are there": (
        "test_judges.test_best_practices_find_each_rule_that_is_broken",
        "test_judges.test_best_practices_have_nothing_to_say_of_a_good_program",
        "test_judges.test_core_validation_finds_a_handle_that_is_none",
    ),
    "frames that leave nothing in memory": (
        "test_long.test_ten_minutes_of_drawn_frames_leave_nothing_behind",
        "test_cost.test_a_thousand_frames_leave_nothing_in_memory",
        "test_cost.test_no_frame_makes_a_structure_or_goes_through_the_bindings_wrappers",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", COVERED)
def test_what_a_runtime_may_do_has_its_tests(what: str) -> None:
    for test in COVERED[what]:
        module, _, name = test.partition(".")
        source = (Path(__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        found = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
        assert name in found, f"{test} is gone"
