# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the product asks of a cloud; the real adapters and the tests' fake keep the promises."""

from bluegreen.cloud.protocols.adoption import Adoption
from bluegreen.cloud.protocols.alarms import Alarms
from bluegreen.cloud.protocols.cloud import Adapters, Asking, Cloud
from bluegreen.cloud.protocols.credentials import Credentials
from bluegreen.cloud.protocols.data_plane import DataPlane, LongLivedConnections, Measurement
from bluegreen.cloud.protocols.floating_ips import Addresses
from bluegreen.cloud.protocols.inventory import Inventory
from bluegreen.cloud.protocols.journal import Journal
from bluegreen.cloud.protocols.lease import Leases
from bluegreen.cloud.protocols.load_balancers import Balancers
from bluegreen.cloud.protocols.resources import Resources
from bluegreen.cloud.protocols.servers import Servers
from bluegreen.cloud.protocols.stacks import Stacks
from bluegreen.cloud.protocols.tenancy import Tenancy

__all__ = [
    "Adapters",
    "Addresses",
    "Adoption",
    "Alarms",
    "Asking",
    "Balancers",
    "Cloud",
    "Credentials",
    "DataPlane",
    "Inventory",
    "Journal",
    "Leases",
    "LongLivedConnections",
    "Measurement",
    "Resources",
    "Servers",
    "Stacks",
    "Tenancy",
]
