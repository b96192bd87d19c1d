"""Which sessions are watched, and with which command they begin."""

from __future__ import annotations

import itertools

import pytest
from typer.testing import CliRunner

from vrexposure import cli
from vrexposure.app import preparing, running
from vrexposure.app.devices import Display
from vrexposure.app.supervising import is_watched, settle
from vrexposure.errors import SettingError


@pytest.mark.parametrize(
    ("display", "supervisor", "heart"),
    list(itertools.product(("headset", "desktop", "offscreen"), (True, False), (None, object()))),
)
def test_only_what_somebody_sees_is_watched_and_only_once(
    display: Display, supervisor: bool, heart: object | None
) -> None:
    watched = is_watched(display, supervisor=supervisor, heart=heart)
    assert watched == (display != "offscreen" and supervisor and heart is None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "mine", "--patient", "p-1"],
        ["run", "mine", "--patient", "p-1", "--display", "auto", "--input", "auto"],
        ["run", "--patient", "p-1", "--", "mine"],
    ],
)
def test_what_auto_came_to_is_what_the_watched_command_means(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    meant: dict[str, object] = {}

    def note(wanted: preparing.Wanted, **options: object) -> running.Outcome:
        meant.update(options, protocol=wanted.protocol, patient=wanted.patient)
        raise SettingError("far enough")

    monkeypatch.setattr(running, "run_session", note)
    settled = settle(arguments, display="desktop", input_kind="simulated:avoider")
    done = CliRunner().invoke(cli.app, [*settled[:1], "--no-supervisor", *settled[1:]])
    assert isinstance(done.exception, SettingError)
    assert (meant["display"], meant["input_kind"]) == ("desktop", "simulated:avoider")
    assert (meant["protocol"], meant["patient"]) == ("mine", "p-1")
