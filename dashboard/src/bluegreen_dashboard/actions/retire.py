# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""End a release's time on the idle side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from bluegreen import (
    ApplicationSnapshot,
    Cloud,
    Fate,
    Plan,
    Refused,
    RetireRequest,
    Session,
    plan_retire,
    retire,
)
from bluegreen_dashboard.actions.action import PlannedAction
from bluegreen_dashboard.forms import RetireForm
from bluegreen_dashboard.request import ActionRequest
from bluegreen_dashboard.rights import RESIZE


class RetireAction(PlannedAction):
    """Retire, as `bluegreen retire` does it."""

    slug = "retire"
    title = pgettext_lazy("action", "Retire")
    icon = "archive"
    rights = RESIZE
    form = RetireForm

    def quick_plan(self, snapshot: ApplicationSnapshot) -> Plan:
        """Return the plan that removes, which is there even when shrinking has been done.

        Connections are counted in the dialog, where one may choose not to wait for them.
        """
        return plan_retire(snapshot.application, to="remove")

    def plan(self, snapshot: ApplicationSnapshot, cloud: Cloud, asked: ActionRequest) -> Plan:  # noqa: ARG002
        """Return the plan, with the connections that the dialog shows. Raises Refused."""
        idle = snapshot.application.idle
        connections = snapshot.side(idle.colour).connections if idle else 0
        if connections is None and idle and idle.balancer:
            raise Refused(_("The number of open connections on the idle side is unknown."))
        return plan_retire(
            snapshot.application,
            to=_fate(asked),
            connections=connections or 0,
            ignore_connections=_ignores_connections(asked),
        )

    def execute(self, asked: ActionRequest, session: Session) -> str:
        """Retire; the page shows what the idle side then has."""
        request = RetireRequest(
            application=asked.application,
            to=_fate(asked),
            ignore_connections=_ignores_connections(asked),
            accept=partial(self.accept, asked),
        )
        retire(request, session)
        return _("%(name)s: the idle side is retired.") % {"name": asked.application}

    def otherwise(self, snapshot: ApplicationSnapshot, asked: ActionRequest) -> str:
        """Return what the other choice would do to the release."""
        idle = snapshot.application.idle
        if idle is None or idle.release is None:
            return ""
        if _fate(asked) == "remove":
            return _("If you keep one warm server instead, a rollback stays possible.")
        held = ", ".join(f"{release.name} ({release.version})" for release in idle.releases)
        return _(
            "If you remove the release instead, all servers of %(releases)s are deleted, and no "
            "rollback is possible."
        ) % {"releases": held}

    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:
        """Yield what clients of the idle side will notice."""
        yield _("Production is not affected.")
        count = snapshot.connections_on_idle
        if not count:
            return
        yield ngettext(
            "The idle side has %(count)s open connection; removing a server ends its connections.",
            "The idle side has %(count)s open connections; removing a server ends its connections.",
            count,
        ) % {"count": count}


def _ignores_connections(asked: ActionRequest) -> bool:
    return bool(asked.choices.get("ignore_connections"))


def _fate(asked: ActionRequest) -> Fate:
    return "remove" if asked.choices["to"] == "remove" else "warm"
