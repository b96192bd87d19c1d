"""What one session needs around its engine."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from typing_extensions import override

from vrexposure.core.inputs import Command, Frame
from vrexposure.core.setup import Setup
from vrexposure.core.view import Text
from vrexposure.loop import Listener
from vrexposure.ports import InputSource, Mailbox, Timed, ViewSink

USUAL_SEAT_M = 0.45  # a standard chair is 0.43 to 0.45 m (facts of the five-times sit-to-stand)
Display = typing.Literal["headset", "desktop", "offscreen"]


@dataclass(frozen=True, slots=True)
class HeadsetPicture:
    """How the headset's pictures are made: what the window mirrors, how fine, and how often.

    `render_scale`: sides of the pictures over what the runtime recommends, 0.5 to 1.5.
    `refresh_hz`: pictures a second, one of the rates that the headset offers; None: it is chosen.
    """

    mirror: typing.Literal["left", "right", "centre", "off"] = "left"
    render_scale: float = 1.0
    refresh_hz: float | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How somebody who is not in a headset waits for the session: a seat's height, a posture."""

    seat_m: float
    posture: typing.Literal["seated", "standing"]


def waiting_for(setup: Setup) -> Waiting:
    """On the registered chair if there is one; standing when every ladder is done standing."""
    seats = [prop.height_mm / 1000 for prop in setup.props if prop.prop == "chair"]
    chosen = {start.ladder for start in setup.ladders}
    begins = {
        level.begins
        for ladder in setup.protocol.ladders
        if ladder.id in chosen
        for level in ladder.levels
    }
    return Waiting(
        seats[0] if seats else USUAL_SEAT_M,
        "seated" if "seated" in begins else "standing",
    )


class Numbered(Mailbox):
    """A mailbox whose commands get their numbers from the session's one count.

    The core takes each number of an actor once: two mailboxes of one therapist must share them.
    """

    def __init__(self, inner: Mailbox, seqs: Iterator[int]) -> None:
        self._inner = inner
        self._seqs = seqs

    @override
    def drain(self) -> Sequence[Command]:
        return [replace(command, seq=next(self._seqs)) for command in self._inner.drain()]


@dataclass(slots=True)
class Devices:
    """Everything around the engine but the recorder.

    `real_time`: a person may be looking; the recorder then has a process of its own and the
    garbage collector rests. `facts` go into the manifest. `add_hud` puts the line about frames into
    the window, where there is one; `mark_saved` shows there what the record has of what was given.
    """

    source: InputSource
    mailboxes: list[Mailbox] = field(default_factory=list)
    sinks: list[ViewSink] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    draw: Callable[[Frame], None] | None = None
    facts: dict[str, str | int | float | bool] = field(default_factory=dict)
    real_time: bool = True
    timed: list[Timed] = field(default_factory=list)
    timing_listeners: list[Callable[[int, Sequence[int]], None]] = field(default_factory=list)
    add_hud: Callable[[], None] | None = None
    mark_saved: Callable[[Text, bool], None] | None = None
