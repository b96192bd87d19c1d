"""Pictures for two eyes: one cull, two regions of one antialiased buffer, one copy.

One camera stands between the eyes. Its lens holds a frustum that covers both (culled once) and a
matrix for each eye (drawn twice); turned displays are in those matrices as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from panda3d import core as p3d

from vrexposure.errors import DeviceError
from vrexposure.ports import EyeTarget, EyeView
from vrexposure.render.blit import Blit
from vrexposure.render.geoms import Path3
from vrexposure.render.stage import FAR_M, NEAR_M, Stage, encoding

_TO_EYE = p3d.LMatrix4.convert_mat(p3d.CS_zup_right, p3d.CS_yup_right)
_EYE_CHANNELS: Final = (p3d.Lens.SC_left, p3d.Lens.SC_right)


class NativeContext(NamedTuple):
    """The window's OpenGL context as OpenXR wants it: X display, GLX drawable, GLX context."""

    x_display: int
    glx_drawable: int
    glx_context: int


def native_context() -> NativeContext:
    """The context that is current on this thread, once a `Stage` with a window is open.

    Raises:
        DeviceError: There is none, or it is not a GLX one (no X window).
    """
    try:
        from OpenGL import GLX
    except ImportError as error:
        raise DeviceError("OpenXR needs OpenGL by GLX: install libgl1 and an X server") from error
    import ctypes

    found = [
        ctypes.cast(value, ctypes.c_void_p).value or 0
        for value in (GLX.glXGetCurrentDisplay(), GLX.glXGetCurrentContext())
    ]
    drawable = int(GLX.glXGetCurrentDrawable() or 0)
    if not (found[0] and drawable and found[1]):
        raise DeviceError(
            "OpenXR needs a window with an X11 OpenGL context: start it from a desktop session "
            "(under Wayland, with XWayland)"
        )
    return NativeContext(found[0], drawable, found[1])


def projection(left: float, right: float, up: float, down: float) -> p3d.LMatrix4:
    """An OpenGL projection for the tangents of a field of view, row vectors."""
    near, far = NEAR_M, FAR_M
    wide, high = right - left, up - down
    return p3d.LMatrix4(
        2 / wide, 0, 0, 0,
        0, 2 / high, 0, 0,
        (right + left) / wide, (up + down) / high, -(far + near) / (far - near), -1,
        0, 0, -2 * far * near / (far - near), 0,
    )  # fmt: skip


class EyeRenderer:
    """Draws the stage for two eyes into an `EyeTarget`, and the mirror into the stage's window."""

    def __init__(self, stage: Stage, target: EyeTarget, *, multisamples: int = 4) -> None:
        """Make the buffer.

        Raises:
            DeviceError: The driver gives no such buffer.
        """
        self._stage = stage
        self._target = target
        self._blit = Blit()
        self._failure: BaseException | None = None
        self._is_open = False
        self._texture: int | None = None
        self._size = (2 * target.eye_width_px, target.eye_height_px)
        self._lens = p3d.MatrixLens()
        camera = p3d.Camera("eyes", self._lens)
        camera.set_scene(stage.scene_root)
        # The buffer is sRGB: shaders write linear light there.
        camera.set_initial_state(encoding(0.0))
        self._camera: Path3 = stage.rig.attach_new_node(camera)
        self._buffer = self._make_buffer(multisamples)
        self._regions = [self._make_region(eye) for eye in range(2)]
        self._buffer.set_active(False)

    def _make_buffer(self, multisamples: int) -> p3d.GraphicsOutput:
        wanted = p3d.FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
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
        return buffer

    def _make_region(self, eye: int) -> p3d.DisplayRegion:
        region = self._buffer.make_mono_display_region(eye * 0.5, eye * 0.5 + 0.5, 0, 1)
        region.set_stereo_channel(_EYE_CHANNELS[eye])
        region.set_camera(self._camera)
        region.set_clear_color_active(False)
        region.set_clear_depth_active(False)
        region.set_sort(eye)
        callback = self._guarded(self._before_first if eye == 0 else self._after_last)
        region.set_draw_callback(p3d.PythonCallbackObject(callback))
        return region

    def _guarded(
        self, draw: Callable[[p3d.CallbackData], None]
    ) -> Callable[[p3d.CallbackData], None]:
        """Panda3D swallows what a callback raises: keep it, and raise it when drawing is over."""

        def call(data: p3d.CallbackData) -> None:
            try:
                draw(data)
            except BaseException as error:
                self._failure = self._failure or error

        return call

    def _before_first(self, data: p3d.CallbackData) -> None:
        self._texture = self._target.acquire()
        self._is_open = True
        self._blit.clear()
        data.upcall()

    def _after_last(self, data: p3d.CallbackData) -> None:
        data.upcall()
        if self._is_open and self._texture is not None:
            self._blit.copy(self._texture, *self._size)
            self._is_open = False
            self._target.release()

    def draw(self, time_ns: int) -> None:
        """Draw one frame: begin, both eyes, end. Without views only the mirror is drawn.

        Args:
            time_ns: When the picture will be seen; `Stage.show` has been told the same.
        """
        target = self._target
        try:
            views = target.begin()
            if views is not None:
                self._look(views)
            self._buffer.set_active(views is not None)
            self._stage.draw()
            if self._failure is not None:
                failure, self._failure = self._failure, None
                raise failure
        finally:
            if self._is_open:
                self._is_open = False
                target.release()
            target.end()
            # Whoever else renders (a window that wants its events) must not touch the eyes.
            self._buffer.set_active(False)

    def _look(self, views: Sequence[EyeView]) -> None:
        """Put the camera between the eyes and give its lens both eyes' matrices."""
        mats = [_matrix(view) for view in views]
        places = [mat.get_row3(3) for mat in mats]
        middle = p3d.LMatrix4(mats[0])
        middle.set_row(3, (places[0] + places[1]) * 0.5)
        half_distance = (places[0] - places[1]).length() / 2
        eyes = []
        for mat, view in zip(mats, views, strict=True):
            from_eye = p3d.LMatrix4(mat)
            from_eye.invert_in_place()
            eyes.append(middle * from_eye * _TO_EYE * _projection_of(view))
        # Wide enough for both, also when the displays are turned outwards.
        canted = _angle_between(mats[0], mats[1])
        left, right, up, down = (
            math.tan(_bounded(min(view.angle_left for view in views) - canted)),
            math.tan(_bounded(max(view.angle_right for view in views) + canted)),
            math.tan(_bounded(max(view.angle_up for view in views) + canted)),
            math.tan(_bounded(min(view.angle_down for view in views) - canted)),
        )
        # Moved back until the cones of both eyes lie within.
        back = half_distance / min(-left, right)
        union = p3d.LMatrix4.translate_mat(0, back, 0) * _TO_EYE
        self._camera.set_mat(middle)
        self._lens.set_user_mat(union * projection(left, right, up, down))
        self._lens.set_left_eye_mat(eyes[0])
        self._lens.set_right_eye_mat(eyes[1])

    def close(self) -> None:
        """Give the buffer back; the stage stays open."""
        for region in self._regions:
            region.clear_draw_callback()
        self._stage.engine.remove_window(self._buffer)
        self._camera.remove_node()


def _matrix(view: EyeView) -> p3d.LMatrix4:
    transform = p3d.TransformState.make_pos_quat_scale(
        p3d.LVecBase3(*view.pose.position),
        p3d.LQuaternion(*view.pose.orientation),
        p3d.LVecBase3(1),
    )
    return p3d.LMatrix4(transform.get_mat())


def _projection_of(view: EyeView) -> p3d.LMatrix4:
    return projection(
        math.tan(view.angle_left),
        math.tan(view.angle_right),
        math.tan(view.angle_up),
        math.tan(view.angle_down),
    )


def _angle_between(one: p3d.LMatrix4, two: p3d.LMatrix4) -> float:
    cosine = one.get_row3(1).dot(two.get_row3(1))
    return math.acos(max(-1.0, min(1.0, cosine)))


def _bounded(angle: float) -> float:
    return max(-1.45, min(1.45, angle))
