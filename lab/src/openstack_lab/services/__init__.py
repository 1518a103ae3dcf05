# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The table: every service and every one-time step of the lab, in the order they come up."""

from openstack_lab.engine.unit import Service, Unit
from openstack_lab.lab import Lab
from openstack_lab.services import (
    contents,
    databases,
    glance,
    heat,
    horizon,
    installation,
    keystone,
    neutron,
    nova,
    octavia,
    openvswitch,
    placement,
    telemetry,
)

_ALWAYS = (
    installation,
    databases,
    openvswitch,
    keystone,
    placement,
    nova,
    neutron,
    glance,
    octavia,
    heat,
    contents,
    horizon,
)
UNITS: dict[str, Unit] = {
    unit.name: unit for module in (*_ALWAYS, telemetry) for unit in module.UNITS
}
"""All that a lab can have."""

SERVICES: dict[str, Service] = {
    name: unit for name, unit in UNITS.items() if isinstance(unit, Service)
}


def units_of(lab: Lab) -> dict[str, Unit]:
    """Return what this lab has: telemetry only if it was asked for."""
    optional = set() if lab.has_telemetry else {unit.name for unit in telemetry.UNITS}
    return {name: unit for name, unit in UNITS.items() if name not in optional}


def services_of(lab: Lab) -> dict[str, Service]:
    """Return the services that this lab has."""
    return {name: unit for name, unit in units_of(lab).items() if isinstance(unit, Service)}
