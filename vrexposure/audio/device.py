"""Opening OpenAL through Panda3D, without a window, a word on the terminal, or a failure."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from panda3d import core as p3d

from vrexposure.errors import AssetError

log = logging.getLogger(__name__)

NO_DEVICE = "silent: no audio device was found"
SWITCHED_OFF = "silent: Panda3D was started without sound before the speaker was opened"


class Sound(typing.Protocol):
    """What is used of `panda3d.core.AudioSound`."""

    def play(self) -> None:
        """From the beginning, also when it is still playing."""
        ...

    def stop(self) -> None:
        """At once."""
        ...

    def set_volume(self, volume: float) -> None:
        """A factor on the amplitude, 0..1."""
        ...

    def set_loop(self, loop: bool) -> None:
        """Whether it begins again at its end."""
        ...

    def length(self) -> float:
        """Seconds; 0 if it cannot be played."""
        ...


class Manager(typing.Protocol):
    """What is used of `panda3d.core.AudioManager`."""

    def is_valid(self) -> bool:
        """False if it only pretends: there is no device."""
        ...

    def get_sound(self, file_name: Path, positional: bool, mode: int) -> Sound:
        """Another voice for a file; the samples are read once and shared."""
        ...

    def update(self) -> None:
        """Feed what loops, and let go of what has ended; once a moment."""
        ...

    def shutdown(self) -> None:
        """Close the device; what is played afterwards is not heard."""
        ...


def open_manager() -> tuple[Manager, str]:
    """The manager, and why it is silent ("" if it is not).

    Panda3D settles on the audio library with the first manager of the process, and for good.
    """
    # OpenAL reads it while it is being loaded. Whoever looks for a fault may set it beforehand.
    os.environ.setdefault("ALSOFT_LOGLEVEL", "0")
    page = p3d.load_prc_file_data("vrexposure-audio", "audio-library-name p3openal_audio")
    try:
        manager, said = _quietly(p3d.AudioManager.create_AudioManager)
    finally:
        p3d.unload_prc_file(page)
    if manager.is_valid():
        return manager, ""
    # A library that was asked says what it did not find; the empty one says nothing.
    return manager, NO_DEVICE if said else SWITCHED_OFF


def load(manager: Manager, path: Path) -> Sound:
    """A voice for a file, read to its end so that playing it never waits for the disk.

    Raises:
        AssetError: There is no such file, or it cannot be decoded.
    """
    if not path.is_file():
        raise AssetError(f"{path}: the sound is missing; install vrexposure again")
    sound = manager.get_sound(path, False, p3d.AudioManager.SM_sample)
    if manager.is_valid() and sound.length() <= 0:
        raise AssetError(f"{path}: the sound cannot be decoded; install vrexposure again")
    return sound


_Result = typing.TypeVar("_Result")


def _quietly(call: Callable[[], _Result]) -> tuple[_Result, str]:
    """Call, and keep what C libraries write to the error stream meanwhile (ALSA: a page)."""
    with tempfile.TemporaryFile() as kept:
        with _errors_to(kept.fileno()):
            result = call()
        kept.seek(0)
        said = kept.read().decode(errors="replace")
    if said:
        log.debug("while the sound was opened: %s", said)
    return result, said


@contextmanager
def _errors_to(descriptor: int) -> Iterator[None]:
    """Lead the process's error stream elsewhere, below Python's own `sys.stderr`."""
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        before = os.dup(2)
    except OSError:  # started without an error stream: there is nothing to keep quiet
        yield
        return
    try:
        os.dup2(descriptor, 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)
