# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The lab's own view of its cloud, through the public APIs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from threading import RLock
from typing import Any

from openstack_lab.engine.rendering import render_file
from openstack_lab.errors import LabError
from openstack_lab.lab import ORDINARY_USERS, Lab, url, write_private

ANSWER_SECONDS = 5.0
"""Heat passes questions on to its engine and waits for a minute, so also for one that starts."""
_READ_LOG = "Read its log with `lab logs`."
_one_at_a_time = RLock()


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
        lab.paths.clouds_file,
        render_file(lab, "clouds.yaml", users=users, auth_url=url("keystone", "/v3")),
    )


@cache
def connect(lab: Lab) -> Any:
    """Return the administrator's openstacksdk connection, made once."""
    with _one_at_a_time:
        return new_connection(lab)


def new_connection(lab: Lab, user: str = "admin") -> Any:
    """Return a connection of a user with a token of its own.

    A token keeps the catalogue of the moment in which it was made.
    """
    import openstack
    from openstack.config import OpenStackConfig

    files = OpenStackConfig(
        config_files=[str(lab.paths.clouds_file)], load_envvars=False, load_yaml_config=True
    )
    return openstack.connection.Connection(config=files.get_one(cloud=user))


def network_agents(lab: Lab) -> list[Report]:
    """Return what Neutron last heard of its agents."""
    agents = _list(lab, "network", "agents")
    return [Report(one["binary"], one["alive"], _utc(one["started_at"])) for one in agents]


def compute_services(lab: Lab) -> list[Report]:
    """Return what Nova last heard of its services; one that is disabled counts as not alive.

    nova-compute disables itself while it has lost libvirtd: no server can be placed then.
    """
    services = _list(lab, "compute", "os-services")
    return [
        Report(
            one["binary"],
            (one["state"], one["status"]) == ("up", "enabled"),
            _utc(one["updated_at"]),
        )
        for one in services
    ]


def hosts_with_resources(lab: Lab) -> list[str]:
    """Return the names of the compute hosts that Placement would choose for a server."""
    providers = _list(lab, "placement", "resource_providers", "resources=VCPU:1", version="1.4")
    return [one["name"] for one in providers]


def orchestration_services(lab: Lab) -> list[Report]:
    """Return what Heat last heard of its engines."""
    services = _list(lab, "orchestration", "services")
    return [
        Report(
            one["binary"],
            one["status"] == "up",
            _utc(one["updated_at"] or one["created_at"]),  # it first reports again after a minute
        )
        for one in services
    ]


def _list(
    lab: Lab, kind: str, collection: str, query: str = "", version: str | None = None
) -> list[dict[str, Any]]:
    from keystoneauth1.exceptions import ClientException
    from openstack.exceptions import SDKException

    try:
        with _one_at_a_time:
            api = getattr(connect(lab), kind)
        answer = api.get(f"/{collection}?{query}", microversion=version, timeout=ANSWER_SECONDS)
    except (ClientException, SDKException) as error:
        raise LabError(f"The {kind} API does not answer: {error}.", _READ_LOG) from error
    if answer.status_code != 200:
        raise LabError(
            f"The {kind} API answers HTTP {answer.status_code} when asked for its {collection}.",
            _READ_LOG,
        )
    return list(answer.json()[collection.removeprefix("os-")])


def _utc(text: str | None) -> datetime:
    if text is None:
        return datetime.fromtimestamp(0, UTC)
    return datetime.fromisoformat(text.rstrip("Z")).replace(tzinfo=UTC)
