# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a release is asked to do, and what its stages tell others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bluegreen import hooks
from bluegreen.cloud.interface import Demand
from bluegreen.context import Context
from bluegreen.environment import refuse_without_variables
from bluegreen.errors import Refused
from bluegreen.notifications import Event, notify
from bluegreen.observation import Address, Application, Side
from bluegreen.observe import observe
from bluegreen.specification import Specification
from bluegreen.specification.hooks import Moment
from bluegreen.specification.notifications import EventName
from bluegreen.steps.step import Run


@dataclass(frozen=True)
class Order:
    """One release that is wanted.

    `demand` None means that this machine has no way to the addresses. `needs_person` is set by
    a stage that found something neither good nor bad: a person decides then, whatever `approval`
    says.
    """

    specification: Specification
    version: str
    demand: Demand | None
    needs_person: bool = False

    @property
    def application(self) -> str:
        """The application's name."""
        return self.specification.application

    def pausing_for_a_person(self) -> Order:
        """Return the order as it is when a person must decide."""
        return replace(self, needs_person=True)

    def observe(self, run: Run) -> Application:
        """Return the application as it is now. Raises Refused while it is paused."""
        application = observe(run.cloud, self.application)
        if application.paused:
            raise Refused(
                f"{self.application} is paused, so nothing is done by itself",
                f"bluegreen history {self.application}, then bluegreen unpause {self.application}",
            )
        return application

    def is_live(self, application: Application) -> bool:
        """Whether the wanted version is what users reach already."""
        live = application.live
        return (
            live is not None and live.release is not None and (live.release.version == self.version)
        )

    def refuse_unless_ready(self, run: Run) -> None:
        """Raise Refused when the release cannot begin: paused, not up, or variables missing."""
        refuse_without_variables(self.specification.variables)
        if self.observe(run).live is None:
            raise Refused(
                f"no side of {self.application} is live",
                f"bluegreen up {self.version}",
            )


Stage = Callable[[Order, Run], Order]
"""Does what is left to do of one stage; returns the order, perhaps with more known."""


def context_of(
    order: Order, application: Application, side: Side, address: Address | None
) -> Context:
    """Return what checks, hooks and notifications are told about a side at an address."""
    port = side.balancer.port if side.balancer else 80
    production = application.production
    return Context(
        application=application.name,
        side=str(side.colour),
        version=side.release.version if side.release else order.version,
        release=side.release.name if side.release else "",
        address=f"{address.floating_ip}:{port}" if address else "",
        production=f"{production.floating_ip}:{port}" if production else "",
    )


def hook(order: Order, run: Run, moment: Moment, context: Context) -> None:
    """Run the hook of a moment; a before-hook may refuse."""
    hooks.run(order.specification.hooks, moment, context, say=run.say, clock=run.clock)


def tell(
    order: Order, run: Run, event: EventName, sentence: str, context: Context | None = None
) -> None:
    """Tell those who want to know; a failing notification is said, and fails nothing."""
    known = context or Context(application=order.application, side="", version=order.version)
    for trouble in notify(order.specification.notifications, Event(event, known, sentence)):
        run.say(trouble)
