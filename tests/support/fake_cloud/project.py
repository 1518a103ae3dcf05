# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The project with all its adapters."""

from __future__ import annotations

from bluegreen.clock import Clock
from bluegreen.cloud.calls import WHILE_READING
from bluegreen.cloud.door import put_together
from bluegreen.cloud.journal import HeatJournal
from bluegreen.cloud.lease import NeutronLeases
from bluegreen.cloud.protocols import Adapters, Asking, Cloud
from support.fake_clock import FakeClock
from support.fake_cloud.adoption import FakeAdoption
from support.fake_cloud.alarms import FakeAlarms
from support.fake_cloud.credentials import FakeCredentials
from support.fake_cloud.data_plane import FakeDataPlane
from support.fake_cloud.floating_ips import FakeAddresses
from support.fake_cloud.inventory import FakeInventory
from support.fake_cloud.load_balancers import FakeBalancers
from support.fake_cloud.resources import FakeResources
from support.fake_cloud.servers import FakeServers
from support.fake_cloud.stacks import FakeStacks
from support.fake_cloud.state import ProjectState
from support.fake_cloud.tenancy import FakeTenancy
from support.permits import ALONE


class FakeProject(ProjectState):
    """A project that can be connected to."""

    def cloud(self, clock: Clock | None = None) -> Cloud:
        """Return the project as it is connected to: it only reads until a permit is given."""
        return put_together(self._adapters, Asking(clock or FakeClock(self.tick), WHILE_READING))

    def hand(self) -> Cloud:
        """Return the project as somebody changes it by hand, who asks nobody."""
        return self.cloud().under(ALONE, FakeClock(self.tick))

    def _adapters(self, asking: Asking) -> Adapters:
        return Adapters(
            addresses=FakeAddresses(self, asking.permit),
            balancers=FakeBalancers(self, asking.permit),
            stacks=FakeStacks(self, asking.permit),
            inventory=FakeInventory(self),
            data_plane=FakeDataPlane(self),
            leases=NeutronLeases(self.api, asking.clock),
            journal=HeatJournal(self.api, asking.clock),
            tenancy=FakeTenancy(self),
            credentials=FakeCredentials(self),
            adoption=FakeAdoption(self, asking.permit),
            alarms=FakeAlarms(self, asking.permit),
            servers=FakeServers(self),
            resources=FakeResources(self, asking.permit),
        )
