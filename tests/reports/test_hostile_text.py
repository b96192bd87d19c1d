from __future__ import annotations

import pytest

from tests.reports.motion import movement
from tests.reports.page import read_page
from tests.reports.story import Telling, setup
from tests.reports.words import english
from vrexposure.core.summary import summarise
from vrexposure.reports.html import Origin, render_report

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & {{ 7*7 }}"


@pytest.mark.parametrize("place", ["feared", "reason", "salvage", "device", "level"])
def test_text_from_outside_stays_text_wherever_it_stands(place: str) -> None:
    t = Telling()
    t.begin_block("chair", HOSTILE if place == "level" else "seat-50-push", 1, 80)
    t.before(5, 50, 50)
    t.go(1)
    t.rise(1)
    t.end("completed", 1, 1)
    t.afterwards(5, 1, 50)
    t.propose("advance", "seat-45-push", "completed_enough")
    t.decide("repeat", "seat-50-push", reason=HOSTILE if place == "reason" else "")
    summary = summarise(
        setup(feared=HOSTILE if place == "feared" else "My leg gives way"),
        t.outputs,
        salvage_note=HOSTILE if place == "salvage" else "",
    )
    origin = Origin(device=HOSTILE if place == "device" else "desktop")
    html = render_report(summary, movement(t), words=english(), origin=origin)
    assert "<script" not in html
    assert "<img" not in html
    page = read_page(html)
    assert not [name for one in page.all() for name in one.attributes if name.startswith("on")]
    assert "alert(1)" in page.text
    assert "{{ 7*7 }}" in page.text
