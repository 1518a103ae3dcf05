# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The cloud as somebody sees it who is signed in elsewhere, and as an administrator sees it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import openstack
import pytest
from support.permits import ALONE

from bluegreen.cloud import SignedIn, connect_as, from_connection
from bluegreen.cloud.api import Api
from bluegreen.errors import CloudError
from bluegreen.model.tags import MARK

pytestmark = pytest.mark.lab

CLOUDS = Path(os.environ.get("OS_CLIENT_CONFIG_FILE", "/var/lib/openstack-lab/clouds.yaml"))
TAGS = [MARK, f"{MARK}:application=elsewhere", f"{MARK}:role=production"]


def connection(name: str) -> openstack.connection.Connection:
    """Return a connection by an entry of the lab's clouds.yaml."""
    config = openstack.config.OpenStackConfig(config_files=[str(CLOUDS)])
    return openstack.connection.Connection(config=config.get_one(name))


def signed_in(token: str) -> SignedIn:
    """Return who has the token and works in the demo project."""
    demo = connection("demo")
    return SignedIn(demo.config.get_auth_args()["auth_url"], token, demo.current_project_id)


@pytest.fixture
def marked_address() -> Iterator[str]:
    """A floating IP of the demo project that is marked as an application's."""
    api = Api(connection("demo"), ALONE)
    external = next(
        api.list(
            "network", "/networks", "networks", of_any_project=True, **{"router:external": True}
        )
    )
    body = {"floatingip": {"floating_network_id": external["id"]}}
    path = f"/floatingips/{api.post('network', '/floatingips', body)['floatingip']['id']}"
    try:
        api.put("network", f"{path}/tags", {"tags": TAGS})
        yield "elsewhere"
    finally:
        api.delete("network", path)


def test_a_token_reaches_every_service_that_the_product_needs(marked_address: str) -> None:
    """A dashboard has a token of its user, and no clouds.yaml."""
    cloud = connect_as(signed_in(connection("demo").session.get_token()))

    assert marked_address in {address.application for address in cloud.addresses.find()}
    assert isinstance(cloud.balancers.find(marked_address), list)
    assert cloud.stacks.find(marked_address) == []
    assert cloud.journal.entries(marked_address, limit=1) == []


def test_a_token_that_keystone_does_not_know_is_refused_in_words() -> None:
    """Whose token has run out signs in again; the token itself is not shown."""
    user = signed_in("gAAAAA-no-token")

    with pytest.raises(CloudError) as refused:
        connect_as(user)

    assert refused.value.next_step == "sign in again"
    assert "gAAAAA" not in repr(user) + str(refused.value)


def test_an_administrator_sees_the_applications_of_the_own_project_only(
    marked_address: str,
) -> None:
    """Neutron shows an administrator every project's addresses unless the query names one."""
    admin = connection("admin")
    unfiltered = admin.network.get("/floatingips", params={"tags": MARK}).json()["floatingips"]

    found = from_connection(admin).addresses.find()

    assert any(TAGS[1] in address["tags"] for address in unfiltered)
    assert marked_address not in {address.application for address in found}
