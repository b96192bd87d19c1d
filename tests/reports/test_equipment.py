"""Devices in the report: what they told themselves, and from when on."""

from __future__ import annotations

from tests.reports.page import Element, read_page
from tests.reports.story import setup, told
from tests.reports.words import english
from vrexposure.core.equipment import Equipment, Spell
from vrexposure.core.summary import summarise
from vrexposure.core.timing_summary import summarise_timing
from vrexposure.loop import STAGES
from vrexposure.reports.equipment import equipment_rows, rate_note
from vrexposure.reports.html import render_report
from vrexposure.reports.wording import Wording

S = 1_000_000_000
HOSTILE = "<script>alert(1)</script>"
EQUIPMENT: Equipment = {
    "system": (Spell(HOSTILE, None),),
    "refresh_hz": (Spell("90", None), Spell("72", 723 * S)),
    "right_profile": (
        Spell("/interaction_profiles/oculus/touch_controller", 2 * S),
        Spell("", 64 * S),
    ),
    "sort_of_thing": (Spell("new", None),),
}


def page() -> Element:
    story = told()
    summary = summarise(setup(), story.outputs, commands=story.commands)
    timing = summarise_timing(STAGES, [(0, (1,) * len(STAGES))])
    html = render_report(summary, None, words=english(), timing=timing, equipment=EQUIPMENT)
    assert HOSTILE not in html
    return read_page(html)


def test_each_fact_has_a_row_with_the_times_of_its_changes() -> None:
    table = page().one("table", id="device-table")
    rows = {row.attributes["data-fact"]: row.one("td").text for row in table.all("tr")}
    assert rows == {
        "system": HOSTILE,
        "refresh_hz": "90 Hz, from 12:03 72 Hz",
        "right_profile": "from 0:02 oculus/touch_controller, from 1:04 none",
        "sort_of_thing": "new",
    }


def test_frame_timing_names_the_rate_of_the_display() -> None:
    assert "The display: 90 Hz, from 12:03 72 Hz." in page().text
    assert rate_note({}, Wording(english())) == ""


def test_a_fact_without_words_of_its_own_is_called_by_its_name() -> None:
    names = {name: words for name, words, _ in equipment_rows(EQUIPMENT, Wording(english()))}
    assert names["sort_of_thing"] == "sort of thing"
    assert names["refresh_hz"] == "Pictures a second"


def test_a_report_without_devices_has_no_table_of_them() -> None:
    story = told()
    summary = summarise(setup(), story.outputs, commands=story.commands)
    assert "device-table" not in render_report(summary, None, words=english())
