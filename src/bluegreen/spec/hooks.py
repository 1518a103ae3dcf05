# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about hooks: the user's programs before and after each stage."""

from __future__ import annotations

from typing import Literal

from bluegreen.spec.program import Executable
from bluegreen.spec.section import Section, default
from bluegreen.spec.values import Duration

Moment = Literal[
    "before_deploy",
    "after_deploy",
    "before_check",
    "after_check",
    "before_switch",
    "after_switch",
    "before_rollback",
    "after_rollback",
    "before_retire",
    "after_retire",
]


class Hooks(Section):
    """Executables; paths are relative to the specification."""

    before_deploy: Executable = None
    """Runs before a release is built; may refuse it."""
    after_deploy: Executable = None
    """Runs once the release is healthy on the idle side."""
    before_check: Executable = None
    """Runs before the checks; may refuse them."""
    after_check: Executable = None
    """Runs after the checks, whatever their result."""
    before_switch: Executable = None
    """Runs before production moves; may refuse the switch."""
    after_switch: Executable = None
    """Runs once production has moved."""
    before_rollback: Executable = None
    """Runs before production moves back; may refuse the rollback."""
    after_rollback: Executable = None
    """Runs once production has moved back."""
    before_retire: Executable = None
    """Runs before the idle side is shrunk or removed; may refuse it."""
    after_retire: Executable = None
    """Runs once the idle side is shrunk or removed."""
    timeout: Duration = default("5m")
    """Time limit of each hook."""

    def program(self, moment: Moment) -> Executable:
        """Return the program for a moment, or None."""
        program: Executable = getattr(self, moment)
        return program
