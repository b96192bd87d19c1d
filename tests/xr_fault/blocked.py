"""A session on a fault runtime that blocks, run under a supervisor as a process of its own.

Loses the runtime after a few frames, and gets another one back; the next call of FUNCTION takes
three seconds. Appends a line to FOLDER/starts at each start; what is begun anew ends at once.

    python -m tests.xr_fault.blocked STUB FOLDER FUNCTION
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests.xr_fault.loading import LoadedRuntime
from tests.xr_fault.runtime import FaultRuntime
from vrexposure.core.inputs import Device, DeviceChange, Frame, Tick
from vrexposure.core.view import View
from vrexposure.openxr.headset import open_headset
from vrexposure.supervisor.heart import Heart

BLOCKS_S = 3.0
FRAMES_BEFORE, FRAMES_AFTER = 5, 10


def main(stub: Path, folder: Path, function: str) -> int:
    """0 once frames came again after the return; 7 when there was none."""
    starts = folder / "starts"
    with starts.open("a", encoding="utf-8") as file:
        file.write("start\n")
    if starts.read_text(encoding="utf-8").count("start") > 1:
        return 0
    heart = Heart.of_environment()
    assert heart is not None
    runtime = FaultRuntime()
    loaded = LoadedRuntime(stub, folder, runtime.functions())
    os.environ["XR_RUNTIME_JSON"] = str(loaded.manifest)
    runtime.open_up()
    headset = open_headset(
        native_context=None, space="stage", origin_monotonic_ns=runtime.time_ns,
        app_name="tests", monotonic_ns=runtime.monotonic_ns, sleep=runtime.sleep,
    )  # fmt: skip
    frames, most = 0, FRAMES_BEFORE
    for moment in headset.input.moments():
        if isinstance(moment, Frame | Tick):
            heart.show(View(), moment)
        if isinstance(moment, Device) and moment.change is DeviceChange.RUNTIME_LOST:
            runtime.come_back()
            runtime.open_up()
        elif isinstance(moment, Device) and moment.change is DeviceChange.RUNTIME_BACK:
            frames, most = 0, FRAMES_AFTER
        elif isinstance(moment, Frame):
            frames += 1
            if frames == most == FRAMES_AFTER:
                heart.ending()
                headset.close()
                return 0
            if frames == most:
                block_once(runtime, function)
                if function != "xrSyncActions":
                    runtime.vanish()
    return 7


def block_once(runtime: FaultRuntime, function: str) -> None:
    """Have the next call of `function` take its time."""

    def wait(name: str) -> None:
        if name == function:
            runtime.before_call = lambda name: None
            time.sleep(BLOCKS_S)

    runtime.before_call = wait


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
