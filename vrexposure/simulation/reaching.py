"""How a simulated body reaches for what is shown: trunk and hand go there, and both come back."""

from __future__ import annotations

from vrexposure.core.geometry import Vec3
from vrexposure.core.view import View
from vrexposure.simulation.curves import Aim, mixed
from vrexposure.simulation.hands import REACH_S, Rest, Touch
from vrexposure.simulation.motion import Body

STAY_S = 0.35  # longer than is asked, as people do
BACK_S = 0.9


class Reaching:
    """Out to the wanted target and back, so calmly as the person is."""

    def __init__(self, body: Body, hold_s: float, tempo: float) -> None:
        self._body = body
        self._hold_s = hold_s
        self._tempo = tempo

    def out(self, view: View, now_s: float, share: float) -> float:
        """Go to the wanted target, or a share of the way; how long that takes, with the staying."""
        target = next((t for t in view.things if t.kind == "target" and t.state == "wanted"), None)
        if target is None:
            return REACH_S
        caption = view.caption.key if view.caption is not None else ""
        side = -1 if caption.endswith("_left") else 1
        place = Vec3(target.x_mm / 1000, target.y_mm / 1000, target.z_mm / 1000)
        body = self._body
        aim = body.bend_for(place, side, now_s)
        takes_s = max(REACH_S, 1.0 * self._tempo)
        body.look(place, now_s)
        body.bend_to(Aim(aim.yaw, share * aim.pitch), now_s, takes_s)
        if share < 1.0:
            head = body.poses(now_s).head.position
            place = Vec3(*(mixed(a, b, share) for a, b in zip(head, place, strict=True)))
        body.use_hands(Touch(place), now_s, only=side)
        return takes_s + self._hold_s + STAY_S if share >= 1.0 else takes_s

    def back(self, now_s: float) -> float:
        """Come up and let the hands rest; how long that takes."""
        takes_s = max(REACH_S, BACK_S * self._tempo)
        self._body.bend_to(Aim(self._body.bend_yaw.goal, 0.0), now_s, takes_s)
        self._body.use_hands(Rest(), now_s)
        self._body.look(None, now_s)
        return takes_s
