# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Starts services, waits until they serve, and repairs those that run but do not serve."""

import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from openstack_lab.engine.logs import cause
from openstack_lab.engine.progress import Progress
from openstack_lab.engine.supervision import Supervisor
from openstack_lab.engine.unit import Service, Step, Unit
from openstack_lab.errors import Interrupted, LabError
from openstack_lab.lab import Lab

READY_SECONDS = 180.0
"""For a service that was just started."""
RUNNING_SECONDS = 60.0
"""For one that has run for longer: it should serve, unless what it needs has just come back."""
_OFTEN_SECONDS = 30.0
_BETWEEN_CHECKS = (0.5, 3.0)
"""Seconds, in the first half a minute and later: each check of a broken service fills its log."""
_redoing = threading.Lock()


class Serving:
    """The services of one `lab up`."""

    def __init__(
        self, lab: Lab, supervisor: Supervisor, progress: Progress, over: threading.Event
    ) -> None:
        self._lab = lab
        self._over = over
        self._supervisor = supervisor
        self._progress = progress

    def start(self, service: Service, units: Mapping[str, Unit]) -> None:
        """Return once a service serves.

        One that does not is restarted, and then once more after the steps that it needs have run
        again. Raises LabError, with the last error in its log, when that does not help either, and
        Interrupted once `over` is set.
        """
        self._progress.begin(service.name)
        seconds = self._patience(service)
        self._supervisor.start(service.name)
        reason = self._wait(service, seconds)
        # Others have built on a process that must not be restarted alone.
        if reason and service.start_again:
            reason = self._start_again(service, reason, ())
            steps = steps_to_redo(service, units)
            if reason and steps:
                reason = self._start_again(service, reason, steps)
        if reason:
            raise LabError(
                f"{service.name} does not serve: {reason}. Its last error:\n"
                f"    {cause(self._lab.paths.logs / f'{service.name}.log')}",
                f"Read `lab logs {service.name}`, fix the cause and run `lab up` again; `lab wipe`"
                " and `lab up` make a new lab.",
            )
        self._progress.done(service.name, "serves")

    def _start_again(self, service: Service, reason: str, steps: Sequence[Step]) -> str | None:
        names = ", ".join(step.name for step in steps)
        doing = f"running {names} again, then restarting it" if names else "restarting it"
        self._progress.say(f"{service.name} does not serve ({reason}): {doing}")
        self._supervisor.stop(service.name)
        with _redoing:
            for step in steps:
                step.do(self._lab)
        self._supervisor.start(service.name)
        return self._wait(service, READY_SECONDS)

    def _patience(self, service: Service) -> float:
        process = self._supervisor.processes().get(service.name)
        if process is None or not process.runs:
            return READY_SECONDS
        ran = (datetime.now(UTC) - process.started).total_seconds()
        return max(RUNNING_SECONDS, READY_SECONDS - ran)

    def _wait(self, service: Service, seconds: float) -> str | None:
        begun = time.monotonic()
        while reason := self._not_ready(service):
            waited = time.monotonic() - begun
            if waited > seconds or reason.startswith("FATAL"):
                return reason
            self._progress.waits_for(service.name, reason)
            if self._over.wait(_BETWEEN_CHECKS[waited > _OFTEN_SECONDS]):
                raise Interrupted
        return None

    def _not_ready(self, service: Service) -> str | None:
        process = self._supervisor.processes().get(service.name)
        if process is None or not process.runs:
            return process.state if process else "unknown to the supervisor"
        return service.ready(self._lab, process)


def steps_to_redo(service: Service, units: Mapping[str, Unit]) -> list[Step]:
    """Return the steps that a service needs and that may be done again without a loss."""
    needed = (units[name] for name in service.needs)
    return [unit for unit in needed if isinstance(unit, Step) and unit.mends]
