# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What Heat cannot say about a load balancer: tags, idle limit, client address, health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bluegreen.model.balancer import BalancerSettings
from bluegreen.model.tags import Colour
from bluegreen.operations.build.stack_requests import stack_name
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Step
from bluegreen.operations.waits.load_balancer import until_accepted
from bluegreen.spec import Specification


@dataclass(frozen=True)
class ConfigureBalancer(Step):
    """Tag a side's load balancer and set its limits, once its stack has made it.

    Each of these reloads the balancer's HAProxy, so it is done before anybody is connected.
    """

    application: str
    colour: Colour
    side_stack: str
    idle_timeout: timedelta
    unhealthy_after: int
    protocol: str
    health_host: str | None = None

    @property
    def name(self) -> str:
        """The step's name."""
        return f"configure-{self.colour}-balancer"

    def describe(self) -> str:
        """What running does."""
        return (
            f"Tag the {self.colour} load balancer and set its idle timeout to "
            f"{self.idle_timeout.total_seconds():g} s."
        )

    def apply(self, context: ExecutionContext) -> None:
        """Ask until Octavia, which refuses while it works on the balancer, has accepted."""
        outputs = context.cloud.stacks.outputs(self.side_stack)
        wish = BalancerSettings(
            balancer_id=outputs["load_balancer_id"],
            listener_id=outputs["listener_id"],
            monitor_id=outputs["health_monitor_id"],
            application=self.application,
            colour=self.colour,
            idle_timeout=self.idle_timeout,
            unhealthy_after=self.unhealthy_after,
            forwards_client_address=self.protocol == "HTTP",
            health_host=self.health_host,
        )
        until_accepted(
            context,
            wish.balancer_id,
            lambda: context.cloud.balancers.apply_settings(wish),
            called=f"the {self.colour} load balancer",
        )


def configure_balancer(specification: Specification, colour: Colour) -> ConfigureBalancer:
    """Return the step that gives a side's load balancer what the specification says."""
    name, balancer = specification.application, specification.load_balancer
    return ConfigureBalancer(
        application=name,
        colour=colour,
        side_stack=stack_name(name, colour),
        idle_timeout=balancer.idle_timeout,
        unhealthy_after=balancer.health_check.unhealthy_after,
        protocol=balancer.protocol,
        health_host=balancer.health_check.host,
    )
