# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""End a release's time on the idle side."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from bluegreen.cloud.protocols.cloud import Cloud
from bluegreen.model.application import Application
from bluegreen.model.snapshot import ApplicationSnapshot
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Plan
from bluegreen.operations.retire.plan import Fate, plan_retire
from bluegreen_dashboard.actions.action import PlannedAction
from bluegreen_dashboard.forms import RetireForm
from bluegreen_dashboard.request import ActionRequest
from bluegreen_dashboard.rights import RESIZE


class Retire(PlannedAction):
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

    def plan(self, application: Application, cloud: Cloud, asked: ActionRequest) -> Plan:
        """Return the plan, with the connections counted now."""
        balancer = application.idle.balancer if application.idle else None
        return plan_retire(
            application,
            to=_fate(asked),
            connections=cloud.balancers.connections(balancer) if balancer else 0,
            ignore_connections=bool(asked.choices.get("ignore_connections")),
        )

    def otherwise(self, snapshot: ApplicationSnapshot, asked: ActionRequest) -> str:
        """Return what becomes of the release when the other choice is made."""
        idle = snapshot.application.idle
        if idle is None or idle.release is None:
            return ""
        if _fate(asked) == "remove":
            return _("If one warm server is kept instead, a rollback stays possible.")
        held = ", ".join(f"{release.name} ({release.version})" for release in idle.releases)
        return _(
            "If the release is removed instead: all servers of %(releases)s are deleted, and "
            "there is no rollback."
        ) % {"releases": held}

    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:
        """Yield what clients of the idle side will notice."""
        yield _("Production is not touched.")
        count = snapshot.connections_on_idle
        if not count:
            return
        yield ngettext(
            "%(count)s connection is open on the idle side; servers that go cut theirs.",
            "%(count)s connections are open on the idle side; servers that go cut theirs.",
            count,
        ) % {"count": count}

    def result(self, name: str, cloud: Cloud, run: ExecutionContext) -> str:  # noqa: ARG002
        """Return that it is done; the page shows what the idle side has."""
        return _("%(name)s: the idle side is retired.") % {"name": name}


def _fate(asked: ActionRequest) -> Fate:
    return "remove" if asked.choices["to"] == "remove" else "warm"
