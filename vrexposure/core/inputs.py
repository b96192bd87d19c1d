"""What the core is told: motion of one display frame, time passing, commands and device changes.

Everything here is recorded exactly as it came in, and is all that a replay needs.
Times are integer nanoseconds on the session clock, which starts at 0 with the session. The time
of a `Frame` is when its picture will be seen, so it may lie ahead of the `Tick`s around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag, StrEnum
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, TypeAdapter

from vrexposure.core.geometry import Pose, Quat, Vec3


class Point(IntEnum):
    """A tracked point; the row of `Frame.poses` and `Frame.flags`. Names as in Motion-BIDS."""

    HEAD = 0
    LEFT_HAND = 1
    RIGHT_HAND = 2
    LEFT_AIM = 3
    RIGHT_AIM = 4
    WAIST = 5
    CHEST = 6
    LEFT_FOOT = 7
    RIGHT_FOOT = 8


POINT_COUNT = len(Point)


class PoseFlag(IntFlag):
    """Validity of one pose; the bits of XrSpaceLocationFlags (OpenXR 1.1, section 7.4)."""

    ORIENTATION_VALID = 1
    POSITION_VALID = 2
    ORIENTATION_TRACKED = 4
    POSITION_TRACKED = 8


VALID = int(PoseFlag.ORIENTATION_VALID | PoseFlag.POSITION_VALID)
TRACKED = VALID | int(PoseFlag.ORIENTATION_TRACKED | PoseFlag.POSITION_TRACKED)


class Button(IntFlag):
    """Buttons that are down, and which hands have an active controller."""

    LEFT_SELECT = 1
    RIGHT_SELECT = 2
    LEFT_MENU = 4
    RIGHT_MENU = 8
    LEFT_SQUEEZE = 16
    RIGHT_SQUEEZE = 32
    LEFT_ACTIVE = 64
    RIGHT_ACTIVE = 128


class Joint(IntEnum):
    """A joint of a hand; the second index of `HandJoints.poses`. As XrHandJointEXT."""

    PALM = 0
    WRIST = 1
    THUMB_METACARPAL = 2
    THUMB_PROXIMAL = 3
    THUMB_DISTAL = 4
    THUMB_TIP = 5
    INDEX_METACARPAL = 6
    INDEX_PROXIMAL = 7
    INDEX_INTERMEDIATE = 8
    INDEX_DISTAL = 9
    INDEX_TIP = 10
    MIDDLE_METACARPAL = 11
    MIDDLE_PROXIMAL = 12
    MIDDLE_INTERMEDIATE = 13
    MIDDLE_DISTAL = 14
    MIDDLE_TIP = 15
    RING_METACARPAL = 16
    RING_PROXIMAL = 17
    RING_INTERMEDIATE = 18
    RING_DISTAL = 19
    RING_TIP = 20
    LITTLE_METACARPAL = 21
    LITTLE_PROXIMAL = 22
    LITTLE_INTERMEDIATE = 23
    LITTLE_DISTAL = 24
    LITTLE_TIP = 25


JOINT_COUNT = len(Joint)


class HandSource(IntEnum):
    """What a hand's joints come from."""

    NONE = 0
    """The hand is not tracked now."""
    UNKNOWN = 1
    """The runtime does not say."""
    OPTICAL = 2
    """Cameras see the hand itself."""
    CONTROLLER = 3
    """Inferred from a controller that is held."""


@dataclass(frozen=True, slots=True, eq=False)
class HandJoints:
    """The joints of both hands, left first.

    Attributes:
        poses: float32 (2, JOINT_COUNT, 7): rows as in `Frame.poses`.
        flags: uint8 (2, JOINT_COUNT): `PoseFlag` bits for each joint; 0 for a hand not tracked.
        sources: `HandSource` of the left and the right hand.
    """

    poses: npt.NDArray[np.float32]
    flags: npt.NDArray[np.uint8]
    sources: tuple[int, int]

    def tracked(self, hand: int, joint: Joint) -> bool:
        """Whether the joint of hand 0 (left) or 1 was really tracked, not guessed."""
        return int(self.flags[hand, joint]) & TRACKED == TRACKED

    def place(self, hand: int, joint: Joint) -> Vec3:
        """Where a joint is; ask `tracked` whether it means anything."""
        x, y, z = self.poses[hand, joint, :3].tolist()
        return Vec3(x, y, z)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Motion and buttons for one picture.

    Attributes:
        time_ns: When the picture will be seen, on the session clock.
        poses: float32 (POINT_COUNT, 7): x, y, z in metres, then quaternion w, x, y, z; stage space.
            Rows that are not valid hold anything, also NaN.
        flags: uint8 (POINT_COUNT,): `PoseFlag` bits for each row.
        buttons: `Button` bits.
        hands: The joints of the hands, where the device tells them while a hand is tracked.
    """

    time_ns: int
    poses: npt.NDArray[np.float32]
    flags: npt.NDArray[np.uint8]
    buttons: int = 0
    hands: HandJoints | None = None

    def tracked(self, point: Point) -> bool:
        """Whether the point was really tracked, not guessed (VALID and TRACKED, both parts)."""
        return int(self.flags[point]) & TRACKED == TRACKED

    def pose(self, point: Point) -> Pose:
        """The pose of one point; ask `tracked` or the flags whether it means anything."""
        x, y, z, qw, qx, qy, qz = self.poses[point].tolist()
        return Pose(Vec3(x, y, z), Quat(qw, qx, qy, qz))


def empty_arrays() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
    """Fresh `poses` and `flags` of a frame in which nothing is valid."""
    poses = np.zeros((POINT_COUNT, 7), np.float32)
    poses[:, 3] = 1.0
    return poses, np.zeros(POINT_COUNT, np.uint8)


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed without a picture: the headset is off, the window is hidden."""

    time_ns: int
    kind: Literal["tick"] = "tick"


@dataclass(frozen=True, slots=True)
class Ended:
    """The input source has no more to give."""

    time_ns: int
    reason: Literal[
        "window_closed", "runtime_ended", "runtime_lost", "simulation_over", "interrupted"
    ]
    kind: Literal["ended"] = "ended"


class DeviceChange(StrEnum):
    """What can happen to the device in mid-session."""

    FOCUS_LOST = "focus_lost"
    FOCUS_GAINED = "focus_gained"
    HEADSET_OFF = "headset_off"
    HEADSET_ON = "headset_on"
    RECENTRED = "recentred"
    RUNTIME_LOST = "runtime_lost"
    RUNTIME_BACK = "runtime_back"
    RECORDER_LOST = "recorder_lost"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Device:
    """The device changed state.

    With `FACT`, something about it became known, or is another now; nothing is decided by it.

    Attributes:
        time_ns: When, on the session clock.
        change: What happened.
        fact: Of a `FACT`, its name, as in the manifest's `device`: "left_profile", "refresh_hz".
        value: Of a `FACT`, what is so from now on; "" for nothing.
    """

    time_ns: int
    change: DeviceChange
    fact: str = ""
    value: str = ""
    kind: Literal["device"] = "device"


Actor = Literal["patient", "therapist", "program"]


@dataclass(frozen=True, slots=True)
class Start:
    """Leave the lobby."""

    do: Literal["start"] = "start"


@dataclass(frozen=True, slots=True)
class Pause:
    """Pause; the trial in flight is given up without a verdict."""

    do: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after a pause or a hold."""

    do: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop now. Legal always."""

    source: Literal["key", "controller", "gaze", "console", "program"] = "key"
    do: Literal["stop"] = "stop"


@dataclass(frozen=True, slots=True)
class Finish:
    """End the exposure of today and go to the debrief, or from the debrief to the end."""

    do: Literal["finish"] = "finish"


@dataclass(frozen=True, slots=True)
class Answer:
    """A rating or a choice, given for the question that is shown. `value` None: not given."""

    question: str
    value: int | None
    do: Literal["answer"] = "answer"


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave out the step that is running: a calibration, a rest, a trial (recorded as skipped)."""

    do: Literal["skip"] = "skip"


@dataclass(frozen=True, slots=True)
class Ease:
    """One level down from the next trial on. Never refused."""

    do: Literal["ease"] = "ease"


@dataclass(frozen=True, slots=True)
class Decide:
    """The therapist's word on the proposed decision: take it, or another one."""

    action: Literal["accept", "retreat", "hold", "repeat", "advance"] = "accept"
    reason: str = ""
    do: Literal["decide"] = "decide"


@dataclass(frozen=True, slots=True)
class RegisterProp:
    """The real thing that stands in the room, measured. `height_mm` None: it is gone."""

    prop: Literal["chair", "rail_left", "rail_right", "step"]
    height_mm: Annotated[int, Field(ge=20, le=1300)] | None
    x_mm: Annotated[int, Field(ge=-5000, le=5000)] = 0
    y_mm: Annotated[int, Field(ge=-5000, le=5000)] = 0
    has_arms: bool = False
    do: Literal["register_prop"] = "register_prop"


@dataclass(frozen=True, slots=True)
class Remeasure:
    """Measure the body anew before the next movement."""

    do: Literal["remeasure"] = "remeasure"


@dataclass(frozen=True, slots=True)
class ConfirmSafety:
    """The therapist has seen to the level's posture, spotter and contraindications."""

    ladder: str
    level: str
    do: Literal["confirm_safety"] = "confirm_safety"


Action = Annotated[
    Start
    | Pause
    | Resume
    | Stop
    | Finish
    | Answer
    | Skip
    | Ease
    | Decide
    | RegisterProp
    | Remeasure
    | ConfirmSafety,
    Field(discriminator="do"),
]


@dataclass(frozen=True, slots=True)
class Command:
    """Somebody wants something.

    Attributes:
        time_ns: When it was received, on the session clock.
        seq: Rises by one for each command of the session.
        actor: Who.
        base_version: `View.version` that the actor saw; -1 if that does not matter.
        action: What.
    """

    time_ns: int
    seq: int
    actor: Actor
    base_version: int
    action: Action
    kind: Literal["command"] = "command"


Spoken = Annotated[Tick | Ended | Device | Command, Field(discriminator="kind")]
"""Every input but motion: what is written down as JSON."""

Input = Frame | Tick | Ended | Device | Command

SPOKEN: TypeAdapter[Tick | Ended | Device | Command] = TypeAdapter(Spoken)
