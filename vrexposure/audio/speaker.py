"""Everything that is heard: the ambience follows the View, one-shots follow what the core plays.

No sound carries what is not also seen, so a machine without audio loses nothing but comfort.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from typing_extensions import override

from vrexposure.audio.device import Manager, Sound, load, open_manager
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.outputs import Output, PhaseChanged, Play
from vrexposure.core.view import Phase, View
from vrexposure.loop import Listener
from vrexposure.ports import ViewSink

log = logging.getLogger(__name__)

VOICE_DBFS = -23.0
"""How loud a voice is made: EBU R 128 levels speech to -23 LUFS. When the headset's volume is right
for a voice, whatever stays below this in every 400 ms (the recommendation's "momentary" window) is
no louder than a voice, and does not startle."""

VOLUMES = {"tap": 0.4, "step": 0.5, "repetition": 0.5, "start": 0.5, "done": 0.5}
"""DEF, factors on the amplitude. The files peak at -13 dBFS; so the bells stay at -27 dBFS in their
loudest 400 ms, 4 dB under a voice, and the two knocks, which are short, lower still. A step is
heard through the noise of one's own feet; a tap belongs to a button that is also seen."""

AMBIENCES = {"home": 0.7}
"""DEF. The file is at -32 dBFS RMS; so it stays at -35 dBFS, 12 dB under a voice, which is
understood over it without effort."""

FADE_IN_NS = 2_000_000_000
"""DEF. The ambience rises so slowly that nobody turns towards it (at least 0.3 s)."""

VOICES = 3
"""Of each one-shot: one that comes again while it still rings is heard on top, not cut off."""


class Speaker(ViewSink, Listener):
    """Plays on the system's own output.

    Stop silences everything in the call that brings it, ringing one-shots too, and nothing sounds
    until the session has left the safe phase.

    Attributes:
        note: Why nothing is heard, in one line; "" when sound works.
    """

    def __init__(self, manager: Manager, folder: Path, *, note: str = "") -> None:
        """Read every sound of `folder`.

        Raises:
            AssetError: A sound is missing or damaged.
        """
        self.note = note
        self._manager = manager
        self._one_shots = {
            name: [_voice(manager, folder / f"{name}.wav", volume) for _ in range(VOICES)]
            for name, volume in VOLUMES.items()
        }
        self._next = {name: cycle(voices) for name, voices in self._one_shots.items()}
        self._ambiences = {name: load(manager, folder / f"{name}.ogg") for name in AMBIENCES}
        for sound in self._ambiences.values():
            sound.set_loop(True)
        self._ambience = ""
        self._rising_since_ns: int | None = None
        self._stopped = False
        self._just_begun: list[Sound] = []

    @classmethod
    def open(cls, data: Path) -> Speaker:
        """Open the system's output; without one the speaker is silent and `note` says so.

        Args:
            data: The folder that holds `assets`.

        Raises:
            AssetError: A sound is missing or damaged.
        """
        manager, note = open_manager()
        return cls(manager, data / "assets" / "sound", note=note)

    @override
    def heard(self, outputs: Sequence[Output]) -> None:
        for output in outputs:
            match output:
                case PhaseChanged(after=after):
                    self._stop_if(after is Phase.SAFE)
                case Play(sound=name) if not self._stopped:
                    voice = next(self._next[name])
                    voice.play()
                    self._just_begun.append(voice)
                case _:
                    pass

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        self._stop_if(view.phase is Phase.SAFE)
        wanted = "" if self._stopped else view.ambience
        if wanted != self._ambience:
            self._change(wanted, moment.time_ns)
        self._rise(moment.time_ns)
        self._just_begun.clear()
        self._manager.update()

    def close(self) -> None:
        """Cease, and give the device back; the speaker cannot be used afterwards."""
        self._cease()
        self._manager.shutdown()

    def _stop_if(self, stopped: bool) -> None:
        if stopped and not self._stopped:
            self._cease()
        self._stopped = stopped

    def _cease(self, but: Sequence[Sound] = ()) -> None:
        for voices in self._one_shots.values():
            for voice in voices:
                if not any(voice is spared for spared in but):
                    voice.stop()
        self._end_ambience()

    def _end_ambience(self) -> None:
        for sound in self._ambiences.values():
            sound.stop()
        self._ambience = ""
        self._rising_since_ns = None

    def _change(self, ambience: str, time_ns: int) -> None:
        if not ambience:
            # The tap that ends a part of the session is heard; what rang before it is not.
            self._cease(but=self._just_begun)
            return
        self._end_ambience()
        self._ambience = ambience
        sound = self._ambiences.get(ambience)
        if sound is None:
            # Silence is no reason to end a session with a person in it.
            log.warning("there is no ambience %r", ambience)
            return
        sound.set_volume(0.0)
        sound.play()
        self._rising_since_ns = time_ns

    def _rise(self, time_ns: int) -> None:
        if self._rising_since_ns is None:
            return
        risen = min(1.0, max(0.0, (time_ns - self._rising_since_ns) / FADE_IN_NS))
        # Squared: an even rise of the amplitude is heard as a sudden beginning.
        self._ambiences[self._ambience].set_volume(AMBIENCES[self._ambience] * risen**2)
        if risen == 1.0:
            self._rising_since_ns = None


def _voice(manager: Manager, path: Path, volume: float) -> Sound:
    sound = load(manager, path)
    sound.set_volume(volume)
    return sound
