"""The sound: a quiet room and a few soft tones. A machine that has none stays silent."""

from vrexposure.audio.speaker import Speaker

__all__ = ["Speaker"]
