"""Run one session: open everything, go through the loop, keep the record, write the report."""

from __future__ import annotations

import gc
import hashlib
import logging
import secrets
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from vrexposure.app.album import Album
from vrexposure.app.devices import Devices, Display, HeadsetPicture
from vrexposure.app.displays import choose, open_devices
from vrexposure.app.preparing import Wanted, check_patient, prepare
from vrexposure.app.replayed import replayed_devices
from vrexposure.app.reporting import utc_now, write_report
from vrexposure.app.saving import Saving
from vrexposure.app.telling import Teller
from vrexposure.core.engine import Engine
from vrexposure.core.inputs import Frame
from vrexposure.core.outputs import Output, PhaseChanged
from vrexposure.core.setup import Setup
from vrexposure.core.view import Phase, Text, View
from vrexposure.errors import RecorderError, RuntimeLostError, SettingError, VRExposureError
from vrexposure.loop import STAGES, Listener, Wiring, run
from vrexposure.ports import Recorder
from vrexposure.recording.folders import new_session_folder
from vrexposure.recording.inprocess import InProcessRecorder
from vrexposure.recording.manifest import ClockMap, Manifest
from vrexposure.recording.reader import read_recording
from vrexposure.recording.recorder import SessionRecorder
from vrexposure.resources.protocols import LoadedProtocol
from vrexposure.resources.texts import load_words
from vrexposure.supervisor.heart import Heart

log = logging.getLogger(__name__)
SAFE_ROOM_NS = 5_000_000_000
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a session left behind. `album` is undrawn; `complete`: it came to its own end."""

    folder: Path
    report: Path | None
    complete: bool
    album: Album


class Ending:
    """Remembers why the session was closed."""

    cause = ""

    def heard(self, outputs: Sequence[Output]) -> None:
        """Take note of the last change of phase."""
        for output in outputs:
            if isinstance(output, PhaseChanged) and output.after is Phase.CLOSED:
                self.cause = output.cause


def run_session(
    wanted: Wanted,
    *,
    display: str,
    input_kind: str,
    language: str,
    minutes: float | None,
    say: Say,
    listener: Listener | None = None,
    heart: Heart | None = None,
    hud: bool = False,
    picture: HeadsetPicture = HeadsetPicture(),
) -> Outcome:
    """Run a session to its end and write its report; pictures are the caller's to draw.

    Args:
        wanted: What the command line asked for.
        display: Where it is seen.
        input_kind: Who moves.
        language: Of what is read.
        minutes: When a simulated person's session ends at the latest.
        say: Prints one line on the console.
        listener: Hears the outputs.
        picture: How a headset's pictures are made.
        heart: Beats for the supervisor, where one watches.
        hud: Whether the window has a line about its frames.

    Raises:
        VRExposureError: It could not begin, or a device went away in the middle; then what was
            recorded is on disk, and the message says where.
    """
    check_patient(wanted.patient)
    words = load_words(language)
    chosen, kind = choose(display, input_kind)
    with ExitStack() as stack:
        if kind.startswith("replay:"):
            setup, loaded, devices = replayed_devices(Path(kind.partition(":")[2]))
        else:
            seed = secrets.randbits(48) if wanted.seed is None else wanted.seed
            setup, loaded = prepare(wanted, seed, simulated=kind.startswith("simulated:"))
            devices = None
        origin_ns = time.monotonic_ns()
        if devices is None:
            devices = open_devices(
                stack,
                chosen,
                kind,
                words=words,
                origin_ns=origin_ns,
                setup=setup,
                picture=picture,
                minutes=minutes,
                eye_height_m=wanted.eye_height_m,
            )
        if hud:
            if devices.add_hud is None:
                raise SettingError("--hud needs a window: leave it out, or use --display desktop")
            devices.add_hud()
        if heart is not None:
            devices.sinks.insert(0, heart)
            if heart.restarted_after:
                devices.facts["restarted_after"] = heart.restarted_after
        recorder, folder = _recorder(wanted.out, setup, loaded, devices, kind, chosen, origin_ns)
        if heart is not None:
            heart.recording_in(folder.name.rpartition("-")[2], folder)
        album = Album()
        saving = Saving(recorder.durable_seq, words, say, devices.mark_saved)
        if devices.real_time:
            devices.listeners.append(Teller(words, say))
            devices.sinks.append(saving)
        ending = Ending()
        devices.listeners.append(ending)
        say(f"session    {folder}")
        try:
            complete = _loop(setup, devices, recorder, album, listener, heart, saving)
        except VRExposureError:
            raise
        except Exception as error:
            crash = folder / "crash.txt"
            crash.write_text(traceback.format_exc(), encoding="utf-8")
            show_safe_room(devices)
            raise VRExposureError(
                f"the program had to end the session ({type(error).__name__}); the recording up to "
                f"there is in {folder}, and what went wrong is in {crash}"
            ) from error
    if not kind.startswith("replay:"):
        _note_changed_protocol(loaded, say)
    salvage = read_recording(folder).salvage
    report: Path | None = None
    try:
        report = write_report(folder, language=language)
    except VRExposureError as error:
        say(f"no report: {error}")
    if ending.cause == "runtime_lost":
        raise RuntimeLostError(
            "the headset's software went away in mid-session; start it again, then the session. "
            f"What was recorded until then is in {folder}"
        )
    if not salvage.complete and complete:
        raise RecorderError(
            f"not everything could be recorded in {folder}: {' '.join(salvage.reasons)}; free some "
            "space or choose another folder with --out before the next session"
        )
    return Outcome(folder, report, complete, album)


def _loop(
    setup: Setup,
    devices: Devices,
    recorder: Recorder,
    album: Album,
    listener: Listener | None,
    heart: Heart | None,
    saving: Saving,
) -> bool:
    """Run to the end; True when the session was closed in order."""
    engine = Engine(setup)
    complete = False
    with _signals() as interrupted, _quiet_collector(enabled=devices.real_time):
        try:
            run(
                engine,
                Wiring(
                    source=devices.source,
                    recorder=recorder,
                    clock_ns=time.monotonic_ns,
                    mailboxes=devices.mailboxes,
                    sinks=[*devices.sinks, album],
                    listeners=[*devices.listeners, *([] if listener is None else [listener])],
                    draw=devices.draw,
                    timed=devices.timed,
                    written=[saving.wrote] if devices.real_time else [],
                    timing_listeners=devices.timing_listeners,
                    interrupted=interrupted,
                ),
            )
            complete = engine.closed
        finally:
            if heart is not None:
                heart.ending()
            # Whatever happened: what was written must be readable, and marked as what it is.
            recorder.close(complete=complete)
            saving.settle()
    return complete


def show_safe_room(devices: Devices) -> None:
    """Show the plain room for a few seconds: no frozen picture before somebody's eyes."""
    safe = View(phase=Phase.SAFE, place="neutral", caption=Text("caption.ended"))
    until_ns = time.monotonic_ns() + SAFE_ROOM_NS
    with suppress(Exception):  # whatever is broken must not keep the recording from being closed
        for moment in devices.source.moments():
            if not isinstance(moment, Frame) or time.monotonic_ns() > until_ns:
                return
            for sink in devices.sinks:
                sink.show(safe, moment)
            if devices.draw is not None:
                devices.draw(moment)


def _recorder(
    out: Path,
    setup: Setup,
    loaded: LoadedProtocol,
    devices: Devices,
    kind: str,
    display: Display,
    origin_ns: int,
) -> tuple[Recorder, Path]:
    token = secrets.token_hex(4)
    utc = utc_now()
    folder = new_session_folder(out, setup.patient, utc, token)
    manifest = Manifest(
        session=token,
        setup=setup,
        protocol_text=loaded.text,
        protocol_sha256=loaded.sha256,
        seeds={"session": setup.seed},
        input_kind=kind,
        display_kind=display,
        device=devices.facts,
        timing_stages=STAGES,
        clock=ClockMap(monotonic_ns=origin_ns, utc=utc),
    )
    if devices.real_time:
        return SessionRecorder.create(folder, manifest), folder
    return InProcessRecorder.create(folder, manifest), folder


def _note_changed_protocol(loaded: LoadedProtocol, say: Say) -> None:
    try:
        now = hashlib.sha256(loaded.path.read_bytes()).hexdigest()
    except OSError:
        now = ""
    if now != loaded.sha256:
        say(
            f"note: {loaded.path} was changed or removed during the session; the session used the "
            f"version with the hash {loaded.sha256[:12]}, which is in the recording"
        )


@contextmanager
def _signals() -> Iterator[Callable[[], bool]]:
    """Ctrl+C and a request to terminate end the session in order; a second one ends it at once."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _quiet_collector(*, enabled: bool) -> Iterator[None]:
    """No garbage collection while a person is in the picture: a full one may take 100 ms."""
    if not enabled:
        yield
        return
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
