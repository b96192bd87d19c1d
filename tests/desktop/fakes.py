"""A window and a clock that tests play."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from typing_extensions import override

from vrexposure.core.inputs import Command, Device, Ended, Frame, Tick
from vrexposure.core.view import Panel, View
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.events import Key, Window, WindowEvent
from vrexposure.desktop.input import DesktopInput

Moment = Frame | Tick | Device | Ended


@dataclass
class FakeClock:
    """Stands still until somebody sleeps, and remembers for how long."""

    now_ns: int = 0
    slept_s: list[float] = field(default_factory=list)

    def __call__(self) -> int:
        return self.now_ns

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now_ns += round(seconds * 1e9)


@dataclass
class FakeWindow(Window):
    """Gives out one list of events a poll, and counts the polls."""

    script: list[list[WindowEvent]] = field(default_factory=list)
    closed: bool = False
    polls: int = 0

    @override
    def poll(self) -> Sequence[WindowEvent]:
        self.polls += 1
        return self.script.pop(0) if self.script else []

    @override
    def alive(self) -> bool:
        return not self.closed

    @override
    def aspect(self) -> float:
        return 16 / 9


class Desk:
    """A person at a desktop: does things, lets time pass, and sees what comes of it."""

    def __init__(self, body: DesktopBody | None = None) -> None:
        self.clock = FakeClock()
        self.window = FakeWindow()
        self.body = body or DesktopBody()
        self.input = DesktopInput(self.window, self.body, clock=self.clock, sleep=self.clock.sleep)
        self.view = View()
        self.moments: Iterator[Moment] = self.input.moments()
        self.commands: list[Command] = []

    def see(self, panel: Panel | None = None, **changes: object) -> None:
        """Show another View."""
        self.view = View(version=self.view.version + 1, panel=panel, **changes)  # type: ignore[arg-type]
        self.input.show(self.view, Tick(self.clock.now_ns))

    def do(self, *events: WindowEvent) -> list[Moment]:
        """Let one poll bring these; all moments up to and with the Frame or Tick of that poll."""
        self.window.script.append(list(events))
        return self.one()

    def one(self) -> list[Moment]:
        """All moments up to the next Frame, Tick or end; drains before each, as the loop does."""
        seen: list[Moment] = []
        for moment in self.moments:
            seen.append(moment)
            self.commands += self.input.drain()
            if not isinstance(moment, Device):
                break
        return seen

    def tap(self, *names: str) -> None:
        """Press and release keys, one a poll."""
        for name in names:
            self.do(Key(name, down=True))
            self.do(Key(name, down=False))

    def wait(self, seconds: float, each: Callable[[Frame], None] = lambda frame: None) -> Frame:
        """Let time pass; the last frame of it."""
        until_ns = self.clock.now_ns + round(seconds * 1e9)
        frame: Frame | None = None
        while self.clock.now_ns < until_ns:
            last = self.one()[-1]
            if isinstance(last, Frame):
                frame = last
                each(last)
        assert frame is not None
        return frame
