"""A fault runtime, and a headset opened on it."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.xr_fault.loading import LoadedRuntime, build_stub
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.openxr.headset import Headset, open_headset

Opener = Callable[..., Headset]


@pytest.fixture(scope="session")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library behind which every fault runtime stands."""
    library = build_stub(tmp_path_factory.mktemp("stub"))
    if library is None:
        pytest.skip("needs a C compiler for the few lines that Python cannot be")
    return library


@pytest.fixture
def runtime(stub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultRuntime]:
    """The active OpenXR runtime of this process, which must break no rule."""
    fault = FaultRuntime()
    loaded = LoadedRuntime(stub, tmp_path, fault.functions())
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
            render_scale=options.get("render_scale", 1.0),
        )
        opened.append(headset)
        return headset

    yield opener
    for headset in opened:
        headset.close()
