"""The functions called while a session runs, fetched once.

The binding's own wrappers look each function up again and build a result object for every call;
these are the bare functions of the runtime. They return integers: see `results.check`.
"""

from __future__ import annotations

import ctypes
import typing
from collections.abc import Callable

import xr

from vrexposure.openxr.results import check

Function = Callable[..., int]


def fetch(instance: typing.Any, name: str, signature: typing.Any) -> Function:
    """One function of the runtime.

    Raises:
        DeviceError: The runtime has no such function.
    """
    found = xr.PFN_xrVoidFunction()
    code = xr.raw_functions.xrGetInstanceProcAddr(instance, name.encode(), ctypes.byref(found))
    check(int(code), f"find {name}")
    function: Function = ctypes.cast(found, signature)
    return function


class Calls:
    """The functions of one instance."""

    poll_event: Function
    begin_session: Function
    end_session: Function
    request_exit_session: Function
    wait_frame: Function
    begin_frame: Function
    end_frame: Function
    locate_space: Function
    locate_views: Function
    sync_actions: Function
    get_action_state_boolean: Function
    get_action_state_pose: Function
    get_action_state_vector2f: Function
    acquire_swapchain_image: Function
    wait_swapchain_image: Function
    release_swapchain_image: Function

    def __init__(self, instance: typing.Any) -> None:
        """Fetch them all.

        Raises:
            DeviceError: The runtime lacks one.
        """
        for attribute in Calls.__annotations__:
            name = "xr" + "".join(word.capitalize() for word in attribute.split("_"))
            setattr(self, attribute, fetch(instance, name, getattr(xr, f"PFN_{name}")))
