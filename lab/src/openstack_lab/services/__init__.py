# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The table: every service and every one-time step of the lab, in the order they come up."""

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
)
from openstack_lab.unit import Service, Unit

UNITS: dict[str, Unit] = {
    unit.name: unit
    for module in (
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
    for unit in module.UNITS
}

SERVICES: dict[str, Service] = {
    name: unit for name, unit in UNITS.items() if isinstance(unit, Service)
}
