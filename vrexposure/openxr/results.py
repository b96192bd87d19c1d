"""What OpenXR's result codes mean to the program, and what a person can do about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import xr

from vrexposure.errors import DeviceError, RuntimeLostError

Result = xr.Result

EVENT_UNAVAILABLE = int(Result.EVENT_UNAVAILABLE)
TIMEOUT_EXPIRED = int(Result.TIMEOUT_EXPIRED)
SESSION_NOT_READY = int(Result.ERROR_SESSION_NOT_READY)
SESSION_NOT_STOPPING = int(Result.ERROR_SESSION_NOT_STOPPING)

_RESTART = "start the headset's software again, then the session"
_START = "start the headset's software (SteamVR, Meta Link, Monado) and make it the active runtime"
_CONNECT = "connect the headset and switch it on, or use the desktop"
_REPORT = "restart the headset's software; if it comes again, report it with the log"

_REMEDIES = {
    Result.ERROR_INSTANCE_LOST: _RESTART,
    Result.ERROR_SESSION_LOST: _RESTART,
    Result.SESSION_LOSS_PENDING: _RESTART,
    Result.ERROR_RUNTIME_FAILURE: _START,
    Result.ERROR_RUNTIME_UNAVAILABLE: _START,
    Result.ERROR_INITIALIZATION_FAILED: _START,
    Result.ERROR_FILE_ACCESS_ERROR: _START,
    Result.ERROR_FILE_CONTENTS_INVALID: _START,
    Result.ERROR_API_VERSION_UNSUPPORTED: "update the headset's software",
    Result.ERROR_EXTENSION_NOT_PRESENT: "update the headset's software",
    Result.ERROR_FORM_FACTOR_UNAVAILABLE: _CONNECT,
    Result.ERROR_FORM_FACTOR_UNSUPPORTED: _CONNECT,
    Result.ERROR_GRAPHICS_DEVICE_INVALID: (
        "connect the headset to the graphics card that draws the window, and update its driver"
    ),
    Result.ERROR_LIMIT_REACHED: "close other programs that use the headset",
}

# A success, but the last one: the session is about to be lost, and must be let go.
_LOSS_PENDING = int(Result.SESSION_LOSS_PENDING)
_LOST = frozenset((int(Result.ERROR_INSTANCE_LOST), int(Result.ERROR_SESSION_LOST), _LOSS_PENDING))


def _error(code: int, doing: str) -> DeviceError:
    # Runtimes may return codes of extensions that are newer than this binding.
    known = code in {int(result) for result in Result}
    name = Result(code).name if known else f"result {code}"
    remedy = _REMEDIES.get(Result(code), _REPORT) if known else _REPORT
    kind = RuntimeLostError if code in _LOST else DeviceError
    return kind(f"OpenXR cannot {doing}: {name}; {remedy}")


def check(code: int, doing: str) -> int:
    """Return `code` if it is a success, also a qualified one (FRAME_DISCARDED and the like).

    Raises:
        RuntimeLostError: The runtime or the session went away.
        DeviceError: Any other failure.
    """
    if code < 0 or code == _LOSS_PENDING:
        raise _error(code, doing)
    return code


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Turn the binding's exceptions into ours. For setting up; frames use `check`.

    Raises:
        RuntimeLostError: The runtime or the session went away.
        DeviceError: Any other failure.
    """
    try:
        yield
    except xr.exception.ResultException as error:
        result = error.get_result_enum()
        code = int(result) if result is not None else int(Result.ERROR_RUNTIME_FAILURE)
        raise _error(code, doing) from error
