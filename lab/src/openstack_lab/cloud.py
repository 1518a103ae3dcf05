# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lab's own view of its cloud, through the public APIs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import Any

from openstack_lab.lab import ORDINARY_USERS, REGION, Lab, url, write_private
from openstack_lab.rendering import render_file

_one_at_a_time = Lock()


@dataclass(frozen=True)
class Report:
    """A sign of life of an agent or a service without an API."""

    binary: str
    alive: bool
    heard: datetime


def write_clouds_file(lab: Lab) -> None:
    """Write the `clouds.yaml` with an entry for the administrator and each ordinary user."""
    users = ("admin", *ORDINARY_USERS)
    write_private(
        lab.clouds_file,
        render_file(lab, "clouds.yaml", users=users, auth_url=url("keystone", "/v3")),
    )


@cache
def connect(lab: Lab, user: str = "admin") -> Any:
    """Return an openstacksdk connection as this user, made once."""
    import openstack
    from openstack.config import OpenStackConfig

    with _one_at_a_time:
        files = OpenStackConfig(
            config_files=[str(lab.clouds_file)], load_envvars=False, load_yaml_config=True
        )
        return openstack.connection.Connection(config=files.get_one(cloud=user))


def network_agents(lab: Lab) -> list[Report]:
    """Return what Neutron last heard of its agents."""
    with _one_at_a_time:
        agents = _admin(lab).network.get("/agents").json()["agents"]
    return [
        Report(agent["binary"], agent["alive"], _utc(agent["started_at"])) for agent in agents
    ]


def compute_services(lab: Lab) -> list[Report]:
    """Return what Nova last heard of its services."""
    with _one_at_a_time:
        services = _admin(lab).compute.get("/os-services").json()["services"]
    return [
        Report(service["binary"], service["state"] == "up", _utc(service["updated_at"]))
        for service in services
    ]


def orchestration_services(lab: Lab) -> list[Report]:
    """Return what Heat last heard of its engines."""
    with _one_at_a_time:
        services = _admin(lab).orchestration.get("/services").json()["services"]
    return [
        Report(service["binary"], service["status"] == "up", _utc(service["updated_at"]))
        for service in services
    ]


def _admin(lab: Lab) -> Any:
    return connect(lab)


def _utc(text: str | None) -> datetime:
    if text is None:
        return datetime.fromtimestamp(0, UTC)
    return datetime.fromisoformat(text.rstrip("Z")).replace(tzinfo=UTC)
