from __future__ import annotations

from tests.core.tracking.frames import feed, only
from vrexposure.core.inputs import TRACKED, Button, Frame, Point, empty_arrays
from vrexposure.core.observations import StopGesture, Touched
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.watch import Watch, WatchTouch

MS = 1_000_000


def frames(
    milliseconds: int,
    *,
    pressed: range | None,
    place: tuple[float, float, float] = (0.2, 0.1, 0.46),
    drift_m_per_s: float = 0.0,
    flags: int = TRACKED,
) -> list[Frame]:
    made = []
    for now in range(0, milliseconds, 10):
        poses, valid = empty_arrays()
        poses[Point.HEAD, :3] = (0.0, 0.0005 * (now % 7), 1.2)
        valid[Point.HEAD] = TRACKED
        x, y, z = place
        poses[Point.RIGHT_HAND, :3] = (x + drift_m_per_s * now / 1000, y, z)
        valid[Point.RIGHT_HAND] = flags
        down = Button.RIGHT_SELECT if pressed is not None and now in pressed else Button(0)
        made.append(Frame(now * MS, poses, valid, int(down | Button.RIGHT_ACTIVE)))
    return made


def touched(moments: list[Frame]) -> list[Touched]:
    tracker = Tracker()
    tracker.watch(Watch(WatchTouch()))
    return only(feed(tracker, moments), Touched)


def test_a_still_hand_with_its_trigger_held_touches_once() -> None:
    (one,) = touched(frames(3000, pressed=range(500, 1900)))
    assert (one.side, one.x_mm, one.y_mm, one.z_mm) == ("right", 200, 100, 460)
    assert 1050 * MS < one.time_ns < 1200 * MS


def test_a_still_hand_alone_touches_nothing_nor_does_a_short_press() -> None:
    assert not touched(frames(4000, pressed=None))
    assert not touched(frames(3000, pressed=range(500, 1000)))


def test_a_moving_or_guessed_hand_touches_nothing() -> None:
    assert not touched(frames(3000, pressed=range(500, 1900), drift_m_per_s=0.05))
    assert not touched(frames(3000, pressed=range(500, 1900), flags=3))


def test_the_touch_comes_well_before_the_stop_that_lies_on_every_button() -> None:
    tracker = Tracker()
    tracker.watch(Watch(WatchTouch()))
    said = feed(tracker, frames(4000, pressed=range(500, 4000)))
    kinds = [type(one) for one in said if isinstance(one, Touched | StopGesture)]
    assert kinds == [Touched, StopGesture]
