# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The types of the table: a service runs all the time, a step is done once."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from openstack_lab.errors import LabError
from openstack_lab.lab import Lab


@dataclass(frozen=True)
class Process:
    """A service as the supervisor sees it."""

    state: str
    pid: int
    started: datetime

    @property
    def runs(self) -> bool:
        """Tell whether the process is there."""
        return self.state in ("STARTING", "RUNNING")


Readiness = Callable[[Lab, Process], str | None]
"""Given a process that runs: None once it serves, else what it still waits for."""


@dataclass(frozen=True)
class Service:
    """A process that the supervisor keeps running.

    `command`, and the values of `environment`, are Jinja2 text with the variables of
    `rendering.variables`. `configuration` names templates, rendered to the same path in `etc/`.
    It runs as the lab's own system user, or `as_root` if it changes the machine: its network, its
    processes or its namespaces. To stop it, SIGTERM goes to its first process, and to the others
    too if `stop_children`; what then lives longer than `stop_seconds` is killed. If it ends on
    its own it is restarted. Where others have built on the process itself, `start_again` is
    false: the next `lab up` then restarts everything.
    """

    name: str
    command: str
    ready: Readiness
    needs: tuple[str, ...] = ()
    configuration: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_seconds: int = 15
    stop_children: bool = True
    start_again: bool = True
    as_root: bool = False


@dataclass(frozen=True)
class Step:
    """Something done once, and again when `inputs` changes; or at every `lab up` if `always`.

    `run` may have been interrupted before, at any point: it must be able to start over. `lacks`
    looks at the result, whatever the programs of `run` ended with: None if all of it is there, else
    what is not, as a clause. `mends` says that the step may be done again, at no loss of data, for
    a service that does not serve.
    """

    name: str
    run: Callable[[Lab], None]
    needs: tuple[str, ...] = ()
    configuration: tuple[str, ...] = ()
    inputs: Callable[[Lab], str] = lambda _lab: ""
    always: bool = False
    lacks: Callable[[Lab], str | None] = lambda _lab: None
    mends: bool = False

    def done(self, lab: Lab) -> bool:
        """Tell whether the step was completed with the inputs of now."""
        if self.always:
            return False
        stamp = lab.paths.stamps / self.name
        return stamp.exists() and stamp.read_text() == self._digest(lab)

    def do(self, lab: Lab) -> None:
        """Run the step, look at its result and remember it; else it is run again next time.

        Raises LabError when the result is not there.
        """
        stamp = lab.paths.stamps / self.name
        if stamp.exists():
            stamp.write_text("started again")
        self.run(lab)
        if reason := self.lacks(lab):
            raise LabError(
                f"{self.name} finished, but {reason}.",
                "Read `lab logs --errors`, then run `lab up` again.",
            )
        stamp.write_text(self._digest(lab))

    def _digest(self, lab: Lab) -> str:
        return hashlib.sha256(self.inputs(lab).encode()).hexdigest()


Unit = Service | Step
