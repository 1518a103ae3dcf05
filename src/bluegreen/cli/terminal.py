# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A terminal as the output of an operation: sentences on stderr, questions answered on stdin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from bluegreen.errors import Refused, UsageError
from bluegreen.model.printable import printable

if TYPE_CHECKING:
    from bluegreen.model.application import Application
    from bluegreen.operations.plan import Plan


@dataclass(frozen=True)
class Terminal:
    """What an operation writes to and asks. With `yes` every question is answered already.

    `say` writes one sentence; results are not written here.
    """

    say: Callable[[str], None]
    stdin: TextIO
    stderr: TextIO
    yes: bool = False

    def show(self, plan: Plan) -> None:
        """Write the lines of a plan."""
        for line in plan.lines:
            self.say(line)

    def report(self, application: Application) -> None:
        """Write what matters most of an application."""
        from bluegreen.model.summary import headline

        self.say(headline(application))

    def confirm(self, question: str) -> None:
        """Go on only with a yes: by --yes, or typed in answer to the question.

        Raises Refused for any other answer, and UsageError when there is nobody to ask.
        """
        if self.yes:
            return
        if not self.stdin.isatty():
            raise UsageError(
                "this command asks for confirmation before it changes anything, but there is no "
                "terminal",
                "run the same command with --yes, or with --dry-run to see the plan",
            )
        if not self.ask(question):
            raise Refused("not confirmed; nothing was changed")

    def ask(self, question: str) -> bool:
        """Whether a yes is typed in answer to a question."""
        self.stderr.write(f"{printable(question)} [y/N] ")
        self.stderr.flush()
        return self.stdin.readline().strip().lower() in ("y", "yes")
