# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What signals do to a `lab` command: the same, however the command was started."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_Disposition = Callable[[int, FrameType | None], object] | int | None
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD)
_UMASK = 0o022
"""The services are not root, and have to read what the command makes as root."""


@contextmanager
def nothing_inherited() -> Iterator[None]:
    """Let SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt, also where they come in ignored.

    A process inherits what it ignores, what it blocks and its umask (execve(2)); a shell without
    job control ignores SIGINT and SIGQUIT for what it starts with `&` (POSIX, Shell, 2.11). SIGHUP
    stays without effect where it comes in ignored: nohup asks for that. What is started meanwhile,
    such as the services, ignores none of these signals and blocks none. Only the main thread may
    say what signals do; in another nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in _SIGNALS}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    umask = os.umask(_UMASK)
    try:
        for one, there in before.items():
            signal.signal(one, _ours(one, there))
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        for one, there in before.items():
            signal.signal(one, there)
        os.umask(umask)


def _ours(one: signal.Signals, there: _Disposition) -> _Disposition:
    if one in (signal.SIGINT, signal.SIGTERM):
        return signal.default_int_handler
    if there is not signal.SIG_IGN:
        return signal.default_int_handler if one is signal.SIGHUP else there
    # With SIGCHLD ignored the kernel reaps children, and Python takes each for one that ended well.
    return signal.SIG_DFL if one is signal.SIGCHLD else _go_on


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """Do nothing, as SIG_IGN does; but a program that is started inherits no handler."""
