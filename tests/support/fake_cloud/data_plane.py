# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Connections in memory."""

from __future__ import annotations

from dataclasses import dataclass

from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import Cutover, LongLivedOutcome, Proof, ProofSpec, RequestSpec
from bluegreen.model.verdict import CheckFinding, CheckOutcome, CheckResult
from support.fake_cloud.state import ProjectState


@dataclass
class FakeDataPlane:
    """Connections that arrive where the addresses point."""

    project: ProjectState

    def prove(self, address: Address, balancer: Balancer, proof: ProofSpec) -> Proof:
        """Tell whether the address leads to the side, and it answers.

        The balancer itself does so with all its servers down; a path of the application needs one.
        """
        self.project.called(f"data_plane.prove {address.role}")
        now = self.project.addresses.get(address.id)
        serving = self.project.balancer(balancer.id.removeprefix("lb-"))
        proved = bool(
            serving
            and serving.listens
            and now
            and now.port_id == serving.vip_port_id
            and (proof.of_balancer or serving.members.at_most)
        )
        return Proof(proved, f"answered by {balancer.colour}" if proved else "nobody answered")

    def warm_up(
        self,
        address: Address,
        balancer: Balancer,
        servers: int,
        header: str | None,
        request: RequestSpec,
    ) -> CheckResult:
        """Tell that every server answered."""
        self.project.called("data_plane.warm_up")
        self.project.warmed_up.append(request)
        finding = CheckFinding(CheckOutcome.PASSED, f"{servers} servers answered")
        return CheckResult.of("warm-up", "warm-up", finding)

    def servers_answer(self, address: Address, balancer: Balancer) -> Proof:
        """Tell whether a server behind the address works, whatever a health monitor says."""
        self.project.called(f"data_plane.servers_answer {address.role}")
        now = self.project.addresses.get(address.id)
        side_stack = balancer.id.removeprefix("lb-")
        serving = self.project.balancer(side_stack)
        here = serving is not None and now is not None and now.port_id == serving.vip_port_id
        works = here and self.project.works(side_stack)
        return Proof(works, "its servers answer" if works else "answered with status 503")

    def measure(
        self, address: Address, old: Balancer, new: Balancer, proof: ProofSpec
    ) -> FakeMeasurement:
        """Start to measure."""
        self.project.called("data_plane.measure")
        return FakeMeasurement()

    def open_long_lived(
        self, address: Address, balancer: Balancer, proof: ProofSpec
    ) -> FakeLongLived:
        """Start to hold connections."""
        self.project.called(f"data_plane.open_long_lived {balancer.colour}")
        return FakeLongLived(self.project)


@dataclass
class FakeLongLived:
    """Held connections that end as the test says."""

    project: ProjectState

    def begins(self) -> None:
        """Note the beginning."""

    def ends(self) -> LongLivedOutcome:
        """Return what the test says."""
        return self.project.long_lived


class FakeMeasurement:
    """A stream that met nothing unusual."""

    def failed_so_far(self) -> int:
        """Return that no request failed."""
        return 0

    def unknown_so_far(self) -> int:
        """Return that every request was sent."""
        return 0

    def begins(self) -> None:
        """Note the beginning."""

    def ends(self) -> Cutover:
        """Return a clean cutover."""
        return Cutover(seconds=0.5, resolution=0.05, requests=20, failed=0, old_after_new=0)
