"""The samples of a sound file as Panda3D decodes them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import panda3d.core as p3d

Samples = npt.NDArray[np.float64]


class Decoded(NamedTuple):
    """Samples -1..1 of one channel."""

    rate_hz: int
    channels: int
    samples: Samples


def decode(path: Path) -> Decoded:
    cursor = p3d.MovieAudio.get(p3d.Filename.from_os_specific(str(path))).open()
    rate_hz, channels = cursor.audio_rate(), cursor.audio_channels()
    count = round(cursor.length() * rate_hz)
    data = p3d.Datagram()
    while data.get_length() < 2 * channels * count:
        cursor.read_samples(4096, data)
    samples = np.frombuffer(bytes(data), "<i2").reshape(-1, channels)[:count, 0]
    return Decoded(rate_hz, channels, samples / 32767)


def decibels(amplitude: float) -> float:
    """Of full scale; silence is -200."""
    return float(20 * np.log10(max(amplitude, 1e-10)))


def loudest_dbfs(sound: Samples, rate_hz: int, *, window_s: float) -> float:
    """The RMS of the loudest window; a shorter sound is followed by silence."""
    width = round(window_s * rate_hz)
    energy = np.concatenate([[0.0], np.cumsum(np.pad(sound, (0, width)) ** 2)])
    return decibels(float(np.sqrt((energy[width:] - energy[:-width]).max() / width)))
