"""Who moves: a body by published segment ratios, and the habits of one person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Person:
    """A body and its habits; metres, radians, hertz.

    Segment lengths are shares of the body height `tall_m` after Drillis & Contini 1966 as printed
    in Winter, Biomechanics and Motor Control of Human Movement, fig. 4.1: hip 0.530, shoulder
    0.818, eye 0.936, ankle 0.039, knee 0.285, upper arm 0.186, forearm 0.146, half the breadth of
    the shoulders 0.129 (the joint lies a little further in), of the hips 0.0955, foot 0.152.

    Attributes:
        pace: 1 is a brisk young adult; older, guarding people come near 0.4.
        guarding: 0 moves freely, 1 braces and creeps.
        sore: The side that is spared.
        hand: The hand that is used first.
        bare_handed: Cameras see the hands; there is no controller and so no button.
        stoop: How far the trunk leans in easy standing and sitting.
        sway_m: Root mean square of quiet sway at the head.
    """

    tall_m: float
    age: float
    pace: float
    guarding: float
    hand: str
    sore: str
    sway_m: float
    tremor_hz: float
    tremor_m: float
    slump_m: float
    stoop: float
    pushes_off: bool
    plops: bool
    squats: float
    grasp: str
    bare_handed: bool
    trackers: tuple[str, ...]
    controllers: tuple[str, ...]
    head_forward_m: float
    aim_tilt: float

    @property
    def hip_m(self) -> float:
        return 0.530 * self.tall_m

    @property
    def ankle_m(self) -> float:
        return 0.039 * self.tall_m

    @property
    def thigh_m(self) -> float:
        return 0.245 * self.tall_m

    @property
    def lower_trunk_m(self) -> float:
        return 0.120 * self.tall_m

    @property
    def upper_trunk_m(self) -> float:
        return 0.168 * self.tall_m

    @property
    def neck_m(self) -> float:
        """From the line of the shoulders to the point about which the head nods."""
        return 0.067 * self.tall_m

    @property
    def eye_up_m(self) -> float:
        return 0.051 * self.tall_m

    @property
    def shoulder_m(self) -> float:
        """From the midline to the shoulder joint."""
        return 0.115 * self.tall_m

    @property
    def arm_m(self) -> float:
        """Shoulder to the middle of the fist: 0.186 + 0.146 + half a hand."""
        return 0.380 * self.tall_m

    @property
    def hip_over_seat_m(self) -> float:
        """Hip joint over the seat: sitting eye height is 0.454 of body height (Pheasant 1996)."""
        return 0.048 * self.tall_m

    @property
    def stance_m(self) -> float:
        """From the midline to each ankle."""
        return 0.055 * self.tall_m

    @property
    def walk_mps(self) -> float:
        """Comfortable speed: 1.3 m/s in young adults (Bohannon 1997)."""
        return 1.3 * self.pace

    @property
    def step_m(self) -> float:
        """Step length: about 0.41 of body height at 1.3 m/s, shorter the slower (Winter)."""
        return 0.41 * self.tall_m * float(self.pace**0.55)


def somebody(rng: np.random.Generator) -> Person:
    """A person at random: 20 to 88 years old, 1.48 to 1.96 m tall, free to very guarded."""
    age = float(rng.uniform(20, 88))
    guarding = float(np.clip(rng.beta(1.4, 1.8), 0.02, 0.98))
    slow = 0.006 * (age - 20) + 0.3 * guarding
    hands = ("left", "right")
    trackers = {
        0: ("left_foot", "right_foot", "waist"),
        1: ("left_foot", "right_foot"),
        2: ("waist", "chest"),
        3: ("left_foot", "right_foot", "waist", "chest"),
    }.get(int(rng.integers(0, 8)), ())
    held, bare = rng.random(), bool(rng.random() < 0.15)
    shaky = rng.random() < 0.25
    return Person(
        tall_m=float(np.clip(rng.normal(1.69, 0.1), 1.48, 1.96)),
        age=age,
        pace=float(np.clip(rng.normal(1.05 - slow, 0.07), 0.4, 1.15)),
        guarding=guarding,
        hand="left" if rng.random() < 0.12 else "right",
        sore=str(rng.choice(hands)),
        sway_m=float(rng.uniform(0.003, 0.006) + 0.004 * guarding),
        tremor_hz=float(rng.uniform(4, 8) if shaky else rng.uniform(8, 11)),
        tremor_m=float(rng.uniform(0.0008, 0.003) if shaky else 0.0002),
        slump_m=float(rng.uniform(0.0, 0.035)),
        # Kyphosis grows with age (Fon et al. 1980), antalgic stooping with guarding.
        stoop=float(np.radians(rng.uniform(2, 6) + 0.12 * max(0, age - 55) + 6 * guarding**2)),
        pushes_off=bool(rng.random() < 0.25 + 0.4 * guarding),
        plops=bool(rng.random() < 0.2),
        squats=float(rng.uniform(0, 1)),
        grasp="squeeze" if rng.random() < 0.65 and not bare else "touch",
        bare_handed=bare,
        trackers=trackers,
        controllers=hands if held < 0.9 else (hands[0],) if held < 0.95 else (hands[1],),
        head_forward_m=float(rng.uniform(0.085, 0.105)),
        aim_tilt=float(np.radians(rng.uniform(30, 45))),
    )
