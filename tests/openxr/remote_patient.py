"""A simulated person who wears Monado's headset: sees the View, moves the head and the hands.

With it a whole session runs through a real OpenXR runtime, and nobody has to hold a controller.
"""

from __future__ import annotations

import os
import signal

from typing_extensions import override

from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from vrexposure.core.geometry import Pose
from vrexposure.core.inputs import Button, Frame, Tick
from vrexposure.core.view import Phase, View
from vrexposure.ports import ViewSink
from vrexposure.simulation.motion import Body
from vrexposure.simulation.patient import Patient
from vrexposure.simulation.person import Person

SECONDS_AS_SAFE = 2.0


class RemotePatient(ViewSink):
    """Acts on what is shown, once a moment, and sends where that leaves head and hands.

    Args:
        remote: The headset that is worn.
        person: Who wears it.
        seat_m: Height of the seat on which the person waits.
        stops_after_s: Presses B when the session runs and its place and light have been the same
            for so long, and asks the program to end when it has been stopped for a while; None:
            never.
    """

    def __init__(
        self,
        remote: RemoteHeadset,
        person: Person,
        *,
        seat_m: float = 0.45,
        stops_after_s: float | None = None,
    ) -> None:
        self._remote = remote
        self._body = Body(person.size, person.body, seat_m=seat_m, standing=False)
        self._patient = Patient(person, self._body)
        self._stops_after_s = stops_after_s
        self._light: object = None
        self._light_since_s = 0.0
        self._safe_since_s: float | None = None

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
                HandState(
                    right,
                    trigger=float(bool(buttons & Button.RIGHT_SELECT)),
                    b=self._presses_stop(view, now_s),
                ),
            )
        )

    def _presses_stop(self, view: View, now_s: float) -> bool:
        if self._stops_after_s is None:
            return False
        if view.phase is Phase.SAFE:
            self._safe_since_s = self._safe_since_s or now_s
            if now_s - self._safe_since_s > SECONDS_AS_SAFE:
                self._stops_after_s = None
                os.kill(os.getpid(), signal.SIGTERM)
            return False
        # What is seen just after a change of place is a fade, whose brightness proves nothing.
        light = (view.phase, view.place, view.dim_permille, view.rig, view.panel is None)
        if light != self._light:
            self._light, self._light_since_s = light, now_s
        steady_s = now_s - self._light_since_s
        return view.phase is Phase.RUNNING and steady_s > self._stops_after_s
