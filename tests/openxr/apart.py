"""Runs a command with a network and a shared memory of its own, for a service of its own.

Monado's remote headset listens on a fixed port, and all services share a file of a fixed name in
/dev/shm: two that work at once would stop each other.

    python -m tests.openxr.apart COMMAND...
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys

_SIOCSIFFLAGS = 0x8914
_IFF_UP = 1
_INSIDE = "--inside"


def raise_loopback() -> None:
    """`ip link set lo up`, where there is no `ip`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", _IFF_UP))


def main() -> None:
    """Become the command, inside."""
    if sys.argv[1] != _INSIDE:
        again = [sys.executable, "-m", "tests.openxr.apart", _INSIDE, *sys.argv[1:]]
        # Mounts are nobody else's already where this runs (tools/in-root.sh).
        alone = ["unshare", "--net", "--mount", "--propagation", "unchanged"]
        os.execvp("unshare", [*alone, *again])
    raise_loopback()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/dev/shm"], check=True)
    os.execvp(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
