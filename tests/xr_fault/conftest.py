"""A fault runtime, and a headset opened on it."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.xr_fault.judges import LAYERS, BestPractices, core_findings
from tests.xr_fault.loading import LoadedRuntime, build_stub
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.openxr.headset import Headset, open_headset
from vrexposure.openxr.probe import probe
from vrexposure.ports import GlxContext

Opener = Callable[..., Headset]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/xr_fault -m long --real-time`: minutes take minutes."""
    parser.addoption(
        "--real-time",
        action="store_true",
        help="let the long faults take as long as they are, by the machine's clock",
    )


@pytest.fixture(scope="session")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library behind which every fault runtime stands."""
    library = build_stub(tmp_path_factory.mktemp("stub"))
    if library is None:
        pytest.skip("needs a C compiler for the few lines that Python cannot be")
    return library


@pytest.fixture
def best_practices() -> BestPractices:
    """The second judge's count, to be asserted and cleared by who breaks its rules on purpose."""
    return BestPractices()


@pytest.fixture
def judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, best_practices: BestPractices
) -> Iterator[Path]:
    """Khronos' two judges between program and runtime, which must have nothing to say.

    Gives the file of the first, to be read and removed by who breaks its rules on purpose.
    """
    told = tmp_path / "core-validation.txt"
    monkeypatch.setenv("XR_ENABLE_API_LAYERS", LAYERS)
    monkeypatch.setenv("XR_CORE_VALIDATION_EXPORT_TYPE", "text")
    monkeypatch.setenv("XR_CORE_VALIDATION_FILE_NAME", str(told))
    yield told
    assert core_findings(told) == []
    assert best_practices.found == {}
    assert best_practices.instances > 0, "the judge was not there"


@pytest.fixture
def runtime(
    stub: Path,
    tmp_path: Path,
    judged: Path,
    best_practices: BestPractices,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[FaultRuntime]:
    """The active OpenXR runtime of this process, which must break no rule."""
    fault = FaultRuntime()
    loaded = LoadedRuntime(stub, tmp_path, best_practices.asked_at_the_end(fault.functions()))
    monkeypatch.setenv("XR_RUNTIME_JSON", str(loaded.manifest))
    yield fault
    broken = list(fault.broken)
    # The loader lets a runtime go only with an instance, and calls it until then.
    fault.come_back()
    probe()
    assert broken == []


@pytest.fixture
def open_on(runtime: FaultRuntime) -> Iterator[Opener]:
    """Opens headsets, and closes them when the test is over.

    They are not opened again after a loss, unless `reconnect_for_s` says so. `virtual`: they live
    by the runtime's clock, on which waiting takes no time.
    """
    opened: list[Headset] = []

    def opener(*, draw: bool = True, virtual: bool = False, **options: typing.Any) -> Headset:
        if virtual:
            options |= {"monotonic_ns": runtime.monotonic_ns, "sleep": runtime.sleep}
        headset = open_headset(
            native_context=options.pop("context", GlxContext(1, 2, 3)) if draw else None,
            space=options.pop("space", "stage"),
            origin_monotonic_ns=options.pop("origin_ns", runtime.time_ns),
            app_name="tests",
            reconnect_for_s=options.pop("reconnect_for_s", 0),
            **options,
        )
        opened.append(headset)
        return headset

    yield opener
    for headset in opened:
        headset.close()
