"""How inputs, outputs and timings become messages: shared by both recorders."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from vrexposure.core.inputs import JOINT_COUNT, POINT_COUNT, SPOKEN, Frame, HandJoints, Input, Tick
from vrexposure.recording.format import (
    CDR,
    HANDS_TOPIC,
    INPUT,
    MOTION,
    OUTPUT_PREFIX,
    SEQ_MAX,
    TIMING,
    frame_struct,
    hands_struct,
    pack_timing,
)
from vrexposure.recording.manifest import CHANNELS

_FRAME = frame_struct(POINT_COUNT)
_POSE_BYTES = 28 * POINT_COUNT
_HANDS = hands_struct(JOINT_COUNT)
_HANDS_CHANNEL = CHANNELS.index(HANDS_TOPIC) + 1
_CHANNEL_OF_KIND = {
    topic.removeprefix(OUTPUT_PREFIX): index
    for index, topic in enumerate(CHANNELS, start=1)
    if topic.startswith(OUTPUT_PREFIX)
}


class Encoder(ABC):
    """The half of a `Recorder` that packs; `_put` is the half that keeps."""

    _time_ns = 0

    def write_input(self, seq: int, given: Input) -> None:
        """Append one input, before it is handled."""
        assert 0 <= seq <= SEQ_MAX
        self._time_ns = given.time_ns
        if isinstance(given, Frame):
            poses, flags = given.poses.tobytes(), given.flags.tobytes()
            assert len(poses) == _POSE_BYTES
            assert len(flags) == POINT_COUNT
            if given.hands is not None:
                self._put_hands(seq, given.time_ns, given.hands)
            payload = _FRAME.pack(CDR, given.time_ns, given.buttons, flags, poses)
            self._put(MOTION, seq, given.time_ns, payload, durable=False)
        else:
            # A command is worth as much as its answer, and must survive a full disk with it.
            durable = not isinstance(given, Tick)
            self._put(INPUT, seq, given.time_ns, SPOKEN.dump_json(given), durable=durable)

    def _put_hands(self, seq: int, time_ns: int, hands: HandJoints) -> None:
        assert hands.poses.shape == (2, JOINT_COUNT, 7)
        assert hands.flags.shape == (2, JOINT_COUNT)
        sources, flags, poses = bytes(hands.sources), hands.flags.tobytes(), hands.poses.tobytes()
        payload = _HANDS.pack(CDR, time_ns, sources, flags, poses)
        self._put(_HANDS_CHANNEL, seq, time_ns, payload, durable=False)

    def write_output(self, seq: int, kind: str, payload: bytes, *, durable: bool) -> None:
        """Append one output (JSON); it is filed under the time of the input before it."""
        assert 0 <= seq <= SEQ_MAX
        self._put(_CHANNEL_OF_KIND[kind], seq, self._time_ns, payload, durable=durable)

    def write_timing(self, time_ns: int, stages_ns: Sequence[int]) -> None:
        """Append how long the stages of one frame took."""
        self._put(TIMING, -1, time_ns, pack_timing(time_ns, tuple(stages_ns)), durable=False)

    @abstractmethod
    def _put(
        self, channel: int, seq: int, time_ns: int, payload: bytes, *, durable: bool
    ) -> None: ...
