"""A simulated person who wears Monado's headset: sees the View, moves the head and the hands.

With it a whole session runs through a real OpenXR runtime, and nobody has to hold a controller.
"""

from __future__ import annotations

from typing_extensions import override

from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from vrexposure.core.geometry import Pose
from vrexposure.core.inputs import Button, Frame, Tick
from vrexposure.core.view import View
from vrexposure.ports import ViewSink
from vrexposure.simulation.motion import Body
from vrexposure.simulation.patient import Patient
from vrexposure.simulation.person import Person


class RemotePatient(ViewSink):
    """Acts on what is shown, once a moment, and sends where that leaves head and hands."""

    def __init__(self, remote: RemoteHeadset, person: Person, *, seat_m: float = 0.45) -> None:
        self._remote = remote
        self._body = Body(person.size, person.body, seat_m=seat_m, standing=False)
        self._patient = Patient(person, self._body)

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        now_s = moment.time_ns / 1e9
        self._patient.act(view, now_s)
        poses = self._body.poses(now_s)
        buttons = self._patient.buttons
        # The driver's controllers aim from the grip, so the grip is turned to where they aim.
        left = Pose(poses.left_grip.position, poses.left_aim.orientation)
        right = Pose(poses.right_grip.position, poses.right_aim.orientation)
        self._remote.send(
            BodyState(
                poses.head,
                HandState(left, trigger=float(bool(buttons & Button.LEFT_SELECT))),
                HandState(right, trigger=float(bool(buttons & Button.RIGHT_SELECT))),
            )
        )
