"""The stage: draws the View. It keeps what it last drew and changes the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from direct.showbase.ShowBase import ShowBase
from panda3d import core as p3d
from typing_extensions import override

from vrexposure.core.geometry import Pose, Vec3
from vrexposure.core.inputs import Frame, Point, Tick
from vrexposure.core.scene import Scene
from vrexposure.core.view import Demonstration, View, rig_offset
from vrexposure.core.words import Words
from vrexposure.ports import ViewSink
from vrexposure.render import shaders
from vrexposure.render.cameras import seen_by
from vrexposure.render.dimming import Brightness, Dimmer
from vrexposure.render.figure import Figure
from vrexposure.render.geoms import Path3, Textures
from vrexposure.render.ghosts import GhostLight
from vrexposure.render.hands import Hands
from vrexposure.render.lettering import Lettering
from vrexposure.render.notices import Notices
from vrexposure.render.panels import PanelView
from vrexposure.render.place import PlaceModel
from vrexposure.render.props import Props
from vrexposure.render.things import Things
from vrexposure.render.window import Display, open_base

NEUTRAL = "neutral"
EXPOSURE = 1.75
NEAR_M, FAR_M = 0.05, 60.0
SIGHT_DEG = 80.0
# Where the eye is before any head is tracked: seated, looking ahead.
RESTING = Pose(Vec3(0.0, 0.0, 1.2))


class Counts(NamedTuple):
    """What one picture costs; the same on every machine."""

    geoms: int
    triangles: int
    culls: int


class Stage(ViewSink):
    """The picture of the session. Made with `open`; one at a time in a process.

    Attributes:
        base: Panda3D's ShowBase.
        window, engine: Its window or buffer, and what renders it.
        overlay: For flat things over the main picture, never in the headset: z from -1 to 1, x by
            the aspect.
        font: The font of the panels.
        scene_root: Everything that is drawn; stage space is below `rig`.
        rig: Where the patient's stage stands in the place.
        brightness: How light it was when the View was shown last.
    """

    def __init__(
        self, base: ShowBase, words: Words, scenes: Callable[[str], Scene], data: Path
    ) -> None:
        self.base = base
        self.window = base.win
        self.engine = base.graphicsEngine
        self._scenes = scenes
        self._baked = data / "assets" / "baked"
        self._textures = Textures(data / "assets" / "textures")
        self.scene_root: Path3 = p3d.NodePath("scene")
        self.rig: Path3 = self.scene_root.attach_new_node("rig")
        self._movable: Path3 = self.scene_root.attach_new_node("movable")
        for path in (self.rig, self._movable):
            path.set_shader(shaders.lit())
        lettering = Lettering(data / "assets" / "fonts")
        self.font: p3d.TextFont = lettering.regular
        self.overlay: Path3 = base.aspect2d
        self._places: dict[str, PlaceModel] = {}
        self._fitted: tuple[str, tuple[tuple[str, int], ...]] | None = None
        self._coming: tuple[object, Iterator[None]] | None = None
        self._shown: PlaceModel | None = None
        self._props = Props(self.rig, self._movable, self._textures)
        self._figure = Figure(self._movable, self._textures)
        self._hands = Hands(self.rig, self._textures)
        self._things = Things(self.rig, self._textures)
        self._ghost = GhostLight(self.rig, self._textures)
        self._panel = PanelView(self.rig, lettering, words)
        self._notices = Notices(self.rig, lettering, words)
        self._dimmer = Dimmer()
        self.brightness = Brightness(False, 1.0, 1.0)
        self._view: View | None = None
        self._still_ns: int | None = None
        self._head = RESTING
        self._rig_key: object = None
        self._light_key: object = None
        self._culls = 0
        self._time_ns = 0
        self._set_up_drawing()

    @classmethod
    def open(
        cls,
        display: Display,
        *,
        size_px: tuple[int, int],
        words: Words,
        scenes: Callable[[str], Scene],
        data: Path,
    ) -> Stage:
        """Open a window, or a buffer that nobody sees.

        Args:
            display: "window" or "offscreen".
            size_px: Width and height of the main picture.
            words: Makes sentences.
            scenes: Gives a scene by its name.
            data: The folder that holds `assets`.

        Raises:
            DeviceError: There is no display or no OpenGL.
            AssetError: A font, texture or baked light cannot be read.
        """
        base = open_base(display, size_px)
        try:
            return cls(base, words, scenes, data)
        except BaseException:
            base.destroy()
            raise

    def _set_up_drawing(self) -> None:
        base = self.base
        base.render2d.set_shader(shaders.flat())
        seen_by(encode=1.0, path=base.render2d)
        self.scene_root.set_shader_input("exposure", EXPOSURE)
        self.scene_root.set_shader_input("dim", 1.0)
        self.scene_root.set_shader_input("ghost", p3d.LVecBase4(0, 0, 0, 0))
        base.camNode.set_initial_state(seen_by(encode=1.0))
        counter = p3d.CallbackNode("cull-counter")
        counter.set_cull_callback(p3d.PythonCallbackObject(self._count_cull))
        counter.set_bounds(p3d.OmniBoundingVolume())
        counter.set_final(True)
        # Counts every cull, also that of a camera from which all else is hidden.
        self.scene_root.attach_new_node(counter).show_through(p3d.BitMask32.lower_on(31))
        base.cam.reparent_to(self.rig)
        base.camera.reparent_to(self.rig)
        base.camNode.set_scene(self.scene_root)
        base.camLens.set_near_far(NEAR_M, FAR_M)
        base.camLens.set_min_fov(SIGHT_DEG * 0.7)
        base.set_background_color(0, 0, 0, 1)
        self._place_camera(RESTING)

    def _count_cull(self, data: p3d.CallbackData) -> None:
        self._culls += 1
        data.upcall()

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        time_ns = self._time_ns = moment.time_ns
        if isinstance(moment, Frame):
            if int(moment.flags[Point.HEAD]) & 3 == 3:
                self._head = moment.pose(Point.HEAD)
            self._hands.show(moment)
            self._things.follow(moment)
        # A frozen stage keeps the time at which it froze.
        if not view.frozen:
            self._still_ns = None
        elif self._still_ns is None:
            self._still_ns = time_ns
        story_ns = time_ns if self._still_ns is None else self._still_ns

        was_dark = self._dimmer.is_dark
        brightness = self._dimmer.at(view, time_ns)
        name = NEUTRAL if brightness.neutral else view.place
        place = self._bring(name, view, unseen=was_dark and not view.frozen)
        if self._coming is not None:
            brightness = self._dimmer.hold_dark()
        self.brightness = brightness
        self._move_rig(view, story_ns, neutral=brightness.neutral)
        is_new = self._show_props(view, place)
        is_new |= self._show_figure(view.demonstration, story_ns, place, view)
        self._things.show(view.things)
        self._ghost.show(view.ghost, story_ns)
        self._panel.show(view.panel)
        self._notices.show(view.caption, view.counter, stop_hint=view.stop_hint)
        self._notices.follow(self._head, time_ns, frozen=view.frozen)
        self._place_camera(self._head)
        self._shine(brightness.light, brightness.kept, place, is_new=is_new)
        self._view = view

    def prepare(self, places: Iterable[str]) -> None:
        """Make these places, and have the driver take them, before the first picture is due.

        Raises:
            AssetError: A texture or baked light cannot be read.
        """
        for name in (NEUTRAL, *places):
            model = self._place(name)
            model.fit({})
            model.root.prepare_scene(self.window.get_gsg())

    def _place(self, name: str) -> PlaceModel:
        model = self._places.get(name)
        if model is None:
            model = PlaceModel(self._scenes(name), self._baked, self._textures)
            self._places[name] = model
        return model

    def _bring(self, name: str, view: View, *, unseen: bool) -> PlaceModel:
        """The place of that name, fitted to the level and put on the stage.

        While nobody sees (`unseen`: it is dark) it is fitted piece by piece, one piece a picture,
        so that the head never waits; until it is ready the place before stays, in the dark.
        """
        wanted = (name, view.parameters)
        model = self._place(name)
        if wanted != self._fitted:
            if self._coming is None or self._coming[0] != wanted:
                self._coming = (wanted, model.fitting(dict(view.parameters)))
            for _ in self._coming[1]:
                if unseen and self._shown is not None:
                    return self._shown
            self._coming, self._fitted = None, wanted
        else:
            self._coming = None
        if model is not self._shown:
            if self._shown is not None:
                self._shown.root.detach_node()
            model.root.reparent_to(self.scene_root)
            self._shown = model
            self._light_key = None
        return model

    def _move_rig(self, view: View, time_ns: int, *, neutral: bool) -> None:
        if neutral:
            offset, yaw_deg = Vec3(0.0, 0.0, 0.0), 0.0
        else:
            offset, yaw_deg = rig_offset(view.rig, time_ns), view.rig.yaw_mdeg / 1000
        key = (offset, yaw_deg)
        if key != self._rig_key:
            self._rig_key = key
            self.rig.set_pos_hpr(*offset, yaw_deg, 0, 0)

    def _show_props(self, view: View, place: PlaceModel) -> bool:
        spot = place.resolved.anchors.get("demonstration", Pose(Vec3(0.0, 2.5, 0.0)))
        by_name = {prop.prop: prop.look for prop in view.props}
        # A rail that is registered is drawn where it really is, not along the stairs.
        place.show_rails(
            left=by_name.get("rail_left", "watch") == "watch",
            right=by_name.get("rail_right", "watch") == "watch",
        )
        return self._props.show(view.props, place.resolved, spot, kind=_seat_kind(view))

    def _show_figure(
        self, what: Demonstration | None, time_ns: int, place: PlaceModel, view: View
    ) -> bool:
        if what is None:
            self._figure.hide()
            return False
        anchors = place.resolved.anchors
        spot = anchors.get("demonstration", Pose(Vec3(0.0, 2.5, 0.0)))
        if what.movement != "sit_to_stand":
            spot = anchors.get("demonstration-stairs", spot)
        self._figure.root.set_pos_quat(spot.position, p3d.LQuaternion(*spot.orientation))
        stairs = place.resolved.stairs
        return self._figure.show(
            what,
            time_ns,
            seat_m=place.resolved.seat_m,
            riser_m=stairs.riser_m if stairs else 0.17,
            tread_m=stairs.tread_m if stairs else 0.28,
            has_chair=any(prop.prop == "chair" and prop.look == "watch" for prop in view.props),
            kind=_seat_kind(view),
        )

    def _place_camera(self, head: Pose) -> None:
        self.base.cam.set_pos_quat(head.position, p3d.LQuaternion(*head.orientation))

    def _shine(self, light: float, kept: float, place: PlaceModel, *, is_new: bool) -> None:
        """Brightness, and the light of the place on what moves in it."""
        key = (round(light, 4), round(kept, 4), self._rig_key)
        if key == self._light_key and not is_new:
            return
        self._light_key = key
        self.scene_root.set_shader_input("dim", light)
        place.kept.set_shader_input("dim", kept)
        for path in self._props.real():
            path.set_shader_input("dim", kept)
        for path in (*self._hands.paths(), *self._props.paths(), self._figure.root):
            at = path.get_pos(self.scene_root)
            self._light_up(path, place, Vec3(at.x, at.y, max(at.z, 0.0) + 0.6))

    def _light_up(self, path: Path3, place: PlaceModel, at: Vec3) -> None:
        cube = p3d.PTA_LVecBase3f()
        for red, green, blue in place.light.probes.at(at).tolist():
            cube.push_back(p3d.LVecBase3f(red, green, blue))
        path.set_shader_input("cube", cube)

    def draw(self) -> None:
        """Render what `show` has set up, through every open window and buffer."""
        self.base.graphicsEngine.render_frame()
        # Panda3D keeps every state that ever was until it is told to sweep out the unused ones.
        p3d.TransformState.garbage_collect()
        p3d.RenderState.garbage_collect()

    def screenshot(
        self, path: Path, *, eye_pose: Pose | None = None, size_px: tuple[int, int] | None = None
    ) -> bool:
        """Write the main picture as PNG; False if that failed.

        `eye_pose` (stage space) looks from elsewhere; `size_px` may differ from the window's.
        """
        self._place_camera(eye_pose or self._head)
        window, region, buffer = self.base.win, None, None
        if size_px is not None and tuple(window.get_size()) != size_px:
            buffer = window.make_texture_buffer("picture", *size_px, to_ram=True)
            region = buffer.make_display_region()
            region.set_camera(self.base.cam)
            self.base.camLens.set_aspect_ratio(size_px[0] / size_px[1])
        for _ in range(2):  # the first only fills the back buffer
            self.draw()
        shot = p3d.PNMImage()
        drawn = (buffer or window).get_screenshot(shot)
        shot.remove_alpha()
        written = drawn and shot.write(p3d.Filename.from_os_specific(str(path)))
        if buffer is not None:
            self.base.graphicsEngine.remove_window(buffer)
            self.base.camLens.set_aspect_ratio(window.get_x_size() / window.get_y_size())
        self._place_camera(self._head)
        return bool(written)

    def settle(self) -> None:
        """Skip the fades of light that are under way: for a picture that stands alone."""
        if self._view is None:
            return
        self._dimmer.settle()
        self.show(self._view, Tick(self._time_ns))

    def facts(self) -> dict[str, str | int | float | bool]:
        """What draws, for the record: driver, its version, antialiasing."""
        gsg = self.window.get_gsg()
        return {
            "renderer": gsg.get_driver_renderer(),
            "opengl": gsg.get_driver_version(),
            "multisamples": self.window.get_fb_properties().get_multisamples(),
        }

    def counts(self) -> Counts:
        """Geoms and triangles of what is shown, and the culls since the last call."""
        geoms = triangles = 0
        for path in self.scene_root.find_all_matches("**/+GeomNode"):
            if path.is_hidden():
                continue
            node = path.node()
            assert isinstance(node, p3d.GeomNode)
            for index in range(node.get_num_geoms()):
                geoms += 1
                shape = node.get_geom(index)
                triangles += sum(
                    shape.get_primitive(one).get_num_faces()
                    for one in range(shape.get_num_primitives())
                )
        culls, self._culls = self._culls, 0
        return Counts(geoms, triangles, culls)

    def close(self) -> None:
        """Close the window and give everything back."""
        self.base.destroy()


def _seat_kind(view: View) -> int:
    return dict(view.parameters).get("seat", 0)
