"""Drives Monado's remote headset: one packet sets the head and both controllers.

The protocol is that of the `remote` driver of Monado 25: 376 bytes, little-endian, at any time.
The controllers show as Valve Index controllers, and their aim is where their grip is.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

from vrexposure.core.geometry import IDENTITY, Pose, Vec3
from vrexposure.openxr.axes import xr_from_point, xr_from_quat

PORT = 4242
PACKET_SIZE = 376

_MAGIC = b"mndrmt3\0"


@dataclass(frozen=True, slots=True)
class HandState:
    """One controller: stage-space pose, trigger and squeeze 0..1, the B button.

    `bare`: the hand is tracked although the controller is not `active`.
    """

    pose: Pose
    trigger: float = 0.0
    squeeze: float = 0.0
    b: bool = False
    active: bool = True
    bare: bool = False


@dataclass(frozen=True, slots=True)
class BodyState:
    """Head and hands of a person."""

    head: Pose
    left: HandState
    right: HandState


def _pose(pose: Pose) -> bytes:
    return struct.pack("<4f3f", *xr_from_quat(pose.orientation), *xr_from_point(pose.position))


def _hand(hand: HandState) -> bytes:
    buttons = bytearray(14)
    buttons[4] = hand.b
    buttons[6] = hand.trigger > 0.5  # the click at the end of the trigger's way
    return (
        _pose(hand.pose)
        + bytes(6 * 4)  # velocities
        + bytes(5 * 4)  # curl of the fingers
        + struct.pack("<3f", hand.trigger, hand.squeeze, hand.squeeze)
        + bytes(5 * 4)  # stick and pad
        + bytes([hand.active or hand.bare, hand.active])  # hand tracking, controller
        + bytes(buttons)
    )


def packet(body: BodyState) -> bytes:
    """The whole state as the driver reads it."""
    view = (
        struct.pack("<4f", -0.8, 0.8, 0.8, -0.8) + _pose(Pose(Vec3(0, 0, 0), IDENTITY)) + bytes(4)
    )
    return _MAGIC + view + view + _pose(body.head) + bytes(4) + _hand(body.left) + _hand(body.right)


class RemoteHeadset:
    """A connection to the driver."""

    def __init__(self) -> None:
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", PORT), timeout=5.0)

    def send(self, body: BodyState) -> None:
        """Put head and hands there at once."""
        self._socket.sendall(packet(body))

    def close(self) -> None:
        """Hang up; head and hands stay where they are."""
        self._socket.close()
