"""Draw the pictures of the documents into assets/pictures. Needs OpenGL (a software one will do).

Usage: python tools/draw_pictures.py [folder]
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from PIL import Image

from vrexposure.core.geometry import Quat, Vec3, quat_from_pitch, quat_from_yaw
from vrexposure.core.inputs import TRACKED, Frame, Point, empty_arrays
from vrexposure.core.view import (
    Counter,
    Curve,
    Demonstration,
    Ghost,
    Option,
    Panel,
    PropView,
    RigMove,
    Text,
    Thing,
    View,
)
from vrexposure.core.words import Words
from vrexposure.render.stage import Stage
from vrexposure.resources.paths import DATA
from vrexposure.resources.scenes import load_scene

SIZE_PX = (1280, 720)
WORDS = {
    "ask": "How much pain do you expect, at most, during this movement?",
    "number": "{n}",
    "least": "no pain",
    "most": "worst imaginable",
    "up": "Stand up and sit down again, at your own pace.",
    "watch": "Just watch this time.",
    "caption.how_to_stop": "To stop: menu button, or hold any button.",
    "stopped": "Sit down when you are ready.",
    "reach": "Left hand: into the light, stay a moment, come back.",
    "did": "What you did",
    "three": "You stood up and sat down again 3 times.",
    "beside": "One took 3.1 seconds, about as before: 3.4, 3.0, 3.2.",
    "curve": "The height of your head, and a dot for each time.",
    "on": "Go on",
    "caption.how_to_choose": "To choose: look at it, or point and press.",
}
CHAIR = PropView("chair", "real", 450, 0, 0, has_arms=True)
SEATED = (("seat_height_mm", 450),)


def stairs(risers: int, *, right: bool, drop_mm: int) -> tuple[tuple[str, int], ...]:
    """The level's parameters of a staircase."""
    return (
        ("risers", risers),
        ("riser_mm", 170),
        ("rail_left", 1),
        ("rail_right", int(right)),
        ("visual_height_mm", drop_mm),
    )


def frame(head: Vec3, turn: Quat, *, hands: bool = False) -> Frame:
    """A frame in which the head, and perhaps both hands, are tracked."""
    poses, flags = empty_arrays()
    poses[Point.HEAD] = [*head, *turn]
    flags[Point.HEAD] = TRACKED
    if hands:
        for point, x in ((Point.LEFT_HAND, -0.22), (Point.RIGHT_HAND, 0.22)):
            poses[point] = [x, 0.42, head.z - 0.42, 1, 0, 0, 0]
            flags[point] = TRACKED
    return Frame(2_600_000_000, poses, flags)


def scale() -> Panel:
    """The question that is asked most."""
    return Panel(
        "expected_pain",
        Text("ask"),
        options=tuple(
            Option(
                value,
                Text("number", (("n", value),)),
                {0: Text("least"), 10: Text("most")}.get(value),
            )
            for value in range(11)
        ),
        highlighted=4,
        fill_permille=600,
        steps=(1, 3),
        z_mm=1150,
    )


def feedback() -> Panel:
    """What is shown after a trial of three stands."""
    heights = []
    for step in range(150):
        part = step * 0.1 % 4.6 / 4.6
        up = smooth((part - 0.2) / 0.25) - smooth((part - 0.62) / 0.26)
        bent = math.sin(math.pi * min(1.0, max(0.0, (part - 0.08) / 0.2)))
        heights.append(round(1205 + 420 * up - 45 * bent))
    return Panel(
        "feedback",
        Text("did"),
        body=(Text("three"), Text("beside"), Text("curve")),
        options=(Option(1, Text("on")),),
        columns=1,
        z_mm=1300,
        curve=Curve(tuple(heights), 100, (4200, 8800, 13400), (1205, 1625)),
    )


def smooth(share: float) -> float:
    """From 0 to 1, at rest at both ends."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def pictures() -> dict[str, tuple[View, Frame]]:
    """What is drawn, by file name."""
    ahead, sitting, standing = Quat(1, 0, 0, 0), Vec3(0.0, 0.0, 1.2), Vec3(0.0, 0.0, 1.62)
    landing = RigMove(to_mm=(-3090, 4300, 2040), yaw_mdeg=180_000)
    return {
        "home": (
            View(
                place="home", parameters=SEATED, caption=Text("up"), counter=Counter(2, 5),
                stop_hint=True,
            ),
            frame(sitting, ahead, hands=True),
        ),
        "stairs": (
            View(
                place="home",
                parameters=stairs(10, right=True, drop_mm=0),
                rig=RigMove(to_mm=(-3090, 150, 0)),
            ),
            frame(standing, quat_from_yaw(-0.35).times(quat_from_pitch(-0.14)), hands=True),
        ),
        "well": (
            View(place="home", parameters=stairs(12, right=False, drop_mm=3000), rig=landing),
            frame(standing, quat_from_yaw(0.75).times(quat_from_pitch(-0.72))),
        ),
        "question": (
            View(place="home", parameters=SEATED, panel=scale()),
            frame(sitting, ahead),
        ),
        "watching": (
            View(
                place="home", parameters=SEATED, caption=Text("watch"),
                demonstration=Demonstration("sit_to_stand", 700_000_000, 7000),
            ),
            frame(Vec3(1.35, 0.75, 1.4), quat_from_yaw(0.60).times(quat_from_pitch(-0.22))),
        ),
        "reaching": (
            View(
                place="home",
                caption=Text("reach"),
                counter=Counter(1, 4),
                stop_hint=True,
                things=(
                    Thing("target", -170, 560, 1330, 140, state="wanted"),
                    Thing("target", 210, 600, 1290, 140, state="done"),
                ),
                ghost=Ghost(((-210, 260, 1000), (-230, 430, 1230), (-170, 560, 1330)), 0, 4000),
            ),
            frame(standing, quat_from_pitch(-0.22), hands=True),
        ),
        "feedback": (
            View(place="home", parameters=SEATED, panel=feedback()),
            frame(sitting, quat_from_pitch(0.04)),
        ),
        "room": (
            View(place="home", parameters=SEATED, props=(CHAIR,)),
            frame(Vec3(-0.6, 5.2, 1.65), quat_from_yaw(3.45).times(quat_from_pitch(-0.14))),
        ),
        "stopped": (
            View(
                place="home", parameters=SEATED, props=(CHAIR,), frozen=True, dim_permille=550,
                caption=Text("stopped"),
            ),
            frame(Vec3(0.0, -0.9, 1.55), quat_from_pitch(-0.4)),
        ),
        "neutral": (
            View(props=(CHAIR,)),
            frame(Vec3(0.9, -1.6, 1.55), quat_from_yaw(0.35).times(quat_from_pitch(-0.17))),
        ),
    }  # fmt: skip


def main() -> None:
    """Draw every picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("assets/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    stage = Stage.open(
        "offscreen", size_px=SIZE_PX, words=Words(WORDS), scenes=load_scene, data=DATA
    )
    try:
        for name, (view, moment) in pictures().items():
            stage.show(view, moment)
            stage.settle()
            path = folder / f"{name}.png"
            stage.screenshot(path)
            with Image.open(path) as picture:
                full = picture.convert("RGB")
                palette = full.quantize(256)
                small = full.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
            small.save(path, optimize=True)
            print(f"{path}: {path.stat().st_size // 1024} KiB, {stage.counts()}")
    finally:
        stage.close()


if __name__ == "__main__":
    main()
