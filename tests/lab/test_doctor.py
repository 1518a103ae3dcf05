# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Doctor on a real OpenStack, with nothing but tenant rights."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from openstack.config import OpenStackConfig
from openstack.connection import Connection
from support.permits import ALONE

from bluegreen.clock import SteadyClock, wait_until
from bluegreen.cloud import from_connection
from bluegreen.cloud.api import Api

from .conftest import Operator

pytestmark = pytest.mark.lab


@pytest.fixture
def operator(tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]) -> Operator:
    """An operator in a folder without a specification."""
    return Operator(tmp_path_factory.mktemp("doctor"), lab_environment)


def test_the_lab_is_found_to_be_sound(operator: Operator) -> None:
    """Every service answers, every extension is there, and the routers are the L3 agent's."""
    found = {row["Check"]: row for row in operator.types("-q", "doctor", "-f", "json").json()}

    assert {row["Verdict"] for row in found.values()} <= {"ok", "note"}
    assert "L3 agent" in found["back-end"]["Finding"]
    assert "namespace" in found["load-balancer-provider"]["Finding"]


STACK = {
    "heat_template_version": "wallaby",
    "resources": {
        "address": {
            "type": "OS::Neutron::FloatingIP",
            "properties": {"floating_network": "public"},
        },
    },
}


def test_a_stack_that_manages_an_address_is_named(lab_environment: dict[str, str]) -> None:
    """A stack that is updated may move the address that it made; another's is left out."""
    files = [lab_environment["OS_CLIENT_CONFIG_FILE"]]
    connection = OpenStackConfig(config_files=files).get_one(lab_environment["OS_CLOUD"])
    cloud, api = (
        from_connection(Connection(config=connection)),
        Api(Connection(config=connection), ALONE),
    )
    name = f"doctor-{secrets.token_hex(3)}"
    made = api.post("orchestration", "/stacks", {"stack_name": name, "template": STACK})["stack"]
    try:
        limit, every = timedelta(minutes=3), timedelta(seconds=1)
        path = f"/stacks/{name}/{made['id']}"

        def complete() -> bool:
            stack = api.get("orchestration", path)["stack"]
            return bool(stack["stack_status"] == "CREATE_COMPLETE")

        assert wait_until(complete, limit=limit, every=every, clock=SteadyClock())
        (resource,) = api.get("orchestration", f"{path}/resources")["resources"]
        claims = cloud.tenancy.other_managers(resource["physical_resource_id"])
        assert [claim for claim in claims if name in claim] == claims
        assert len(claims) == 1
    finally:
        api.delete("orchestration", f"/stacks/{name}/{made['id']}")


@pytest.mark.long
def test_a_throw_away_pair_shows_what_a_move_does_and_goes_again(operator: Operator) -> None:
    """Two sides without servers: held connections stay on the old one; nothing is left."""
    words = ("--measure", "pair", "--external-network", "public", "--yes", "-f", "json")
    found = {row["Check"]: row for row in operator.types("-q", "doctor", *words).json()}

    assert found["held-connections"]["Verdict"] == "ok"
    assert "5 stayed on the old side" in found["held-connections"]["Finding"]
    listed = operator.types("-q", "list", "-f", "json").json()
    assert not any(row["Application"].startswith("doctor-") for row in listed)
