"""A session in a process of its own, to be killed: `python -m tests.recording.producer FOLDER LOG`.

Writes a line to LOG after each frame: how many frames were written, the acknowledged `seq`, and
how long ago the recorder gave a sign of life (milliseconds).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests.recording.story import FRAME_NS, SmallCore, inputs, manifest, setup
from vrexposure.core.inputs import Frame
from vrexposure.core.outputs import DURABLE, OUTPUT
from vrexposure.recording.recorder import SessionRecorder


def main(folder: str, log: str) -> None:
    recorder = SessionRecorder.create(Path(folder), manifest(), free_bytes=0)
    core = SmallCore(setup())
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    began_ns = time.monotonic_ns()
    seq = frames = 0
    for given in inputs(10**6):
        if isinstance(given, Frame):
            wait_ns = began_ns + given.time_ns - time.monotonic_ns()
            time.sleep(max(0, wait_ns) / 10**9)
        recorder.write_input(seq, given)
        seq += 1
        for output in core.handle(given):
            recorder.write_output(
                seq, output.kind, OUTPUT.dump_json(output), durable=output.kind in DURABLE
            )
            seq += 1
        if isinstance(given, Frame):
            frames += 1
            assert frames * FRAME_NS >= given.time_ns
            late_ms = recorder.silent_ns() // 10**6
            os.write(file, f"{frames} {recorder.durable_seq()} {late_ms}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
