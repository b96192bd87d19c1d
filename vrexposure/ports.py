"""The doors in the wall: what the loop needs of the world, and nothing more."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from vrexposure.core.geometry import Pose
from vrexposure.core.inputs import Command, Device, Ended, Frame, Input, Tick
from vrexposure.core.view import View


class InputSource(typing.Protocol):
    """The devices, and with them the beat of the program.

    `moments` yields a `Frame` for every picture the display wants, `Tick`s while it wants none
    (at least five a second), `Device` changes as they come, and last of all one `Ended`. The body
    of the `for` loop is the time to decide and to draw; the source finishes its frame when it is
    asked for the next moment, or closed.
    """

    def moments(self) -> Iterator[Frame | Tick | Device | Ended]:
        """One moment after the other, until there is no more."""
        ...


class Timed(typing.Protocol):
    """A source or a picture that can tell its stages apart."""

    def take_timing_ns(self) -> Mapping[str, int]:
        """How long each stage took since the last call, nanoseconds, by its name.

        Names are those of `loop.STAGES`; "period" is the time between two pictures of the display.
        A stage that is left out is not known. Called once a moment, after drawing.
        """
        ...


class ViewSink(typing.Protocol):
    """Whoever shows the View: stage, speaker, console, a simulated person."""

    def show(self, view: View, moment: Frame | Tick) -> None:
        """Bring what is shown to `view`. Called once a moment; `view` may be the same as before."""
        ...


class Mailbox(typing.Protocol):
    """Where commands wait until the next moment. Never blocks."""

    def drain(self) -> Sequence[Command]:
        """Take all that has come since the last call."""
        ...


class Recorder(typing.Protocol):
    """The record of the session. Never blocks the loop."""

    def write_input(self, seq: int, given: Input) -> None:
        """Append one input, before it is handled."""
        ...

    def write_output(self, seq: int, kind: str, payload: bytes, *, durable: bool) -> None:
        """Append one output (JSON). `durable`: a clinical event, to be synced at once."""
        ...

    def write_timing(self, time_ns: int, stages_ns: Sequence[int]) -> None:
        """Append how long the stages of one frame took (names are in the manifest)."""
        ...

    def durable_seq(self) -> int:
        """Every output up to this `seq` is on disk; -1 before the first."""
        ...

    def healthy(self) -> bool:
        """False once something could not be written; the session must then pause and say so."""
        ...

    def close(self, *, complete: bool) -> None:
        """Flush, write the end, and give the file its final name."""
        ...


class GlxContext(typing.NamedTuple):
    """An OpenGL context of X11, by its pointers and its X id."""

    display: int
    drawable: int
    context: int


class EglContext(typing.NamedTuple):
    """An OpenGL context of EGL; `get_proc_address` is the address of eglGetProcAddress."""

    get_proc_address: int
    display: int
    config: int
    context: int


class WglContext(typing.NamedTuple):
    """An OpenGL context of Windows: its HDC and its HGLRC."""

    device: int
    context: int


NativeContext = GlxContext | EglContext | WglContext
"""The OpenGL context that pictures are drawn in, as whole numbers that a runtime is told."""


class EyeView(typing.NamedTuple):
    """One eye for one picture: pose in stage space; angles in radians (left and down negative)."""

    pose: Pose
    angle_left: float
    angle_right: float
    angle_up: float
    angle_down: float


class HiddenPart(typing.NamedTuple):
    """Triangles of an eye's picture that its lens keeps from the eye: nobody need draw there.

    Attributes:
        corners: (n, 2) float32: tangents to the right of and above where the eye looks ahead.
        triangles: (m, 3) uint32: which corners each has, in either order.
    """

    corners: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.uint32]


class EyeTarget(typing.Protocol):
    """Where pictures for the eyes go: between `openxr` (owns the frame) and `render` (draws it).

    Per frame, on the thread of the graphics context: `begin`; if it gives views: `acquire`, draw,
    `release`; then always `end`. `end` submits the very poses that `begin` gave. Targets that know
    nothing of hidden parts, of a texture for each eye, or of depth leave those as they are here.

    Attributes:
        eye_width_px, eye_height_px: Size of one eye's picture.
        depth_format: Sized OpenGL format of the textures that `acquire_depth` gives; 0: it gives
            none.
    """

    eye_width_px: int
    eye_height_px: int
    depth_format: int = 0

    def begin(self) -> Sequence[EyeView] | None:
        """Begin the frame; the two eyes to draw, left first, or None to draw nothing."""
        ...

    def hidden(self, eye: int) -> HiddenPart | None:
        """What the eye (0: left) never sees; the same object until it changes; None: nothing."""
        return None

    def acquire(self) -> int:
        """The OpenGL name of the texture to draw into: both eyes side by side, sRGB."""
        ...

    def acquire_right(self) -> int | None:
        """The right eye's own texture; then the one of `acquire`, asked before, is the left's.

        None: that one holds both.
        """
        return None

    def acquire_depth(self, near_m: float, far_m: float) -> Sequence[int]:
        """The textures for the depth of this picture: as many as for its colours, or none.

        Args:
            near_m: The distance that is drawn with depth 0.
            far_m: The distance that is drawn with depth 1.
        """
        return ()

    def refuse_depth(self) -> None:
        """What `acquire_depth` gave could not be filled: submit it neither now nor later."""
        return

    def release(self) -> None:
        """All textures are drawn."""
        ...

    def end(self) -> None:
        """Submit, or end the frame empty. Also drains OpenGL errors that runtimes leave behind."""
        ...
