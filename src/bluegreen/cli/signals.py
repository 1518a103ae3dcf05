# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What signals do while a command works: the same, however the command was started."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

Disposition = Callable[[int, FrameType | None], object] | int | None

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD)


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Let SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt, also where they come in ignored.

    A process inherits what it ignores and blocks (execve(2)), mostly by accident: a shell without
    job control ignores SIGINT and SIGQUIT for what it starts with `&` (POSIX, Shell, 2.11). A
    SIGINT that is sent to this process all the same is meant for it. SIGHUP is left without effect
    where it comes in ignored: nohup does that on request. Programs that are started meanwhile
    ignore none of these signals and block none. Only the main thread may say what signals do; in
    another, and for a signal that another language's code handles, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    found = {one: signal.getsignal(one) for one in SIGNALS}
    before = {one: there for one, there in found.items() if there is not None}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        for one, there in before.items():
            signal.signal(one, _ours(one, there))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        for one, there in before.items():
            signal.signal(one, there)


def _ours(one: signal.Signals, there: Disposition) -> Disposition:
    if one in (signal.SIGINT, signal.SIGTERM):
        return signal.default_int_handler
    if there not in (signal.SIG_IGN, _go_on):
        return _hang_up if one is signal.SIGHUP else there
    # With SIGCHLD ignored the kernel reaps children, and Python takes each for one that ended well.
    return signal.SIG_DFL if one is signal.SIGCHLD else _go_on


def _hang_up(number: int, frame: FrameType | None) -> NoReturn:
    """Interrupt once: kernel and shell both say that a terminal is gone, and undoing goes on."""
    signal.signal(number, _go_on)
    signal.default_int_handler(number, frame)


def _go_on(number: int, frame: FrameType | None) -> None:
    """Do nothing, as SIG_IGN does; but a program that is started inherits no handler."""
