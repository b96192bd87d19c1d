"""What a family of movements consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.strangers.actor import Actor

Act = Callable[[Actor], None]


@dataclass(frozen=True)
class Other:
    """A movement that must not count. `stays`: it ends where and as it began, seated or not."""

    act: Act
    seated: bool | None = None
    """Whether one sits for it; None: either."""
    stays: bool = True


@dataclass(frozen=True)
class Family:
    """One family.

    Attributes:
        counted: The kinds of deeds that count; no `other` ever performs one.
        prepare: Furnishes the room and puts the person in it; told whether the task will be done.
        do: Does the task some times; calls the given act between repetitions.
        others: What must not count.
    """

    counted: tuple[str, ...]
    prepare: Callable[[Actor, bool], None]
    do: Callable[[Actor, Act], None]
    others: tuple[Other, ...]
