# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What an operation writes to where no person is asked: in a script, behind a web page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bluegreen.model.application import Application
from bluegreen.model.summary import headline
from bluegreen.operations.plan import Plan


@dataclass(frozen=True)
class Unattended:
    """An output that gives every line to one function, such as `print`, and never asks."""

    say: Callable[[str], None]

    def show(self, plan: Plan) -> None:
        """Give the lines of a plan."""
        for line in plan.lines:
            self.say(line)

    def report(self, application: Application) -> None:
        """Give what matters most of an application."""
        self.say(headline(application))

    def confirm(self, question: str) -> None:
        """Take the answer for yes: the program that orders the operation has decided."""
