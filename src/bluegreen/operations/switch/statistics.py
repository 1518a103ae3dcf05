# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Proof where no connection can be tried: the load balancers' own counts of connections.

Slower and weaker than a connection of one's own. It needs users who connect, takes as long as two
reports of the load balancers, and says that new connections arrive, not that they are answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bluegreen.clock import wait_until
from bluegreen.errors import StepFailed
from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.text import plural
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.switch.servers_known import must_have_servers

REPORTS = 2
"""The first report of the new side may cover time before the move; the second does not."""
LOOK_EVERY = timedelta(seconds=2)
LEAST = timedelta(seconds=90)
"""Amphorae report every ten seconds, and two reports of each side are needed, late ones too."""


@dataclass
class Counts:
    """What two load balancers have counted, report by report.

    The new side has grown `reports` times since the old one last did; `new_since` counts its
    connections since then.
    """

    new: int
    old: int
    reports: int = 0
    new_since: int = 0

    def read(self, new: int, old: int) -> None:
        """Take in what is counted now; a count that fell has started again, and proves nothing."""
        if old != self.old:
            self.reports = self.new_since = 0
        elif new > self.new:
            self.reports += 1
            self.new_since += new - self.new
        self.new, self.old = new, old


@dataclass(frozen=True)
class ProveByStatistics(Step):
    """See the new side's count of connections grow, twice, while the old side's stands still."""

    production: Address
    new: Balancer
    old: Balancer | None
    proof: ProofSpec

    @property
    def name(self) -> str:
        """The step's name."""
        return "prove-on-production"

    def describe(self) -> str:
        """What running does."""
        stops = f" and {self.old.colour}'s does not" if self.old else ""
        return (
            f"Verify that {self.new.colour}'s count of connections grows{stops} (statistics: "
            "slower and weaker than connections from here)."
        )

    def apply(self, context: ExecutionContext) -> None:
        """Read both counts until the new side has grown twice with the old one at rest."""
        counts = Counts(*self._read(context))

        def proved() -> bool:
            counts.read(*self._read(context))
            return counts.reports >= REPORTS

        limit = max(self.proof.limit, LEAST)
        if not wait_until(proved, limit=limit, every=LOOK_EVERY, clock=context.clock):
            raise StepFailed(
                f"production address {self.production.floating_ip}: no proof by statistics "
                f"within {limit.total_seconds():g} s: {self.new.colour} has taken "
                f"{plural(counts.new_since, 'connection')} since "
                f"{self.old.colour if self.old else 'the other side'} last took one",
                f"bluegreen status {self.production.application}; where few users connect, "
                "--proof none",
            )
        must_have_servers(context, self.production, self.new, self.proof)
        context.say(
            f"{self.new.colour} took {plural(counts.new_since, 'connection')}; the other side none."
        )

    def _read(self, context: ExecutionContext) -> tuple[int, int]:
        balancers = context.cloud.balancers
        new = balancers.connections_so_far(self.new)
        return new, balancers.connections_so_far(self.old) if self.old else 0
