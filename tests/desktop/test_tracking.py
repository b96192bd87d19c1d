"""The desktop's body must count as a person does: frames in, observations out."""

from __future__ import annotations

from collections import Counter

from tests.desktop.fakes import Desk
from vrexposure.core.inputs import Frame, Point
from vrexposure.core.observations import (
    Calibrated,
    HandOnRail,
    Observation,
    RepetitionDone,
    SamplesDropped,
    Selected,
    StepTaken,
    StopGesture,
    ThingDropped,
    ThingTaken,
    TrackingBack,
    TrackingLost,
    WalkedOn,
)
from vrexposure.core.tracking.tracker import Tracker
from vrexposure.core.view import Option, Panel, PropView, Text, Thing, ThingState
from vrexposure.core.watch import (
    Rail,
    Watch,
    WatchSitToStand,
    WatchStairs,
    WatchStill,
    WatchWalk,
)
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.events import Key

SEATED_MM = round(1000 * DesktopBody().head().position.z)
STANDING_MM = 1600


class Watched:
    """A desk with a tracker that sees every frame."""

    def __init__(self, desk: Desk, watch: Watch) -> None:
        self.desk = desk
        self.seen: list[Observation] = []
        self._tracker = Tracker()
        self._tracker.watch(watch)

    def wait(self, seconds: float) -> None:
        self.desk.wait(seconds, self._feed)

    def tap(self, name: str, seconds: float) -> None:
        """Press a key, let it go, and wait."""
        for down in (True, False):
            self._feed_last(Key(name, down=down))
        self.wait(seconds)

    def hold(self, name: str, seconds: float) -> None:
        """Press a key for so long."""
        self._feed_last(Key(name, down=True))
        self.wait(seconds)
        self._feed_last(Key(name, down=False))

    def count(self, kind: type[Observation]) -> int:
        return sum(isinstance(seen, kind) for seen in self.seen)

    def _feed_last(self, key: Key) -> None:
        last = self.desk.do(key)[-1]
        assert isinstance(last, Frame)
        self._feed(last)

    def _feed(self, frame: Frame) -> None:
        self.seen += self._tracker.update(frame)


def test_a_seated_and_a_standing_desktop_calibrate() -> None:
    for posture, height_mm in (("seated", SEATED_MM), ("standing", STANDING_MM)):
        body = DesktopBody(posture="seated" if posture == "seated" else "standing")
        watched = Watched(Desk(body), Watch(WatchStill("seated_head")))
        watched.wait(3.0)
        (calibrated,) = (seen for seen in watched.seen if isinstance(seen, Calibrated))
        assert abs(calibrated.height_mm - height_mm) <= 2


def test_sitting_and_standing_by_key_counts_with_and_without_the_arms() -> None:
    watched = Watched(Desk(), Watch(WatchSitToStand(0, SEATED_MM, STANDING_MM, 450)))
    watched.wait(0.5)
    for _ in range(2):
        watched.tap("c", 2.0)
        watched.tap("c", 2.5)
    watched.tap("q", 1.0)
    watched.tap("c", 2.0)
    watched.tap("c", 2.5)
    done = [seen for seen in watched.seen if isinstance(seen, RepetitionDone)]
    assert [seen.arms_used for seen in done] == [False, False, True]
    assert all(seen.timed for seen in done)


def test_every_march_by_key_counts_and_no_other_movement_does() -> None:
    desk = Desk(DesktopBody(posture="standing"))
    watched = Watched(desk, Watch(WatchStairs(0, "up", STANDING_MM, 170)))
    watched.wait(1.0)
    for _ in range(3):
        watched.tap("space", 1.0)
    assert watched.count(StepTaken) == 3
    watched.hold("space", 4 * 0.55 - 0.2)
    watched.wait(1.0)
    sides = [seen.side for seen in watched.seen if isinstance(seen, StepTaken)]
    assert sides == ["left", "right", "left", "right", "left", "right", "left"]
    watched.hold("arrow_down", 0.5)
    watched.hold("arrow_up", 0.5)
    watched.tap("e", 1.0)
    assert watched.count(StepTaken) == 7


def test_the_real_step_and_the_rail_are_seen() -> None:
    desk = Desk(DesktopBody(posture="standing"))
    desk.see(props=(PropView("step", "real", 150), PropView("rail_right", "real", 900, x_mm=450)))
    stairs = WatchStairs(0, "up", STANDING_MM, 150, "real_step", rails=(Rail("right", 450, 900),))
    watched = Watched(desk, Watch(stairs))
    watched.wait(1.0)
    watched.tap("e", 1.0)
    for _ in range(2):
        watched.tap("z", 2.0)
        watched.tap("z", 2.0)
    watched.tap("e", 1.0)
    assert watched.count(StepTaken) == 2
    assert [seen.on for seen in watched.seen if isinstance(seen, HandOnRail)] == [True, False]


def test_lost_tracking_is_seen_and_a_quiet_body_is_never_taken_for_frozen() -> None:
    watched = Watched(Desk(), Watch())
    watched.wait(1.0)
    watched.tap("q", 1.0)
    watched.hold("v", 1.0)
    assert watched.seen == []
    watched.tap("t", 1.0)
    watched.tap("t", 1.0)
    kinds = Counter(type(seen) for seen in watched.seen)
    assert kinds.keys() == {TrackingLost, TrackingBack, SamplesDropped}
    assert kinds[TrackingLost] == kinds[TrackingBack] == 1


def test_the_chosen_option_can_be_clicked_and_the_menu_stops() -> None:
    panel = Panel("ready", Text("t"), options=tuple(Option(v, Text("o")) for v in range(5)))
    desk = Desk(DesktopBody(posture="standing"))
    desk.see(panel)
    watched = Watched(desk, Watch(panel=panel))
    watched.wait(0.2)
    watched.tap("arrow_left", 0.2)
    watched.tap("mouse1", 0.2)
    assert [seen.option for seen in watched.seen if isinstance(seen, Selected)] == [4]
    watched.tap("m", 0.2)
    assert watched.count(StopGesture) == 1


def test_the_hands_are_tracked_beside_the_body() -> None:
    frame = Desk(DesktopBody(posture="standing")).wait(0.1)
    left, right = frame.pose(Point.LEFT_HAND).position, frame.pose(Point.RIGHT_HAND).position
    assert left.x < -0.15 < 0.15 < right.x
    assert 0.6 < left.z < 1.0


def test_walking_by_key_is_measured_with_its_steps_also_when_slow() -> None:
    for keys in (("w",), ("w", "shift")):
        watched = Watched(
            Desk(DesktopBody(posture="standing")),
            Watch(WatchWalk(0, STANDING_MM, "room", 2000, 2000)),
        )
        watched.wait(1.0)
        before = watched.desk.body.head().position
        for key in keys[1:]:
            watched.desk.do(Key(key, down=True))
        watched.hold("w", 2.0)
        watched.wait(1.5)
        walked = watched.desk.body.head().position.minus(before).length()
        told = [seen for seen in watched.seen if isinstance(seen, WalkedOn)]
        assert abs(told[-1].distance_mm / 1000 - walked) < 0.08
        assert 1 <= told[-1].steps <= 5


def test_marching_by_key_walks_on_the_spot() -> None:
    watched = Watched(
        Desk(DesktopBody(posture="standing")),
        Watch(WatchWalk(0, STANDING_MM, "in_place", 2000, 2000, stride_mm=600)),
    )
    watched.wait(1.0)
    for _ in range(4):
        watched.tap("space", 1.0)
    told = [seen for seen in watched.seen if isinstance(seen, WalkedOn)]
    assert told[-1].distance_mm == 2400


def test_a_key_brings_both_hands_to_the_thing_and_lets_them_sink() -> None:
    desk = Desk(DesktopBody(posture="standing"))
    watched = Watched(desk, Watch(WatchWalk(0, STANDING_MM, "room", 2000, 2000, 600, "both_hands")))
    watched.wait(1.0)
    states: tuple[ThingState, ...] = ("held", "waiting")
    for held in states:
        watched.tap("x", 2.0)
        desk.see(things=(Thing("box", 0, 360, 1120, 250, state=held, held_by="both"),))
        watched.wait(1.0)
    told = [seen for seen in watched.seen if isinstance(seen, ThingTaken | ThingDropped)]
    assert [type(seen) for seen in told] == [ThingTaken, ThingDropped]
