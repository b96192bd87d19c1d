"""Which moments are kept for pictures."""

from __future__ import annotations

from vrexposure.app.album import SETTLED_NS, Album
from vrexposure.core.inputs import Frame, Tick, empty_arrays
from vrexposure.core.view import Counter, Option, Panel, Phase, Text, View

S = 1_000_000_000
ASKED = View(
    1,
    Phase.RUNNING,
    "home",
    panel=Panel("fear", Text("t"), options=tuple(Option(i, Text("n")) for i in range(11))),
)
CHAIR = View(2, Phase.RUNNING, "home", counter=Counter(0, 3), parameters=(("seat_height_mm", 1),))
STAIRS = View(3, Phase.RUNNING, "home", counter=Counter(0, 3), parameters=(("risers", 1),))


def at(time_ns: int) -> Frame:
    return Frame(time_ns, *empty_arrays())


def test_a_moment_is_kept_once_it_has_settled() -> None:
    album = Album()
    album.show(ASKED, at(0))
    assert album.moments == []
    album.show(ASKED, at(SETTLED_NS))
    assert [kept.key for kept in album.moments] == ["question"]


def test_of_each_kind_the_latest_is_kept_and_of_one_stretch_the_first() -> None:
    album = Album()
    for second, view in enumerate([CHAIR, CHAIR, CHAIR, ASKED, ASKED, CHAIR, CHAIR, STAIRS]):
        album.show(view, at(second * S))
    assert [(kept.key, kept.frame.time_ns // S) for kept in album.moments] == [
        ("chair", 6),
        ("question", 4),
    ]


def test_what_nobody_sees_is_not_kept() -> None:
    album = Album()
    for second in range(5):
        album.show(STAIRS, Tick(second * S))
        album.show(View(9, Phase.PAUSED, "home", counter=Counter(0, 1)), at(second * S))
    assert album.moments == []
