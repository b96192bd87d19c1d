from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from tests.reports.motion import movement
from tests.reports.page import Element, read_page
from tests.reports.story import Telling, setup, told
from tests.reports.words import english, table
from vrexposure.core import outputs as out
from vrexposure.core.outputs import Output
from vrexposure.core.summary import summarise
from vrexposure.core.summary_parts import SessionSummary, TrialSummary
from vrexposure.core.view import Text
from vrexposure.reports.html import Origin, Picture, render_report
from vrexposure.reports.movement import MovementTrace

HASH = "9c4f1e6a77d02b5a63c1f9be2207cfa1d5f7e6b3a4c8d9e0f1a2b3c4d5e6f708"
ORIGIN = Origin(
    date="2026-11-22T14:05:31Z",
    device="desktop",
    recording="p-0417.mcap",
    program="vrexposure 0.1.0",
    hashes=(("protocol", HASH),),
)


@pytest.fixture(scope="module")
def story() -> Telling:
    return told()


@pytest.fixture(scope="module")
def summary(story: Telling) -> SessionSummary:
    return summarise(setup(), story.outputs, commands=story.commands)


@pytest.fixture(scope="module")
def html(story: Telling, summary: SessionSummary) -> str:
    return render_report(
        summary, movement(story), words=english(), origin=ORIGIN, generated_note="made today"
    )


@pytest.fixture(scope="module")
def page(html: str) -> Element:
    return read_page(html)


def _render(
    outputs: list[Output],
    *,
    feared: str = "My leg gives way",
    salvage_note: str = "",
    trace: MovementTrace | None = None,
) -> str:
    summary = summarise(setup(feared=feared), outputs, salvage_note=salvage_note)
    return render_report(summary, trace, words=english())


def _row(page: Element, table_id: str, trial: TrialSummary) -> Element:
    where = page.one("table", id=table_id)
    return where.one("tr", data_trial=f"{trial.block}.{trial.trial}")


def _cell(row: Element, field: str) -> tuple[str, str]:
    cell = row.one("td", data_field=field)
    return cell.attributes["data-value"], cell.text


def test_every_trial_has_one_row_in_the_order_of_the_session(
    page: Element, summary: SessionSummary
) -> None:
    for name in ("trial-table", "movement-table"):
        rows = [
            row for row in page.one("table", id=name).all("tr") if "data-trial" in row.attributes
        ]
        assert [(row.attributes["data-trial"], row.attributes["data-seq"]) for row in rows] == [
            (f"{trial.block}.{trial.trial}", str(trial.seq)) for trial in summary.trials()
        ]


def test_the_seq_of_a_row_is_that_of_the_output_that_ended_the_trial(
    page: Element, story: Telling
) -> None:
    for row in page.one("table", id="trial-table").all("tr"):
        if "data-trial" in row.attributes:
            ended = story.outputs[int(row.attributes["data-seq"])]
            assert isinstance(ended, out.TrialEnded)
            assert row.attributes["data-trial"] == f"{ended.block}.{ended.trial}"
            assert row.attributes["data-level"] == ended.level


def test_each_cell_of_a_trial_shows_what_was_recorded(
    page: Element, summary: SessionSummary
) -> None:
    harm = {None: "", 0: "no", 1: "partly", 2: "yes"}
    for trial in summary.trials():
        row = _row(page, "trial-table", trial)
        for question in (
            "expected_pain",
            "peak_pain",
            "expected_harm",
            "fear_before",
            "fear_after",
        ):
            rating = trial.rating(question)
            if rating.value is not None:
                assert _cell(row, question) == (str(rating.value), str(rating.value))
            else:
                said = {"not_given": "not given", "not_asked": "not asked"}[rating.state]
                assert _cell(row, question) == ("", said)
        occurred = trial.rating("harm_occurred")
        if occurred.value is not None:
            assert _cell(row, "harm_occurred") == (str(occurred.value), harm[occurred.value])
        else:
            assert _cell(row, "harm_occurred") == ("", "not asked")
        assert _cell(row, "done") == (str(trial.done), f"{trial.done} of {trial.target}")
        assert _cell(row, "result")[0] == trial.result
        difference = "" if trial.violation_pain is None else str(trial.violation_pain)
        assert _cell(row, "violation_pain")[0] == difference
        hesitation = "" if trial.hesitation_ms is None else str(trial.hesitation_ms)
        assert _cell(row, "hesitation_ms")[0] == hesitation


def test_each_cell_of_the_movement_shows_what_was_recorded(
    page: Element, summary: SessionSummary
) -> None:
    for trial in summary.trials():
        row = _row(page, "movement-table", trial)
        for name in ("duration_ms", "mean_ms", "arms_used", "near_misses", "untimed"):
            value = getattr(trial, name)
            assert _cell(row, name)[0] == ("" if value is None else str(value))


def test_each_cell_of_a_block_shows_what_was_recorded(
    page: Element, summary: SessionSummary
) -> None:
    for block in summary.blocks:
        row = page.one("table", id="block-table").one("tr", data_block=str(block.block))
        for question in ("belief_before", "belief_after", "surprise", "sickness"):
            value = block.rating(question).value
            assert _cell(row, question)[0] == ("" if value is None else str(value))


def test_signs_of_differences_are_written_out(page: Element, summary: SessionSummary) -> None:
    said = {
        (trial.block, trial.trial): _cell(_row(page, "trial-table", trial), "violation_pain")[1]
        for trial in summary.trials()
    }
    assert (said[1, 1], said[2, 1], said[3, 2], said[2, 2]) == ("+2", "0", "\u22122", "\u2013")


def test_what_was_asked_but_not_given_reads_so_and_is_no_zero(page: Element) -> None:
    cell = page.one("tr", data_trial="1.3", data_level="seat-50-push").one(
        "td", data_field="fear_after"
    )
    assert cell.text == "not given"
    assert cell.attributes["data-value"] == ""


def test_a_value_that_the_therapist_typed_is_marked() -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.trial = 1
    t.rate("expected_pain", 6, by="therapist", trial=1)
    row = read_page(_render(t.outputs)).one("table", id="trial-table").one("tr", data_trial="1.1")
    assert _cell(row, "expected_pain") == ("6", "6 (T)")


def test_the_page_holds_no_address_and_loads_nothing(html: str, page: Element) -> None:
    assert "://" not in html
    assert not re.search(r"url\(|@import|src=|href=|<script|<link|<iframe|<object", html)
    policy = next(one for one in page.all("meta") if "http-equiv" in one.attributes)
    assert policy.attributes["content"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )


def test_every_figure_is_well_formed_and_has_words_for_those_who_do_not_see_it(
    html: str, summary: SessionSummary
) -> None:
    figures = [
        ET.fromstring(one) for one in re.findall(r"<svg role=.*?</svg>", html, flags=re.DOTALL)
    ]
    assert len(figures) == 3 + summary.totals.trials
    ids: list[str] = []
    for figure in figures:
        title, description = figure.find("title"), figure.find("desc")
        assert title is not None
        assert description is not None
        assert title.text
        assert description.text
        assert figure.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        ids += [str(title.get("id")), str(description.get("id"))]
        assert "nan" not in ET.tostring(figure, "unicode").lower().replace("anance", "")
    assert len(set(ids)) == len(ids)


def test_ids_are_given_once(page: Element) -> None:
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(set(ids)) == len(ids)
    for one in page.all("section"):
        assert one.attributes["aria-labelledby"] in ids


def test_every_table_has_a_caption_and_headings_that_say_what_they_head(page: Element) -> None:
    for one in page.all("table"):
        assert one.one("caption").text
        assert one.all("th")
        for heading in one.all("th"):
            assert heading.attributes["scope"] in ("col", "row", "colgroup", "rowgroup")
            assert heading.text


def test_every_row_of_a_table_is_as_wide_as_its_head(page: Element) -> None:
    for one in page.all("table"):
        widths = {
            sum(
                int(cell.attributes.get("colspan", "1"))
                for cell in row.parts
                if isinstance(cell, Element)
            )
            for row in one.all("tr")
        }
        assert len(widths) == 1


def test_no_key_is_left_without_words(html: str) -> None:
    assert not re.search(r"\[[a-z_]+(\.[a-z0-9_-]+)+\]", html)


def test_nobody_is_told_that_they_failed(html: str) -> None:
    assert not re.search(r"\bfail", html, flags=re.IGNORECASE)
    assert not any(
        re.search(r"\bfail", words.lower())
        for key, words in table().items()
        if key.startswith("report.")
    )


def test_the_head_says_who_when_with_what_and_how_it_ended(page: Element) -> None:
    head = page.one("header").text
    for part in (
        "p-0417",
        "2026-11-22, 14:05 UTC",
        "rise-and-climb, version 3, 9c4f1e6a77d0",
        "desktop",
        "Complete, with a stop",
        "7 of 10",
        "pain at the start: 4",
    ):
        assert part in head
    assert HASH in page.one("footer").text
    assert "made today" in page.one("footer").text


def test_a_recovered_recording_says_so_in_the_head_and_why(story: Telling) -> None:
    page = read_page(_render(story.outputs, salvage_note="the last chunk is damaged"))
    assert page.one("dd", data_field="ending").attributes["data-value"] == "recovered"
    assert "the last chunk is damaged" in page.text


def test_the_brief_says_what_was_feared_what_happened_and_what_is_next(page: Element) -> None:
    brief = page.one("section", aria_labelledby="brief").text
    for part in (
        "“My leg gives way and I fall”. It seemed likely with 80 of 100 before the first trial "
        "and 30 of 100 before the last.",
        "9 of 12 trials were completed (1 ended short of the target and 2 interrupted).",
        "What was feared did not happen in 9, happened in part in 1 and is not known for 2.",
        "The highest pain given was 7 of 10.",
        "the program proposes to hold at “Usual chair, pushing with the arms”. "
        "Why: Pain rose by three or more above the start of the session. Agreed by the therapist.",
        "Stairs up: nothing was proposed.",
    ):
        assert part in brief


def test_a_decision_against_the_proposal_shows_both_and_the_therapists_words(
    page: Element,
) -> None:
    text = page.one("article", data_block="2").text
    assert "The program proposed to go on to “Usual chair, hands only touching”" in text
    assert "The belief in harm has fallen by half or more." in text
    assert "The therapist decided to repeat “Usual chair, pushing with the arms”." in text
    assert "“Left leg tired; one more round first”" in text


def test_the_ladder_is_drawn_from_the_top_with_where_it_began_and_where_next(
    page: Element,
) -> None:
    rungs = [
        row
        for row in page.one("table", data_ladder="chair").all("tr")
        if "data-rung" in row.attributes
    ]
    assert [row.attributes["data-rung"] for row in rungs] == ["5", "4", "3", "2", "1"]
    assert [("next" in row.text, "began here" in row.text) for row in rungs] == [
        (False, False),
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]
    assert [len(row.all("svg")) for row in rungs] == [0, 0, 2, 1, 0]
    watched = page.one("table", data_ladder="stairs").one("tr", data_rung="1").text
    assert "watched, not done" in watched


def test_every_event_has_a_row(page: Element, summary: SessionSummary) -> None:
    rows = page.one("table", id="event-table").all("tr")[1:]
    assert [(row.attributes["data-event"], row.attributes["data-seq"]) for row in rows] == [
        (event.kind, str(event.seq)) for event in summary.events
    ]


def test_a_prompt_to_the_therapist_is_no_safety_event() -> None:
    alerts: list[Output] = [
        out.Alert(1, "note", Text("alert.recentred")),
        out.Alert(2, "urgent", Text("alert.recorder_lost")),
    ]
    rows = read_page(_render(alerts)).one("table", id="event-table").all("tr")[1:]
    assert [row.attributes["data-seq"] for row in rows] == ["1"]


def test_a_step_up_that_the_kernel_held_back_is_not_told_as_a_wish() -> None:
    t = Telling()
    t.begin_block("chair", "seat-50-push", 1, 80)
    t.go(1)
    t.propose("advance", "seat-45-push", "completed_enough")
    t.decide("repeat", "seat-50-push", "completed_enough", "kernel_steps_used_up")
    page = read_page(_render(t.outputs))
    decision = page.one("article", data_block="1")
    assert "Decided by the therapist, within the limits of the program: repeat" in decision.text
    assert [one.text for one in decision.all("li")] == [
        "The last movements on this level were completed.",
        "Held back: no more steps up in this session.",
    ]
    assert "Held back" in page.one("section", aria_labelledby="brief").text


def test_the_evidence_is_dated_and_in_words(page: Element) -> None:
    first = page.one("section", aria_labelledby="ledger").all("li")[0].text
    assert first.startswith("2026-11-22, trial 1.1")
    assert first.endswith(
        "You stood up 5 times. You expected harm with 80 of 100; it did not happen. "
        "You expected pain of 7; the most you felt was 5."
    )


def test_an_empty_session_gives_a_whole_page() -> None:
    page = read_page(_render([]))
    assert "There was no trial in this session." in page.text
    assert "The movement was not recorded." in page.text
    assert page.one("dd", data_field="ending").attributes["data-value"] == "interrupted"
    assert not re.search(r"\[[a-z_]+(\.[a-z0-9_-]+)+\]", page.text)


def test_every_beginning_of_a_session_gives_a_whole_page_without_a_missing_word(
    story: Telling,
) -> None:
    for length in range(3, len(story.outputs), 23):
        html = _render(story.outputs[:length], trace=movement(story))
        read_page(html)
        assert not re.search(r"\[[a-z_]+(\.[a-z0-9_-]+)+\]", html)


def test_the_same_session_gives_the_same_page(
    story: Telling, summary: SessionSummary, html: str
) -> None:
    again = render_report(
        summary, movement(story), words=english(), origin=ORIGIN, generated_note="made today"
    )
    assert again == html


def test_the_language_of_the_page_is_named(summary: SessionSummary) -> None:
    page = read_page(render_report(summary, None, words=english(), language="de-CH"))
    assert page.one("html").attributes["lang"] == "de-CH"


def test_pictures_are_in_the_file_itself_with_words_for_those_who_do_not_see_them(
    summary: SessionSummary,
) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(8)
    html = render_report(
        summary, None, words=english(), pictures=[Picture("question", png), Picture("stairs", png)]
    )
    images = read_page(html).all("img")
    assert [image.attributes["alt"] for image in images] == [
        "A question before a movement",
        "The stairs, from a little behind the patient",
    ]
    assert all(image.attributes["src"].startswith("data:image/png;base64,iVBO") for image in images)
