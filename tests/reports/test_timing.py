"""Frame timing in the report: every number of the table is one of the summary's."""

from __future__ import annotations

from tests.reports.page import Element, read_page
from tests.reports.story import setup, told
from tests.reports.words import english
from vrexposure.core.summary import summarise
from vrexposure.core.timing_summary import TimingSummary, summarise_timing
from vrexposure.loop import STAGES
from vrexposure.reports.html import render_report
from vrexposure.reports.timing import draw_rate, timing_note, timing_rows
from vrexposure.reports.wording import Wording

PERIOD_NS = 12_500_000  # 80 frames a second


def frames(count: int, *, hitches: dict[int, int] | None = None) -> TimingSummary:
    rows = []
    for number in range(count):
        missed = (hitches or {}).get(number, 0)
        rows.append((number * PERIOD_NS, (9_000_000, 250_000, 1_500_000, 0, 0, 0, 0, 0, missed)))
    return summarise_timing(STAGES, rows)


def page(timing: TimingSummary | None) -> Element:
    story = told()
    summary = summarise(setup(), story.outputs, commands=story.commands)
    return read_page(render_report(summary, None, words=english(), timing=timing))


def test_the_table_has_a_row_for_each_stage_that_was_told_apart() -> None:
    timing = frames(800, hitches={100: 2})
    assert timing.work is not None
    table = page(timing).one("table", id="timing-table")
    rows = [row for row in table.all("tr") if "data-stage" in row.attributes]
    shown = [
        (
            row.attributes["data-stage"],
            *(int(row.one("td", data_field=f).attributes["data-value"]) for f in FIELDS),
        )
        for row in rows
    ]
    assert shown == [
        (stage.name, stage.p50_ns, stage.p99_ns, stage.max_ns)
        for stage in (*timing.stages, timing.work)
    ]
    assert [name for name, *_ in shown] == ["wait", "input", "session", "work"]
    assert rows[-1].one("td", data_field="p99").text == "1.75 ms"


FIELDS = ("p50", "p99", "longest")


def test_every_stage_has_words() -> None:
    row = tuple(range(1, len(STAGES) + 1))
    rows = timing_rows(summarise_timing(STAGES, [(0, row)]), Wording(english()))
    assert [name for name, _, _ in rows] == [*STAGES[:-1], "work"]
    for name, words, _ in rows:
        assert words != name
        assert not words.startswith("[")
    old = timing_rows(summarise_timing(("new_stage",), [(0, (1,))]), Wording(english()))
    assert old[0][1] == "new stage"


def test_the_sentence_counts_frames_and_what_was_missed() -> None:
    say = Wording(english())
    assert timing_note(frames(800), say) == (
        "800 frames, 80 per second in the middle. No picture was missed."
    )
    assert timing_note(frames(800, hitches={9: 1}), say).endswith(
        "Pictures missed: 1, in one place."
    )
    assert timing_note(frames(800, hitches={9: 1, 700: 3}), say).endswith(
        "Pictures missed: 4, in 2 places."
    )
    assert timing_note(frames(8), say).startswith("8 frames in less than a second.")
    unknown = summarise_timing(("draw",), [(0, (1,))])
    assert timing_note(unknown, say).endswith("Missed pictures were not counted.")


def test_the_rate_is_drawn_with_a_mark_where_pictures_were_missed() -> None:
    say = Wording(english())
    svg = draw_rate(frames(800, hitches={100: 2, 500: 1}), say)
    assert svg.count("<polyline") == 1
    assert svg.count("<path") == 2
    assert "80 to 80 frames per second" in svg
    assert draw_rate(frames(80), say) == ""


def test_a_report_without_timing_says_so() -> None:
    for timing in (None, frames(0)):
        text = page(timing).text
        assert "How long the frames took was not recorded." in text
