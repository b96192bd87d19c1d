"""Opening Panda3D: settings, the window or an offscreen buffer, and errors that say what to do."""

from __future__ import annotations

import os
from typing import Literal

from direct.showbase.ShowBase import ShowBase
from panda3d import core as p3d
from typing_extensions import override

from vrexposure.errors import DeviceError

Display = Literal["window", "offscreen"]

# The head moves in every frame, so nothing that is seen keeps its place before the eyes: a cache of
# transforms would be filled and swept in vain, a third of the cost of a thousand things.
_SETTINGS = """
sync-video 0
framebuffer-srgb 0
gl-version 3 3
threading-model
textures-power-2 none
window-title vrexposure
show-frame-rate-meter 0
print-pipe-types 0
garbage-collect-states 1
transform-cache 0
text-minfilter linear_mipmap_linear
notify-level-display error
notify-level-ShowBase error
notify-level-glxdisplay error
notify-level-egldisplay error
notify-level-device fatal
"""


class _Base(ShowBase):
    """Without sound of its own: Panda3D settles on an audio library with the first manager.

    Takes its settings along when it is destroyed, so that the next window has its own.
    """

    settings: p3d.ConfigPage | None = None

    @override
    def destroy(self) -> None:
        super().destroy()
        if self.settings is not None:
            p3d.unload_prc_file(self.settings)
            self.settings = None

    @override
    def createBaseAudioManagers(self) -> None:
        """Leave sound to `vrexposure.audio`."""


def open_base(display: Display, size_px: tuple[int, int]) -> ShowBase:
    """A ShowBase with one window or buffer, 4x antialiased where the driver can.

    Raises:
        DeviceError: There is no display, or no OpenGL 3.3.
    """
    if display == "window" and os.name == "posix" and not os.environ.get("DISPLAY"):
        raise DeviceError(
            "no display: DISPLAY is not set; start it from a desktop session, or draw offscreen"
        )
    pipe = "p3headlessgl" if display == "offscreen" and os.name == "posix" else "pandagl"
    kind: Literal["offscreen", "onscreen"] = "offscreen" if display == "offscreen" else "onscreen"
    page = p3d.load_prc_file_data(
        "vrexposure",
        f"{_SETTINGS}load-display {pipe}\nwindow-type {kind}\nwin-size {size_px[0]} {size_px[1]}\n"
        "framebuffer-multisample 1\nmultisamples 4\n",
    )
    try:
        base = _Base(windowType=kind)
    except Exception as error:
        # ShowBase raises bare exceptions here, so there is nothing narrower to catch.
        p3d.unload_prc_file(page)
        raise DeviceError(_remedy(display, str(error))) from error
    base.settings = page
    base.disable_mouse()
    # Input devices are read straight from the window (`desktop`); a reader here would empty them.
    base.dataRoot.find_all_matches("**/+MouseAndKeyboard").detach()
    if base.win.get_gsg().get_driver_version_major() < 3:
        base.destroy()
        raise DeviceError(_remedy(display, "no OpenGL 3.3"))
    return base


def _remedy(display: Display, reason: str) -> str:
    what = "a window" if display == "window" else "an offscreen picture"
    return (
        f"OpenGL cannot draw {what} ({reason}): install a graphics driver, or Mesa's software "
        "renderer (Debian: libegl1 libgl1-mesa-dri)"
    )
