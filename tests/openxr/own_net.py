"""Runs a command in a network of its own, in which there is the loopback alone, and that is up.

Monado's remote headset listens on a fixed port: a second service needs a second network.

    python -m tests.openxr.own_net COMMAND...
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

_SIOCSIFFLAGS = 0x8914
_IFF_UP = 1


def raise_loopback() -> None:
    """`ip link set lo up`, where there is no `ip`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", _IFF_UP))


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        raise_loopback()
        os.execvp(sys.argv[2], sys.argv[2:])
    again = [sys.executable, "-m", "tests.openxr.own_net", "--inside", *sys.argv[1:]]
    os.execvp("unshare", ["unshare", "--net", *again])
