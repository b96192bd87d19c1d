"""The commands. Each says in one line what went wrong, and ends with the exit code of the error.

Exit codes: 0 done; 1 anything else that was foreseen; 2 an option or identifier that cannot be
meant; 3 a file cannot be used, or a replay differs; 4 the headset, graphics or sound cannot be had;
5 the session cannot be written down; 130 interrupted; 128 and more
also for a watched session that a signal ended.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from vrexposure import __version__
from vrexposure.errors import FileError, SettingError, VRExposureError

app = typer.Typer(
    name="vrexposure",
    help="Graded exposure in virtual reality for people with neurogenic pain.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out_console = Console(highlight=False)
err_console = Console(stderr=True, highlight=False)

OUT = Path("sessions")
OutOption = Annotated[Path, typer.Option("--out", help="Folder of all sessions.")]


def _version(wanted: bool) -> None:
    if wanted:
        out_console.print(f"vrexposure {__version__}")
        raise typer.Exit


@app.callback()
def options(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Graded exposure in virtual reality for people with neurogenic pain."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )


@app.command()
def run(
    protocol: Annotated[str, typer.Argument(help="A shipped protocol by name, or a file.")],
    patient: Annotated[str, typer.Option(help="Pseudonym, for example p-017; never a name.")],
    display: Annotated[
        Literal["auto", "headset", "desktop", "offscreen"], typer.Option(help="Where it is seen.")
    ] = "auto",
    input_: Annotated[
        str,
        typer.Option(
            "--input", help="auto, openxr, desktop, simulated:NAME or replay:DIR: who moves."
        ),
    ] = "auto",
    out: OutOption = OUT,
    ladder: Annotated[list[str] | None, typer.Option(help="Only this ladder; repeatable.")] = None,
    level: Annotated[str | None, typer.Option(help="Begin on this level.")] = None,
    prop: Annotated[
        list[str] | None,
        typer.Option(
            help="A real support, measured, in millimetres: chair=450, chair=450@0,-50,arms, "
            "rail_right=900@450,0 or step=150@0,300; repeatable."
        ),
    ] = None,
    pain_ceiling: Annotated[
        int | None, typer.Option(min=1, max=10, help="The person's own line, 1 to 10.")
    ] = None,
    eye_height: Annotated[
        float | None,
        typer.Option(
            min=0.7,
            max=2.2,
            help="Height of the eyes in metres, measured as the patient will begin: for headsets "
            "that do not know the floor.",
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="Language of what is read.")] = "en",
    seed: Annotated[
        int | None, typer.Option(help="Seed of the session; default: by chance.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="End a simulated person's session after so many minutes.")
    ] = None,
    mirror: Annotated[
        Literal["left", "right", "centre", "off"],
        typer.Option(help="What the window shows of a headset's picture."),
    ] = "left",
    render_scale: Annotated[
        float, typer.Option(min=0.5, max=1.5, help="How fine a headset's pictures are drawn.")
    ] = 1.0,
    refresh_rate: Annotated[
        float | None,
        typer.Option(
            min=1.0,
            help="Pictures a second, one of the rates that the headset offers; default: the "
            "highest up to 90.",
        ),
    ] = None,
    hud: Annotated[
        bool, typer.Option("--hud", help="Show frame rate and tracking in the window.")
    ] = False,
    supervisor: Annotated[
        bool,
        typer.Option(
            help="Watch the picture of a headset or window; begin anew in the lobby if it stops."
        ),
    ] = True,
) -> None:
    """Run one session and write its recording and report."""
    from vrexposure.app.devices import HeadsetPicture
    from vrexposure.app.displays import choose
    from vrexposure.app.preparing import Wanted, check_patient
    from vrexposure.app.props import parse_prop
    from vrexposure.app.running import run_session
    from vrexposure.app.supervising import is_watched, watch_session
    from vrexposure.supervisor.heart import Heart

    heart = Heart.of_environment()
    wanted = Wanted(
        protocol=protocol,
        patient=patient,
        out=out,
        ladders=tuple(ladder or ()),
        level=level,
        props=tuple(parse_prop(one) for one in prop or ()),
        pain_ceiling=pain_ceiling,
        seed=seed,
        eye_height_m=eye_height,
    )
    check_patient(patient)
    chosen, kind = choose(display, input_)
    if is_watched(chosen, supervisor=supervisor, heart=heart):
        raise typer.Exit(
            watch_session(sys.argv[1:], display=chosen, input_kind=kind, say=_say_aside)
        )
    outcome = run_session(
        wanted,
        display=chosen,
        input_kind=kind,
        language=language,
        minutes=minutes,
        say=_say,
        heart=heart,
        hud=hud,
        picture=HeadsetPicture(mirror, render_scale, refresh_rate),
    )
    _say(f"recording  {outcome.folder}")
    if outcome.report is not None:
        _say(f"report     {outcome.report}")


@app.command()
def demo(
    out: OutOption = OUT,
    seed: Annotated[int, typer.Option(help="Another seed is another person.")] = 7,
    person: Annotated[str, typer.Option(help="Which kind of simulated person.")] = "avoider",
    language: Annotated[str, typer.Option(help="Language of what is read.")] = "en",
) -> None:
    """Watch a simulated person take a whole session; needs no display, headset or GPU."""
    from vrexposure.app.demo import run_demo

    run_demo(out, seed=seed, person=person, language=language, console=out_console)


@app.command()
def replay(
    session: Annotated[Path, typer.Argument(help="A session's folder, or its recording.")],
) -> None:
    """Recompute every decision from the recorded inputs; exit 0 only if all are identical."""
    from vrexposure.app.replaying import replay_session

    same, words = replay_session(session)
    _say(words)
    if not same:
        raise typer.Exit(FileError.exit_code)


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(help="Protocol files, or names of shipped ones.")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")] = False,
) -> None:
    """Check protocol files: what is wrong, with file, line, level, value and what is allowed."""
    from vrexposure.resources.protocols import describe_check

    wrong = False
    for file in files:
        problems, words = describe_check(file)
        wrong = wrong or bool(problems)
        if problems or not quiet:
            sys.stdout.write(words + "\n")
    if wrong:
        raise typer.Exit(FileError.exit_code)


@app.command()
def schema(
    kind: Annotated[
        Literal["protocol", "scene"], typer.Argument(help="Of which file.")
    ] = "protocol",
) -> None:
    """Print the JSON Schema of protocol or scene files, for editors."""
    from vrexposure.resources.schema import protocol_schema, scene_schema

    wanted = protocol_schema() if kind == "protocol" else scene_schema()
    sys.stdout.write(json.dumps(wanted, indent=2, ensure_ascii=False) + "\n")


@app.command()
def report(
    session: Annotated[Path, typer.Argument(help="A session's folder, or its recording.")],
    to: Annotated[
        Path | None, typer.Option(help="Where to; default: beside the recording.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the report.")] = "en",
) -> None:
    """Write the report of a recorded session anew."""
    from vrexposure.app.reporting import write_report

    _say(f"report     {write_report(session, language=language, to=to)}")


@app.command()
def doctor() -> None:
    """Say what this machine has, and what to do about what is missing."""
    from vrexposure.app.doctor import examine_machine

    table = Table("", "what", "found", "what to do", show_lines=False)
    marks = {
        "good": "[green]good[/]",
        "limited": "[yellow]limited[/]",
        "missing": "[red]missing[/]",
    }
    findings = examine_machine()
    for one in findings:
        table.add_row(marks[one.state], one.what, one.found, one.remedy)
    out_console.print(table)
    if any(one.state == "missing" and one.needed for one in findings):
        raise typer.Exit(1)


def _say(line: str) -> None:
    out_console.print(line, soft_wrap=True, markup=False)


def _say_aside(line: str) -> None:
    err_console.print(f"vrexposure: {line}", soft_wrap=True, markup=False)


def main() -> None:
    """Run the command line; our own errors become one line and an exit code."""
    try:
        app(standalone_mode=True)
    except SettingError as error:
        _end(error, 2)
    except VRExposureError as error:
        _end(error, error.exit_code)
    except KeyboardInterrupt:
        err_console.print("interrupted; what was recorded is kept", markup=False)
        sys.exit(130)


def _end(error: VRExposureError, code: int) -> None:
    err_console.print(f"vrexposure: {error}", soft_wrap=True, markup=False)
    sys.exit(code)
