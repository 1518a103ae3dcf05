# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The last look before servers of a side are taken away: it is idle, and nobody is connected.

The lease keeps this program's other runs away, and nobody who moves the production address with
another tool. What a plan knew is as old as the builds and questions before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bluegreen.cloud.calls import concurrently
from bluegreen.errors import Refused, StepFailed
from bluegreen.model.address import Role
from bluegreen.model.balancer import Balancer, connections_on
from bluegreen.model.stack import Stack
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step


@dataclass(frozen=True)
class VerifyIdle(Step):
    """See that production is on the other side *now*, and that nobody is connected to this one.

    The plan was made of what was observed before, and somebody may have been asked since.
    """

    idle: Balancer
    live: Balancer
    ignore_connections: bool

    @property
    def name(self) -> str:
        """The step's name."""
        return "verify-idle"

    def describe(self) -> str:
        """What running does."""
        colour = self.idle.colour
        if self.ignore_connections:
            return f"Verify again that {colour} is not live."
        return f"Verify again that {colour} is not live and has no open connections."

    def apply(self, context: ExecutionContext) -> None:
        """Read the production address and the connections. Raises Refused."""
        self._must_not_be_live(context)
        if self.ignore_connections:
            return
        connections = context.cloud.balancers.connections(self.idle)
        if connections:
            raise Refused(
                f"{connections_on(self.idle.colour, connections)}, and nothing is changed",
                "run the same command later, or with --ignore-connections",
            )

    def _must_not_be_live(self, context: ExecutionContext) -> None:
        found = context.cloud.addresses.find(self.idle.application)
        ports = [address.port_id for address in found if address.role is Role.PRODUCTION]
        if self.live.vip_port_id not in ports or self.idle.vip_port_id in ports:
            raise Refused(
                f"production is no longer on {self.live.colour}, and nothing is changed",
                f"bluegreen status {self.idle.application}",
            )


def must_be_idle(context: ExecutionContext, application: str, colour: Colour) -> None:
    """Read where production points: two requests. Raises StepFailed when it is on that side."""
    addresses, balancers = concurrently(
        partial(context.cloud.addresses.find, application),
        partial(context.cloud.balancers.find, application),
        clock=context.clock,
    )
    live = {address.port_id for address in addresses if address.role is Role.PRODUCTION}
    if any(b.colour is colour and b.vip_port_id in live for b in balancers):
        raise StepFailed(
            f"production is on {colour} now, so its servers stay as they are",
            f"bluegreen status {application}",
        )


def must_not_serve(context: ExecutionContext, stack: Stack) -> None:
    """Do the same for the side that a stack belongs to; that of the router belongs to none."""
    side = stack.facts.get("side")
    if side in set(Colour):
        must_be_idle(context, stack.application, Colour(side))
