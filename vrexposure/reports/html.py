"""The report of one session as a single HTML file: nothing is loaded, nothing runs.

What a person or a file supplied is escaped by the template; the only markup that is passed through
is our own drawing, which escapes its texts itself.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from vrexposure.core.equipment import Equipment
from vrexposure.core.summary_parts import SessionSummary
from vrexposure.core.timing_summary import TimingSummary
from vrexposure.core.words import Words
from vrexposure.reports import rows
from vrexposure.reports.brief import action, in_brief
from vrexposure.reports.equipment import equipment_rows, rate_note
from vrexposure.reports.figures import draw_expectations
from vrexposure.reports.measures import measure_table
from vrexposure.reports.movement import MovementTrace, draw_movement
from vrexposure.reports.standard_tests import test_results
from vrexposure.reports.timing import draw_rate, timing_note, timing_rows
from vrexposure.reports.wording import Wording

HASH_SHOWN = 12  # digits of a hash in the head; the footer has all of them


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the report comes from: what the session itself cannot know. "" is said as unknown.

    Attributes:
        date: Of the session: ISO 8601, or as it is to be read.
        device: Headset and runtime, or "desktop".
        recording: The recording's file name.
        hashes: Names and whole hashes (`protocol`, `recording`, `lock` …).
        program: Name and version of what recorded it.
    """

    date: str = ""
    device: str = ""
    recording: str = ""
    program: str = ""
    hashes: Sequence[tuple[str, str]] = ()


class Picture(NamedTuple):
    """A PNG picture and the end of its caption's key (`report.picture.<key>`)."""

    key: str
    png: bytes


def render_report(
    summary: SessionSummary,
    movement: MovementTrace | None,
    *,
    words: Words,
    language: str = "en",
    origin: Origin | None = None,
    generated_note: str = "",
    pictures: Sequence[Picture] = (),
    timing: TimingSummary | None = None,
    equipment: Equipment = MappingProxyType({}),
) -> str:
    """The report as the text of one HTML file.

    Args:
        summary: What happened.
        movement: Where the head was, or None when that was not recorded.
        words: The table with the keys `report.*`, `reason.*` and those of the alerts.
        language: BCP 47 tag of `words`.
        origin: What the caller knows of the recording.
        generated_note: One line for the foot: when and with what the report was made.
        pictures: What the patient saw; they are put into the file itself.
        timing: How the program's frames were, or None when that was not recorded.
        equipment: What it was done with.
    """
    say = Wording(words)
    origin = origin or Origin()
    environment = Environment(
        loader=PackageLoader("vrexposure.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    day, time = say.date(origin.date)
    return environment.get_template("report.html").render(
        s=summary,
        say=say,
        rows=rows,
        origin=origin,
        day=day,
        time=time,
        language=language,
        generated_note=generated_note,
        protocol_hash=dict(origin.hashes).get("protocol", "")[:HASH_SHOWN],
        brief=in_brief(summary, say),
        figures=draw_expectations(summary, say),
        movement=draw_movement(summary, movement, say) if movement is not None else [],
        action=action,
        equipment_rows=equipment_rows(equipment, say),
        timing_note=" ".join(
            part for part in (timing_note(timing, say), rate_note(equipment, say)) if part
        ),
        measures=measure_table(summary, say),
        tests=test_results(summary, say),
        timing_rows=timing_rows(timing, say),
        frame_rate=draw_rate(timing, say),
        missing=list(rows.missing_lines(summary, say)),
        pictures=[
            (say(f"picture.{one.key}"), base64.b64encode(one.png).decode()) for one in pictures
        ],
    )
