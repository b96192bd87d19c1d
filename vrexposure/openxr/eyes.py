"""Where pictures for the eyes go: views located late, the textures of both, one layer."""

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
from vrexposure.openxr.depth import LentDepth
from vrexposure.openxr.frames import FrameCycle
from vrexposure.openxr.mask import VisibilityMask
from vrexposure.openxr.pictures import Pictures
from vrexposure.openxr.results import check
from vrexposure.openxr.views import ViewCheck
from vrexposure.ports import EyeTarget, EyeView, HiddenPart

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
        pictures: Pictures,
        eye_size_px: tuple[int, int],
        *,
        depth: LentDepth | None = None,
        mask: VisibilityMask | None = None,
    ) -> None:
        self.eye_width_px, self.eye_height_px = eye_size_px
        self.depth_format = depth.kind if depth is not None else 0
        self.lost: DeviceError | None = None
        self._calls = calls
        self._session = session
        self._frames = frames
        self._pictures = pictures
        self._lent = pictures.textures
        self._depth = depth
        self._mask = mask
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
                    pose=xr.Posef(), sub_image=pictures.sub_image(eye)
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

    @property
    def made_of(self) -> str:
        """Textures, format of depth, and corners that the lenses hide; for the manifest."""
        parts = [self.hidden(eye) for eye in range(2)]
        corners = [0 if part is None else len(part.corners) for part in parts]
        return (
            f"textures {len(self._pictures.textures)}, depth {self.depth_format:#x}, "
            f"hidden corners {corners[0]} {corners[1]}"
        )

    def mask_changed(self, eye: int) -> None:
        """The runtime hides another part of this eye's picture from now on.

        Raises:
            RuntimeLostError: The runtime went away.
        """
        if self._mask is not None:
            self._mask.refresh(eye)

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
    def hidden(self, eye: int) -> HiddenPart | None:
        return self._mask.hidden(eye) if self._mask is not None else None

    @override
    def acquire(self) -> int:
        self._lent = self._pictures.textures
        if self.lost is None:
            try:
                self._lent = self._pictures.acquire()
            except DeviceError as error:
                self.lost = error
        return self._lent[0]

    @override
    def acquire_right(self) -> int | None:
        return self._lent[1] if len(self._lent) > 1 else None

    @override
    def acquire_depth(self, near_m: float, far_m: float) -> Sequence[int]:
        if self._depth is None or self.lost is not None or not self._pictures.acquired:
            return ()
        try:
            return self._depth.acquire(near_m, far_m)
        except RuntimeLostError as error:
            self.lost = error
        except DeviceError as error:  # pictures without it are better than none
            log.warning("pictures go without depth from now on: %s", str(error))
            self.refuse_depth()
        return ()

    @override
    def refuse_depth(self) -> None:
        if self._depth is not None:
            self._depth.refuse()

    @override
    def release(self) -> None:
        if self.lost is not None or not self._pictures.acquired:
            return
        try:
            self._pictures.release()
            if self._depth is not None:
                self._depth.release(self._layer_views)
            self._drawn = True
        except DeviceError as error:
            self.lost = error

    @override
    def end(self) -> None:
        # A picture that was taken and not given back (drawing failed) would block all later ones.
        left_over = self._pictures.acquired
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
