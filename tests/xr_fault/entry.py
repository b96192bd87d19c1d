"""The way into the fault runtime: instance, system, events, paths and times."""

from __future__ import annotations

import ctypes

from tests.xr_fault.bodies import Handle, Pointer
from tests.xr_fault.control import R, served
from tests.xr_fault.extras import Extras


class Entry(Extras):
    """What is asked before there is a session, and beside it."""

    @served
    def enumerate_instance_extension_properties(
        self, _layer: bytes, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        count[0] = len(self.extensions)
        for index in range(min(capacity, len(self.extensions))):
            out[index].extension_name = self.extensions[index].encode()

    @served
    def create_instance(self, _info: Pointer, out: Pointer) -> None:
        self.make("instance", out)

    @served
    def destroy_instance(self, instance: Handle) -> None:
        self.let_go()
        self.unmake(instance)
        self.forsake()

    @served
    def get_instance_properties(self, _instance: Handle, out: Pointer) -> None:
        out[0]._runtime_version = (1 << 48) | (2 << 32) | 3
        out[0].runtime_name = self.name.encode()

    @served
    def get_system(self, _instance: Handle, _info: Pointer, out: Pointer) -> None:
        out[0] = 7

    @served
    def get_system_properties(self, _instance: Handle, _system: int, out: Pointer) -> None:
        out[0].system_name = b"fault headset"
        limits = out[0].graphics_properties
        limits.max_swapchain_image_width, limits.max_swapchain_image_height = self.largest_px

    @served
    def poll_event(self, _instance: Handle, out: Pointer) -> int:
        if not self.events:
            return int(R.EVENT_UNAVAILABLE)
        event = self.events.popleft()
        ctypes.memmove(out, ctypes.byref(event), ctypes.sizeof(event))
        return 0

    @served
    def string_to_path(self, _instance: Handle, text: bytes, out: Pointer) -> None:
        if text.decode() not in self.paths:
            self.paths.append(text.decode())
        out[0] = self.paths.index(text.decode())

    @served
    def path_to_string(
        self, _instance: Handle, path: int, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        text = self.paths[path].encode() + b"\0"
        count[0] = len(text)
        if capacity:
            ctypes.memmove(out, text, len(text))

    @served
    def convert_time_to_timespec_time_khr(
        self, _instance: Handle, xr_time_ns: int, out: Pointer
    ) -> None:
        out[0].tv_sec, out[0].tv_nsec = divmod(xr_time_ns, 1_000_000_000)

    @served
    def convert_timespec_time_to_time_khr(
        self, _instance: Handle, timespec: Pointer, out: Pointer
    ) -> None:
        out[0] = timespec[0].tv_sec * 1_000_000_000 + timespec[0].tv_nsec

    @served
    def get_opengl_graphics_requirements_khr(
        self, _instance: Handle, _system: int, _out: Pointer
    ) -> None:
        pass
