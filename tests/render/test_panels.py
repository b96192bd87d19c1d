from __future__ import annotations

from dataclasses import replace

import pytest
from panda3d import core as p3d

from tests.render.conftest import WORDS
from tests.render.moments import HOME, SCALE, frame
from vrexposure.core.panel import MARGIN_M, TEXT_M, layout
from vrexposure.core.view import Curve, Option, Text, View
from vrexposure.render.lettering import EM_PER_LETTER, extent_of
from vrexposure.render.panels import BACK, CELL, FOOT_M, HOW_TO_CHOOSE, LIT, SOFT, TEXT
from vrexposure.render.stage import Stage
from vrexposure.resources.texts import load_words

Colour = tuple[float, float, float, float]


def luminance(colour: Colour) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("letters", "ground"), [(TEXT, BACK), (TEXT, CELL), (TEXT, LIT), (SOFT, BACK)]
)
def test_all_words_have_a_contrast_of_seven_or_more(letters: Colour, ground: Colour) -> None:
    assert (luminance(letters) + 0.05) / (luminance(ground) + 0.05) >= 7


def test_capitals_are_a_degree_high_at_the_distance_of_a_panel() -> None:
    assert TEXT_M * EM_PER_LETTER * 0.668 >= 0.0279  # 1.6 m * tan 1 degree


@pytest.mark.gl
def test_what_is_drawn_is_as_big_as_what_is_pointed_at(open_stage: Stage) -> None:
    open_stage.show(replace(HOME, panel=SCALE), frame())
    board = open_stage.rig.find("panel")
    low, high = extent_of(board, board)
    place = layout(SCALE)
    assert (high.x - low.x, high.z) == pytest.approx((place.width, place.height / 2), abs=1e-3)
    assert high.z - low.z == pytest.approx(place.height + FOOT_M, abs=1e-3)
    marks = board.find_all_matches("mark-*")
    assert marks.get_num_paths() == len(place.cells)
    lit = [mark for mark in marks if not mark.is_hidden()]
    assert len(lit) == 1
    low, high = extent_of(lit[0], board)
    cell = place.cells[SCALE.highlighted]
    assert ((low.x + high.x) / 2, (low.z + high.z) / 2) == pytest.approx((cell.x, cell.y), abs=1e-3)
    assert high.x - low.x == pytest.approx(cell.width, abs=1e-3)


@pytest.mark.gl
def test_pointing_elsewhere_moves_the_mark_and_makes_no_new_text(open_stage: Stage) -> None:
    open_stage.show(replace(HOME, panel=SCALE), frame())
    board = open_stage.rig.find("panel")
    assert board.find(f"mark-{SCALE.highlighted}/fill").get_sx() == pytest.approx(0.6)
    open_stage.show(replace(HOME, panel=replace(SCALE, highlighted=7, fill_permille=250)), frame())
    assert open_stage.rig.find("panel") == board
    shown = [index for index in range(11) if not board.find(f"mark-{index}").is_hidden()]
    assert shown == [7]
    assert board.find("mark-7/fill").get_sx() == pytest.approx(0.25)
    open_stage.show(HOME, frame())
    assert open_stage.rig.find("panel").is_empty()


@pytest.mark.gl
def test_long_words_stay_on_the_panel(open_stage: Stage) -> None:
    long = replace(SCALE, title=Text("title that nobody has a sentence for " * 4), body=())
    open_stage.show(replace(HOME, panel=long), frame())
    board: p3d.NodePath[p3d.PandaNode] = open_stage.rig.find("panel")
    low, high = extent_of(board, board)
    assert high.x - low.x == pytest.approx(layout(long).width, abs=1e-3)
    assert high.z - low.z == pytest.approx(layout(long).height + FOOT_M, abs=1e-3)


@pytest.mark.gl
def test_the_foot_of_a_panel_says_which_button_answers_and_follows_the_hands(
    open_stage: Stage,
) -> None:
    view = replace(HOME, panel=SCALE)
    open_stage.show(view, frame())
    first = open_stage.rig.find("panel")
    foot = first.find("foot")
    low, high = extent_of(foot, first)
    place = layout(SCALE)
    assert -place.width / 2 + MARGIN_M <= low.x < high.x <= place.width / 2 - MARGIN_M
    assert -place.height / 2 - FOOT_M + 0.01 < low.z
    assert high.z < min(cell.y - cell.height / 2 for cell in place.cells) - TEXT_M * 2, "hints"
    WORDS.say_instead(HOW_TO_CHOOSE.key, "up")
    try:
        open_stage.show(view, frame())
        second = open_stage.rig.find("panel")
        assert second != first, "the words changed"
        open_stage.show(view, frame())
        assert open_stage.rig.find("panel") == second
    finally:
        WORDS.say_instead(HOW_TO_CHOOSE.key, HOW_TO_CHOOSE.key)
    open_stage.show(replace(HOME, panel=replace(SCALE, options=())), frame())
    assert open_stage.rig.find("panel/foot").is_empty(), "nothing to choose"


@pytest.mark.gl
@pytest.mark.parametrize("kind", ["any", "button", "trigger", "pinch", "gaze", "keyboard"])
def test_the_foot_is_as_large_as_other_words(open_stage: Stage, kind: str) -> None:
    words = load_words("en").key(f"controller.select.{kind}")
    node = p3d.TextNode("words")
    node.set_font(open_stage.font)
    node.set_text(words)
    assert node.get_width() * TEXT_M * EM_PER_LETTER <= layout(SCALE).width - 2 * MARGIN_M
    one = replace(SCALE, options=SCALE.options[:1], columns=1)
    assert node.get_width() * TEXT_M * EM_PER_LETTER <= layout(one).width - 2 * MARGIN_M


def test_a_curve_stays_within_its_place_and_shows_gaps_marks_and_levels(
    open_stage: Stage,
) -> None:
    rise = [1200 + 400 * s // 20 for s in range(21)]
    curve = Curve((*rise, None, None, *rise[::-1]), 50, (1000, 2100), (1200, 1600))
    panel = replace(SCALE, options=(Option(1, Text("up")),), columns=1, curve=curve)
    open_stage.show(View(panel=panel), frame())
    board = open_stage.rig.find("**/panel")
    drawn = board.find("**/curve")
    assert not drawn.is_empty()
    place = layout(panel).curve
    assert place is not None
    low, high = extent_of(drawn, board)
    assert high.x - low.x <= place.width + 1e-4
    assert high.z - low.z <= place.height + 1e-4
    assert (low.z + high.z) / 2 == pytest.approx(place.y, abs=1e-3)
    # One Geom for the dashed levels and one for both stretches; ground and marks are their own.
    assert len(drawn.find_all_matches("**/lines")) == 2
    assert len(drawn.find_all_matches("**/+GeomNode")) == 2 + 1 + 2
    open_stage.show(View(), frame())
    assert open_stage.rig.find("**/curve").is_empty()
