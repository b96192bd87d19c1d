"""Our own seeded random numbers: integer arithmetic only, the same bits on every machine.

The generator is PCG-XSH-RR 64/32 (O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient
Statistically Good Algorithms", section 6.3; seeding and bounded numbers as in its C reference).
Forks are seeded with FNV-1a 64 over the label and the mixer of SplitMix64. Not for secrets.
"""

from __future__ import annotations

_MASK_64 = (1 << 64) - 1
_MASK_32 = (1 << 32) - 1
_MULTIPLIER = 6364136223846793005


def fnv1a_64(label: str) -> int:
    """The 64-bit FNV-1a hash of the label's UTF-8 bytes."""
    value = 0xCBF29CE484222325
    for byte in label.encode():
        value = ((value ^ byte) * 0x100000001B3) & _MASK_64
    return value


def split_mix_64(state: int) -> int:
    """The number that SplitMix64 gives for `state` before it steps on: a mixer of 64 bits."""
    z = (state + 0x9E3779B97F4A7C15) & _MASK_64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK_64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK_64
    return z ^ (z >> 31)


class Chance:
    """A stream of random numbers. Two with the same seed and stream give the same for ever."""

    __slots__ = ("_increment", "_seed", "_state", "_stream")

    def __init__(self, seed: int, stream: int = 0) -> None:
        self._seed = seed & _MASK_64
        self._stream = stream & _MASK_64
        self._increment = ((self._stream << 1) | 1) & _MASK_64
        self._state = 0
        self.bits_32()
        self._state = (self._state + self._seed) & _MASK_64
        self.bits_32()

    def bits_32(self) -> int:
        """The next 32 random bits."""
        state = self._state
        self._state = (state * _MULTIPLIER + self._increment) & _MASK_64
        word = (((state >> 18) ^ state) >> 27) & _MASK_32
        turn = state >> 59
        return ((word >> turn) | (word << (-turn & 31))) & _MASK_32

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1, each as likely; `n` from 1 to 2**32."""
        assert 1 <= n <= 1 << 32, f"below({n}) is out of range"
        # Numbers under the remainder of 2**32 / n are drawn again; else small ones were likelier.
        least = (1 << 32) % n
        while True:
            bits = self.bits_32()
            if bits >= least:
                return bits % n

    def unit(self) -> float:
        """A number from 0 up to, but not reaching, 1: 53 bits, exact on every machine."""
        high = self.bits_32() >> 5
        return ((high << 26) | (self.bits_32() >> 6)) / (1 << 53)

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`, each as likely."""
        return low + (high - low) * self.unit()

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens; takes one `unit` in any case."""
        return self.unit() < probability

    def normal(self) -> float:
        """Roughly standard normal, never beyond 6; for simulated people, not for statistics.

        Twelve uniform numbers less six (mean 0, variance 1, kurtosis 0.1 too small), because the
        exact methods need the logarithm, and its last bit differs between C libraries.
        """
        return sum(self.bits_32() for _ in range(12)) / (1 << 32) - 6.0

    def fork(self, label: str) -> Chance:
        """An own stream for `label`, the same however many numbers were drawn here before."""
        name = fnv1a_64(label)
        return Chance(split_mix_64(self._seed ^ split_mix_64(self._stream ^ name)), name)
