"""Hands without controllers: where they hold and point, and their pinch, from their joints.

Only for runtimes that give joints but no poses and pinches of their own (XR_EXT_hand_interaction);
what those say is taken first.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from vrexposure.core.geometry import (
    Quat,
    Vec3,
    quat_from_pitch,
    quat_from_yaw,
    yaw_rad_of,
)
from vrexposure.core.inputs import VALID, Button, HandJoints, HandSource, Joint, Point

# DEF: fingertips this near pinch; and they must part this far to let go, so that no tremor
# chooses twice.
PINCH_M = 0.015
OPEN_M = 0.030
# DEF: with the middle fingertip this near to the palm a hand is closed about something; a rail
# that is held must not be a button that is held, because that is a Stop.
FIST_M = 0.060
# DEF: where the shoulder is, seen from the eyes of a person who looks ahead: to the side, down.
SHOULDER_M = (0.17, 0.20)

_GRIP = (Point.LEFT_HAND, Point.RIGHT_HAND)
_AIM = (Point.LEFT_AIM, Point.RIGHT_AIM)
_SELECT = (int(Button.LEFT_SELECT), int(Button.RIGHT_SELECT))
_ACTIVE = (int(Button.LEFT_ACTIVE), int(Button.RIGHT_ACTIVE))
# From the axes of the palm joint (fingers forward, back of the hand up) to those of a grip, in
# stage axes: a third of a turn about a diagonal, mirrored between the hands (OpenXR 1.1, 6.3.2 and
# XR_EXT_hand_tracking: "conventions of hand joints").
_GRIP_IN_PALM = (Quat(0.5, 0.5, 0.5, -0.5), Quat(0.5, 0.5, -0.5, 0.5))


class BareHands:
    """Fills in what a hand without a controller lacks; remembers who was pinching."""

    def __init__(self) -> None:
        self._pinching = [False, False]

    def take(
        self,
        hands: HandJoints | None,
        poses: npt.NDArray[np.float32],
        flags: npt.NDArray[np.uint8],
        buttons: int,
        *,
        focused: bool,
    ) -> int:
        """Write the grip and aim rows that are not valid; `Select` bits of pinching hands.

        Args:
            hands: The joints of this frame.
            poses: As in `Frame`, with the head; changed.
            flags: As in `Frame`; changed.
            buttons: What the controllers say: an active one is left alone.
            focused: Without focus the fingers are for somebody else.
        """
        pressed = 0
        for hand in range(2):
            if hands is None or not _is_bare(hands, hand) or buttons & _ACTIVE[hand]:
                self._pinching[hand] = False
                continue
            _hold(hands, hand, poses, flags)
            _point(hands, hand, poses, flags)
            self._pinching[hand] = focused and self._pinches(hands, hand)
            if self._pinching[hand]:
                pressed |= _SELECT[hand]
        return pressed

    def _pinches(self, hands: HandJoints, hand: int) -> bool:
        needed = (Joint.THUMB_TIP, Joint.INDEX_TIP, Joint.MIDDLE_TIP, Joint.PALM)
        if not all(hands.tracked(hand, joint) for joint in needed):
            return False
        thumb, index, middle, palm = (hands.place(hand, joint) for joint in needed)
        if middle.minus(palm).length() < FIST_M:
            return False
        return index.minus(thumb).length() < (OPEN_M if self._pinching[hand] else PINCH_M)


def _is_bare(hands: HandJoints, hand: int) -> bool:
    return hands.sources[hand] in (HandSource.OPTICAL, HandSource.UNKNOWN)


def _hold(
    hands: HandJoints, hand: int, poses: npt.NDArray[np.float32], flags: npt.NDArray[np.uint8]
) -> None:
    """The grip: at the palm, turned as if the hand held a controller."""
    row = _GRIP[hand]
    if int(flags[row]) & VALID == VALID:
        return
    x, y, z, qw, qx, qy, qz = hands.poses[hand, Joint.PALM].tolist()
    poses[row] = (x, y, z, *Quat(qw, qx, qy, qz).times(_GRIP_IN_PALM[hand]))
    flags[row] = hands.flags[hand, Joint.PALM]


def _point(
    hands: HandJoints, hand: int, poses: npt.NDArray[np.float32], flags: npt.NDArray[np.uint8]
) -> None:
    """The aim: from the shoulder through the index finger's knuckle, which a pinch hardly moves."""
    row = _AIM[hand]
    if int(flags[row]) & VALID == VALID:
        return
    x, y, z, qw, qx, qy, qz = poses[Point.HEAD].tolist()
    aside, down = SHOULDER_M
    ahead = quat_from_yaw(yaw_rad_of(Quat(qw, qx, qy, qz)))
    shoulder = Vec3(x, y, z).plus(ahead.rotate(Vec3(aside * (2 * hand - 1), 0.0, -down)))
    knuckle = hands.place(hand, Joint.INDEX_PROXIMAL)
    dx, dy, dz = knuckle.minus(shoulder)
    turn = quat_from_yaw(math.atan2(-dx, dy)).times(
        quat_from_pitch(math.atan2(dz, math.hypot(dx, dy)))
    )
    poses[row] = (*knuckle, *turn)
    # A guess is as good as the worse of the two that it is made of.
    flags[row] = hands.flags[hand, Joint.INDEX_PROXIMAL] & flags[Point.HEAD]
