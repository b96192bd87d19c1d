"""The mirror: what the window shows while a headset is drawn.

An eye is shown by copying its picture, which costs no cull and draws nothing a second time. The
copy happens whenever the window is drawn and waits for nobody, so it never holds up the headset.
"""

from __future__ import annotations

from typing import Literal

from panda3d import core as p3d

from vrexposure.render.blit import Box, Pixels, Size, copy
from vrexposure.render.stage import Stage

Mirror = Literal["left", "right", "centre", "off"]
"""Which eye the window shows; "centre": a view of its own between the eyes, at the cost of one more
cull and draw; "off": nothing of the place, only what lies over it."""


class MirrorView:
    """Shows one eye's picture in the stage's window.

    Attributes:
        choice: What the window shows; may be changed between two frames.
    """

    def __init__(self, stage: Stage, eye_px: Size, choice: Mirror) -> None:
        self.choice: Mirror = choice
        self._window = stage.window
        self._kept = Pixels(eye_px)
        self._fitted: Pixels | None = None
        self._failure: BaseException | None = None
        self._own: p3d.DisplayRegion = stage.base.camNode.get_display_region(0)
        self._region: p3d.DisplayRegion = self._window.make_mono_display_region(0, 1, 0, 1)
        self._region.set_draw_callback(p3d.PythonCallbackObject(self._guarded))
        self._region.set_active(False)

    def before_drawing(self, *, has_eyes: bool) -> None:
        """Choose what the window shows in this frame.

        Without eyes (the headset is off, or wants no picture) the window looks for itself, so that
        who sits at it still sees the session.
        """
        copies = self.choice in ("left", "right") and has_eyes
        self._region.set_active(copies)
        self._own.set_active(not copies and self.choice != "off")

    def after_drawing(self) -> None:
        """Let the window look for itself again, for whoever draws it next."""
        self._region.set_active(False)
        self._own.set_active(True)

    def raise_failure(self) -> None:
        """Raise what went wrong while the window was drawn.

        Raises:
            GLError: The picture could not be shown.
        """
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def keep(self) -> None:
        """Copy the chosen eye out of the framebuffer that is bound, where both were drawn."""
        if self.choice in ("left", "right"):
            wide, high = self._kept.size
            left = 0 if self.choice == "left" else wide
            copy((left, 0, left + wide, high), (0, 0, wide, high), target=self._kept.framebuffer())

    def _guarded(self, _data: p3d.CallbackData) -> None:
        """Panda3D swallows what a callback raises."""
        try:
            self._show()
        except BaseException as error:
            self._failure = error

    def _show(self) -> None:
        size = (self._window.get_x_size(), self._window.get_y_size())
        if self._fitted is None or self._fitted.size != size:
            if self._fitted is not None:
                self._fitted.close()
            self._fitted = Pixels(size)
        # In two steps: an antialiased window takes no picture of another size than its own.
        whole, fitted = (0, 0, *size), self._fitted.framebuffer()
        part = filling(self._kept.size, size)
        copy(part, whole, source=self._kept.framebuffer(), target=fitted, smooth=True)
        copy(whole, whole, source=fitted)

    def close(self) -> None:
        """Give the copies back. Needs the context to be current."""
        self._region.clear_draw_callback()
        self._window.remove_display_region(self._region)
        self._own.set_active(True)
        self._kept.close()
        if self._fitted is not None:
            self._fitted.close()


def filling(picture_px: Size, window_px: Size) -> Box:
    """The largest middle part (left, low, right, high) of a picture that has a window's shape."""
    wide, high = picture_px
    across = min(wide, max(1, round(high * window_px[0] / window_px[1])))
    along = min(high, max(1, round(wide * window_px[1] / window_px[0])))
    left, low = (wide - across) // 2, (high - along) // 2
    return left, low, left + across, low + along
