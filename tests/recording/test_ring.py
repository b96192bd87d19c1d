from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrexposure.recording.format import GAP, MOTION
from vrexposure.recording.ring import (
    CLOSED_COMPLETE,
    HEADER_BYTES,
    Item,
    RingError,
    RingReader,
    RingWriter,
)


@contextmanager
def ring(capacity: int = 4096) -> Iterator[tuple[RingWriter, RingReader]]:
    writer = RingWriter(capacity)
    reader = RingReader(writer.path)
    try:
        yield writer, reader
    finally:
        reader.unmap()
        writer.unmap()
        writer.path.unlink()


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.one_of(st.none(), st.tuples(st.integers(0, 900), st.booleans(), st.integers(0, 2**40))),
        max_size=60,
    )
)
def test_what_is_put_in_comes_out_in_order_and_what_is_not_is_counted(
    steps: list[tuple[int, bool, int] | None],
) -> None:
    with ring() as (writer, reader):
        put: list[Item] = []
        taken: list[Item] = []
        counted = refused = 0

        def take() -> None:
            nonlocal counted
            for item in reader.take():
                if item.channel == GAP:
                    counted += json.loads(item.payload)["count"]
                else:
                    taken.append(item)
            reader.release()

        for seq, step in enumerate(steps):
            if step is None:
                take()
                continue
            size, durable, time_ns = step
            payload = bytes([seq % 251]) * size
            if writer.put(MOTION, seq, time_ns, payload, durable=durable):
                put.append(Item(MOTION, seq, time_ns, payload, durable))
            else:
                refused += 1
        take()
        writer.close(complete=True)
        take()
        assert taken == put
        assert counted == refused == writer.dropped


def test_a_durable_message_still_finds_room_when_motion_does_not() -> None:
    with ring() as (writer, reader):
        seq = 0
        while writer.put(MOTION, seq, seq, bytes(100)):
            seq += 1
        assert writer.put(MOTION, seq + 1, 0, bytes(100), durable=True)
        assert writer.lost_durable_seq is None
        assert [item.channel for item in reader.take()][-2:] == [GAP, MOTION]


def test_a_lost_durable_message_is_remembered_by_its_number() -> None:
    with ring() as (writer, _):
        for seq in range(100):
            writer.put(MOTION, seq, seq, bytes(400), durable=True)
        lost = writer.lost_durable_seq
        assert lost is not None
        assert 0 < lost < 100


def test_a_gap_says_which_numbers_and_times_are_lost() -> None:
    with ring() as (writer, reader):
        seq = 0
        while writer.put(MOTION, seq, seq * 10, bytes(400)):
            seq += 1
        writer.put(MOTION, seq + 1, (seq + 1) * 10, bytes(400))
        reader.take()
        reader.release()
        writer.put(MOTION, seq + 2, 0, b"")
        gap, after = reader.take()
        assert json.loads(gap.payload) == {
            "count": 2,
            "first_seq": seq,
            "last_seq": seq + 1,
            "from_ns": seq * 10,
            "to_ns": (seq + 1) * 10,
        }
        assert after.seq == seq + 2


def test_what_was_taken_keeps_its_room_until_it_is_released_and_is_left_over_till_then() -> None:
    with ring() as (writer, reader):
        for seq in range(3):
            writer.put(MOTION, seq, seq, bytes(400))
        assert [item.seq for item in reader.take()] == [0, 1, 2]
        assert reader.held_bytes > 1200
        writer.put(MOTION, 3, 3, b"")
        assert [item.seq for item in writer.left_over()] == [0, 1, 2, 3]
        reader.release()
        assert reader.held_bytes == 0
        assert [item.seq for item in writer.left_over()] == [3]


def test_closing_is_seen_by_the_reader() -> None:
    with ring() as (writer, reader):
        assert not reader.closed
        writer.close(complete=True)
        assert reader.closed == CLOSED_COMPLETE


@pytest.mark.parametrize("at", [0, 2, 4, 9, 20, 24, 40])
def test_a_damaged_message_is_never_given_out(at: int) -> None:
    with ring() as (writer, reader):
        writer.put(MOTION, 1, 2, bytes(range(50)))
        with writer.path.open("r+b") as file:
            file.seek(HEADER_BYTES + at)
            byte = file.read(1)[0]
            file.seek(HEADER_BYTES + at)
            file.write(bytes([byte ^ 64]))
        with pytest.raises(RingError):
            reader.take()
        writer.put(MOTION, 2, 3, b"whole")
        assert [item.payload for item in reader.take()] == [b"whole"]


@pytest.mark.parametrize("content", [b"", bytes(100), bytes(8192)])
def test_a_file_that_is_no_ring_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ring"
    path.write_bytes(content)
    with pytest.raises(RingError):
        RingReader(path)
