# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a command ends that does not end well: two lines for people, an exit code for scripts."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from bluegreen.cli.signals import interrupted_by_signals
from bluegreen.errors import BlueGreenError, name_of_defect
from bluegreen.model.printable import printable, printable_lines

INTERRUPTED = 130


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
    except KeyboardInterrupt:
        code, what = INTERRUPTED, ["interrupted"]
        run_next = "bluegreen status shows how far it came, bluegreen resume ends it"
    except BlueGreenError as error:
        code, what, run_next = error.exit_code, [*error.lines], error.run_next
        _show_traceback(stderr, debug=debug)
    except Exception as error:  # a defect: still no traceback unless asked for
        code, what = 1, [name_of_defect(error)]
        run_next = "run the same command with --debug as its first option, and report the output"
        _show_traceback(stderr, debug=debug)
    what[0] = f"error: {what[0]}"
    for line in (*what, f"next: {run_next}") if run_next else what:
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
