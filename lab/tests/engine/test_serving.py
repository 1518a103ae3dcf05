# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`lab up` repairs a service that runs and does not serve, or names the cause."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from openstack_lab.engine import serving
from openstack_lab.engine.progress import Progress
from openstack_lab.engine.serving import Serving, steps_to_redo
from openstack_lab.engine.unit import Process, Service, Step
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab
from openstack_lab.services import SERVICES, UNITS


@dataclass
class Supervisor:
    """Keeps one process running, and what was asked of it."""

    asked: list[str] = field(default_factory=list)
    state: str = "RUNNING"

    def start(self, name: str) -> None:
        """Note it."""
        self.asked.append(f"start {name}")

    def stop(self, name: str) -> None:
        """Note it."""
        self.asked.append(f"stop {name}")

    def processes(self) -> dict[str, Process]:
        """Return the only one, which has run for ages."""
        return {"door": Process(self.state, 1, datetime(2020, 1, 1, tzinfo=UTC))}


@pytest.fixture
def supervisor() -> Supervisor:
    """Return a supervisor whose one process runs."""
    return Supervisor()


@pytest.fixture
def start(
    lab: Lab, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Service, Step], None]:
    """Start a service that needs one step; no time passes while it waits."""
    monkeypatch.setattr(serving, "READY_SECONDS", -1.0)
    monkeypatch.setattr(serving, "RUNNING_SECONDS", -1.0)

    def begin(service: Service, step: Step) -> None:
        one = Serving(lab, supervisor, Progress(), threading.Event())  # type: ignore[arg-type]
        one.start(service, {step.name: step, service.name: service})

    return begin


def _service(supervisor: Supervisor, *, serves_after: str, start_again: bool = True) -> Service:
    def ready(_lab: Lab, _process: Process) -> str | None:
        return None if serves_after in supervisor.asked else "HTTP 500"

    return Service("door", "door", ready, needs=("paint",), start_again=start_again)


def _step(supervisor: Supervisor, *, mends: bool = True) -> Step:
    return Step("paint", lambda _lab: supervisor.asked.append("paint"), mends=mends)


def test_what_serves_is_left_alone(supervisor: Supervisor, start: Callable[..., None]) -> None:
    """Starting what runs does nothing."""
    start(_service(supervisor, serves_after="start door"), _step(supervisor))

    assert supervisor.asked == ["start door"]


def test_what_does_not_serve_is_started_again_first(
    supervisor: Supervisor, start: Callable[..., None]
) -> None:
    """That costs the least, and often is enough."""
    start(_service(supervisor, serves_after="stop door"), _step(supervisor))

    assert supervisor.asked == ["start door", "stop door", "start door"]


def test_then_its_steps_are_done_again(supervisor: Supervisor, start: Callable[..., None]) -> None:
    """Their result may have been spoiled since."""
    start(_service(supervisor, serves_after="paint"), _step(supervisor))

    assert supervisor.asked[-3:] == ["stop door", "paint", "start door"]


def test_a_service_that_cannot_be_mended_fails_with_the_last_error_of_its_log(
    lab: Lab, supervisor: Supervisor, start: Callable[..., None]
) -> None:
    """Not with the end of a page that the error was shown on."""
    (lab.paths.logs / "door.log").write_text(
        "Traceback (most recent call last):\n  File 'x'\nhinges.errors.RustError: too old\n"
        "</body>\n</html>\n"
    )

    with pytest.raises(LabError, match=r"HTTP 500.*\n.*RustError: too old") as failure:
        start(_service(supervisor, serves_after="never"), _step(supervisor))

    assert supervisor.asked.count("start door") == 3
    assert "lab logs door" in failure.value.remedy


def test_a_process_that_others_have_built_on_is_not_restarted_alone(
    supervisor: Supervisor, start: Callable[..., None]
) -> None:
    """The devices of all networks end with Open vSwitch."""
    with pytest.raises(LabError):
        start(_service(supervisor, serves_after="never", start_again=False), _step(supervisor))

    assert supervisor.asked == ["start door"]


def test_a_step_that_would_lose_data_is_not_done_again(supervisor: Supervisor) -> None:
    """MariaDB's files are made once: made again, all databases would be empty."""
    step = _step(supervisor, mends=False)

    assert steps_to_redo(_service(supervisor, serves_after=""), {"paint": step}) == []
    assert steps_to_redo(SERVICES["mariadb"], UNITS) == []
    assert [step.name for step in steps_to_redo(SERVICES["horizon"], UNITS)] == ["horizon-static"]
