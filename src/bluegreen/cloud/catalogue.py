# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the catalogue of services says: the regions that there are, and the services in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keystoneauth1 import exceptions as ksa
from openstack.config.cloud_region import CloudRegion
from openstack.connection import Connection
from os_service_types import ServiceTypes

from bluegreen.errors import CloudError, CloudNotNamed

OF_VARIABLES, NO_CLOUD = "envvars", "defaults"
"""What the SDK calls the cloud of the variables, and that of no file and no variable."""

USUAL_NAME = {
    "network": "Neutron",
    "load-balancer": "Octavia",
    "orchestration": "Heat",
    "image": "Glance",
    "compute": "Nova",
    "identity": "Keystone",
    "alarm": "Aodh",
}


@dataclass(frozen=True)
class Endpoint:
    """Where one service can be reached in a region, in one way."""

    service: str
    region: str
    interface: str


def refuse_unknown_region(connection: Connection) -> None:
    """Raise CloudNotNamed when the catalogue has no service at all in the region that is named.

    No request is sent: the catalogue came with the token.
    """
    region = connection.config.get_region_name()
    there = _catalogue(connection)
    regions = sorted({endpoint.region for endpoint in there})
    if not region or not regions or region in regions:
        return
    meant = next((known for known in regions if known.lower() == region.lower()), None)
    case = f"; did you mean {meant}? Upper and lower case differ" if meant else ""
    option = option_of(connection.config)
    raise CloudNotNamed(
        f"{_name(connection.config)} has no region {region}; it has {', '.join(regions)}{case}",
        f"bluegreen{option} --os-region-name {meant or regions[0]} list, or set OS_REGION_NAME",
    )


def absent(connection: Connection, service: str) -> CloudError | None:
    """Return what to say where the catalogue lacks a service; None where it has it.

    `service` is the SDK's name for it. None too where the catalogue cannot be read now.
    """
    kind = service.replace("_", "-")
    types = ServiceTypes().get_all_types(kind) or [kind]
    there = _catalogue(connection)
    if not there:
        return None
    config = connection.config
    region, interface = config.get_region_name(), config.get_interface() or "public"
    here = [e for e in there if not region or e.region == region]
    of_kind = [endpoint for endpoint in here if endpoint.service in types]
    if any(endpoint.interface == interface for endpoint in of_kind):
        return None
    show = f"openstack{option_of(config)} catalog list, which shows what there is"
    where = f"{_name(config)}{f' in the region {region}' if region else ''}"
    what = f"{kind} service ({USUAL_NAME.get(kind, kind)})"
    if of_kind:
        others = ", ".join(sorted({endpoint.interface for endpoint in of_kind}))
        return CloudError(
            f"{where} has the {what} for the interface {others}, not {interface}",
            f"set OS_INTERFACE; {show}",
        )
    elsewhere = sorted({endpoint.region for endpoint in there if endpoint.service in types})
    services = sorted({endpoint.service for endpoint in here})
    known = (
        f"the region {', '.join(elsewhere)} has one"
        if elsewhere
        else f"its catalogue has {', '.join(services)}"
    )
    return CloudError(
        f"{where} has no {what}; {known}",
        f"{show}; the administrators of the cloud can add a service",
    )


def _catalogue(connection: Connection) -> list[Endpoint]:
    """Return the endpoints that came with the token; none where that cannot be read now."""
    session = connection.session
    read = getattr(getattr(session, "auth", None), "get_access", None)
    try:
        services: list[dict[str, Any]] = read(session).service_catalog.catalog if read else []
    except ksa.ClientException:
        return []
    return [
        Endpoint(
            service["type"],
            endpoint.get("region_id") or endpoint.get("region") or "",
            endpoint.get("interface") or "",
        )
        for service in services
        for endpoint in service.get("endpoints", ())
    ]


def option_of(cloud: CloudRegion) -> str:
    """Return the option with which a command names this cloud, with a space in front; or none."""
    nameless = cloud.name in ("", OF_VARIABLES, NO_CLOUD)
    return "" if nameless else f" --os-cloud {cloud.name}"


def _name(cloud: CloudRegion) -> str:
    return f"the cloud {cloud.name}" if option_of(cloud) else "the cloud"
