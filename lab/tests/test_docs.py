# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""docs/lab.md keeps up with the lab."""

from pathlib import Path

import pytest
from openstack_lab.cli.app import verbs
from openstack_lab.host.external_network import SUBNET
from openstack_lab.lab import ORDINARY_USERS
from openstack_lab.pinned_packages import HORIZON, REQUIREMENTS, TELEMETRY, version_of
from openstack_lab.services import SERVICES
from openstack_lab.services.contents import FLAVORS

PAGE = (Path(__file__).parents[2] / "docs/lab.md").read_text()
PACKAGES = (
    "keystone",
    "glance",
    "openstack-placement",
    "nova",
    "neutron",
    "octavia",
    "openstack-heat",
    "horizon",
    "ceilometer",
    "aodh",
)


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_is_explained(verb: str) -> None:
    """Each has its row in the table of commands."""
    assert f"\n| `lab {verb}" in PAGE


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_explained(service: str) -> None:
    """Each is named in the table of services."""
    assert f"`{service}`" in PAGE.partition("## Services")[2].partition("##")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_versions_are_the_locked_ones(package: str) -> None:
    """A new lock asks for a new page."""
    others = {"horizon": HORIZON, "ceilometer": TELEMETRY, "aodh": TELEMETRY}
    requirements = others.get(package, REQUIREMENTS)

    assert f"| {package} {version_of(package, requirements)} |" in PAGE


@pytest.mark.parametrize("name", [*ORDINARY_USERS, *FLAVORS, SUBNET, "lab-web", "lab-kernel"])
def test_what_is_in_the_cloud_is_named(name: str) -> None:
    """Users, flavors, images and the external network."""
    assert name in PAGE.partition("## What is in the cloud")[2].partition("## ")[0]
