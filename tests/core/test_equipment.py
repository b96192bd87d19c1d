from __future__ import annotations

from tests.core.stories import make_setup
from vrexposure.core.engine import Engine
from vrexposure.core.equipment import Spell, equipment_of
from vrexposure.core.inputs import SPOKEN, Device, DeviceChange, Tick

TOUCH = "/interaction_profiles/oculus/touch_controller"


def fact(time_ns: int, name: str, value: str) -> Device:
    return Device(time_ns, DeviceChange.FACT, name, value)


def test_what_the_manifest_says_holds_until_something_else_is_told() -> None:
    told = equipment_of(
        {"system": "a headset", "refresh_hz": "90", "left_profile": "", "multisamples": 4},
        [
            Tick(1),
            fact(2, "left_profile", TOUCH),
            fact(3, "refresh_hz", "90"),
            Device(4, DeviceChange.RECENTRED),
            fact(5, "refresh_hz", "72"),
            fact(6, "left_profile", ""),
            fact(7, "left_profile", ""),
        ],
    )
    assert told == {
        "system": (Spell("a headset", None),),
        "refresh_hz": (Spell("90", None), Spell("72", 5)),
        "left_profile": (Spell(TOUCH, 2), Spell("", 6)),
        "multisamples": (Spell("4", None),),
    }


def test_nothing_is_decided_by_a_fact() -> None:
    plain, told = Engine(make_setup()), Engine(make_setup())
    said = []
    for time_ns in range(0, 10_000_000_000, 100_000_000):
        assert told.handle(fact(time_ns, "refresh_hz", "72")) == []
        said.append(plain.handle(Tick(time_ns)))
        assert told.handle(Tick(time_ns)) == said[-1]
    assert plain.view == told.view


def test_a_device_that_was_recorded_before_there_were_facts_is_still_read() -> None:
    old = b'{"time_ns":5,"change":"recentred","kind":"device"}'
    assert SPOKEN.validate_json(old) == Device(5, DeviceChange.RECENTRED)
    new = fact(5, "left_profile", TOUCH)
    assert SPOKEN.validate_json(SPOKEN.dump_json(new)) == new
