"""What one session needs around its engine."""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass, field

from vrexposure.core.inputs import Frame
from vrexposure.loop import Listener
from vrexposure.ports import InputSource, Mailbox, ViewSink

Display = typing.Literal["headset", "desktop", "offscreen"]


@dataclass(slots=True)
class Devices:
    """Everything around the engine but the recorder.

    `real_time`: a person may be looking; the recorder then has a process of its own and the
    garbage collector rests. `facts` go into the manifest.
    """

    source: InputSource
    mailboxes: list[Mailbox] = field(default_factory=list)
    sinks: list[ViewSink] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    draw: Callable[[Frame], None] | None = None
    facts: dict[str, str | int | float | bool] = field(default_factory=dict)
    real_time: bool = True
