"""A session in which something happens in the middle of a movement, run as a process of its own.

The program's own session with its simulated people, as in `session`. In the middle of a trial

* `recentre`: the patient has moved aside and turned, and R is pressed in the window;
* `kill`: the OpenXR service is killed (-9), and after a while another one is started in its place.

It prints one JSON object a line: what was done, what the window and the View showed meanwhile, how
many names OpenGL had given out, what was on disk, and last of all what the session left behind.

    python -m tests.openxr.mishap FOLDER recentre|kill
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
import typing
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import panda3d.core as p3d
from typing_extensions import override

from tests.openxr.remote import BodyState, HandState, RemoteHeadset
from tests.openxr.session import PROTOCOL, SEED, people_in_the_program, say
from tests.openxr.watchdog import OPENING_S, Watchdog
from tests.openxr.watched_eyes import Glass, looking_through
from tests.render.names import gl_names
from vrexposure.app import running
from vrexposure.app.preparing import Wanted
from vrexposure.core.geometry import Pose, Vec3, quat_from_yaw
from vrexposure.core.inputs import Frame, Tick
from vrexposure.core.observations import RepetitionDone
from vrexposure.core.outputs import Observed, Output, TrialBegan
from vrexposure.core.view import Phase, View
from vrexposure.ports import ViewSink

ASIDE_M, TURN_RAD = Vec3(0.4, 0.3, 0.0), 0.35
_AWAY_S = 3.0
_PAUSED_S = 2.0
_STEPS_ASIDE = 30

Course = Iterator[None]


class MovedRemote(RemoteHeadset):
    """A headset whose wearer may be somewhere else than they think, and whose driver may go away.

    Attributes:
        aside: How far they have moved, 0 to 1 of `ASIDE_M` and `TURN_RAD`.
    """

    aside = 0.0

    @override
    def send(self, body: BodyState) -> None:
        try:
            super().send(self._moved(body))
        except OSError:
            self._try_again()

    def _try_again(self) -> None:
        self.close()
        with suppress(OSError):  # not there yet
            self._connect()

    def _moved(self, body: BodyState) -> BodyState:
        return BodyState(self._place(body.head), self._hand(body.left), self._hand(body.right))

    def _hand(self, hand: HandState) -> HandState:
        return replace(hand, pose=self._place(hand.pose))

    def _place(self, pose: Pose) -> Pose:
        turn = quat_from_yaw(self.aside * TURN_RAD)
        place = turn.rotate(pose.position).plus(ASIDE_M.scaled(self.aside))
        return Pose(place, turn.times(pose.orientation))


class Mishap(ViewSink):
    """Lets things happen when the session has come so far; sees and hears what comes of it."""

    def __init__(self, glass: Glass, remote: MovedRemote, folder: Path, stack: ExitStack) -> None:
        """`stack` ends what was started on the way."""
        self._glass = glass
        self._remote = remote
        self._folder = folder
        self._stack = stack
        self._view = View()
        self._frames = 0
        self._repetitions = 0
        self._course: Course = iter(())

    def follow(self, course: Course) -> None:
        """This is what is to happen: a step for every moment."""
        self._course = course

    def heard(self, outputs: Sequence[Output]) -> None:
        """Count the repetitions of the trial in flight."""
        for output in outputs:
            if isinstance(output, TrialBegan):
                self._repetitions = 0
            elif isinstance(output, Observed) and isinstance(output.observation, RepetitionDone):
                self._repetitions += 1

    @override
    def show(self, view: View, moment: Frame | Tick) -> None:
        self._view = view
        self._frames += isinstance(moment, Frame)
        next(self._course, None)

    def recentre(self) -> Course:
        """The patient moves aside and turns; R is pressed."""
        yield from self._until_mid_trial()
        for step in range(_STEPS_ASIDE):
            self._remote.aside = (step + 1) / _STEPS_ASIDE
            yield
        self._press("r")
        say(pressed="r", repetitions=self._repetitions)
        yield from self._until(lambda: self._view.phase is Phase.PAUSED)
        yield from self._for(_PAUSED_S)
        self._end()

    def kill(self) -> Course:
        """The service is killed; another one is started; the session is taken up again."""
        yield from self._until_mid_trial()
        say(names=gl_names(), repetitions=self._repetitions)
        self._picture("before")
        os.kill(int(os.environ["MONADO_PID"]), signal.SIGKILL)
        say(killed=time.monotonic())
        yield from self._until(lambda: self._view.phase is Phase.PAUSED)
        frames = self._frames
        yield from self._for(_AWAY_S)
        assert self._frames == frames, "frames came from a runtime that is gone"
        self._picture("away")
        self._keep_what_is_on_disk()
        self._start_service()
        yield from self._until(lambda: self._frames > frames)
        say(returned=time.monotonic(), phase=self._view.phase)
        yield from self._for(_PAUSED_S)
        self._picture("back")
        yield from self._until(lambda: self._view.phase is Phase.RUNNING)
        yield from self._until_mid_trial()
        say(names=gl_names(), repetitions=self._repetitions)
        self._end()

    def _until(self, done: Callable[[], bool]) -> Course:
        while not done():
            yield

    def _for(self, seconds: float) -> Course:
        end_s = time.monotonic() + seconds
        yield from self._until(lambda: time.monotonic() >= end_s)

    def _until_mid_trial(self) -> Course:
        self._repetitions = 0
        return self._until(lambda: self._repetitions > 0)

    def _press(self, key: str) -> None:
        window = self._glass.stage.window
        assert isinstance(window, p3d.GraphicsWindow)
        button = p3d.ButtonRegistry.ptr().get_button(key)
        device = typing.cast("p3d.GraphicsWindowInputDevice", window.get_input_device(0))
        device.button_down(button)
        device.button_up(button)

    def _picture(self, name: str) -> None:
        """What the window shows now, where, and what the panel says."""
        path = self._folder / f"{name}.png"
        assert self._glass.stage.screenshot(path)
        panel = self._view.panel
        body = [] if panel is None else [text.key for text in panel.body]
        say(window=str(path), name=name, place=self._view.place, panel=body)

    def _keep_what_is_on_disk(self) -> None:
        """A copy of the recording as it would be found if the machine went off now."""
        (session,) = (self._folder / "p-1").iterdir()
        kept = self._folder / "on-disk"
        shutil.copytree(session, kept)
        say(kept=str(kept))

    def _start_service(self) -> None:
        """The same service at the same socket; it ends with this program, however that ends."""
        log = self._stack.enter_context((self._folder / "service.log").open("wb"))
        service = self._stack.enter_context(
            subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "monado-service"], stdout=log, stderr=log
            )
        )
        self._stack.callback(service.kill)
        say(started=time.monotonic())

    def _end(self) -> None:
        say(ending=self._view.phase)
        os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Run the session; 0 when it was ended in order."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", choices=["recentre", "kill"])
    options = parser.parse_args()
    watchdog = Watchdog()
    with ExitStack() as stack:
        glass = stack.enter_context(looking_through(every=1_000_000))
        remote = MovedRemote()
        mishap = Mishap(glass, remote, options.folder, stack)
        mishap.follow(mishap.kill() if options.what == "kill" else mishap.recentre())
        stack.enter_context(
            people_in_the_program(watchdog, glass, None, mishap, listeners=[mishap], remote=remote)
        )
        outcome = running.run_session(
            Wanted(str(PROTOCOL), "p-1", options.folder, ["sit-to-stand"], seed=SEED),
            display="headset",
            input_kind="openxr",
            language="en",
            minutes=None,
            say=lambda line: say(said=line),
        )
        watchdog.watch(OPENING_S)
    say(folder=str(outcome.folder), complete=outcome.complete)
    return 0


if __name__ == "__main__":
    sys.exit(main())
