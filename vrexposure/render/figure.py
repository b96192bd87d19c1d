"""The figure that shows a movement: a calm mannequin of rounded limbs, and what it moves on."""

from __future__ import annotations

import math

from panda3d import core as p3d

from vrexposure.core.demonstration import STEPS, figure_at
from vrexposure.core.geometry import FORWARD, Vec3
from vrexposure.core.mannequin import (
    FOOT_M,
    FOREARM_M,
    SHANK_M,
    THIGH_M,
    UPPER_ARM_M,
    Joints,
)
from vrexposure.core.scene import Stairs
from vrexposure.core.view import Demonstration
from vrexposure.render import stairs
from vrexposure.render.geoms import Path3, Textures, attach, contact_shadow
from vrexposure.render.meshes import Mesh, Tint, lathe
from vrexposure.render.seats import seat

SKIN: Tint = (0.62, 0.56, 0.48)
SHIRT: Tint = (0.36, 0.47, 0.50)
TROUSERS: Tint = (0.25, 0.27, 0.31)
HAIR: Tint = (0.20, 0.16, 0.13)
SHOES: Tint = (0.14, 0.13, 0.13)

# (name, from, to, radius at both ends, length, tint)
_LIMBS: tuple[tuple[str, str, str, float, float, float, Tint], ...] = (
    ("thigh", "hip", "knee", 0.082, 0.058, THIGH_M, TROUSERS),
    ("shank", "knee", "ankle", 0.058, 0.042, SHANK_M, TROUSERS),
    ("upper-arm", "shoulder", "elbow", 0.050, 0.040, UPPER_ARM_M, SHIRT),
    ("forearm", "elbow", "hand", 0.039, 0.030, FOREARM_M, SKIN),
)


def _limb(start: float, end: float, length: float, tint: Tint) -> Mesh:
    """A limb along +Z that tapers, with round ends whose middles are the joints."""
    low = [(start * math.cos(a), -start * math.sin(a)) for a in (1.5707, 1.2, 0.8, 0.4)]
    side = [
        (start + (end - start) * s + 0.12 * start * math.sin(math.pi * s), s * length)
        for s in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    high = [(end * math.cos(a), length + end * math.sin(a)) for a in (0.4, 0.8, 1.2, 1.5707)]
    return lathe([*low, *side, *high], "plain", tint, 16)


def _ball(radius: float, tint: Tint, size: tuple[float, float, float] = (1, 1, 1)) -> Mesh:
    profile = [
        (radius * math.cos(a), radius * math.sin(a))
        for a in [math.radians(-89.9 + 179.8 * i / 24) for i in range(25)]
    ]
    return lathe(profile, "plain", tint, 36).stretched(size)


def _torso() -> list[Mesh]:
    """From the hips (origin) to the neck, 0.5 m along +Z."""
    hips = [(0.001, -0.10), (0.11, -0.09), (0.145, -0.05), (0.155, 0.0), (0.152, 0.06)]
    shirt = [
        (0.150, 0.028),
        (0.157, 0.033),
        (0.154, 0.08),
        (0.147, 0.14),
        (0.149, 0.20),
        (0.163, 0.30),
        (0.176, 0.38),
        (0.178, 0.43),
        (0.165, 0.475),
        (0.130, 0.505),
        (0.075, 0.525),
        (0.052, 0.535),
        (0.001, 0.54),
    ]
    return [
        lathe(hips, "plain", TROUSERS, 28).stretched((1.05, 0.64, 1.0)),
        lathe(shirt, "plain", SHIRT, 28).stretched((1.08, 0.66, 1.0)),
    ]


def _head() -> list[Mesh]:
    """A plain head with hair, and a nose so that it is seen which way it looks."""
    hair = _ball(0.110, HAIR, (0.84, 0.94, 1.02)).moved((0, -0.016, 0.030))
    nose = _ball(0.017, SKIN, (0.8, 1.0, 1.5)).moved((0, 0.103, -0.012))
    neck = lathe([(0.060, -0.23), (0.050, -0.10), (0.050, 0.0)], "plain", SKIN)
    return [_ball(0.107, SKIN, (0.80, 0.96, 1.18)), hair, nose, neck]


class Figure:
    """The mannequin at its place; hidden until it is given a movement."""

    def __init__(self, parent: Path3, textures: Textures) -> None:
        self._textures = textures
        self.root: Path3 = parent.attach_new_node("figure")
        self._body: Path3 = self.root.attach_new_node("body")
        self._ground: Path3 | None = None
        self._parts: dict[str, Path3] = {}
        for side in ("left", "right"):
            for name, _, _, start, end, length, tint in _LIMBS:
                key = f"{side}-{name}"
                self._parts[key] = self._add(key, [_limb(start, end, length, tint)])
            foot = _limb(0.044, 0.036, FOOT_M + 0.04, SHOES)
            self._parts[f"{side}-foot"] = self._add(f"{side}-foot", [foot])
            hand = _ball(0.042, SKIN, (0.75, 1.1, 1.5))
            self._parts[f"{side}-hand"] = self._add(f"{side}-hand", [hand])
        self._parts["torso"] = self._add("torso", _torso())
        self._parts["head"] = self._add("head", _head())
        self._shown: tuple[str, float, float, float, bool, int] | None = None
        self.root.hide()

    def _add(self, name: str, meshes: list[Mesh]) -> Path3:
        return attach(self._body, name, meshes, self._textures)

    def hide(self) -> None:
        """Take the figure away."""
        self.root.hide()
        self._shown = None

    def show(
        self,
        what: Demonstration,
        time_ns: int,
        *,
        seat_m: float,
        riser_m: float,
        tread_m: float,
        has_chair: bool,
        kind: int = 0,
    ) -> bool:
        """Pose the figure for this moment; tells whether what it moves on was made anew.

        `has_chair`: a chair to be watched stands there already; else one of that `kind` does.
        """
        base = (what.movement, seat_m, riser_m, tread_m, has_chair, kind)
        is_new = self._shown != base
        if is_new:
            self._shown = base
            self._put_on_ground(what.movement, seat_m, riser_m, tread_m, -1 if has_chair else kind)
            self.root.show()
        period_ns = max(1, what.period_ms) * 1_000_000
        phase = ((time_ns - what.start_ns) % period_ns) / period_ns
        self._pose(figure_at(what.movement, phase, seat_m, riser_m, tread_m))
        return is_new

    def _put_on_ground(
        self, movement: str, seat_m: float, riser_m: float, tread_m: float, kind: int
    ) -> None:
        if self._ground is not None:
            self._ground.remove_node()
            self._ground = None
        if movement == "sit_to_stand":
            if kind >= 0:
                shape = seat(kind, seat_m, has_arms=False)
                self._ground = attach(self.root, "seat", shape, self._textures)
                contact_shadow(self._ground, 0.45)
            return
        if not movement.startswith("stairs"):
            return
        block = Stairs(
            foot=Vec3(0.0, 0.0, 0.0),
            yaw_deg=0.0,
            risers=STEPS,
            riser_m=riser_m,
            tread_m=tread_m,
            width_m=0.9,
            rail_left=False,
            rail_right=False,
            length_m=(STEPS - 1) * tread_m + 0.75,
            well_m=0.0,
        )
        self._ground = attach(self.root, "steps", stairs.staircase(block), self._textures)
        if movement == "stairs_down":
            self._ground.set_pos(0, (STEPS - 1) * tread_m, 0)
            self._ground.set_h(180)

    def _pose(self, joints: Joints) -> None:
        front = joints["front"]
        for side in ("left", "right"):
            for name, start, end, *_ in _LIMBS:
                key = f"{side}-{name}"
                begin, to = joints[f"{side}_{start}"], joints[f"{side}_{end}"]
                _aim(self._parts[key], begin, to.minus(begin), front)
            ankle, toe = joints[f"{side}_ankle"], joints[f"{side}_toe"]
            back = ankle.minus(toe)
            back = back.scaled(0.04 / max(math.hypot(back.x, back.y), 1e-6))
            heel = ankle.plus(Vec3(back.x, back.y, toe.z - ankle.z + 0.012))
            _aim(self._parts[f"{side}-foot"], heel, toe.minus(heel), front)
            hand = self._parts[f"{side}-hand"]
            elbow, at = joints[f"{side}_elbow"], joints[f"{side}_hand"]
            _aim(hand, at.plus(at.minus(elbow).scaled(0.16)), at.minus(elbow), front)
        hips, chest, head = joints["hips"], joints["chest"], joints["head"]
        _aim(self._parts["torso"], hips, chest.minus(hips), joints["front"])
        _aim(self._parts["head"], head, head.minus(chest), joints["facing"])


def _aim(part: Path3, at: Vec3, up: Vec3, front: Vec3 = FORWARD) -> None:
    """Put a part with its +Z along `up`, its +Y as near to `front` as that allows."""
    z = p3d.LVector3(*up)
    z.normalize()
    x = (
        p3d.LVector3(*front).cross(z)
        if abs(z.dot(p3d.LVector3(*front))) < 0.95 * front.length()
        else p3d.LVector3(1, 0, 0)
    )
    x.normalize()
    y = z.cross(x)
    part.set_mat(
        p3d.LMatrix4(x.x, x.y, x.z, 0, y.x, y.y, y.z, 0, z.x, z.y, z.z, 0, at.x, at.y, at.z, 1)
    )
