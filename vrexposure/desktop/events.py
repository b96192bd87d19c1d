"""What a window tells, and the window as the desktop needs it."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key or mouse button went down or up; names as Panda3D has them ("space", "mouse1")."""

    name: str
    down: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """A character, as the keyboard's own layout makes it."""

    text: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the mouse is now: -1 to 1 from left to right and from bottom to top."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CursorLeft:
    """The mouse has left the window."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The window got the keyboard, or lost it."""

    gained: bool


@dataclass(frozen=True, slots=True)
class Hidden:
    """The window was minimised, or is back."""

    hidden: bool


WindowEvent = Key | Typed | Cursor | CursorLeft | Focus | Hidden


class Window(typing.Protocol):
    """A window with mouse and keyboard."""

    def poll(self) -> Sequence[WindowEvent]:
        """Everything since the last call, in order. Never blocks."""
        ...

    def alive(self) -> bool:
        """False once the window was closed."""
        ...

    def aspect(self) -> float:
        """Width by height of the picture."""
        ...


class KeysDown:
    """Which keys are down, so that a key that repeats by itself is one press."""

    def __init__(self) -> None:
        self._down: set[str] = set()

    def changed(self, key: Key) -> bool:
        """Take the event in; False if it says nothing new."""
        if key.down == (key.name in self._down):
            return False
        if key.down:
            self._down.add(key.name)
        else:
            self._down.remove(key.name)
        return True

    def has(self, *names: str) -> bool:
        """Whether any of these keys is down."""
        return not self._down.isdisjoint(names)

    def clear(self) -> None:
        """Forget all: their ups will not be heard."""
        self._down.clear()
