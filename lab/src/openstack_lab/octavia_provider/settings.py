# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Where the provider keeps its files and what it drives."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """The provider's section of octavia.conf as values.

    `host` is the Neutron host name that VIP ports are bound to; `ovsdb_connection` is the
    Open vSwitch database in ovs-vsctl's notation.
    """

    state_directory: Path
    ovsdb_connection: str
    host: str
    haproxy: str

    @property
    def requests(self) -> Path:
        """The folder in which the API process, which need not be root, may write."""
        return self.state_directory / "requests"

    @property
    def wakeup_socket(self) -> Path:
        """The socket on which the API process wakes the agent when something has changed."""
        return self.requests / "wakeup"

    def directory_of(self, load_balancer_id: str) -> Path:
        """Return the folder of one load balancer."""
        return self.state_directory / "load-balancers" / load_balancer_id

    def failover_request_of(self, load_balancer_id: str) -> Path:
        """Return the file whose presence asks the agent to rebuild a load balancer."""
        return self.requests / "failovers" / load_balancer_id
