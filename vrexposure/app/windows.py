"""What needs a window, OpenGL or OpenXR: desktop, headset, watching a simulated person."""

from __future__ import annotations

import itertools
import logging
import typing
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack

from panda3d import core as p3d
from typing_extensions import override

from vrexposure.app.devices import Devices, HeadsetPicture, Numbered, Waiting
from vrexposure.app.prompts import Prompts, prompt_keyboard
from vrexposure.app.timing import TimedEyes
from vrexposure.audio import Speaker
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.outputs import Buzz, Output
from vrexposure.core.view import View
from vrexposure.core.words import Words
from vrexposure.desktop.body import DesktopBody
from vrexposure.desktop.bulletin import Bulletin
from vrexposure.desktop.controls import Deed
from vrexposure.desktop.hud import Hud
from vrexposure.desktop.input import DesktopInput
from vrexposure.desktop.keyboard import WindowMailbox
from vrexposure.desktop.legend import Legend
from vrexposure.desktop.window import PandaWindow
from vrexposure.openxr.headset import Headset, open_headset
from vrexposure.openxr.known import rate_fact
from vrexposure.openxr.placing import Placing
from vrexposure.openxr.refresh import in_words
from vrexposure.ports import NativeContext, ViewSink
from vrexposure.render.eyes import EyeRenderer
from vrexposure.render.native import native_context
from vrexposure.render.stage import Stage
from vrexposure.resources.paths import DATA
from vrexposure.resources.scenes import load_scene

log = logging.getLogger(__name__)

WINDOW_PX = (1280, 720)
IN_THE_ROOM = Placing()
Clock = Callable[[], int]


def watch_in_window(
    stack: ExitStack,
    devices: Devices,
    words: Words,
    clock: Clock,
    *,
    places: Iterable[str] = (),
) -> None:
    """Show what a simulated person sees in a window, with the therapist's keys."""
    stage = _stage(stack, "window", words, places)
    _show_on(devices, stage)
    seqs = itertools.count(1)
    keys = WindowMailbox(_window(stage), clock, seqs)
    devices.mailboxes = [*(Numbered(box, seqs) for box in devices.mailboxes), keys]
    devices.sinks.append(keys)
    _post(devices, stage, words)
    _speak(stack, devices)


def open_desktop(
    stack: ExitStack,
    words: Words,
    clock: Clock,
    waiting: Waiting,
    *,
    places: Iterable[str] = (),
) -> Devices:
    """A window with mouse and keyboard, and the legend in its corner."""
    prompt_keyboard(words)
    stage = _stage(stack, "window", words, places)
    window = _window(stage)
    body = DesktopBody(seat_m=waiting.seat_m, posture=waiting.posture)
    desktop = DesktopInput(window, body, clock=clock, seqs=itertools.count(1))
    devices = Devices(desktop, [desktop], [desktop], timed=[desktop])
    _show_on(devices, stage)
    devices.sinks.append(Legend(desktop, stage.base.aspect2d, stage.font, window.aspect, words))
    _post(devices, stage, words)
    return _speak(stack, devices)


def open_headset_devices(
    stack: ExitStack,
    words: Words,
    clock: Clock,
    *,
    origin_ns: int,
    pictures: bool,
    screen: bool = True,
    placing: Placing = IN_THE_ROOM,
    picture: HeadsetPicture = HeadsetPicture(),
    places: Iterable[str] = (),
) -> Devices:
    """The headset; with a mirror window and its keys, or without any picture.

    `screen`: whether there is one for that window. Without, the headset's pictures need a runtime
    that takes them from EGL.
    """
    if not pictures:
        headset = _headset(stack, None, origin_ns, placing, picture)
        return Devices(
            headset.input,
            listeners=[Haptics(headset)],
            facts=_facts(headset),
            timed=[headset.input],
        )
    stage = _stage(stack, "window" if screen else "offscreen", words, places)
    headset = _headset(stack, native_context(), origin_ns, placing, picture)
    assert headset.eyes is not None
    target = TimedEyes(headset.eyes)
    eyes = EyeRenderer(stage, target, mirror=picture.mirror if screen else "off")
    stack.callback(eyes.close)
    devices = Devices(
        headset.input,
        sinks=[Prompts(lambda: headset.input.profiles, words), stage],
        listeners=[Haptics(headset)],
        draw=lambda frame: eyes.draw(frame.time_ns),
        facts=_facts(headset) | stage.facts(),
        timed=[headset.input, target],
    )
    if screen:
        keys = WindowMailbox(
            _window(stage), clock, itertools.count(1), {Deed.RECENTRE: headset.recentre}
        )
        devices.mailboxes.append(keys)
        devices.sinks += [keys, MirrorMeanwhile(eyes.draw)]
        _offer_hud(devices, stage)
        _post(devices, stage, words)
    else:
        log.warning("no screen: no mirror of the headset, and no keys for the therapist")
    return _speak(stack, devices)


def _speak(stack: ExitStack, devices: Devices) -> Devices:
    """Sounds; a machine without a device is silent, and the record says so."""
    speaker = Speaker.open(DATA)
    stack.callback(speaker.close)
    devices.sinks.append(speaker)
    devices.listeners.append(speaker)
    devices.facts["audio"] = speaker.note or "OpenAL"
    return devices


def _stage(
    stack: ExitStack,
    display: typing.Literal["window", "offscreen"],
    words: Words,
    places: Iterable[str],
) -> Stage:
    """A stage with its places: made before a headset begins, which then never waits for them."""
    stage = Stage.open(display, size_px=WINDOW_PX, words=words, scenes=load_scene, data=DATA)
    stack.callback(stage.close)
    stage.prepare(places)
    return stage


def _window(stage: Stage) -> PandaWindow:
    window = stage.window
    assert isinstance(window, p3d.GraphicsWindow), "the stage was opened as a window"
    return PandaWindow(window, stage.engine)


def _show_on(devices: Devices, stage: Stage) -> None:
    devices.sinks.insert(0, stage)
    devices.draw = lambda frame: stage.draw()
    devices.facts |= stage.facts()
    _offer_hud(devices, stage)


def _offer_hud(devices: Devices, stage: Stage) -> None:
    def add() -> None:
        hud = Hud(stage.overlay, stage.font, _window(stage).aspect)
        devices.sinks.append(hud)
        devices.timing_listeners.append(hud.took)

    devices.add_hud = add


def _post(devices: Devices, stage: Stage, words: Words) -> None:
    """The therapist's corner: alerts, refusals, and what is saved."""
    bulletin = Bulletin(stage.overlay, stage.font, _window(stage).aspect, words)
    devices.sinks.append(bulletin)
    devices.listeners.append(bulletin)
    devices.mark_saved = bulletin.saved


def _headset(
    stack: ExitStack,
    context: NativeContext | None,
    origin_ns: int,
    placing: Placing,
    picture: HeadsetPicture,
) -> Headset:
    headset = open_headset(
        render_scale=picture.render_scale,
        refresh_hz=picture.refresh_hz,
        native_context=context,
        space=placing.space,
        eye_height_m=placing.eye_height_m,
        recline_deg=placing.recline_deg,
        origin_monotonic_ns=origin_ns,
        app_name="vrexposure",
    )
    stack.callback(headset.close)
    return headset


def _facts(headset: Headset) -> dict[str, str | int | float | bool]:
    p = headset.properties
    return {
        "runtime": p.runtime,
        "runtime_version": p.version,
        "system": p.system,
        "picture": p.picture,
        "space": p.space,
        "stage_in_space": " ".join(f"{number:.6f}" for part in p.place for number in part),
        "refresh_hz": rate_fact(p.refresh_hz),
        "refresh_offered_hz": " ".join(in_words(rate) for rate in p.refresh_offered_hz),
        "left_profile": p.left_profile,
        "right_profile": p.right_profile,
        "hands": p.hands,
        **{f"source_{point}": source for point, source in p.worn.items()},
    }


class MirrorMeanwhile(ViewSink):
    """Draws the mirror while the headset wants no picture: off, in its menu, or gone."""

    def __init__(self, draw: Callable[[int], None]) -> None:
        """`draw` draws for a time in nanoseconds; without a frame in hand only the window."""
        self._draw = draw

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        if isinstance(moment, Tick):
            self._draw(moment.time_ns)


class Haptics:
    """Carries `Buzz` outputs to the controllers."""

    def __init__(self, headset: Headset) -> None:
        self._headset = headset

    def heard(self, outputs: Sequence[Output]) -> None:
        """Pulse the hand that an output names."""
        for output in outputs:
            if isinstance(output, Buzz):
                self._headset.haptic(output.side, output.duration_ms)
