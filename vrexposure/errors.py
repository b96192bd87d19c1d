"""Everything this package raises on purpose.

* VRExposureError
  x FileError          a file cannot be used as it is
    + ProtocolError
    + SceneError
    + AssetError       a text table, a font, a model
    + RecordingError
  x SettingError       an option or an identifier that cannot be meant
  x DeviceError        the headset, its runtime, the graphics or the sound cannot be had
    + RuntimeLostError      the OpenXR runtime or its session went away in mid-session
  x RecorderError      the session cannot be written down (disk full, folder read-only)

Every message names the place and the remedy, and fits a patient-free log line. `cli.main` prints
it on one line and ends with the exit code of the class.
"""

from __future__ import annotations


class VRExposureError(Exception):
    """The root: something that a user can cause and can mend."""

    exit_code = 1


class FileError(VRExposureError):
    """A file cannot be used as it is."""

    exit_code = 3


class ProtocolError(FileError):
    """A protocol file cannot be used."""


class SceneError(FileError):
    """A scene file cannot be used."""


class AssetError(FileError):
    """A text table, font or model is missing or damaged."""


class RecordingError(FileError):
    """A recording cannot be read at all, or does not replay."""


class SettingError(VRExposureError):
    """An option or an identifier that cannot be meant."""

    exit_code = 2


class DeviceError(VRExposureError):
    """The headset, its runtime, the graphics or the sound cannot be had."""

    exit_code = 4


class RuntimeLostError(DeviceError):
    """The OpenXR runtime or its session went away while a session ran."""


class RecorderError(VRExposureError):
    """The session cannot be written down."""

    exit_code = 5
