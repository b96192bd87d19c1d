"""The generator gives what its authors published, and every number keeps to its range."""

from __future__ import annotations

from collections import Counter

import pytest

from vrexposure.core.chance import Chance, fnv1a_64, split_mix_64


def test_the_bits_are_those_of_the_reference_demo() -> None:
    # pcg32-demo of the C reference, seeded with 42 on stream 54, round 1.
    chance = Chance(42, 54)
    assert [chance.bits_32() for _ in range(6)] == [
        0xA15C02B7,
        0x7B47F409,
        0xBA1D3330,
        0x83D2F293,
        0xBFA4784B,
        0xCBED606E,
    ]


def test_coins_and_dice_fall_as_in_the_reference_demo() -> None:
    chance = Chance(42, 54)
    for _ in range(6):
        chance.bits_32()
    # The demo shows the numbers again after stepping back; we draw on, from the same place.
    coins = "".join("TH"[chance.below(2)] for _ in range(65))
    assert coins == "HHTTTHTHHHTHTTTHHHHHTTTHHHTHTHTHTTHTTTHHHHHHTTTTHHTTTTTHTTTTTTTHT"
    dice = [chance.below(6) + 1 for _ in range(33)]
    assert dice == [
        *(3, 4, 1, 1, 2, 2, 3, 2, 4, 3, 2, 4, 3, 3, 5, 2, 3),
        *(1, 3, 1, 5, 1, 4, 1, 5, 6, 4, 6, 6, 2, 6, 3, 3),
    ]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("", 0xCBF29CE484222325),
        ("a", 0xAF63DC4C8601EC8C),
        ("foobar", 0x85944171F73967E8),
    ],
)
def test_the_hash_is_that_of_its_published_vectors(label: str, value: int) -> None:
    assert fnv1a_64(label) == value


def test_the_mixer_is_that_of_split_mix_with_seed_1234567() -> None:
    step = 0x9E3779B97F4A7C15
    assert [split_mix_64(1234567 + i * step) for i in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    one, same, other = Chance(7), Chance(7), Chance(8)
    numbers = [one.unit() for _ in range(20)]
    assert numbers == [same.unit() for _ in range(20)]
    assert numbers != [other.unit() for _ in range(20)]


def test_a_fork_does_not_depend_on_what_was_drawn_before() -> None:
    early, late = Chance(7), Chance(7)
    for _ in range(10):
        late.unit()
    assert [early.fork("motion").unit() for _ in range(3)] == [
        late.fork("motion").unit() for _ in range(3)
    ]


def test_forks_of_other_labels_and_of_forks_are_other_streams() -> None:
    chance = Chance(7)
    streams = [chance, chance.fork("a"), chance.fork("b"), chance.fork("a").fork("a")]
    streams.append(Chance(8).fork("a"))
    assert len({stream.bits_32() for stream in streams}) == len(streams)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 11, 1000, (1 << 32) - 1, 1 << 32])
def test_below_stays_below(n: int) -> None:
    chance = Chance(3)
    assert all(0 <= chance.below(n) < n for _ in range(200))


@pytest.mark.parametrize("n", [0, -1, (1 << 32) + 1])
def test_below_refuses_what_it_cannot_give(n: int) -> None:
    with pytest.raises(AssertionError):
        Chance(3).below(n)


def test_dice_are_fair() -> None:
    chance = Chance(2024)
    counts = Counter(chance.below(6) for _ in range(12_000))
    # Chi squared with 5 degrees of freedom lies under 20.5 in 999 of 1000 fair dice.
    assert sum((counts[i] - 2000) ** 2 / 2000 for i in range(6)) < 20.5


def test_unit_numbers_lie_in_the_half_open_unit_and_use_all_53_bits() -> None:
    chance = Chance(5)
    numbers = [chance.unit() for _ in range(5000)]
    assert all(0.0 <= number < 1.0 for number in numbers)
    assert abs(sum(numbers) / 5000 - 0.5) < 0.02
    assert any(int(number * (1 << 53)) % 2 for number in numbers)


def test_between_and_happens_keep_to_their_bounds() -> None:
    chance = Chance(5)
    assert all(-2.0 <= chance.between(-2.0, 3.0) <= 3.0 for _ in range(200))
    assert not any(chance.happens(0.0) for _ in range(100))
    assert all(chance.happens(1.0) for _ in range(100))


def test_normal_numbers_have_mean_0_and_variance_1() -> None:
    chance = Chance(11)
    numbers = [chance.normal() for _ in range(4000)]
    mean = sum(numbers) / 4000
    assert abs(mean) < 0.05
    assert abs(sum((n - mean) ** 2 for n in numbers) / 4000 - 1.0) < 0.08
    assert max(map(abs, numbers)) <= 6.0
