"""Supports as the View wants them: chair, rails, step; solid when real, pale when watched."""

from __future__ import annotations

import math

from panda3d import core as p3d

from vrexposure.core.geometry import Pose, quat_from_yaw, yaw_rad_of
from vrexposure.core.scene import PropNode, Resolved
from vrexposure.core.view import PropView
from vrexposure.render.geoms import Path3, Textures, attach, contact_shadow
from vrexposure.render.meshes import Mesh, box, tube
from vrexposure.render.seats import seat

GHOST = p3d.LVecBase4(0.80, 0.86, 0.90, 1.0)
SOLID = p3d.LVecBase4(0.0, 0.0, 0.0, 0.0)


def level_rail(height_m: float) -> list[Mesh]:
    """A bar along +Y beside the patient, as measured, on two posts."""
    made = [tube([(0, -0.75, height_m), (0, 0.75, height_m)], 0.021, "oak")]
    for y in (-0.6, 0.6):
        made.append(tube([(0, y, 0.0), (0, y, height_m)], 0.016, "plain", (0.45, 0.43, 0.40)))
        made.append(box((0.12, 0.12, 0.012), (0, y, 0.006), "plain", (0.45, 0.43, 0.40)))
    return made


def low_step(height_m: float) -> list[Mesh]:
    """One step of the registered height."""
    return [
        box((0.60, 0.36, height_m), (0, 0, height_m / 2), "oak", radius=0.008, step=0.2),
        box((0.602, 0.05, 0.006), (0, -0.155, height_m - 0.001), "walnut", radius=0.002),
    ]


def meshes_of(prop: PropView, seat_m: float, kind: int = 0) -> list[Mesh]:
    """What to draw for a support; a height of 0 means the level's own. `kind`: code of a seat."""
    if prop.prop == "chair":
        return seat(kind, prop.height_mm / 1000 or seat_m, has_arms=prop.has_arms)
    if prop.prop == "step":
        return low_step(prop.height_mm / 1000 or 0.15)
    return level_rail(prop.height_mm / 1000 or 0.9)


class Props:
    """The supports that are drawn now.

    Real ones live in stage space, under `rig`, where the registered thing stands; the others in
    the place: those to be watched at the demonstration, those out of reach at the scene's spot.
    """

    def __init__(self, rig: Path3, place: Path3, textures: Textures) -> None:
        self._rig, self._place, self._textures = rig, place, textures
        self._paths: dict[str, Path3] = {}
        self._key: object = None

    def show(
        self, props: tuple[PropView, ...], place: Resolved, watched_at: Pose, *, kind: int = 0
    ) -> bool:
        """Draw these; tells whether anything changed. Names of nodes: `prop-<name>-<look>`.

        `kind`: which seat a chair is (`levels.sit_to_stand.SEATS`).
        """
        key = (props, place.scene, place.seat_m, watched_at, kind)
        if key == self._key:
            return False
        self._key = key
        for path in self._paths.values():
            path.remove_node()
        self._paths = {}
        for prop in props:
            if prop.look == "hidden":
                continue
            real = prop.look == "real"
            spot = None if real else _spot(prop, place, watched_at)
            if not real and spot is None:
                continue
            parent = self._rig if real else self._place
            meshes = meshes_of(prop, place.seat_m, kind)
            path = attach(parent, f"prop-{prop.prop}-{prop.look}", meshes, self._textures)
            if prop.prop == "chair":
                contact_shadow(path, 0.42)
            if spot is None:
                path.set_pos(prop.x_mm / 1000, prop.y_mm / 1000, 0)
            else:
                path.set_pos(*spot.position)
                path.set_h(math.degrees(yaw_rad_of(spot.orientation)))
            if prop.look == "watch":
                path.set_shader_input("ghost", GHOST)
                path.set_transparency(p3d.TransparencyAttrib.M_alpha)
            self._paths[prop.prop] = path
        return True

    def real(self) -> list[Path3]:
        """Those that the patient may use; they stay visible when all is dimmed."""
        return [path for path in self._paths.values() if path.name.endswith("-real")]

    def paths(self) -> list[Path3]:
        """All that are drawn."""
        return list(self._paths.values())


def _spot(prop: PropView, place: Resolved, watched_at: Pose) -> Pose | None:
    """Where a support stands that is not the real one; None: it is not drawn at all."""
    if prop.look == "watch":
        return watched_at if prop.prop in ("chair", "step") else None
    for one in place.placed:
        if isinstance(one.node, PropNode) and one.node.prop == prop.prop and one.visible:
            return Pose(one.at, quat_from_yaw(math.radians(one.yaw_deg)))
    return None
