"""Controllers: every kind is offered, what a runtime refuses is skipped, and changes are seen."""

from __future__ import annotations

import itertools

import pytest
import xr

from tests.xr_fault.conftest import Opener
from tests.xr_fault.control import ALL_VALID, HERE
from tests.xr_fault.runtime import FaultRuntime
from tests.xr_fault.story import facts, until, words
from vrexposure.openxr.bindings import BARE_HANDS, EXTENSIONS, PROFILES
from vrexposure.openxr.hands import DATA_SOURCE_EXTENSION, HAND_TRACKING_EXTENSION

TOUCH = "/interaction_profiles/oculus/touch_controller"
INDEX = "/interaction_profiles/valve/index_controller"


def test_every_kind_of_controller_is_offered_where_its_extension_is(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.extensions += EXTENSIONS

    open_on()

    assert runtime.suggested.keys() == {profile.path for profile in PROFILES}
    for profile in PROFILES:
        assert runtime.suggested[profile.path] == profile.suggestions()


def test_what_needs_an_extension_is_not_offered_without(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    open_on()

    plain = {profile.path for profile in PROFILES if not profile.extension}
    assert runtime.suggested.keys() == plain
    assert len(plain) == 5


@pytest.mark.parametrize("refused", [profile.path for profile in PROFILES])
def test_a_kind_that_the_runtime_refuses_costs_no_other(
    runtime: FaultRuntime, open_on: Opener, refused: str
) -> None:
    runtime.extensions += EXTENSIONS
    runtime.unknown_profiles = {refused}

    open_on()

    assert runtime.suggested.keys() == {profile.path for profile in PROFILES} - {refused}


def test_another_controller_is_seen_when_the_runtime_says_so(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    headset = open_on()
    moments = headset.input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    assert headset.input.profiles == ("", "")

    runtime.profiles = {"left": TOUCH, "right": INDEX}
    assert words(moments, 1) == ["frame"]
    assert headset.input.profiles == ("", "")  # nothing asks in every frame
    runtime.send(xr.EventDataInteractionProfileChanged())
    assert facts(moments, 3) == [("left_profile", TOUCH), ("right_profile", INDEX)]

    assert headset.input.profiles == (TOUCH, INDEX)
    told = headset.properties
    assert (told.left_profile, told.right_profile) == (TOUCH, INDEX)
    runtime.profiles = {"right": BARE_HANDS}
    runtime.send(xr.EventDataInteractionProfileChanged())
    assert facts(moments, 3) == [("left_profile", ""), ("right_profile", BARE_HANDS)]
    assert headset.input.profiles == ("", BARE_HANDS)
    runtime.send(xr.EventDataInteractionProfileChanged())
    assert words(moments, 3) == ["frame"] * 3, "what was told is no news"


def test_where_the_joints_of_a_hand_come_from_is_told_when_it_is_known_and_when_it_changes(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.extensions += [HAND_TRACKING_EXTENSION, DATA_SOURCE_EXTENSION]
    runtime.open_up()
    moments = open_on().input.moments()
    assert words(moments, 2) == ["focus_gained", "frame"]
    seen = dict.fromkeys(range(26), (ALL_VALID, HERE))

    runtime.hands, runtime.hand_sources = {"left": seen}, {"left": 1}
    assert facts(moments, 4) == [("left_hand_joints", "optical")]
    runtime.hands = {}
    assert words(moments, 2) == ["frame"] * 2, "a hand goes out of sight all the time"
    runtime.hands = {"left": seen, "right": seen}
    runtime.hand_sources = {"left": 1, "right": 2}
    assert facts(moments, 4) == [("right_hand_joints", "controller")]
    runtime.hand_sources = {"left": 2, "right": 2}
    assert facts(moments, 4) == [("left_hand_joints", "controller")]


def test_after_a_loss_only_what_is_another_than_before_is_told(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    moments = open_on(virtual=True, reconnect_for_s=600).input.moments()
    runtime.profiles = {"left": TOUCH, "right": INDEX}
    runtime.send(xr.EventDataInteractionProfileChanged())
    until(moments, "frame")
    runtime.vanish()
    until(moments, "runtime_lost")
    runtime.come_back()
    runtime.name = "another runtime"
    runtime.profiles = {"left": TOUCH, "right": TOUCH}
    runtime.open_up()

    assert facts(moments, 40) == [("runtime", "another runtime")]
    runtime.send(xr.EventDataInteractionProfileChanged())
    assert facts(moments, 4) == [("right_profile", TOUCH)]


def test_a_thumbstick_at_rest_is_not_a_thumbstick_that_is_away(
    runtime: FaultRuntime, open_on: Opener
) -> None:
    runtime.open_up()
    runtime.sticks = {"stick/left": (0.25, -1.0)}
    headset = open_on()
    list(itertools.islice(headset.input.moments(), 2))

    assert headset.stick("left") == (0.25, -1.0)
    assert headset.stick("right") is None
    runtime.sticks = {"stick/right": (0.0, 0.0)}
    assert headset.stick("left") is None
    assert headset.stick("right") == (0.0, 0.0)
