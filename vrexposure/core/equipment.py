"""What a session was done with, and from when on: the manifest's facts and what was told later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from vrexposure.core.inputs import Device, DeviceChange, Input

REFRESH: Final = "refresh_hz"


class Spell(NamedTuple):
    """A value and since when it was so, on the session clock; None: from before the session."""

    value: str
    since_ns: int | None


Equipment = Mapping[str, tuple[Spell, ...]]
"""Each fact by its name; the values that it had, one after the other, "" for none in between."""


def equipment_of(at_start: Mapping[str, object], inputs: Iterable[Input]) -> Equipment:
    """Gather it.

    Args:
        at_start: The manifest's `device`; what is "" was not known then.
        inputs: What the core was told; all but facts may be left out.
    """
    spells = {
        name: [Spell(str(value), None)] for name, value in at_start.items() if str(value) != ""
    }
    for given in inputs:
        if not isinstance(given, Device) or given.change is not DeviceChange.FACT:
            continue
        before = spells.get(given.fact)
        if (before[-1].value if before else "") != given.value:
            spells.setdefault(given.fact, []).append(Spell(given.value, given.time_ns))
    return {name: tuple(values) for name, values in spells.items()}
