# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Make the idle side live."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.cloud.protocols.cloud import Cloud
from bluegreen.errors import CloudError, Refused
from bluegreen.model.application import Application
from bluegreen.model.snapshot import ApplicationSnapshot
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Plan
from bluegreen.operations.switch.plan import plan_switch
from bluegreen_dashboard import i18n
from bluegreen_dashboard.actions.action import PlannedAction
from bluegreen_dashboard.forms import MoveForm
from bluegreen_dashboard.request import ActionRequest
from bluegreen_dashboard.rights import MOVE


class TrafficAction(PlannedAction):
    """An action that moves production: what clients notice, and what it came to."""

    rights = MOVE
    form = MoveForm

    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:
        """Yield what new connections and those that are open will notice."""
        application = snapshot.application
        live, idle, production = application.live, application.idle, application.production
        if not (live and idle and production):
            return
        old, new = (i18n.word(i18n.COLOURS, side.colour) for side in (live, idle))
        yield _("New connections to %(address)s reach %(new)s once the address has moved.") % {
            "address": production.floating_ip,
            "new": new,
        }
        count = snapshot.side(live.colour).connections
        if count is None:
            return
        if count == 0:
            yield _("No connection is open on %(old)s.") % {"old": old}
            return
        yield ngettext(
            "%(count)s connection is open on %(old)s; it stays there until it ends.",
            "%(count)s connections are open on %(old)s; they stay there until they end.",
            count,
        ) % {"count": count, "old": old}

    def must_grow(self, plan: Plan) -> str:
        """Return which side has to grow first, which takes minutes and is not done from here."""
        if not plan.waits_for_servers:
            return ""
        return _(
            "%(side)s has fewer healthy servers than the live side. To boot more takes minutes and "
            "is not done from here. Nothing is changed."
        ) % {"side": i18n.word(i18n.COLOURS, plan.side)}

    def result(self, name: str, cloud: Cloud, run: ExecutionContext) -> str:
        """Return what is live, and what the move cost."""
        said, cutover = _what_is_live(name, cloud), run.progress.cutover
        if cutover is None or cutover.seconds is None:
            return said
        return f"{said} {i18n.cost_of_move(cutover.seconds, cutover.failed, cutover.requests)}"


def _what_is_live(name: str, cloud: Cloud) -> str:
    try:
        application = observe_as_far_as_it_answers(cloud, name)
    except CloudError as error:
        return _("It is done. How it looks now is not known: %(trouble)s.") % {
            "trouble": error.true_now
        }
    live, production = application.live, application.production
    return _("%(application)s: %(side)s is live on %(address)s with %(version)s.") % {
        "application": name,
        "side": i18n.word(i18n.COLOURS, live.colour if live else None),
        "address": production.floating_ip if production else "-",
        "version": live.release.version if live and live.release else "-",
    }


class Switch(TrafficAction):
    """Switch, as `bluegreen switch` does it."""

    slug = "switch"
    title = pgettext_lazy("action", "Switch")
    icon = "exchange"
    button = "btn-primary"

    def quick_plan(self, snapshot: ApplicationSnapshot) -> Plan:
        """Return the plan; how it is proved is chosen in the dialog."""
        return self._unless_it_must_grow(
            plan_switch(snapshot.application, demand=None, may_wait=False)
        )

    def plan(self, application: Application, cloud: Cloud, asked: ActionRequest) -> Plan:  # noqa: ARG002
        """Return the plan. Raises Refused when the new side has to grow first."""
        plan = plan_switch(
            application, expected=asked.expected, demand=asked.demand, may_wait=False
        )
        return self._unless_it_must_grow(plan)

    def _unless_it_must_grow(self, plan: Plan) -> Plan:
        if not plan.refusals and (refusal := self.must_grow(plan)):
            raise Refused(refusal, f"bluegreen switch {plan.application}")
        return plan
