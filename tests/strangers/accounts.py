"""What a recording is made of: frames, what really happened, and what a clinic measured before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from vrexposure.core.inputs import Frame, Point

Detail = float | int | str


@dataclass(frozen=True)
class Deed:
    """Something that really happened.

    `begin_ns` and `end_ns` are the times of the movement itself, not of any sample of it. What
    `detail` holds for each kind is told where the kind is performed; keys end in their unit.
    """

    kind: str
    begin_ns: int
    end_ns: int
    detail: dict[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A named place as the clinic measured it: stage space, millimetres, off by about 10 mm."""

    name: str
    x_mm: int
    y_mm: int
    z_mm: int


@dataclass(frozen=True)
class Seat:
    """A seat as it was measured: the middle of its surface, and which way one sits on it.

    `facing_deg` is anticlockwise from +Y, seen from above.
    """

    name: str
    x_mm: int
    y_mm: int
    height_mm: int
    facing_deg: int
    has_arms: bool


@dataclass(frozen=True)
class Facts:
    """What a clinic would have measured about person and room beforehand, off by about 10 mm.

    Heights are above the floor; "head" is the point midway between the eyes, which is what a
    headset calls its place. The seated ones are on `seat`. `arm_length_mm` is from the shoulder
    to the middle of the fist, `trunk_mm` from the hip joint to the line of the shoulders.
    `asked` says what the person was told to do (keys end in their unit), `trackers` and
    `controllers` what they wear and hold, `grasp` whether they press the grip button while they
    hold something ("squeeze") or only put the hand on it ("touch"). `bare_handed` people hold
    nothing: cameras see their hands, and frames tell the joints.
    """

    height_mm: int
    seated_head_mm: int
    standing_head_mm: int
    seated_shoulder_mm: int
    standing_shoulder_mm: int
    hip_mm: int
    trunk_mm: int
    arm_length_mm: int
    shoulder_width_mm: int
    seat: Seat
    asked: dict[str, Detail]
    trackers: tuple[str, ...]
    controllers: tuple[str, ...]
    grasp: str
    bare_handed: bool
    other_seats: tuple[Seat, ...] = ()
    step: Place | None = None
    step_depth_mm: int = 0
    targets: tuple[Place, ...] = ()
    objects: tuple[Place, ...] = ()
    goals: tuple[Place, ...] = ()
    rails: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Recording:
    """One recording, with the truth about it. `deeds` are in the order in which they began."""

    frames: tuple[Frame, ...]
    deeds: tuple[Deed, ...]
    facts: Facts
    family: str
    seed: int
    quality: str

    def of(self, *kinds: str) -> tuple[Deed, ...]:
        """The deeds of these kinds."""
        return tuple(deed for deed in self.deeds if deed.kind in kinds)

    def seen(self, deed: Deed, *points: Point) -> float:
        """The share of a deed's time in which these points were all really seen.

        A point is seen when it is flagged as tracked, its pose is finite and not the one before,
        and no more than 0.1 s is granted to one frame. Faults can hide a deed from anybody.
        """
        seen, before = 0.0, deed.begin_ns
        last: npt.NDArray[np.float32] | None = None
        for frame in self.frames:
            if deed.begin_ns <= frame.time_ns <= deed.end_ns:
                poses = frame.poses[list(points)]
                fresh = last is None or not np.array_equal(poses, last)
                if fresh and np.isfinite(poses).all() and all(map(frame.tracked, points)):
                    seen += min(frame.time_ns - before, 100_000_000)
                before, last = frame.time_ns, poses
        return seen / (deed.end_ns - deed.begin_ns)
