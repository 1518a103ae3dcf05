# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`lab status`: which services run and serve, and which steps are not done."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from openstack_lab.engine.supervision import Supervisor
from openstack_lab.engine.unit import Process, Service, Step
from openstack_lab.lab import Lab, url
from openstack_lab.services import services_of, units_of

_AT_ONCE = 8


@dataclass(frozen=True)
class Line:
    """One service; `lacks` says what keeps it from serving, None if nothing does."""

    service: str
    pid: int | None
    state: str
    lacks: str | None


@dataclass(frozen=True)
class Status:
    """The whole lab; `unfinished` names the steps that are not done, or not with today's inputs."""

    directory: str
    services: tuple[Line, ...]
    unfinished: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """Tell whether every service serves and every step is done."""
        return not self.unfinished and all(line.lacks is None for line in self.services)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self) | {"is_well": self.is_well, "horizon": url("horizon", "/")}

    def as_text(self) -> str:
        """Return it as a table, and a sentence if something is wrong."""
        rows = [("SERVICE", "PID", "STATE", "SERVES")]
        for line in self.services:
            serves = f"no: {line.lacks}" if line.lacks else "yes"
            rows.append((line.service, str(line.pid or "-"), line.state, serves))
        text = [f"{name:<26} {pid:>7}  {state:<9} {serves}" for name, pid, state, serves in rows]
        if self.unfinished:
            text.append(f"Not done: {', '.join(self.unfinished)}.")
        if not self.is_well:
            text.append("The lab is not healthy; `lab up` repairs it or names the cause.")
        return "\n".join(text) + "\n"


def look_at(lab: Lab) -> Status:
    """Ask every service, and Neutron, Nova and Heat for signs of life of those without an API."""
    processes = Supervisor(lab).processes()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        lines = pool.map(lambda service: _line(lab, service, processes), services_of(lab).values())
        steps = (unit for unit in units_of(lab).values() if isinstance(unit, Step))
        return Status(str(lab.directory), tuple(lines), tuple(_unfinished(lab, steps)))


def _line(lab: Lab, service: Service, processes: Mapping[str, Process]) -> Line:
    process = processes.get(service.name)
    if process is None:
        return Line(service.name, None, "STOPPED", "not started")
    if not process.runs:
        return Line(service.name, None, process.state, "does not run")
    return Line(service.name, process.pid, process.state, service.ready(lab, process))


def _unfinished(lab: Lab, steps: Iterable[Step]) -> Iterable[str]:
    return (step.name for step in steps if not step.always and not step.done(lab))
