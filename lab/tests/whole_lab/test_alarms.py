# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Alarms on what the lab measures, through the API that users have."""

import json
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from openstack.config import OpenStackConfig
from openstack.connection import Connection
from openstack_lab.lab import Lab

pytestmark = pytest.mark.lab
PATIENCE_SECONDS = 120
EACH = 8


class Alarms:
    """The alarms of one user, who removes them when done."""

    def __init__(self, user: str) -> None:
        clouds = OpenStackConfig(config_files=[str(Lab.from_environment().paths.clouds_file)])
        self.cloud = Connection(config=clouds.get_one(cloud=user))
        self.project = self.cloud.current_project_id
        self._made: list[str] = []

    def make(self, name: str, query: str, **rule: Any) -> dict[str, Any]:
        """Make an alarm on a query of Prometheus."""
        rule = {"query": query, "comparison_operator": "gt", "threshold": 0} | rule
        made = self._ask(
            "POST", "", json={"name": name, "type": "prometheus", "prometheus_rule": rule}
        )
        self._made.append(made["alarm_id"])
        return made

    def state(self, alarm: str) -> str:
        """Return the state of an alarm."""
        return str(self._ask("GET", f"/{alarm}")["state"])

    def remove_all(self) -> None:
        """Leave nothing."""
        for alarm in self._made:
            self._ask("DELETE", f"/{alarm}")

    def _ask(self, verb: str, path: str, **more: Any) -> Any:
        where = {"service_type": "alarming", "interface": "public"}
        answer = self.cloud.session.request(
            f"/v2/alarms{path}", verb, endpoint_filter=where, **more
        )
        return answer.json() if answer.content else None


@pytest.fixture
def alarms_of() -> Iterator[Any]:
    """Return what gives a user's alarms; afterwards they are gone."""
    known: list[Alarms] = []

    def give(user: str) -> Alarms:
        known.append(Alarms(user))
        return known[-1]

    yield give
    for one in known:
        one.remove_all()


def test_an_alarm_tells_what_prometheus_knows(alarms_of: Any) -> None:
    """`up` is 1 while Prometheus reaches Ceilometer."""
    alarms = alarms_of("admin")
    alarm = alarms.make("measured", "up")["alarm_id"]

    deadline = time.monotonic() + PATIENCE_SECONDS
    while alarms.state(alarm) != "alarm" and time.monotonic() < deadline:
        time.sleep(1)

    assert alarms.state(alarm) == "alarm"


def test_alarms_that_are_made_together_keep_to_their_own_projects(alarms_of: Any) -> None:
    """Aodh mixes them up when its API has threads, so the lab's has one (aodh 23)."""
    users = [alarms_of("demo"), alarms_of("other")]

    def make(number: int) -> str:
        return str(users[number % 2].make(f"mine {number}", "up")["alarm_id"])

    with ThreadPoolExecutor(2 * EACH) as pool:
        made = set(pool.map(make, range(2 * EACH)))

    scopes = [(project, rule) for alarm, project, rule in in_the_database() if alarm in made]
    assert len(scopes) == 2 * EACH
    assert {project for project, _ in scopes} == {one.project for one in users}
    assert [one for one in scopes if one[0] != one[1]["scope_to_project"]] == []


def in_the_database() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return the id, project and rule of every alarm: the API does not show the rule's project."""
    socket = Lab.from_environment().paths.service_sockets / "mariadb.sock"
    query = "SELECT alarm_id, project_id, rule FROM alarm"
    command = ["mariadb", "--no-defaults", f"--socket={socket}", "--batch", "--raw"]
    told = subprocess.run(
        [*command, "--skip-column-names", "aodh", "-e", query],
        capture_output=True,
        text=True,
        check=True,
    )
    for line in told.stdout.splitlines():
        alarm, project, rule = line.split("\t")
        yield alarm, project, json.loads(rule)
