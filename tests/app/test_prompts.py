"""The words on how to choose and how to stop follow the controllers that are in the hands."""

from __future__ import annotations

import numpy as np

from vrexposure.app.prompts import HOW_TO_CHOOSE, HOW_TO_STOP, Prompts, prompt_keyboard
from vrexposure.core.inputs import JOINT_COUNT, Frame, HandJoints, Tick, empty_arrays
from vrexposure.core.view import Phase, View
from vrexposure.openxr.bindings import BARE_HANDS
from vrexposure.resources.texts import load_words

INDEX = "/interaction_profiles/valve/index_controller"
TOUCH = "/interaction_profiles/oculus/touch_controller"
VIEW = View(phase=Phase.LOBBY)


def frame(*, hands: bool = False) -> Frame:
    joints = HandJoints(
        np.zeros((2, JOINT_COUNT, 7), np.float32), np.zeros((2, JOINT_COUNT), np.uint8), (0, 2)
    )
    return Frame(0, *empty_arrays(), hands=joints if hands else None)


def test_the_stop_button_of_the_controllers_in_use_is_named() -> None:
    words = load_words("en")
    general = words.key(HOW_TO_STOP)
    using = ["", ""]
    prompts = Prompts(lambda: (using[0], using[1]), words)
    prompts.show(VIEW, frame())
    assert words.key(HOW_TO_STOP) == general

    using[:] = [INDEX, INDEX]
    prompts.show(VIEW, Tick(1))
    assert words.key(HOW_TO_STOP) == "To stop: press B, or hold any button."
    using[:] = [TOUCH, ""]
    prompts.show(VIEW, frame())
    assert "menu button (left) or B (right)" in words.key(HOW_TO_STOP)
    using[:] = ["", ""]
    prompts.show(VIEW, frame())
    assert "menu button (left) or B (right)" in words.key(HOW_TO_STOP)


def test_hands_without_controllers_are_told_how_hands_stop() -> None:
    words = load_words("en")
    using = [INDEX, INDEX]
    prompts = Prompts(lambda: (using[0], using[1]), words)
    prompts.show(VIEW, frame(hands=True))
    assert "press B" in words.key(HOW_TO_STOP)

    using[:] = ["", ""]
    prompts.show(VIEW, frame(hands=True))
    assert "thumb and index finger" in words.key(HOW_TO_STOP)
    prompts.show(VIEW, frame())
    assert "thumb and index finger" in words.key(HOW_TO_STOP)
    using[:] = ["", BARE_HANDS]
    prompts.show(VIEW, frame(hands=True))
    assert "thumb and index finger" in words.key(HOW_TO_STOP)


def test_the_button_that_chooses_is_named_and_without_any_a_look_chooses() -> None:
    words = load_words("en")
    using = ["", ""]
    prompts = Prompts(lambda: (using[0], using[1]), words)
    prompts.show(VIEW, frame())
    assert words.key(HOW_TO_CHOOSE) == "To choose: look at it and wait."
    using[:] = [INDEX, ""]
    prompts.show(VIEW, frame())
    assert "trigger" in words.key(HOW_TO_CHOOSE)
    using[:] = ["", ""]
    prompts.show(VIEW, frame(hands=True))
    assert "thumb and first finger" in words.key(HOW_TO_CHOOSE)
    using[:] = ["/interaction_profiles/of/tomorrow", ""]
    prompts.show(VIEW, frame())
    assert words.key(HOW_TO_CHOOSE) == load_words("en").key(HOW_TO_CHOOSE)


def test_at_the_desk_the_keys_are_named() -> None:
    words = load_words("en")
    prompt_keyboard(words)
    assert words.key(HOW_TO_STOP) == "To stop: press Esc."
    assert "click" in words.key(HOW_TO_CHOOSE)
