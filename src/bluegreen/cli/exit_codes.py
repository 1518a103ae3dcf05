# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a command ends early or badly: signals, two lines for people, an exit code for scripts."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn, TextIO

from bluegreen.errors import BlueGreenError, name_of_defect
from bluegreen.model.text import printable, printable_lines

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


INTERRUPTED = 130


class InterruptedAtQuestion(KeyboardInterrupt):
    """Ctrl-C in answer to the question that comes before anything is changed."""


def exit_code_of(
    act: Callable[[], int], stderr: TextIO, *, debug: bool = False, text: Callable[[str], str] = str
) -> int:
    """Return the exit code of an act; a failure goes to stderr, in two parts.

    SIGTERM, which a CI system sends to a job that is aborted, and SIGHUP, which comes when the
    terminal is gone, interrupt it as Ctrl-C does, so that what was begun is undone; also where
    the parent process ignored them, but for the SIGHUP of nohup. Raises BrokenPipeError as it
    comes: programs in a pipe should end in silence. `text` returns a sentence with its commands as
    they are typed in the program that runs.
    """
    try:
        with interrupted_by_signals():
            return act()
    except BrokenPipeError:
        raise
    except InterruptedAtQuestion:
        code, what, next_step = INTERRUPTED, ["interrupted; nothing was changed"], ""
    except KeyboardInterrupt:
        code, what = INTERRUPTED, ["interrupted"]
        next_step = "bluegreen status, then bluegreen resume, if it was changing anything"
    except BlueGreenError as error:
        code, what, next_step = error.exit_code, [*error.lines], error.next_step
        _show_traceback(stderr, debug=debug)
    except Exception as error:  # a defect: still no traceback unless asked for
        code, what = 1, [name_of_defect(error)]
        next_step = "run the same command with --debug as its first option, and report the output"
        _show_traceback(stderr, debug=debug)
    what[0] = f"error: {what[0]}"
    for line in (*what, f"next: {next_step}") if next_step else what:
        write_stderr(stderr, text(f"{printable(line)}\n"))
    return code


def write_stderr(stderr: TextIO, text: str) -> None:
    """Write a text for people; when nobody can read it any more, neither that nor what follows.

    Output about a change must not stop it half-way, nor take its exit code from it.
    """
    try:
        stderr.write(text)
        stderr.flush()
    except OSError:  # a closed pipe, a terminal that is gone
        # What it still holds would fail once more at the program's end.
        with suppress(OSError), Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), stderr.fileno())


def _show_traceback(stderr: TextIO, *, debug: bool) -> None:
    if debug:
        write_stderr(stderr, printable_lines(traceback.format_exc()))
