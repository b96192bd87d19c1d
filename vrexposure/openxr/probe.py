"""Whether there is a headset, said without opening it: for `doctor`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from vrexposure.errors import DeviceError


@dataclass(frozen=True, slots=True)
class RuntimeReport:
    """What was found.

    Attributes:
        runtime: The active runtime's name, "" if there is none that answers.
        version: Its own version.
        system: The headset's name, "" if none is connected.
        extensions: What the runtime can do.
        draws: Whether it takes OpenGL pictures.
        problem: What is missing and what to do about it, one line; "" if a session can start.
    """

    runtime: str = ""
    version: str = ""
    system: str = ""
    extensions: tuple[str, ...] = ()
    draws: bool = False
    problem: str = ""


def probe() -> RuntimeReport:
    """Ask the active runtime. Needs no OpenGL context, draws nothing, raises nothing."""
    try:
        # The binding loads the libraries of the loader and of OpenGL when it is imported.
        import xr

        from vrexposure.openxr import instance as instances
    except (ImportError, OSError, AttributeError, TypeError) as error:
        return RuntimeReport(
            problem=f"the OpenXR binding cannot be loaded ({error}); install libgl1 and pyopenxr"
        )
    report = RuntimeReport()
    try:
        offered = instances.offered_extensions()
        report = replace(
            report,
            extensions=tuple(sorted(offered)),
            draws=instances.OPENGL_EXTENSION in offered,
        )
        instance = instances.create_instance("vrexposure doctor", ())
        try:
            runtime, version = instances.name_runtime(instance)
            report = replace(report, runtime=runtime, version=version)
            info = instances.describe(instance, instances.find_headset(instance))
            report = replace(report, system=info.system)
            instances.choose_extensions(offered, graphics=True)
        finally:
            with suppress(xr.exception.ResultException):
                xr.destroy_instance(instance)
    except DeviceError as error:
        report = replace(report, problem=str(error))
    return report
