"""What the tests in a real runtime share. `tools/openxr-tests.sh` gives them that runtime."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.openxr.remote import RemoteHeadset


@pytest.fixture
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
