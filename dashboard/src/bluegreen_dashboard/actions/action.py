# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What an action of the panel is: what refuses it, its plan, and its execution.

The library does all of it. A panel's action is the command of the same name with another way in.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext as _

from bluegreen.clock import Clock
from bluegreen.cloud.errors import OverQuota
from bluegreen.cloud.observe import observe_existing
from bluegreen.cloud.protocols.cloud import Cloud
from bluegreen.errors import BlueGreenError, Refused
from bluegreen.model.application import Application
from bluegreen.model.snapshot import ApplicationSnapshot
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import execute
from bluegreen.operations.lease_acquisition import take_within, without_a_port
from bluegreen.operations.lease_keeper import HeldLease, NobodyElse
from bluegreen.operations.plan import Plan
from bluegreen_dashboard import i18n
from bluegreen_dashboard.forms import MessageForm
from bluegreen_dashboard.request import ActionRequest
from bluegreen_dashboard.rights import Rules

log = logging.getLogger(__name__)


class Action(ABC):
    """One action of the panel."""

    slug: ClassVar[str]
    title: ClassVar[str]
    rights: ClassVar[Rules]
    form: ClassVar[type[MessageForm]] = MessageForm
    icon: ClassVar[str]
    button: ClassVar[str] = "btn-default"
    does_without_heat: ClassVar[bool] = False

    def is_for(self, application: Application) -> bool:  # noqa: ARG002
        """Whether the action is shown at all, such as Pause or Unpause."""
        return True

    @abstractmethod
    def refusals(self, snapshot: ApplicationSnapshot) -> tuple[str, ...]:
        """Return why the action would be refused now; nothing when it would not."""

    def plan(self, application: Application, cloud: Cloud, asked: ActionRequest) -> Plan | None:  # noqa: ARG002
        """Return what would be done now; None for an action without steps. Raises Refused."""
        return None

    def otherwise(self, snapshot: ApplicationSnapshot, asked: ActionRequest) -> str:  # noqa: ARG002
        """Return what is done instead when another choice is made than the plan shows, or ""."""
        return ""

    @abstractmethod
    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:
        """Yield what users and their connections will notice."""

    @abstractmethod
    def carry_out(self, asked: ActionRequest, cloud: Cloud, clock: Clock) -> str:
        """Do it, and return what is then true. Raises BlueGreenError."""


class PlannedAction(Action):
    """An action that is a plan of the library, carried out under the lease."""

    goes_without_a_port: ClassVar[bool] = False
    """Whether it goes on where the quota of ports has no room for a lease, since it is urgent."""

    def refusals(self, snapshot: ApplicationSnapshot) -> tuple[str, ...]:
        """Return who is at work already, what is not known, or what the guards have to say."""
        holder = snapshot.holder_at_work
        if holder:
            return (i18n.being_changed(holder),)
        if snapshot.application.unread and not self.does_without_heat:
            return (i18n.not_read(snapshot.application.unread),)
        try:
            plan = self.quick_plan(snapshot)
        except BlueGreenError as refused:
            return (i18n.error_text(refused),)
        if not plan.steps and not plan.refusals:
            return (_("Nothing is left to do."),)
        return plan.refusals

    @abstractmethod
    def quick_plan(self, snapshot: ApplicationSnapshot) -> Plan:
        """Return the plan as far as it follows from what the page has read already."""

    @abstractmethod
    def plan(self, application: Application, cloud: Cloud, asked: ActionRequest) -> Plan:
        """Return what would be done now. Raises Refused."""

    @abstractmethod
    def result(self, name: str, cloud: Cloud, run: ExecutionContext) -> str:
        """Return what is true after the plan was carried out.

        It is done by then, so a cloud that does not answer now fails nothing.
        """

    def carry_out(self, asked: ActionRequest, cloud: Cloud, clock: Clock) -> str:
        """Take the lease, look again, plan anew, and carry the plan out."""
        with self._lease(asked, cloud, clock) as lease:
            application = self.look(cloud, asked.application)
            refuse_unless_as_seen(application, asked)
            run = ExecutionContext(
                cloud=cloud,
                say=log.info,
                operator=asked.operator,
                message=asked.message,
                clock=clock,
                lease=lease,
            )
            execute(self.plan(application, cloud, asked), run)
        return self.result(asked.application, cloud, run)

    def _lease(self, asked: ActionRequest, cloud: Cloud, clock: Clock) -> HeldLease | NobodyElse:
        try:
            return take_within(
                timedelta(0),
                cloud.leases,
                asked.application,
                owner=asked.operator,
                message=asked.message or self.slug,
                clock=clock,
                say=log.info,
            )
        except OverQuota as refusal:
            return without_a_port(
                refusal,
                cloud.leases,
                asked.application,
                urgent=self.goes_without_a_port,
                say=log.warning,
            )

    def look(self, cloud: Cloud, name: str) -> Application:
        """Return the application that the plan is made of. Raises Refused, CloudError."""
        return observe_existing(cloud, name)


def refuse_unless_as_seen(application: Application, asked: ActionRequest) -> None:
    """Raise Refused when another side is live, or the idle side has another release, than seen.

    Two people may have pressed the same button: the second must not take back what the first did.
    """
    live, idle = application.live, application.idle
    is_live = str(live.colour) if live else ""
    release = idle.release.name if idle and idle.release else ""
    if is_live != asked.saw_live:
        raise Refused(
            _("%(live)s is live now, not %(saw)s as you saw it. Nothing is changed.")
            % {
                "live": i18n.word(i18n.COLOURS, is_live) or _("neither side"),
                "saw": i18n.word(i18n.COLOURS, asked.saw_live) or _("neither side"),
            }
        )
    if release != asked.saw_release:
        raise Refused(
            _("The idle side has %(release)s now, not %(saw)s as you saw it. Nothing is changed.")
            % {"release": release or "-", "saw": asked.saw_release or "-"}
        )
