"""Whole simulated sessions through everything: what the report says is what was recorded."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.app.sessions import recorded_session
from tests.reports.page import Element, read_page
from vrexposure.core.outputs import OUTPUT, DecisionTaken, RatingGiven, TrialEnded
from vrexposure.recording.reader import read_recording

IN_ROW = (
    "expected_pain",
    "peak_pain",
    "expected_harm",
    "harm_occurred",
    "fear_before",
    "fear_after",
)


@pytest.fixture(scope="module", params=["avoider", "silent", "flare"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded_session(tmp_path_factory.mktemp(request.param), person=request.param)


@pytest.fixture(scope="module")
def page(folder: Path) -> Element:
    return read_page((folder / "report.html").read_text(encoding="utf-8"))


def test_each_row_of_the_report_is_what_was_recorded(folder: Path, page: Element) -> None:
    ratings: dict[tuple[int, int], dict[str, int | None]] = defaultdict(dict)
    trials: dict[int, TrialEnded] = {}
    for seq, _, payload in read_recording(folder).outputs():
        output = OUTPUT.validate_json(payload)
        if isinstance(output, RatingGiven) and output.trial:
            ratings[output.block, output.trial][output.question] = output.value
        elif isinstance(output, TrialEnded):
            trials[seq] = output
    rows = [
        row
        for row in page.one("table", id="trial-table").all("tr")
        if "data-trial" in row.attributes
    ]
    # What was predicted, but not done because the session ended, has a row of its own.
    ended = [
        row
        for row in rows
        if row.one("td", data_field="result").attributes["data-value"] != "not_begun"
    ]
    assert [int(row.attributes["data-seq"]) for row in ended] == list(trials)
    assert len(rows) - len(ended) <= 1
    for row in ended:
        trial = trials[int(row.attributes["data-seq"])]
        given = ratings[trial.block, trial.trial]
        assert row.one("td", data_field="done").text == f"{trial.done} of {trial.target}"
        for question in IN_ROW:
            cell = row.one("td", data_field=question)
            if given.get(question, -1) == -1:
                assert cell.text == "not asked"
            elif given[question] is None:
                assert cell.text == "not given"
            else:
                assert cell.attributes["data-value"] == str(given[question])


def test_every_decision_stands_in_the_report(folder: Path, page: Element) -> None:
    taken = [
        output
        for _, _, payload in read_recording(folder).outputs()
        if isinstance(output := OUTPUT.validate_json(payload), DecisionTaken)
    ]
    shown = [
        one.attributes["data-block"]
        for one in page.all("article")
        if one.attributes.get("class") == "decision"
    ]
    assert shown == [str(decision.block) for decision in taken]


def test_the_recording_is_complete_and_holds_every_frame(folder: Path) -> None:
    recording = read_recording(folder)
    assert recording.salvage.complete
    motion = recording.motion()
    assert len(motion.time_ns) > 1000
    assert (motion.time_ns[1:] > motion.time_ns[:-1]).all()
    assert recording.manifest.protocol_text.startswith("#")
