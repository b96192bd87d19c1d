"""A short session with a small core: what the recording tests write down and read again."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from vrexposure.core.inputs import (
    JOINT_COUNT,
    TRACKED,
    Command,
    Device,
    DeviceChange,
    Ended,
    Frame,
    HandJoints,
    HandSource,
    Input,
    Stop,
    Tick,
    empty_arrays,
)
from vrexposure.core.observations import Highlighted
from vrexposure.core.outputs import DURABLE, OUTPUT, CommandAnswered, Observed, Output, Play
from vrexposure.core.protocol import Protocol
from vrexposure.core.setup import LadderStart, Setup
from vrexposure.ports import Recorder
from vrexposure.recording.inprocess import InProcessRecorder
from vrexposure.recording.manifest import ClockMap, Manifest, fingerprint

PROTOCOL = (Path(__file__).parent.parent / "data" / "two-levels.toml").read_text(encoding="utf-8")
FRAME_NS = 10**9 // 120


def setup() -> Setup:
    protocol = Protocol.model_validate_json(json.dumps(tomllib.loads(PROTOCOL)))
    start = LadderStart(ladder=protocol.ladders[0].id)
    return Setup(patient="p-01", seed=7, protocol=protocol, ladders=(start,))


def manifest(session: str = "abc123") -> Manifest:
    return Manifest(
        session=session,
        setup=setup(),
        protocol_text=PROTOCOL,
        protocol_sha256=fingerprint(PROTOCOL),
        seeds={"session": 7},
        input_kind="simulated",
        display_kind="none",
        device={"name": "a test", "refresh_hz": 120.0},
        timing_stages=("wait", "decide"),
        clock=ClockMap(monotonic_ns=5, utc="2026-01-31T09:30:00Z", xr_time_ns=None),
    )


def frame(number: int) -> Frame:
    """Motion with all the awkward numbers in the rows that are not valid."""
    poses, flags = empty_arrays()
    poses[0, :3] = (0.01 * np.sin(number / 30), 0.002 * number, 1.6 + 1e-7 * number)
    poses[1, 0] = np.float32(number) / 3
    poses[3] = (np.nan, np.inf, -np.inf, -0.0, 1e-45, 3.4e38, 0.1)
    flags[:2] = TRACKED
    flags[3] = number % 16
    return Frame(number * FRAME_NS, poses, flags, number % 256)


def inputs(frames: int, *, hands: bool = False) -> Iterator[Input]:
    """Frames, and between them all other kinds of input; with `hands`, in two frames of three."""
    for number in range(frames):
        if number % 40 == 7:
            yield Command(number * FRAME_NS, number // 40, "therapist", -1, Stop("console"))
        if number % 50 == 11:
            yield Device(number * FRAME_NS, DeviceChange.FOCUS_LOST)
            yield Tick(number * FRAME_NS + 1)
        yield with_hands(number) if hands and number % 3 else frame(number)
    yield Ended(frames * FRAME_NS, "simulation_over")


class SmallCore:
    """Answers commands, and says what it sees: depends on everything that came before."""

    def __init__(self, _: Setup) -> None:
        self._sum = 0

    def handle(self, given: Input) -> list[Output]:
        match given:
            case Frame():
                self._sum += given.buttons + int(given.poses[0, 1] * 1000)
                if self._sum % 3:
                    return []
                seen = Highlighted(given.time_ns, self._sum % 7, self._sum % 1000, "gaze")
                return [Observed(seen), Play(given.time_ns, "tap")]
            case Command():
                self._sum += 1
                return [CommandAnswered(given.time_ns, given.seq, True, str(self._sum))]
            case _:
                return []


class SilentCore:
    """Says nothing."""

    def __init__(self, _: Setup) -> None:
        pass

    def handle(self, _: Input) -> Sequence[Output]:
        return ()


def record(recorder: Recorder, given: Iterable[Input]) -> int:
    """What the loop does: one count for inputs and outputs. Returns the next number."""
    core = SmallCore(setup())
    seq = 0
    for one in given:
        recorder.write_input(seq, one)
        seq += 1
        for output in core.handle(one):
            recorder.write_output(
                seq, output.kind, OUTPUT.dump_json(output), durable=output.kind in DURABLE
            )
            seq += 1
        if isinstance(one, Frame):
            recorder.write_timing(one.time_ns, (1000 + one.buttons, 2**40))
    return seq


def recorded(
    folder: Path,
    frames: int,
    *,
    flush_messages: int = 60,
    complete: bool = True,
    hands: bool = False,
) -> Path:
    """A recording on disk; returns its file."""
    recorder = InProcessRecorder.create(folder, manifest(), flush_messages=flush_messages)
    record(recorder, list(inputs(frames, hands=hands)))
    recorder.close(complete=complete)
    return folder / "recording.mcap"


def same(one: Input, other: Input) -> bool:
    """Whether two inputs are equal bit for bit."""
    if isinstance(one, Frame) and isinstance(other, Frame):
        return (
            (one.time_ns, one.buttons) == (other.time_ns, other.buttons)
            and one.poses.tobytes() == other.poses.tobytes()
            and one.flags.tobytes() == other.flags.tobytes()
            and _same_hands(one.hands, other.hands)
        )
    return one == other


def _same_hands(one: HandJoints | None, other: HandJoints | None) -> bool:
    if one is None or other is None:
        return one is other
    return (
        one.sources == other.sources
        and one.poses.tobytes() == other.poses.tobytes()
        and one.flags.tobytes() == other.flags.tobytes()
    )


def with_hands(number: int) -> Frame:
    """A frame of `frame`, with joints that are never twice the same and partly no numbers."""
    plain = frame(number)
    poses = np.full((2, JOINT_COUNT, 7), number / 7, np.float32)
    poses[0, :, 0] = np.arange(JOINT_COUNT)
    poses[1, 3] = (np.nan, np.inf, -0.0, 1e-45, 0.0, -np.inf, 3.4e38)
    flags = np.full((2, JOINT_COUNT), number % 16, np.uint8)
    sources = (int(HandSource.OPTICAL), int(HandSource.CONTROLLER))
    return replace(plain, hands=HandJoints(poses, flags, sources))
