"""From what the user asked for to a `Setup`: protocol, places, props, where each ladder starts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vrexposure.app.history import known_arms, last_standing
from vrexposure.core.protocol import Protocol
from vrexposure.core.scene import AnchorNode, Scene, StairsNode
from vrexposure.core.setup import Anchor, LadderStart, Place, Prop, Setup
from vrexposure.errors import SettingError
from vrexposure.resources.protocols import LoadedProtocol, load_protocol
from vrexposure.resources.scenes import load_scene

PATIENT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked for, before anything was looked at."""

    protocol: str
    patient: str
    out: Path
    ladders: Sequence[str] = ()
    level: str | None = None
    props: Sequence[Prop] = field(default_factory=tuple)
    pain_ceiling: int | None = None
    seed: int | None = None
    eye_height_m: float | None = None


def check_patient(patient: str) -> str:
    """The patient's id, if it is a pseudonym as we write them.

    Raises:
        SettingError: It is not; names are refused on purpose.
    """
    if PATIENT.fullmatch(patient) is None:
        raise SettingError(
            f"patient id {patient[:40]!r}: use a pseudonym of 1 to 64 small letters, digits and "
            "hyphens, for example p-017; never a name"
        )
    return patient


def prepare(wanted: Wanted, seed: int, *, simulated: bool = False) -> tuple[Setup, LoadedProtocol]:
    """Read the protocol and its places, and see where the patient stands on each ladder.

    `simulated`: a simulated person moves, and goes on where simulated persons were.

    Raises:
        VRExposureError: Something that was asked for cannot be meant, or a file cannot be used.
    """
    loaded = load_protocol(wanted.protocol)
    protocol = loaded.protocol
    chosen = _chosen(protocol, wanted.ladders)
    standing = last_standing(wanted.out, wanted.patient, protocol, simulated=simulated)
    starts = [standing.get(one, LadderStart(ladder=one)) for one in chosen]
    if wanted.level is not None:
        starts = [_start_at(protocol, starts, wanted.level)]
    needs_arms = any(level.reaching for ladder in protocol.ladders for level in ladder.levels)
    setup = Setup(
        patient=wanted.patient,
        seed=seed,
        protocol=protocol,
        ladders=tuple(starts),
        props=tuple(wanted.props),
        arms=known_arms(wanted.out, wanted.patient, simulated=simulated) if needs_arms else (),
        pain_ceiling=wanted.pain_ceiling,
        places={name: place_of(load_scene(name)) for name in _places(protocol)},
    )
    return setup, loaded


def place_of(scene: Scene) -> Place:
    """What the session needs of a scene."""
    anchors: dict[str, Anchor] = {}
    tread_mm = 280
    for node in scene.nodes:
        if isinstance(node, AnchorNode):
            x, y, z = (round(c * 1000) for c in node.at)
            anchors[node.id] = Anchor(x_mm=x, y_mm=y, z_mm=z, yaw_mdeg=round(node.yaw_deg * 1000))
        elif isinstance(node, StairsNode):
            tread_mm = round(node.tread * 1000)
    return Place(anchors=anchors, tread_mm=tread_mm)


def _places(protocol: Protocol) -> list[str]:
    return sorted({ladder.place for ladder in protocol.ladders})


def _chosen(protocol: Protocol, wanted: Sequence[str]) -> list[str]:
    known = [ladder.id for ladder in protocol.ladders]
    for one in wanted:
        if one not in known:
            raise SettingError(f"ladder {one!r}: this protocol has {', '.join(known)}")
    return [one for one in known if not wanted or one in wanted]


def _start_at(protocol: Protocol, starts: Sequence[LadderStart], level: str) -> LadderStart:
    for start in starts:
        ladder = next(one for one in protocol.ladders if one.id == start.ladder)
        ids = [one.id for one in ladder.levels]
        if level in ids:
            index = ids.index(level)
            if index > start.completed_index + 1:
                highest = ids[min(len(ids) - 1, start.completed_index + 1)]
                raise SettingError(
                    f"level {level!r} is more than one above the last completed one: "
                    f"the highest that can be started is {highest!r}"
                )
            return LadderStart(
                ladder=start.ladder, level_index=index, completed_index=start.completed_index
            )
    names = [one.id for ladder in protocol.ladders for one in ladder.levels]
    raise SettingError(f"level {level!r}: the ladders have {', '.join(names)}")
