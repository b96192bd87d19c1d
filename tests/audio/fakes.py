"""A sound device that plays nothing and remembers everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(eq=False)
class FakeSound:
    """One voice, and what it was told."""

    name: str
    seconds: float
    plays: int = 0
    playing: bool = False
    loop: bool = False
    volumes: list[float] = field(default_factory=list)

    def play(self) -> None:
        self.plays += 1
        self.playing = True

    def stop(self) -> None:
        self.playing = False

    def set_volume(self, volume: float) -> None:
        self.volumes.append(volume)

    def set_loop(self, loop: bool) -> None:
        self.loop = loop

    def length(self) -> float:
        return self.seconds


@dataclass
class FakeManager:
    """Gives voices; a file in `damaged` cannot be decoded."""

    valid: bool = True
    damaged: str = ""
    sounds: list[FakeSound] = field(default_factory=list)
    updates: int = 0
    closed: bool = False

    def is_valid(self) -> bool:
        return self.valid

    def get_sound(self, file_name: Path, positional: bool, mode: int) -> FakeSound:
        heard = self.valid and file_name.name != self.damaged
        sound = FakeSound(file_name.stem, 1.5 if heard else 0.0)
        self.sounds.append(sound)
        return sound

    def update(self) -> None:
        self.updates += 1

    def shutdown(self) -> None:
        self.closed = True

    def playing(self) -> list[str]:
        """The names of what is heard now, sorted."""
        return sorted(sound.name for sound in self.sounds if sound.playing)

    def named(self, name: str) -> list[FakeSound]:
        return [sound for sound in self.sounds if sound.name == name]
