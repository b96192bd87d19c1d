"""Where pictures for the eyes go: views located late, one double-wide texture, one layer."""

from __future__ import annotations

import ctypes
import logging
import typing
from collections.abc import Sequence

import xr
from OpenGL.raw.GL.VERSION.GL_1_0 import glGetError
from typing_extensions import override

from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.axes import pose_from_xr
from vrexposure.openxr.calls import Calls
from vrexposure.openxr.frames import FrameCycle
from vrexposure.openxr.results import check
from vrexposure.openxr.swapchain import Swapchain
from vrexposure.openxr.views import ViewCheck
from vrexposure.ports import EyeTarget, EyeView

log = logging.getLogger(__name__)

_VIEWS_VALID = int(xr.ViewStateFlags.ORIENTATION_VALID_BIT | xr.ViewStateFlags.POSITION_VALID_BIT)
# Runtimes have left one error behind a frame; a lost context would give them without end.
_ERRORS_DRAINED = 16


class XrEyes(EyeTarget):
    """The two eyes of the headset.

    A runtime that goes away in mid-frame is no error here: `begin` then gives None, `acquire` a
    texture that nobody will see. `OpenXRInput.moments` reports the loss, and nothing else does.

    Attributes:
        lost: What failed, once something has.
    """

    def __init__(
        self,
        calls: Calls,
        session: typing.Any,
        frames: FrameCycle,
        stage: typing.Any,
        swapchain: Swapchain,
        eye_size_px: tuple[int, int],
    ) -> None:
        self.eye_width_px, self.eye_height_px = eye_size_px
        self.lost: DeviceError | None = None
        self._calls = calls
        self._session = session
        self._frames = frames
        self._swapchain = swapchain
        self._acquired = False
        self._drawn = False
        self._locate_info = xr.ViewLocateInfo(
            view_configuration_type=xr.ViewConfigurationType.PRIMARY_STEREO, space=stage
        )
        self._view_state = xr.ViewState()
        self._views = (xr.View * 2)(xr.View(), xr.View())
        self._count = ctypes.c_uint32()
        self._check = ViewCheck(self._views, self._count)
        self._layer_views = (xr.CompositionLayerProjectionView * 2)(
            *(
                xr.CompositionLayerProjectionView(
                    pose=xr.Posef(),
                    sub_image=xr.SwapchainSubImage(
                        swapchain.handle,
                        xr.Rect2Di(
                            xr.Offset2Di(eye * self.eye_width_px, 0),
                            xr.Extent2Di(self.eye_width_px, self.eye_height_px),
                        ),
                    ),
                )
                for eye in range(2)
            )
        )
        self._layer = xr.CompositionLayerProjection(space=stage, views=self._layer_views)
        header = ctypes.POINTER(xr.CompositionLayerBaseHeader)
        self._layers = (header * 1)(ctypes.cast(ctypes.byref(self._layer), header))

    def become(self, other: XrEyes) -> None:
        """Be the eyes of another session, which takes pictures of the same size.

        Whoever draws holds on to this object while sessions come and go.
        """
        vars(self).update(vars(other))

    def abandon(self) -> None:
        """The session is about to be destroyed: call it no more."""
        self.lost = self.lost or RuntimeLostError("the headset's session is gone")
        self._acquired = False

    def rebase(self, stage: typing.Any) -> None:
        """Look, and show, in another space from now on."""
        self._locate_info.space = stage
        self._layer.space = stage

    @override
    def begin(self) -> Sequence[EyeView] | None:
        self._drawn = False
        # No frame in hand: between sessions, or at a tick. There is nothing to draw then.
        if self.lost is not None or not self._frames.waiting:
            return None
        try:
            self._frames.begin()
            if not self._frames.state.should_render or not self._locate():
                return None
            if not self._check.passes():
                return None
        except DeviceError as error:
            self.lost = error
            return None
        return [_eye_view(view) for view in self._views]

    def _locate(self) -> bool:
        """Find the eyes at the time of the picture; write them into the layer as they are."""
        self._locate_info.display_time = self._frames.state.predicted_display_time
        check(
            self._calls.locate_views(
                self._session,
                self._locate_info,
                ctypes.byref(self._view_state),
                2,
                ctypes.byref(self._count),
                self._views,
            ),
            "locate the eyes",
        )
        for view, layer_view in zip(self._views, self._layer_views, strict=True):
            layer_view.pose = view.pose
            layer_view.fov = view.fov
        return int(self._view_state._view_state_flags) & _VIEWS_VALID == _VIEWS_VALID

    @override
    def acquire(self) -> int:
        if self.lost is None:
            try:
                texture = self._swapchain.acquire()
            except DeviceError as error:
                self.lost = error
            else:
                self._acquired = True
                return texture
        return self._swapchain.textures[0]

    @override
    def release(self) -> None:
        if not self._acquired:
            return
        self._acquired = False
        try:
            self._swapchain.release()
            self._drawn = True
        except DeviceError as error:
            self.lost = error

    @override
    def end(self) -> None:
        # A picture that was taken and not given back (drawing failed) would block all later ones.
        left_over = self._acquired
        self.release()
        if self._frames.begun and self.lost is None:
            try:
                if self._drawn and not left_over:
                    self._frames.end(self._layers, 1)
                else:
                    self._frames.end()
            except DeviceError as error:
                self.lost = error
        for _ in range(_ERRORS_DRAINED):
            if not glGetError():
                break


def _eye_view(view: typing.Any) -> EyeView:
    turn, place, fov = view.pose.orientation, view.pose.position, view.fov
    return EyeView(
        pose_from_xr((turn.x, turn.y, turn.z, turn.w), (place.x, place.y, place.z)),
        fov.angle_left,
        fov.angle_right,
        fov.angle_up,
        fov.angle_down,
    )
