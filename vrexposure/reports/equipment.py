"""What the session was done with in the report: a row for each fact, with the times of changes."""

from __future__ import annotations

from vrexposure.core.equipment import REFRESH, Equipment, Spell
from vrexposure.reports.wording import Wording

_PROFILES = "/interaction_profiles/"


def equipment_rows(equipment: Equipment, say: Wording) -> list[tuple[str, str, str]]:
    """The name of each fact, its words, and its values with the times from which on they held."""
    return [
        (name, _name(name, say), _values(name, spells, say)) for name, spells in equipment.items()
    ]


def rate_note(equipment: Equipment, say: Wording) -> str:
    """How often the display showed a picture, and from when on; "" where that is not known."""
    spells = equipment.get(REFRESH, ())
    return say("timing.note.display", rates=_values(REFRESH, spells, say)) if spells else ""


def _name(name: str, say: Wording) -> str:
    words = say(f"device.{name}")
    return name.replace("_", " ") if words.startswith("[") else words


def _values(name: str, spells: tuple[Spell, ...], say: Wording) -> str:
    return ", ".join(
        said
        if spell.since_ns is None
        else say("device.from", clock=say.clock(spell.since_ns), value=said)
        for spell in spells
        for said in (_value(name, spell.value, say),)
    )


def _value(name: str, value: str, say: Wording) -> str:
    if not value:
        return say("device.nothing")
    if name.startswith("refresh"):
        return say("device.hertz", value=value)
    return value.removeprefix(_PROFILES)
