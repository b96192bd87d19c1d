"""Which samples of a frame may be believed: everything else is left out, counted and reported."""

from __future__ import annotations

import math
from typing import NamedTuple

from vrexposure.core.inputs import POINT_COUNT, TRACKED, Frame, Point
from vrexposure.core.observations import (
    Observation,
    SamplesDropped,
    TrackingBack,
    TrackingLost,
)

NS_PER_MS = 1_000_000

# facts/safety H15: nobody's head moves faster; what does is a tracking error.
HEAD_GATE_M_PER_S = 8.0
# DEF: a thrown hand reaches 10 m/s.
LIMB_GATE_M_PER_S = 15.0
# Two noisy samples very close in time must not look fast (DEF, 4 sigma of 5 mm noise).
GATE_SLACK_M = 0.02
# DEF: a new place is believed once it has been held this long, moving slower than this.
SETTLE_NS = 200 * NS_PER_MS
SETTLE_M_PER_S = 2.0
SETTLE_PAUSE_NS = 150 * NS_PER_MS
# DEF: nobody's tracked room is larger; larger numbers are not places.
ROOM_M = 100.0
# Runtimes give quaternions unit to float32; a tenth off is another thing than a rotation.
QUAT_SLACK = 0.1
# DEF: a living head is never bit-identical, place and turn, this long while the hands move.
FROZEN_NS = 500 * NS_PER_MS
# DEF: one lost glance of a camera lasts up to about 0.2 s and says nothing worth telling;
# facts/safety X3 fades the picture after 100 ms by itself.
LOST_NS = 300 * NS_PER_MS
REPORT_NS = 1_000 * NS_PER_MS

_HEAD = int(Point.HEAD)
# The points whose moving shows that time goes on for the tracking system: not the aims, which a
# mouse may move while the head of a desktop session stands perfectly still.
_WITNESSES = (
    int(Point.LEFT_HAND),
    int(Point.RIGHT_HAND),
    int(Point.WAIST),
    int(Point.CHEST),
    int(Point.LEFT_FOOT),
    int(Point.RIGHT_FOOT),
)


class Sample(NamedTuple):
    """One believed pose: metres and a unit quaternion, stage space."""

    x: float
    y: float
    z: float
    qw: float
    qx: float
    qy: float
    qz: float


class Moment(NamedTuple):
    """What may be believed of one frame.

    Attributes:
        time_ns: Never less than that of the moment before.
        fresh: Whether time went on; a duplicate or late frame brings no motion.
        points: One sample for each `Point`, None where nothing is believed.
        moved: x, y, z metres by which the head's place was found to have jumped for good just now
            (a recentred stage, a recovered tracker), or None.
        buttons: `Button` bits, as they came.
    """

    time_ns: int
    fresh: bool
    points: list[Sample | None]
    moved: tuple[float, float, float] | None
    buttons: int = 0


class _Gate:
    """Lets a point's samples through unless they jump; a new place is taken once it is stable."""

    def __init__(self, gate_m_per_s: float) -> None:
        self._gate = gate_m_per_s
        self._last: Sample | None = None
        self._last_ns = 0
        self._earlier: Sample | None = None
        self._earlier_ns = 0
        self._new: Sample | None = None
        self._new_ns = 0
        self._new_since_ns = 0
        self.moved: tuple[float, float, float] | None = None

    def passes(self, sample: Sample, time_ns: int) -> bool:
        self.moved = None
        last, new = self._last, self._new
        if time_ns - self._new_ns > SETTLE_PAUSE_NS:
            new = None
        # Where a jump has led to comes into reach of the old place as time goes on; it has still
        # been a jump, so the new place is asked first.
        if new is None or not _near(new, sample, SETTLE_M_PER_S, time_ns - self._new_ns):
            if last is None or _near(last, sample, self._gate, time_ns - self._last_ns):
                self._take(sample, time_ns)
                return True
            # It may have been the last one that was wrong, and just within reach.
            earlier = self._earlier
            if earlier and _near(earlier, sample, self._gate, time_ns - self._earlier_ns):
                self._take(sample, time_ns)
                return True
            self._new_since_ns = time_ns
        self._new, self._new_ns = sample, time_ns
        if time_ns - self._new_since_ns < SETTLE_NS:
            return False
        if last is not None:
            self.moved = (sample.x - last.x, sample.y - last.y, sample.z - last.z)
        self._take(sample, time_ns)
        return True

    def _take(self, sample: Sample, time_ns: int) -> None:
        self._earlier, self._earlier_ns = self._last, self._last_ns
        self._last, self._last_ns, self._new = sample, time_ns, None


def _near(a: Sample, b: Sample, speed_m_per_s: float, elapsed_ns: int) -> bool:
    reach = speed_m_per_s * elapsed_ns * 1e-9 + GATE_SLACK_M
    dx, dy, dz = b.x - a.x, b.y - a.y, b.z - a.z
    return dx * dx + dy * dy + dz * dz <= reach * reach


def _sound(row: list[float]) -> Sample | None:
    """The row as a sample with a unit quaternion, or None if it is no pose."""
    x, y, z, qw, qx, qy, qz = row
    # Comparisons with NaN are false, so NaN and infinity fail here as well.
    if not (abs(x) < ROOM_M and abs(y) < ROOM_M and abs(z) < ROOM_M):
        return None
    norm = math.sqrt(qw * qw + qx * qx + qy * qy + qz * qz)
    if not abs(norm - 1.0) < QUAT_SLACK:
        return None
    return Sample(x, y, z, qw / norm, qx / norm, qy / norm, qz / norm)


class Signal:
    """Vets every frame and tells when the head is lost and found."""

    def __init__(self) -> None:
        self._now_ns: int | None = None
        self._gates = [
            _Gate(HEAD_GATE_M_PER_S if point == _HEAD else LIMB_GATE_M_PER_S)
            for point in range(POINT_COUNT)
        ]
        self._seen_ns = 0
        self._lost = False
        self._same_since_ns = 0
        self._same_frames = 0
        self._witnessed = 0
        self._before: list[list[float]] = []
        self._dropped = [0, 0, 0, 0]
        self._reported_ns: int | None = None

    def take(self, frame: Frame, said: list[Observation]) -> Moment:
        """Vet one frame; what there is to tell about the signal is added to `said`."""
        now = self._now_ns
        if now is not None and frame.time_ns <= now:
            self._dropped[3] += 1
            return Moment(now, False, [None] * POINT_COUNT, None)
        time_ns = frame.time_ns
        if now is None:
            self._seen_ns = self._same_since_ns = time_ns
        self._now_ns = time_ns
        rows: list[list[float]] = frame.poses.tolist()
        points = self._vet(rows, frame.flags.tolist(), time_ns)
        self._tell_loss(points[_HEAD] is not None, time_ns, said)
        self._tell_drops(time_ns, said)
        moved = self._gates[_HEAD].moved if points[_HEAD] is not None else None
        return Moment(time_ns, True, points, moved, frame.buttons)

    def _vet(self, rows: list[list[float]], flags: list[int], time_ns: int) -> list[Sample | None]:
        points: list[Sample | None] = []
        for point, row in enumerate(rows):
            sample: Sample | None = None
            flag = flags[point]
            if flag & TRACKED != TRACKED:
                # A point that is simply not there is no loss; a guessed one is, and any head.
                if flag or point == _HEAD:
                    self._dropped[0] += 1
            else:
                sample = _sound(row)
                if sample is None:
                    self._dropped[1] += 1
                elif not self._gates[point].passes(sample, time_ns):
                    self._dropped[2] += 1
                    sample = None
            points.append(sample)
        if self._frozen(rows, points, time_ns):
            self._dropped[3] += 1
            points[_HEAD] = None
        return points

    def _frozen(self, rows: list[list[float]], points: list[Sample | None], time_ns: int) -> bool:
        """Whether the head stands bit-identical while other points go on moving.

        Only the head is judged: a controller may lie on the table.
        """
        before, self._before = self._before, rows
        if points[_HEAD] is None or not before or rows[_HEAD] != before[_HEAD]:
            self._same_since_ns = time_ns
            self._same_frames = self._witnessed = 0
            return False
        self._same_frames += 1
        self._witnessed += any(
            points[point] is not None and rows[point][:3] != before[point][:3]
            for point in _WITNESSES
        )
        return time_ns - self._same_since_ns > FROZEN_NS and 2 * self._witnessed > self._same_frames

    def _tell_loss(self, seen: bool, time_ns: int, said: list[Observation]) -> None:
        if seen:
            if self._lost:
                gap_ms = (time_ns - self._seen_ns) // NS_PER_MS
                said.append(TrackingBack(time_ns, gap_ms))
            self._lost = False
            self._seen_ns = time_ns
        elif not self._lost and time_ns - self._seen_ns > LOST_NS:
            self._lost = True
            said.append(TrackingLost(time_ns))

    def _tell_drops(self, time_ns: int, said: list[Observation]) -> None:
        if not any(self._dropped):
            return
        if self._reported_ns is not None and time_ns - self._reported_ns < REPORT_NS:
            return
        self._reported_ns = time_ns
        not_tracked, not_finite, jumped, stale = self._dropped
        said.append(SamplesDropped(time_ns, not_tracked, not_finite, jumped, stale))
        self._dropped = [0, 0, 0, 0]
