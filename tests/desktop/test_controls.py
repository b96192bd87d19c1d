from __future__ import annotations

from collections import Counter

import panda3d.core as p3d

from vrexposure.desktop.controls import CONTROLS, DEEDS, Deed
from vrexposure.desktop.legend import COLUMNS, key_lines, stop_line
from vrexposure.resources.texts import load_words


def test_no_key_does_two_things() -> None:
    names = Counter(name for control in CONTROLS for name, _ in control.keys)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_deed_has_one_key_but_typing_which_has_eleven() -> None:
    keys = Counter(DEEDS.values())
    assert keys[Deed.TYPE] == 11
    assert {deed: keys[deed] for deed in Deed if deed is not Deed.TYPE and keys[deed] != 1} == {}


def test_stop_stands_first() -> None:
    assert CONTROLS[0].keys == (("escape", Deed.STOP),)


def test_every_key_is_one_that_the_window_can_name() -> None:
    registry = p3d.ButtonRegistry.ptr()
    unknown = [name for name in DEEDS if registry.find_button(name) == p3d.ButtonHandle.none()]
    assert unknown == []


def test_the_legend_has_a_line_for_every_control_and_a_heading_for_every_group() -> None:
    words = load_words("en")
    lines = [line for groups in COLUMNS for line in key_lines(groups, words)]
    assert sorted(line[1:] for line in lines if line[1]) == sorted(
        (words.key(control.caps), words.key(control.says)) for control in CONTROLS
    )
    assert len([line for line in lines if line[0]]) == len({c.group for c in CONTROLS})
    assert not any("[" in part for line in lines for part in line)
    assert key_lines(COLUMNS[0], words)[:2] == [("Session", "", ""), ("", "Esc", "STOP")]
    assert stop_line(words) == "Esc  STOP"
