# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application under load, and what the cloud itself says of it."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from socket import AF_INET, SOCK_STREAM, socket
from urllib.request import urlopen

import openstack
from openstack.config import OpenStackConfig

from bluegreen.probe import Prober, Report, Target
from lab.conftest import Operator

NAME = "story"
RATE = 50.0


def page(address: str, path: str = "/version") -> str:
    """Return a page of the application."""
    with urlopen(f"http://{address}{path}", timeout=20) as answer:
        return str(answer.read().decode())


def moved_under_load(operator: Operator, *command: str) -> tuple[dict[str, object], Report]:
    """Run a moving command under a stream of fresh connections, and return both results."""
    production = operator.sides(NAME)[operator.live(NAME)]["Floating IP"]
    with Prober(Target.of(f"http://{production}"), rate=RATE) as load:
        result = operator.types(*command, "--yes", "-f", "json").json()
        report = load.stop()
    return result, report


def wait_for_requests(load: Prober, number: int) -> None:
    """Wait until so many requests have been counted."""
    while load.progress().requests < number:
        time.sleep(0.05)


def without_heat(operator: Operator) -> Operator:
    """Return the operator with a clouds.yaml in which Heat is where nobody listens."""
    config = OpenStackConfig(config_files=[operator.environment["OS_CLIENT_CONFIG_FILE"]])
    name = operator.environment["OS_CLOUD"]
    cloud = config.cloud_config["clouds"][name]
    with socket(AF_INET, SOCK_STREAM) as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    nowhere = {"orchestration_endpoint_override": f"http://127.0.0.1:{port}/v1"}
    file = operator.folder / "without-heat.yaml"
    file.touch(mode=0o600)
    file.write_text(json.dumps({"clouds": {name: {**cloud, **nowhere}}}))
    return replace(
        operator, environment=operator.environment | {"OS_CLIENT_CONFIG_FILE": str(file)}
    )


def left_in_the_project(operator: Operator) -> list[str]:
    """Return everything of the story that the cloud still lists, asked of the cloud itself."""
    config = OpenStackConfig(config_files=[operator.environment["OS_CLIENT_CONFIG_FILE"]])
    cloud = config.get_one(operator.environment["OS_CLOUD"])
    connection = openstack.connection.Connection(config=cloud)
    listings = (
        connection.orchestration.stacks(),
        connection.network.networks(project_id=connection.current_project_id),
        connection.network.routers(),
        connection.network.ports(project_id=connection.current_project_id),
        connection.network.security_groups(project_id=connection.current_project_id),
        connection.network.ips(tags=f"bluegreen:application={NAME}"),
        connection.load_balancer.load_balancers(),
        connection.compute.servers(),
    )
    found = (thing for listing in listings for thing in listing)
    return [f"{type(t).__name__} {t.name}" for t in found if NAME in str(t.to_dict())]
