"""What is chosen from what a runtime offers."""

from __future__ import annotations

import logging

import pytest
import xr

from vrexposure.core.inputs import PoseFlag
from vrexposure.errors import DeviceError, SettingError
from vrexposure.openxr.bindings import BARE_HANDS, HANDS, PROFILES, prompt_keys
from vrexposure.openxr.instance import choose_extensions
from vrexposure.openxr.spaces import choose_space
from vrexposure.openxr.swapchain import (
    GL_DEPTH24_STENCIL8,
    GL_DEPTH_COMPONENT24,
    GL_DEPTH_COMPONENT32F,
    GL_SRGB8,
    GL_SRGB8_ALPHA8,
    check_size,
    choose_depth_format,
    choose_format,
    scaled,
)
from vrexposure.resources.texts import load_words

SIMPLE = "/interaction_profiles/khr/simple_controller"
SPACES = xr.ReferenceSpaceType


def test_the_wanted_space_is_taken_where_it_is_offered() -> None:
    offered = [SPACES.VIEW, SPACES.LOCAL, SPACES.STAGE, SPACES.LOCAL_FLOOR]

    assert choose_space("local_floor", offered) == "local_floor"
    assert choose_space("stage", offered) == "stage"


def test_the_other_floor_is_taken_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert (
            choose_space("stage", [SPACES.VIEW, SPACES.LOCAL, SPACES.LOCAL_FLOOR]) == "local_floor"
        )

    assert "no stage space" in caplog.text


def test_without_a_floor_there_is_no_session() -> None:
    with pytest.raises(DeviceError, match="set up the room"):
        choose_space("stage", [SPACES.VIEW, SPACES.LOCAL])


def test_a_measured_height_of_the_eyes_makes_a_floor() -> None:
    offered = [SPACES.VIEW, SPACES.LOCAL]

    assert choose_space("stage", offered, measured=True) == "local"
    assert choose_space("local_floor", offered, measured=True) == "local"


def test_seated_without_a_local_floor_takes_what_is_centred_on_the_person_or_the_room() -> None:
    offered = [SPACES.VIEW, SPACES.LOCAL, SPACES.STAGE]

    assert choose_space("local_floor", offered, measured=True) == "local"
    assert choose_space("local_floor", offered) == "stage"


def test_srgb_is_chosen_wherever_it_stands() -> None:
    assert choose_format([0x881A, 0x8058, GL_SRGB8_ALPHA8]) == GL_SRGB8_ALPHA8


def test_a_runtime_without_srgb_is_refused_by_name() -> None:
    with pytest.raises(DeviceError, match="0x8058"):
        choose_format([0x8058])


def test_srgb_without_alpha_will_do_where_nothing_else_is_srgb() -> None:
    assert choose_format([0x881A, GL_SRGB8]) == GL_SRGB8


def test_an_eye_that_is_as_large_as_the_runtime_takes_is_taken() -> None:
    check_size((2064, 2208), (2064, 2208))


@pytest.mark.parametrize("largest", [(2063, 4096), (8192, 2048)])
def test_a_picture_larger_than_the_runtime_takes_is_refused(largest: tuple[int, int]) -> None:
    with pytest.raises(DeviceError, match="lower the render resolution"):
        check_size((2064, 2208), largest)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([0x8C43, 0x81A5, 0x8CAC, 0x88F0], GL_DEPTH24_STENCIL8),
        ([0x8C43, 0x81A6, 0x8CAC], GL_DEPTH_COMPONENT32F),
        ([0x81A5, 0x81A6], GL_DEPTH_COMPONENT24),
        ([0x8C43, 0x81A5], 0),  # 16 bits
    ],
)
def test_depth_is_told_in_a_format_that_our_own_can_have(offered: list[int], chosen: int) -> None:
    assert choose_depth_format(offered) == chosen


def test_only_what_is_offered_is_asked_for() -> None:
    offered = {"XR_KHR_opengl_enable", "XR_EXT_local_floor", "XR_EXT_eye_gaze_interaction"}

    assert choose_extensions(offered, graphics=True) == (
        "XR_KHR_opengl_enable",
        "XR_EXT_local_floor",
    )


@pytest.mark.parametrize("graphics", [True, False])
def test_a_runtime_that_cannot_do_it_is_refused(graphics: bool) -> None:
    with pytest.raises(DeviceError, match="the active OpenXR runtime"):
        choose_extensions({"XR_EXT_local_floor"}, graphics=graphics)


def test_every_profile_gives_both_hands_poses_and_a_way_to_choose() -> None:
    for profile in PROFILES:
        paths = profile.suggestions()
        assert len(paths) == len(set(paths))
        for hand in HANDS:
            means = {meaning for meaning, path in paths if path.startswith(f"/user/hand/{hand}/")}
            assert {"grip", "aim", "select"} <= means


def test_every_profile_of_a_controller_has_all_its_parts() -> None:
    for profile in PROFILES:
        means = {meaning for meaning, _ in profile.suggestions()}
        assert profile.path == BARE_HANDS or {"menu", "haptic"} <= means
        assert (
            profile.path in (BARE_HANDS, SIMPLE) or {"menu", "squeeze", "stick", "haptic"} <= means
        )


@pytest.mark.parametrize("path", [*(profile.path for profile in PROFILES), "", "/unheard/of"])
def test_every_profile_has_words_for_choosing_and_stopping(path: str) -> None:
    words = load_words("en")

    keys = prompt_keys(path)

    assert keys.keys() == {"select", "stop"}
    for key in keys.values():
        assert not words.key(key).startswith("[")


def test_the_stop_prompt_names_the_very_button_that_stops() -> None:
    for profile in PROFILES:
        buttons = [profile.left.get("menu"), profile.right.get("menu")]
        expected = {
            "menu": ["input/menu/click"] * 2,
            "b": ["input/b/click"] * 2,
            "menu_or_b": ["input/menu/click", "input/b/click"],
            "pinch": [None, None],
        }
        assert buttons == expected[profile.stop], profile.path


def test_without_a_profile_the_prompt_is_the_general_one() -> None:
    words = load_words("en")

    assert words.key(prompt_keys("")["stop"]) == words.key("caption.how_to_stop")


def test_validity_bits_are_those_of_openxr() -> None:
    assert {flag.name: int(flag) for flag in PoseFlag} == {
        flag.name.removesuffix("_BIT"): int(flag)
        for flag in xr.SpaceLocationFlags
        if flag.name is not None and flag.name.endswith("_BIT")
    }


def test_a_hand_that_closes_about_a_rail_is_no_button() -> None:
    hands = next(profile for profile in PROFILES if "hand_interaction" in profile.path)

    assert "squeeze" not in {meaning for meaning, _ in hands.suggestions()}


@pytest.mark.parametrize(
    ("scale", "largest", "size"),
    [
        (1.0, (16384, 16384), (2064, 2208)),
        (0.5, (16384, 16384), (1032, 1104)),
        (1.5, (16384, 16384), (3096, 3312)),
        (0.7, (16384, 16384), (1444, 1544)),
        (1.5, (4953, 16384), (2476, 2648)),  # the width of both eyes is all there is
        (1.5, (16384, 2208), (2064, 2208)),
        (1.5, (100, 100), (2064, 2208)),  # too much at any scale: `check_size` says so
    ],
)
def test_pictures_are_scaled_as_far_as_the_runtime_takes_them(
    scale: float, largest: tuple[int, int], size: tuple[int, int]
) -> None:
    assert scaled((2064, 2208), scale, largest) == size


@pytest.mark.parametrize("scale", [0.49, 1.51, 0.0, -1.0, float("nan")])
def test_a_scale_that_cannot_be_meant_is_refused(scale: float) -> None:
    with pytest.raises(SettingError, match=r"from 0\.5 to 1\.5"):
        scaled((2064, 2208), scale, (16384, 16384))
