# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Adapters to OpenStack: the only modules that import `openstack`."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from openstack.connection import Connection

    from bluegreen.cloud.protocols import Cloud

API_TIMEOUT = 120
"""Seconds after which a request without an answer counts as lost."""


def connect(cloud_name: str | None = None, *, region: str | None = None) -> Cloud:
    """Return the cloud that `clouds.yaml` and the `OS_*` variables name, authenticated once.

    They are read as the `openstack` client reads them. Raises CloudNotNamed when no cloud is named,
    or none that can be used, such as one without a password or in a region that it does not have;
    CloudError when it cannot be reached, or refuses the credentials.
    """
    from openstack.connection import Connection

    from bluegreen.cloud.catalogue import option_of, refuse_unknown_region
    from bluegreen.cloud.configuration import chosen

    found = chosen(cloud_name, region, api_timeout=API_TIMEOUT)
    connection = _authorized(
        f"openstack{option_of(found)} token issue", lambda: Connection(config=found)
    )
    refuse_unknown_region(connection)
    return from_connection(connection)


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in elsewhere, such as at a dashboard, and works in one project.

    `interface` is the kind of endpoint to take from the catalogue, `verify` False or the path of
    a CA file as in `requests`. The token is a secret, and not shown.
    """

    auth_url: str
    token: str = field(repr=False)
    project_id: str
    region: str | None = None
    interface: str = "public"
    verify: bool | str = True


def connect_as(user: SignedIn) -> Cloud:
    """Return the cloud as somebody who is signed in sees it; no `clouds.yaml` is read.

    Keystone makes the token one of the project (`v3token`), so an unscoped token does, and all
    services are found by the catalogue. Raises CloudError when Keystone refuses the token.
    """
    import openstack

    connection = _authorized(
        "sign in again",
        lambda: openstack.connect(
            app_name="bluegreen",
            app_version=version("openstack-bluegreen"),
            api_timeout=API_TIMEOUT,
            load_yaml_config=False,
            load_envvars=False,
            auth_type="v3token",
            auth={"auth_url": user.auth_url, "token": user.token, "project_id": user.project_id},
            region_name=user.region,
            interface=user.interface,
            verify=user.verify is not False,
            cacert=user.verify if isinstance(user.verify, str) else None,
        ),
    )
    return from_connection(connection)


def _authorized(next_step: str, make: Callable[[], Connection]) -> Connection:
    from bluegreen.errors import CloudError

    try:
        connection = make()
        connection.authorize()
    except Exception as error:  # keystoneauth's and the SDK's, and what an entry makes of them
        raise CloudError(f"no connection to the cloud: {error}", next_step) from error
    return connection


def from_connection(connection: object) -> Cloud:
    """Return the cloud behind an SDK connection that exists already."""
    from bluegreen.clock import SteadyClock
    from bluegreen.cloud.adoption import ProjectAdoption
    from bluegreen.cloud.alarms import AodhAlarms
    from bluegreen.cloud.api import Api
    from bluegreen.cloud.calls import WHILE_READING
    from bluegreen.cloud.credentials import KeystoneCredentials
    from bluegreen.cloud.data_plane import ProbedDataPlane
    from bluegreen.cloud.door import put_together
    from bluegreen.cloud.floating_ips import NeutronFloatingIps
    from bluegreen.cloud.inventory import ProjectInventory
    from bluegreen.cloud.journal import HeatJournal
    from bluegreen.cloud.lease import NeutronLeases
    from bluegreen.cloud.load_balancers import OctaviaBalancers
    from bluegreen.cloud.permit import LEASE_ITSELF, OWN_CREDENTIALS, RECORD
    from bluegreen.cloud.protocols import Adapters, Asking
    from bluegreen.cloud.resources import ProjectResources
    from bluegreen.cloud.servers import NovaServers
    from bluegreen.cloud.stacks import HeatStacks
    from bluegreen.cloud.tenancy import ProjectTenancy

    connected = Api(connection)

    def adapters(asking: Asking) -> Adapters:
        api = connected.under(asking.permit)
        return Adapters(
            addresses=NeutronFloatingIps(api),
            balancers=OctaviaBalancers(api),
            stacks=HeatStacks(api),
            inventory=ProjectInventory(api),
            data_plane=ProbedDataPlane(),
            leases=NeutronLeases(connected.under(LEASE_ITSELF), asking.clock),
            journal=HeatJournal(connected.under(RECORD), asking.clock),
            tenancy=ProjectTenancy(api),
            credentials=KeystoneCredentials(connected.under(OWN_CREDENTIALS)),
            adoption=ProjectAdoption(api),
            alarms=AodhAlarms(api),
            servers=NovaServers(api),
            resources=ProjectResources(api),
        )

    return put_together(adapters, Asking(SteadyClock(), WHILE_READING))
