from __future__ import annotations

import subprocess
import sys


def test_the_recorder_process_loads_neither_core_nor_display() -> None:
    code = (
        "import sys, vrexposure.recording.process\n"
        "for name in ('numpy', 'pydantic', 'panda3d', 'xr', 'vrexposure.core'):\n"
        "    assert name not in sys.modules, name\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
