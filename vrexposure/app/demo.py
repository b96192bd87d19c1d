"""The demo: a simulated person takes a whole session, with progress, pictures and a report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from vrexposure.app.preparing import Wanted
from vrexposure.app.reporting import write_report
from vrexposure.app.running import Outcome, run_session
from vrexposure.core.outputs import (
    BlockBegan,
    DecisionTaken,
    Output,
    RatingGiven,
    TrialEnded,
)
from vrexposure.core.protocol import Protocol
from vrexposure.core.view import Text
from vrexposure.errors import VRExposureError
from vrexposure.resources.protocols import load_protocol
from vrexposure.resources.texts import load_words

PROTOCOL = "everyday-movements"
PATIENT = "p-demo"


class Narrator:
    """Tells on the console what happens, in a line for each trial and decision."""

    def __init__(self, protocol: Protocol, progress: Progress, language: str) -> None:
        self._titles = {
            (ladder.id, level.id): level.title
            for ladder in protocol.ladders
            for level in ladder.levels
        }
        rules = protocol.session
        self._progress = progress
        self._task = progress.add_task(
            "a session of a simulated person", total=rules.blocks_max * rules.trials_per_block
        )
        self._words = load_words(language)
        self._given: dict[str, int | None] = {}
        self._line = ""

    def heard(self, outputs: Sequence[Output]) -> None:
        """Tell what is worth telling."""
        for output in outputs:
            match output:
                case BlockBegan():
                    title = self._titles[output.ladder, output.level]
                    self._tell(f"[bold]{title}[/] ({output.mode})")
                case RatingGiven():
                    self._given[output.question] = output.value
                    if output.question == "harm_occurred":
                        self._outcome()
                case TrialEnded():
                    self._line = f"  {output.done} of {output.target}, {output.result}"
                    self._progress.advance(self._task)
                case DecisionTaken():
                    why = " ".join(self._words.say(Text(f"reason.{c}")) for c in output.codes)
                    to = self._titles[output.ladder, output.next_level]
                    self._tell(f"  [cyan]{output.action}[/], next: “{to}”. {why}")
                case _:
                    pass

    def _outcome(self) -> None:
        given = {key: "not given" if v is None else str(v) for key, v in self._given.items()}
        occurred = self._given.get("harm_occurred")
        happened = "not given" if occurred is None else ("no", "partly", "yes")[occurred]
        self._tell(
            f"{self._line}: pain expected {given.get('expected_pain', '-')}, "
            f"felt {given.get('peak_pain', '-')}; "
            f"harm expected {given.get('expected_harm', '-')} %, happened: {happened}"
        )

    def _tell(self, line: str) -> None:
        self._progress.console.print(line, soft_wrap=True)


def run_demo(out: Path, *, seed: int, person: str, language: str, console: Console) -> Outcome:
    """Run the demo and say where recording, pictures and report are.

    Raises:
        VRExposureError: It could not be run.
    """
    began = time.monotonic()
    protocol = load_protocol(PROTOCOL).protocol
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        narrator = Narrator(protocol, progress, language)
        outcome = run_session(
            Wanted(protocol=PROTOCOL, patient=PATIENT, out=out, seed=seed),
            display="offscreen",
            input_kind=f"simulated:{person}",
            language=language,
            minutes=None,
            say=lambda line: progress.console.print(line, soft_wrap=True, markup=False),
            listener=narrator,
        )
        progress.update(progress.add_task("drawing what was seen", total=None))
        pictures = _draw(outcome, language, console)
    report = write_report(outcome.folder, language=language, pictures=pictures)
    console.print(f"recording  {outcome.folder}", soft_wrap=True, markup=False)
    console.print(f"report     {report}", soft_wrap=True, markup=False)
    console.print(f"done in {time.monotonic() - began:.0f} s", markup=False)
    return outcome


def _draw(outcome: Outcome, language: str, console: Console) -> list[tuple[str, Path]]:
    try:
        from vrexposure.app.pictures import draw_moments

        return draw_moments(
            outcome.album.moments, outcome.folder / "pictures", load_words(language)
        )
    except (VRExposureError, ImportError, OSError) as error:
        reason = " ".join(str(error).split())
        console.print(f"without pictures: {reason}", soft_wrap=True, markup=False)
        return []
