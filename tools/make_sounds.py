"""Synthesise the sounds of assets/sound. Needs numpy, and `oggenc` (Debian: vorbis-tools).

Usage: python tools/make_sounds.py [folder]

Nothing startles (peaks under -12 dBFS, no tone that goes on begins in less than 50 ms) and nothing
sounds like "wrong": every tone is a warm bell or a piece of wood, and melodies only rise.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

RATE_HZ = 22_050  # nothing here reaches 5 kHz
PEAK_DBFS = -13.0  # DEF: below the limit of -12 with a margin; vrexposure.audio turns it down
AMBIENCE_S = 16
AMBIENCE_RMS_DBFS = -32.0
SWELL_S = 0.06  # of tones that go on: no onset that startles
TICK_S = 0.008  # of taps and ticks: soft, and yet exact in time
RELEASE_S = 0.08

Partials = tuple[tuple[float, float], ...]
BELL: Partials = ((1.0, 1.0), (2.0, 0.28), (3.01, 0.09), (4.2, 0.03))
WOOD: Partials = ((1.0, 1.0), (3.93, 0.16))  # a bar's second mode, tuned nearly two octaves up

C4, E4, G4, A4 = 261.63, 329.63, 392.0, 440.0


def tone(
    pitch_hz: float, length_s: float, *, decay_s: float, swell_s: float, partials: Partials
) -> Samples:
    """One struck tone; the higher a partial, the sooner it dies away."""
    time = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    total = np.zeros_like(time)
    for ratio, share in partials:
        ringing = np.exp(-time * ratio**0.7 / decay_s)
        total += share * ringing * np.sin(2 * np.pi * pitch_hz * ratio * time)
    return total * ramp(time / swell_s) * ramp((length_s - time) / RELEASE_S)


def ramp(at: Samples) -> Samples:
    """From 0 at 0 to 1 at 1, without a corner at either end."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(at, 0.0, 1.0))


def wood(pitch_hz: float, decay_s: float) -> Samples:
    """A short knock."""
    return tone(pitch_hz, 0.3, decay_s=decay_s, swell_s=TICK_S, partials=WOOD)


def bells(*pitches_hz: float, gap_s: float = 0.26) -> Samples:
    """Bells one after the other, each still ringing when the next begins."""
    ring_s, decay_s = 1.5, 0.40
    total = np.zeros(round((gap_s * (len(pitches_hz) - 1) + ring_s) * RATE_HZ))
    for number, pitch_hz in enumerate(pitches_hz):
        bell = tone(pitch_hz, ring_s, decay_s=decay_s, swell_s=SWELL_S, partials=BELL)
        begin = round(number * gap_s * RATE_HZ)
        total[begin : begin + bell.size] += bell
    return total


ONE_SHOTS: dict[str, Callable[[], Samples]] = {
    "tap": lambda: wood(A4, 0.035),
    "step": lambda: wood(E4, 0.045),
    "repetition": lambda: bells(G4),
    "start": lambda: bells(C4, G4),
    "done": lambda: bells(C4, E4, G4),
}


def one_shot(name: str) -> Samples:
    """A one-shot sound of full length, its peak at `PEAK_DBFS`."""
    sound = ONE_SHOTS[name]()
    return sound * (10 ** (PEAK_DBFS / 20) / float(np.abs(sound).max()))


def home() -> Samples:
    """The tone of a quiet room, and in it a chord that swells and sinks too softly to be a tune.

    Everything in it has a whole number of periods in `AMBIENCE_S`, so that the end meets the
    beginning without a seam.
    """
    count = AMBIENCE_S * RATE_HZ
    random = np.random.Generator(np.random.PCG64(11))
    pitch_hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    # Rooms hum low: pink between 50 and 500 Hz, falling away on both sides.
    size = np.zeros_like(pitch_hz)
    size[1:] = pitch_hz[1:] ** -0.5
    size[1:] /= np.sqrt(1 + (50 / pitch_hz[1:]) ** 6) * np.sqrt(1 + (pitch_hz[1:] / 500) ** 4)
    room = np.fft.irfft(size * np.exp(2j * np.pi * random.random(size.size)), count)
    time = np.arange(count) / RATE_HZ
    chord = np.zeros(count)
    for number, note_hz in enumerate((110.0, 165.0, 220.0, 277.0)):
        # One swell a loop, a quarter of it apart: one note sinks while another rises.
        swell = 0.5 - 0.5 * np.cos(2 * np.pi * (time / AMBIENCE_S + number / 4))
        chord += swell / (1 + number) * np.sin(2 * np.pi * note_hz * time)
    mixed = room / rms(room) + 0.25 * chord / rms(chord)
    return mixed * 10 ** (AMBIENCE_RMS_DBFS / 20) / rms(mixed)


def rms(sound: Samples) -> float:
    """Root of the mean square."""
    return float(np.sqrt(np.mean(sound**2)))


def write_wave(path: Path, sound: Samples) -> None:
    """One channel, 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.round(sound * 32767).astype("<i2").tobytes())


def main(folder: Path) -> None:
    """Write all sounds."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ONE_SHOTS:
        write_wave(folder / f"{name}.wav", one_shot(name))
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "home.wav"
        write_wave(plain, home())
        # A fixed serial number: otherwise every run writes other bytes.
        subprocess.run(
            ["oggenc", "--quiet", "--quality=4", "--serial=1", "-o", folder / "home.ogg", plain],
            check=True,
        )
    for path in sorted(folder.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "assets/sound"))
