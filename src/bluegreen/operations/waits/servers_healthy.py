# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting until a release really serves: every one of its servers answers its health check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bluegreen.clock import wait_for
from bluegreen.errors import StepFailed
from bluegreen.model.balancer import Balancer
from bluegreen.model.tags import Colour
from bluegreen.model.text import plural
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step

HEALTH_LIMIT = timedelta(minutes=10)


@dataclass(frozen=True)
class WaitUntilHealthy(Step):
    """See every server of a release healthy in its side's balancer.

    `wanted` None is as many as the release has when the step begins, where that is not known yet.
    """

    waits_for_servers = True

    application: str
    colour: Colour
    release_stack: str
    wanted: int | None = None
    limit: timedelta = HEALTH_LIMIT

    @property
    def name(self) -> str:
        """The step's name."""
        return f"wait-until-healthy-{self.release_stack}"

    def describe(self) -> str:
        """What running does."""
        if self.wanted is None:
            return f"Wait until every server of {self.release_stack} passes its health check."
        servers = plural(self.wanted, "server")
        verb = "passes its health check" if self.wanted == 1 else "pass their health checks"
        return f"Wait until {servers} of {self.release_stack} {verb}."

    def apply(self, context: ExecutionContext) -> None:
        """Look at the balancer until enough of the release's own addresses are healthy."""
        outputs = context.cloud.stacks.outputs(self.release_stack)
        addresses = set(outputs["addresses"])
        wanted = int(outputs["size"]) if self.wanted is None else self.wanted
        said = -1

        def look() -> tuple[int, bool]:
            nonlocal said
            balancer = _balancer(context, self.application, self.colour)
            if balancer.members.unmonitored:
                raise StepFailed(
                    f"{self.colour}'s load balancer has no health monitor, so nobody knows when "
                    f"the servers of {self.release_stack} are healthy",
                    f"bluegreen status {self.application}",
                )
            healthy = len(addresses & balancer.members.healthy_addresses)
            if healthy != said:
                said = healthy
                context.say(f"{self.release_stack}: {healthy} of {wanted} healthy.")
            return healthy, healthy >= wanted and balancer.provisioning == "ACTIVE"

        healthy, enough = wait_for(
            look,
            lambda seen: seen[1],
            limit=self.limit,
            every=timedelta(seconds=1),
            clock=context.clock,
        )
        if not enough:
            raise StepFailed(
                f"only {healthy} of {plural(wanted, 'server')} of {self.release_stack} became "
                f"healthy within {self.limit}",
                f"openstack server list --name {self.release_stack}, then openstack console log "
                "show SERVER",
            )


def _balancer(context: ExecutionContext, application: str, colour: Colour) -> Balancer:
    for balancer in context.cloud.balancers.find(application):
        if balancer.colour is colour:
            return context.cloud.balancers.inspect(balancer)
    raise StepFailed(
        f"{application} has no {colour} load balancer", f"bluegreen up VERSION --sides {colour}"
    )
