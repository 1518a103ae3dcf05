# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Wakes the agent from the API process: the message says *that* something changed, never what.

A lost message costs a few seconds and nothing else, because the agent polls the API as well.
"""

import os
import select
import socket
from contextlib import suppress
from pathlib import Path
from types import TracebackType


def wake(path: Path) -> None:
    """Wake the agent listening at `path`, or do nothing when there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender, suppress(OSError):
        sender.setblocking(False)  # noqa: FBT003
        sender.sendto(b"!", str(path))


class WakeupSocket:
    """The agent's end of the socket, open for as long as the `with` block."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    def __enter__(self) -> "WakeupSocket":
        self._path.unlink(missing_ok=True)
        # The folder decides who may send. (A chmod would follow a link put there meanwhile.)
        mask = os.umask(0o111)
        try:
            self._socket.bind(str(self._path))
        finally:
            os.umask(mask)
        self._socket.setblocking(False)  # noqa: FBT003
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def wait(self, seconds: float) -> bool:
        """Return True as soon as a message comes, or False after `seconds`."""
        readable, _, _ = select.select([self._socket], [], [], seconds)
        if not readable:
            return False
        self._drain()
        return True

    def _drain(self) -> None:
        with suppress(BlockingIOError):
            while True:
                self._socket.recv(16)
