from __future__ import annotations

import pytest
import xr

from vrexposure.errors import DeviceError, RuntimeLostError
from vrexposure.openxr.results import check, explained

R = xr.Result


@pytest.mark.parametrize(
    "code",
    [
        R.SUCCESS,
        R.FRAME_DISCARDED,
        R.SESSION_NOT_FOCUSED,
        R.EVENT_UNAVAILABLE,
    ],
)
def test_a_qualified_success_is_a_success(code: int) -> None:
    assert check(code, "do it") == code


@pytest.mark.parametrize(
    "code", [R.ERROR_INSTANCE_LOST, R.ERROR_SESSION_LOST, R.SESSION_LOSS_PENDING]
)
def test_a_runtime_that_went_away_is_told_as_such(code: int) -> None:
    with pytest.raises(RuntimeLostError, match="start the headset's software again"):
        check(code, "wait")


def test_no_runtime_is_a_device_that_cannot_be_had() -> None:
    with pytest.raises(DeviceError, match="start the headset's software") as caught:
        check(R.ERROR_RUNTIME_UNAVAILABLE, "reach a runtime")

    assert not isinstance(caught.value, RuntimeLostError)


def test_a_code_that_nobody_knows_is_told_by_its_number() -> None:
    with pytest.raises(DeviceError, match="result -1000999001"):
        check(-1000999001, "do it")


def test_what_the_binding_raises_is_told_with_its_remedy() -> None:
    with pytest.raises(DeviceError, match="connect the headset"), explained("find a headset"):
        raise xr.exception.FormFactorUnavailableError


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), explained("divide"):
        _ = 1 // 0
