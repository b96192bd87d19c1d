"""Pictures for two eyes: one cull, one pass over one antialiased buffer, one copy.

One camera stands between the eyes; its lens holds a frustum that covers both, culled once. Every
draw makes two instances, one in each half of the picture (`shaders`). What has a shader of its own
is drawn one eye after the other, in two regions that share a cull of their own; so is everything
with `instanced=False`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, Literal

from OpenGL import GL
from OpenGL.error import Error, GLError
from panda3d import core as p3d

from vrexposure.errors import DeviceError
from vrexposure.ports import EyeTarget
from vrexposure.render.blit import Blit, Box
from vrexposure.render.cameras import seen_by, two_matrices
from vrexposure.render.geoms import Path3
from vrexposure.render.mask import Mask
from vrexposure.render.mirror import Mirror, MirrorView
from vrexposure.render.optics import Sight, sight_of
from vrexposure.render.stage import FAR_M, NEAR_M, Stage

log = logging.getLogger(__name__)

_FROM_GL = p3d.LMatrix4.convert_mat(p3d.CS_yup_right, p3d.CS_zup_right)
_AT_ONCE, _ONE_BY_ONE = p3d.BitMask32.bit(20), p3d.BitMask32.bit(21)

_Channel = Literal[0, 1, 2, 3]
_CHANNELS: Final[tuple[_Channel, _Channel]] = (p3d.Lens.SC_left, p3d.Lens.SC_right)

_Draw = Callable[[p3d.CallbackData], None]


class EyeRenderer:
    """Draws the stage for two eyes into an `EyeTarget`, and the mirror into the stage's window.

    Attributes:
        mirror: What the window shows; `mirror.choice` may be changed at any time.
    """

    def __init__(
        self,
        stage: Stage,
        target: EyeTarget,
        *,
        multisamples: int = 4,
        instanced: bool = True,
        mirror: Mirror = "left",
    ) -> None:
        """Make the buffer.

        Args:
            stage: What is drawn.
            target: Where it goes.
            multisamples: Samples of a pixel.
            instanced: Draw both eyes in one pass; False: one after the other.
            mirror: What the stage's window shows meanwhile.

        Raises:
            DeviceError: The driver gives no such buffer.
        """
        self._stage = stage
        self._target = target
        self._blit = Blit()
        self._failure: BaseException | None = None
        self._is_open = False
        self._textures: tuple[int, ...] = ()
        wide, high = eye_px = (target.eye_width_px, target.eye_height_px)
        self._size = (2 * wide, high)
        self._parts: dict[int, tuple[Box, ...]] = {
            0: (),
            1: ((0, 0, 2 * wide, high),),
            2: ((0, 0, wide, high), (wide, 0, 2 * wide, high)),
        }
        self._mask = Mask(eye_px)
        self._covers = True
        self._depth_format = target.depth_format
        self._lens = p3d.MatrixLens()
        self._matrices = two_matrices()
        self._buffer = self._make_buffer(multisamples)
        self._cameras: list[Path3] = []
        self._regions: list[p3d.DisplayRegion] = []
        if instanced:
            self._add_both_at_once()
        self._add_one_by_one(also_instanced=instanced)
        self._last = 0 if instanced else 1
        self._buffer.set_active(False)
        self.mirror = MirrorView(stage, eye_px, mirror)

    def _make_buffer(self, multisamples: int) -> p3d.GraphicsOutput:
        wanted = p3d.FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        # A copy of depth converts nothing; 24 bits come with a stencil, unasked.
        as_float = self._depth_format == GL.GL_DEPTH_COMPONENT32F
        wanted.set_depth_bits(32 if as_float else 24)
        wanted.set_float_depth(as_float)
        wanted.set_srgb_color(True)
        wanted.set_multisamples(multisamples)
        window, engine = self._stage.window, self._stage.engine
        buffer = engine.make_output(
            window.get_pipe(), "eyes", -100, wanted, p3d.WindowProperties(size=self._size),
            p3d.GraphicsPipe.BF_refuse_window, window.get_gsg(), window,
        )  # fmt: skip
        if buffer is None:
            raise DeviceError(
                f"no buffer of {self._size[0]} x {self._size[1]} pixels for the eyes: lower the "
                "render resolution in the headset's software"
            )
        buffer.disable_clears()
        self._opening = buffer.make_mono_display_region(0, 1, 0, 1)
        self._opening.set_sort(-1)
        # Without a camera: it culls nothing. What it leaves in OpenGL Panda3D does not rely on.
        self._opening.set_draw_callback(p3d.PythonCallbackObject(self._guarded(-1, self._open)))
        return buffer

    def _add_camera(self, name: str, eyes: p3d.PTA_LMatrix4 | None) -> p3d.Camera:
        camera = p3d.Camera(name, self._lens)
        camera.set_scene(self._stage.scene_root)
        # The buffer is sRGB: shaders write linear light there.
        camera.set_initial_state(seen_by(encode=0.0, eyes=eyes))
        self._cameras.append(self._stage.rig.attach_new_node(camera))
        return camera

    def _add_both_at_once(self) -> None:
        """One region over both halves: one list of what to draw, every draw with two instances."""
        self._add_camera("eyes", self._matrices).set_camera_mask(_AT_ONCE)
        self._stage.scene_root.hide(_ONE_BY_ONE)
        self._add_region(0.0, 1.0, p3d.Lens.SC_mono, self._both_at_once)

    def _add_one_by_one(self, *, also_instanced: bool) -> None:
        """One camera, culled once, and a region for each eye."""
        camera = self._add_camera("each-eye", None)
        if also_instanced:
            camera.set_camera_mask(_ONE_BY_ONE)
        for eye, channel in enumerate(_CHANNELS):
            region = self._add_region(eye * 0.5, eye * 0.5 + 0.5, channel, p3d.CallbackData.upcall)
            region.set_active(not also_instanced)

    def _add_region(
        self, left: float, right: float, channel: _Channel, draw: _Draw
    ) -> p3d.DisplayRegion:
        region = self._buffer.make_mono_display_region(left, right, 0, 1)
        region.set_stereo_channel(channel)
        region.set_camera(self._cameras[-1])
        region.set_clear_color_active(False)
        region.set_clear_depth_active(False)
        index = len(self._regions)
        region.set_sort(index)
        region.set_draw_callback(p3d.PythonCallbackObject(self._guarded(index, draw)))
        self._regions.append(region)
        return region

    def _guarded(self, index: int, draw: _Draw) -> _Draw:
        """Panda3D swallows what a callback raises: keep it, and raise it when drawing is over."""

        def call(data: p3d.CallbackData) -> None:
            try:
                draw(data)
                if index == self._last:
                    self._hand_over()
            except BaseException as error:
                self._failure = self._failure or error

        return call

    def _open(self, _data: p3d.CallbackData) -> None:
        left = self._target.acquire()
        self._is_open = True
        right = self._target.acquire_right()
        self._textures = (left,) if right is None else (left, right)
        self._blit.clear()
        try:
            self._mask.draw()
        except Error as error:  # then hidden pixels are drawn like all others
            log.info("the driver cannot cover what the lenses hide: %s", error)
            self._covers = False

    def _both_at_once(self, data: p3d.CallbackData) -> None:
        GL.glEnable(GL.GL_CLIP_DISTANCE0)
        try:
            data.upcall()
        finally:
            GL.glDisable(GL.GL_CLIP_DISTANCE0)

    def _hand_over(self) -> None:
        if self._is_open:
            for part, texture in zip(self._parts[len(self._textures)], self._textures, strict=True):
                self._blit.copy(part, texture)
            self._hand_over_depth()
            self.mirror.keep()
            self._is_open = False
            self._target.release()

    def _hand_over_depth(self) -> None:
        # Another format than the buffer's: that of a runtime which came after the first one.
        if not self._depth_format or self._target.depth_format != self._depth_format:
            return
        textures = self._target.acquire_depth(NEAR_M, FAR_M)
        try:
            for part, texture in zip(self._parts[len(textures)], textures, strict=True):
                self._blit.copy_depth(part, texture)
        except GLError as error:
            log.info("pictures go without depth: the driver cannot copy it (error %s)", error.err)
            self._target.refuse_depth()
            self._depth_format = 0

    def draw_one_by_one(self, path: Path3) -> None:
        """Draw a part of the scene for one eye after the other, after all else.

        For what has a shader of its own, which knows nothing of instances. Costs one more cull.
        """
        path.hide(_AT_ONCE)
        path.show_through(_ONE_BY_ONE)
        for region in self._regions:
            region.set_active(True)
        self._last = len(self._regions) - 1

    def draw(self, time_ns: int) -> None:
        """Draw one frame: begin, both eyes, end. Without views only the mirror is drawn.

        Args:
            time_ns: When the picture will be seen; `Stage.show` has been told the same.
        """
        target = self._target
        try:
            views = target.begin()
            if views is not None:
                self._look(sight_of(views))
                hidden = [target.hidden(eye) if self._covers else None for eye in range(2)]
                self._mask.take(hidden, views)
            self._buffer.set_active(views is not None)
            self.mirror.before_drawing(has_eyes=views is not None)
            self._stage.draw()
            if self._failure is not None:
                failure, self._failure = self._failure, None
                raise failure
            self.mirror.raise_failure()
        finally:
            self.mirror.after_drawing()
            self._buffer.set_active(False)
            if self._is_open:
                self._is_open = False
                target.release()
            target.end()

    def _look(self, sight: Sight) -> None:
        for camera in self._cameras:
            camera.set_mat(sight.camera)
        self._lens.set_user_mat(sight.union)
        self._lens.set_left_eye_mat(sight.eyes[0])
        self._lens.set_right_eye_mat(sight.eyes[1])
        for eye, mat in enumerate(sight.eyes):
            self._matrices.set_element(eye, _FROM_GL * mat)

    def close(self) -> None:
        """Give the buffer back; the stage stays open."""
        self.mirror.close()
        self._blit.close()
        self._mask.close()
        for region in (self._opening, *self._regions):
            region.clear_draw_callback()
        self._stage.engine.remove_window(self._buffer)
        for camera in self._cameras:
            camera.remove_node()
