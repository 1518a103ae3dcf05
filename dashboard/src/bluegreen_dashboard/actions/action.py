# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What an action of the panel is: what refuses it, its plan, and its execution.

The library does all of it. A panel's action is the command of the same name with another way in.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext as _

from bluegreen import (
    Application,
    ApplicationSnapshot,
    BlueGreenError,
    Cloud,
    Plan,
    Refused,
    Session,
)
from bluegreen_dashboard import i18n
from bluegreen_dashboard.forms import MessageForm
from bluegreen_dashboard.request import ActionRequest
from bluegreen_dashboard.rights import Rules


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

    @abstractmethod
    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:
        """Yield what users and their connections will notice."""

    @abstractmethod
    def execute(self, asked: ActionRequest, session: Session) -> str:
        """Do it, and return what is then true. Raises BlueGreenError."""


class PlannedAction(Action):
    """An action that is a plan of the library, executed under the lease."""

    def refusals(self, snapshot: ApplicationSnapshot) -> tuple[str, ...]:
        """Return who is at work already, what is not known, or what the prechecks have to say."""
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
    def plan(self, snapshot: ApplicationSnapshot, cloud: Cloud, asked: ActionRequest) -> Plan:
        """Return what would be done now. Raises Refused."""

    def otherwise(self, snapshot: ApplicationSnapshot, asked: ActionRequest) -> str:  # noqa: ARG002
        """Return what is done instead when another choice is made than the plan shows, or ""."""
        return ""

    def accept(self, asked: ActionRequest, application: Application, plan: Plan) -> None:  # noqa: ARG002
        """Raise Refused when this is not what the user saw and asked for."""
        refuse_unless_as_seen(application, asked)


def refuse_unless_as_seen(application: Application, asked: ActionRequest) -> None:
    """Raise Refused when another side is live, or the idle side has another release, than seen.

    Two people may have pressed the same button: the second must not take back what the first did.
    """
    live, idle = application.live, application.idle
    is_live = str(live.colour) if live else ""
    release = idle.release.name if idle and idle.release else ""
    if is_live != asked.saw_live:
        raise Refused(
            _("%(live)s is live now, not %(saw)s as shown to you. Nothing is changed.")
            % {
                "live": i18n.word(i18n.COLOURS, is_live) or _("neither side"),
                "saw": i18n.word(i18n.COLOURS, asked.saw_live) or _("neither side"),
            }
        )
    if release != asked.saw_release:
        raise Refused(
            _("The idle side has %(release)s now, not %(saw)s as shown to you. Nothing is changed.")
            % {"release": release or "-", "saw": asked.saw_release or "-"}
        )
