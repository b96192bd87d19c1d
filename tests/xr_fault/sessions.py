"""The fault runtime's sessions and frames: what may follow what."""

from __future__ import annotations

import ctypes

import xr

from tests.xr_fault.bodies import Handle, Pointer
from tests.xr_fault.control import R, served
from tests.xr_fault.extras import Extras
from tests.xr_fault.gallerist import Gallerist
from tests.xr_fault.progress import read_pose


class Sessions(Gallerist, Extras):
    """From the creation of a session to its end, frame by frame."""

    @served
    def create_session(self, _instance: Handle, info: Pointer, out: Pointer) -> int | None:
        if info[0]._next and not self.calls["xrGetOpenGLGraphicsRequirementsKHR"]:
            return self.breach("session without asking", R.ERROR_GRAPHICS_REQUIREMENTS_CALL_MISSING)
        self.note_binding(info[0]._next)
        self.make("session", out)
        return None

    @served
    def destroy_session(self, session: Handle) -> None:
        self.let_go()
        self.unmake(session)

    @served
    def begin_session(self, _session: Handle, _info: Pointer) -> int | None:
        if self.running:
            return self.breach("begun twice", R.ERROR_SESSION_RUNNING)
        if not self.ready:
            return int(R.ERROR_SESSION_NOT_READY)
        self.running, self.ready = True, False
        return None

    @served
    def end_session(self, _session: Handle) -> int | None:
        if not self.running:
            return self.breach("ended twice", R.ERROR_SESSION_NOT_RUNNING)
        if not self.stopping:
            return int(R.ERROR_SESSION_NOT_STOPPING)
        if self.waited or self.begun:
            self.breach("ended in mid-frame", R.ERROR_CALL_ORDER_INVALID)
        self.running = self.stopping = False
        return None

    @served
    def request_exit_session(self, _session: Handle) -> int | None:
        if not self.running:
            return self.breach("exit of no session", R.ERROR_SESSION_NOT_RUNNING)
        states = xr.SessionState
        self.enter(
            states.VISIBLE, states.SYNCHRONIZED, states.STOPPING, states.IDLE, states.EXITING
        )
        return None

    @served
    def wait_frame(self, _session: Handle, _info: Pointer, out: Pointer) -> int | None:
        if not self.running:
            return self.breach("waited without a session", R.ERROR_SESSION_NOT_RUNNING)
        if self.waited:
            return self.breach("waited twice", R.ERROR_CALL_ORDER_INVALID)
        self.waited, self.synced = True, False
        self.clock.pass_by(self.period_ns + (self.blocks_ns.popleft() if self.blocks_ns else 0))
        self.predicted_ns = self.time_ns + self.ahead_ns
        out[0].predicted_display_time = self.predicted_ns
        out[0].predicted_display_period = self.period_ns
        out[0].should_render = self.should_render
        return None

    @served
    def begin_frame(self, _session: Handle, _info: Pointer) -> int | None:
        if not self.waited:
            return self.breach("begun without waiting", R.ERROR_CALL_ORDER_INVALID)
        self.begun_frames += 1
        self.waited, discarded, self.begun = False, self.begun, True
        return self.breach("never ended", R.FRAME_DISCARDED) if discarded else None

    @served
    def end_frame(self, _session: Handle, info: Pointer) -> int | None:
        if not self.begun:
            return self.breach("ended what was not begun", R.ERROR_CALL_ORDER_INVALID)
        if self.lent:
            self.breach("ended with a picture in hand", R.ERROR_LAYER_INVALID)
        if info[0].display_time != self.predicted_ns:
            self.breach("ended at another time", R.ERROR_TIME_INVALID)
        self.begun = False
        self.layers.append(info[0].layer_count)
        if info[0].layer_count:
            layer = ctypes.cast(info[0]._layers[0], ctypes.POINTER(xr.CompositionLayerProjection))[
                0
            ]
            views = [layer._views[eye] for eye in range(2)]
            self.submitted.append([read_pose(view.pose) for view in views])
            self.judge_layer(views)
        return None
