"""A fault runtime, and a headset opened on it."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator

import pytest

from tests.xr_fault.loading import LoadedRuntime, compiler
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.openxr.headset import Headset, open_headset

Opener = Callable[..., Headset]


@pytest.fixture
def runtime(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FaultRuntime]:
    """The active OpenXR runtime of this process, which must break no rule."""
    if compiler() is None:
        pytest.skip("needs a C compiler for the seven lines that Python cannot be")
    fault = FaultRuntime()
    loaded = LoadedRuntime(tmp_path_factory.mktemp("runtime"), fault.functions())
    monkeypatch.setenv("XR_RUNTIME_JSON", str(loaded.manifest))
    yield fault
    assert fault.broken == []


@pytest.fixture
def open_on(runtime: FaultRuntime) -> Iterator[Opener]:
    """Opens headsets, and closes them when the test is over."""
    opened: list[Headset] = []

    def opener(*, draw: bool = True, **options: typing.Any) -> Headset:
        headset = open_headset(
            native_context=(1, 2, 3) if draw else None,
            space=options.get("space", "stage"),
            origin_monotonic_ns=options.get("origin_ns", runtime.time_ns),
            app_name="tests",
        )
        opened.append(headset)
        return headset

    yield opener
    for headset in opened:
        headset.close()
