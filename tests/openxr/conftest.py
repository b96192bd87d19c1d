"""What the tests in a real runtime share. `tools/openxr-tests.sh` gives them that runtime."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.openxr.programs import STUCK
from tests.openxr.remote import RemoteHeadset


@pytest.fixture(scope="session")
def monado() -> int:
    """The process of the OpenXR service beside us."""
    if "MONADO_PID" not in os.environ:
        pytest.skip("needs Monado; run tools/openxr-tests.sh ROOT")
    return int(os.environ["MONADO_PID"])


@pytest.fixture
def remote(monado: int) -> Iterator[RemoteHeadset]:
    """The hand that moves the headset."""
    headset = RemoteHeadset()
    yield headset
    headset.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what a soak measured, and when a service hung: a second try is not as good as a first."""
    for told in STUCK:
        terminalreporter.section("monado-service was stuck", yellow=True)
        terminalreporter.write_line(told)
    for report in terminalreporter.getreports("passed"):
        for name, figures in report.user_properties:
            if name == "soak":
                terminalreporter.write_line(f"soak: {figures}")
