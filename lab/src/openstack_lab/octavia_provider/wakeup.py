# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A bell between the API process and the agent: it says *that* something changed, never what.

A lost ring costs a few seconds and nothing else, because the agent also looks by itself.
"""

import os
import select
import socket
from contextlib import suppress
from pathlib import Path
from types import TracebackType


def ring(path: Path) -> None:
    """Wake the agent listening at `path`, or do nothing when there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell, suppress(OSError):
        bell.setblocking(False)  # noqa: FBT003
        bell.sendto(b"!", str(path))


class Bell:
    """The agent's end of the bell, open for as long as the `with` block."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    def __enter__(self) -> "Bell":
        self._path.unlink(missing_ok=True)
        # The folder decides who may ring. (A chmod would follow a link put there meanwhile.)
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
        """Return True as soon as the bell rings, or False after `seconds`."""
        readable, _, _ = select.select([self._socket], [], [], seconds)
        if not readable:
            return False
        self._silence()
        return True

    def _silence(self) -> None:
        with suppress(BlockingIOError):
            while True:
                self._socket.recv(16)
