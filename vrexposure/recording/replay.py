"""Replays a recording through the core, and says whether the core says the same again.

Inputs and outputs share one rising count: an input with `seq` n that led to k outputs is followed
by these as n+1 to n+k, and the next input is n+k+1. So a hole is seen, and what lies after a
missing input is not compared: the core would start from another state.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from vrexposure.core.inputs import Input
from vrexposure.core.outputs import OUTPUT, Output
from vrexposure.core.setup import Setup
from vrexposure.recording.format import OUTPUT_PREFIX
from vrexposure.recording.reader import Recorded, Recording


class Engine(typing.Protocol):
    """The core, as far as a replay needs it."""

    def handle(self, given: Input) -> Sequence[Output]:
        """Take one input, in the order in which it came."""
        ...


class Said(typing.NamedTuple):
    """One output: its kind and its JSON."""

    kind: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a replay first says something else. None on one side: nothing was said there."""

    seq: int
    recorded: Said | None
    recomputed: Said | None


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay showed.

    Attributes:
        inputs: How many inputs were replayed.
        outputs: How many outputs were compared and found the same.
        verified_seq: Everything up to here is there, and was recomputed as recorded; -1: nothing.
        difference: The first one, or None.
        missing_from: The `seq` of the first message that the recording has lost, or None.
        whole: The recording itself is complete.
    """

    inputs: int
    outputs: int
    verified_seq: int
    difference: Difference | None
    missing_from: int | None
    whole: bool

    @property
    def identical(self) -> bool:
        """Whether everything that was recorded was recomputed, byte for byte, and no hole met."""
        return self.difference is None and self.missing_from is None

    def words(self) -> str:
        """The report in one line."""
        if self.difference is not None:
            return (
                f"differs at seq {self.difference.seq}: "
                f"recorded {_words(self.difference.recorded)}, "
                f"recomputed {_words(self.difference.recomputed)}"
            )
        counted = f"{self.outputs} outputs from {self.inputs} inputs"
        if self.missing_from is not None:
            return (
                f"{counted} are identical, but the recording lacks seq {self.missing_from}: "
                f"verified without a hole up to seq {self.verified_seq}"
            )
        ended = "" if self.whole else "; the recording is not complete"
        return f"identical: {counted}{ended}"


def recompute(
    recording: Recording, engine_factory: Callable[[Setup], Engine]
) -> Iterator[tuple[int, Output]]:
    """What the core says to the recorded inputs alone, with the `seq` each would get.

    Stops before the first input that is missing.
    """
    engine = engine_factory(recording.manifest.setup)
    expected = 0
    for seq, given in recording.inputs():
        if seq != expected:
            return
        for expected, output in enumerate(engine.handle(given), start=seq + 1):
            yield expected, output
        expected += 1


def verify(recording: Recording, engine_factory: Callable[[Setup], Engine]) -> ReplayReport:
    """Recompute every output from the inputs and compare kind and bytes with the recorded ones."""
    replay = _Replay(engine_factory(recording.manifest.setup), recording)
    for one in recording.messages():
        if one.topic in ("/motion", "/input"):
            going_on = replay.take_input(one)
        elif one.topic.startswith(OUTPUT_PREFIX):
            going_on = replay.take_output(one)
        else:
            if one.topic == "/gap":
                replay.take_gap(one)
            continue
        if not going_on:
            break
    else:
        replay.finish()
    return replay.report()


class _Replay:
    """Where a replay stands: the outputs that the last input led to and nobody has claimed yet."""

    def __init__(self, engine: Engine, recording: Recording) -> None:
        self._engine = engine
        self._recording = recording
        self._whole = recording.salvage.complete
        self._due: list[Said] = []
        self._next = 0
        self._inputs = 0
        self._outputs = 0
        self._difference: Difference | None = None
        self._missing_from: int | None = None

    def take_input(self, one: Recorded) -> bool:
        """Replay one input; False when the comparison cannot go on."""
        if not self._skip_to(one.seq):
            self._lack()
            return False
        if self._due:
            self._difference = Difference(one.seq, None, self._due[0])
            return False
        self._due = [
            Said(output.kind, OUTPUT.dump_json(output))
            for output in self._engine.handle(self._recording.input_of(one))
        ]
        self._inputs += 1
        self._next = one.seq + 1
        return True

    def take_output(self, one: Recorded) -> bool:
        """Compare one output; False when the comparison cannot go on."""
        recorded = Said(one.topic.removeprefix(OUTPUT_PREFIX), one.payload)
        if not self._skip_to(one.seq) or (not self._due and self._missing_from is not None):
            self._lack()
            return False
        recomputed = self._due.pop(0) if self._due else None
        if recorded != recomputed:
            self._difference = Difference(one.seq, recorded, recomputed)
            return False
        self._outputs += 1
        self._next = one.seq + 1
        return True

    def take_gap(self, one: Recorded) -> None:
        """Messages found no room here; a gap of timings alone takes nothing from a replay."""
        if json.loads(one.payload)["first_seq"] >= 0:
            self._lack()

    def finish(self) -> None:
        """At the end: a complete recording must hold all that its last input led to."""
        if self._due and self._whole and self._missing_from is None:
            self._difference = Difference(self._next, None, self._due[0])

    def _skip_to(self, seq: int) -> bool:
        """Pass over outputs that the recording has lost, as far as they explain its numbers."""
        lost = seq - self._next
        if lost > len(self._due):
            return False
        if lost:
            self._lack()
            del self._due[:lost]
            self._next = seq
        return True

    def _lack(self) -> None:
        if self._missing_from is None:
            self._missing_from = self._next

    def report(self) -> ReplayReport:
        """What was found."""
        return ReplayReport(
            self._inputs,
            self._outputs,
            (self._next if self._missing_from is None else self._missing_from) - 1,
            self._difference,
            self._missing_from,
            self._whole,
        )


def _words(said: Said | None) -> str:
    return "nothing" if said is None else f"{said.kind} {said.payload.decode(errors='replace')}"
