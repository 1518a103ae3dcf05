# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Adapters to OpenStack: the only modules that import `openstack`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bluegreen import __version__

if TYPE_CHECKING:
    from bluegreen.cloud.interface import Cloud

API_TIMEOUT = 120
"""Seconds after which a request without an answer counts as lost."""


def connect(cloud_name: str | None = None) -> Cloud:
    """Return the cloud that `clouds.yaml` and the `OS_*` variables name, authenticated once.

    Raises CloudError when there is no such cloud or it refuses the credentials.
    """
    import openstack
    from keystoneauth1.exceptions import ClientException
    from openstack.exceptions import SDKException

    from bluegreen.errors import CloudError

    try:
        connection = openstack.connect(
            cloud=cloud_name,
            app_name="bluegreen",
            app_version=__version__,
            api_timeout=API_TIMEOUT,
        )
        connection.authorize()
    except (SDKException, ClientException) as error:
        raise CloudError(
            f"no connection to the cloud: {error}",
            "set OS_CLOUD or --os-cloud to an entry of your clouds.yaml, "
            "then: openstack token issue",
        ) from error
    return of_connection(connection)


def of_connection(connection: object) -> Cloud:
    """Return the cloud behind an SDK connection that exists already."""
    from bluegreen.cloud.api import Api
    from bluegreen.cloud.data_plane import ProbedDataPlane
    from bluegreen.cloud.floating_ips import NeutronFloatingIps
    from bluegreen.cloud.interface import Cloud
    from bluegreen.cloud.inventory import ProjectInventory
    from bluegreen.cloud.journal import HeatJournal
    from bluegreen.cloud.lease import NeutronLeases
    from bluegreen.cloud.load_balancers import OctaviaBalancers
    from bluegreen.cloud.stacks import HeatStacks

    api = Api(connection)
    return Cloud(
        addresses=NeutronFloatingIps(api),
        balancers=OctaviaBalancers(api),
        stacks=HeatStacks(api),
        inventory=ProjectInventory(api),
        data_plane=ProbedDataPlane(),
        leases=NeutronLeases(api),
        journal=HeatJournal(api),
    )
