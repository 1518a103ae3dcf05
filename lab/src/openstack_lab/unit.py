# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The types of the table: a service runs all the time, a step is done once."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from openstack_lab.lab import Lab

Readiness = Callable[[Lab, datetime], str | None]
"""Given when the process started: None once it serves, else what it still waits for."""


@dataclass(frozen=True)
class Service:
    """A process that the supervisor keeps running.

    `command`, and the values of `environment`, are Jinja2 text with the variables of
    `rendering.variables`. `configuration` names templates, rendered to the same path in `etc/`.
    """

    name: str
    command: str
    ready: Readiness
    needs: tuple[str, ...] = ()
    configuration: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_seconds: int = 15


@dataclass(frozen=True)
class Step:
    """Something done once, and again when `inputs` changes; or at every `lab up` if `always`."""

    name: str
    run: Callable[[Lab], None]
    needs: tuple[str, ...] = ()
    configuration: tuple[str, ...] = ()
    inputs: Callable[[Lab], str] = lambda _lab: ""
    always: bool = False

    def done(self, lab: Lab) -> bool:
        """Tell whether the step was completed with the inputs of now."""
        if self.always:
            return False
        stamp = lab.stamps / self.name
        return stamp.exists() and stamp.read_text() == self._digest(lab)

    def do(self, lab: Lab) -> None:
        """Run the step and remember it; an interrupted one is run again next time."""
        stamp = lab.stamps / self.name
        stamp.unlink(missing_ok=True)
        self.run(lab)
        stamp.write_text(self._digest(lab))

    def _digest(self, lab: Lab) -> str:
        return hashlib.sha256(self.inputs(lab).encode()).hexdigest()


Unit = Service | Step
