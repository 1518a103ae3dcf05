# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Make the idle side live."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from bluegreen import (
    Application,
    ApplicationSnapshot,
    Cloud,
    CloudError,
    MoveResult,
    Plan,
    Refused,
    Session,
    SwitchRequest,
    observe_as_far_as_it_answers,
    plan_switch,
    switch,
)
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
            yield _("%(old)s has no open connections.") % {"old": old}
            return
        yield ngettext(
            "%(old)s has %(count)s open connection; it stays there until it ends.",
            "%(old)s has %(count)s open connections; they stay there until they end.",
            count,
        ) % {"count": count, "old": old}

    def must_grow(self, plan: Plan) -> str:
        """Return which side has to grow first, which takes minutes and is not done from here."""
        if not plan.waits_for_servers:
            return ""
        return _(
            "%(side)s has fewer healthy servers than the live side. Scaling it out takes "
            "minutes, so the dashboard does not do it. Nothing is changed."
        ) % {"side": i18n.word(i18n.COLOURS, plan.side)}

    def accept(self, asked: ActionRequest, application: Application, plan: Plan) -> None:
        """Raise Refused as well when servers would have to boot first."""
        super().accept(asked, application, plan)
        self.refuse_growth(plan)

    @abstractmethod
    def refuse_growth(self, plan: Plan) -> None:
        """Raise Refused, naming the command, when servers would have to boot first."""

    def result(self, moved: MoveResult, cloud: Cloud) -> str:
        """Return what is live, and what the move cost."""
        said, cutover = _what_is_live(moved, cloud), moved.cutover
        if cutover is None or cutover.seconds is None:
            return said
        return f"{said} {i18n.cost_of_move(cutover.seconds, cutover.failed, cutover.requests)}"


def _what_is_live(moved: MoveResult, cloud: Cloud) -> str:
    """Return it as a sentence; it is done, so a cloud that does not answer now fails nothing."""
    try:
        application = moved.application or observe_as_far_as_it_answers(cloud, moved.name)
    except CloudError as error:
        return _("Done, but the current state could not be read: %(trouble)s.") % {
            "trouble": error.true_now
        }
    live, production = application.live, application.production
    return _("%(application)s: %(side)s is live on %(address)s with %(version)s.") % {
        "application": moved.name,
        "side": i18n.word(i18n.COLOURS, live.colour if live else None),
        "address": production.floating_ip if production else "-",
        "version": live.release.version if live and live.release else "-",
    }


class SwitchAction(TrafficAction):
    """Switch, as `bluegreen switch` does it."""

    slug = "switch"
    title = pgettext_lazy("action", "Switch")
    icon = "exchange"
    button = "btn-primary"

    def quick_plan(self, snapshot: ApplicationSnapshot) -> Plan:
        """Return the plan; how it is proved is chosen in the dialog."""
        plan = plan_switch(snapshot.application, proof=None, may_wait=False)
        self.refuse_growth(plan)
        return plan

    def plan(self, snapshot: ApplicationSnapshot, cloud: Cloud, asked: ActionRequest) -> Plan:  # noqa: ARG002
        """Return the plan. Raises Refused when the new side has to grow first."""
        plan = plan_switch(
            snapshot.application, expected=asked.expected, proof=asked.proof, may_wait=False
        )
        self.refuse_growth(plan)
        return plan

    def execute(self, asked: ActionRequest, session: Session) -> str:
        """Switch, and return what is live."""
        request = SwitchRequest(
            application=asked.application,
            proof=asked.proof,
            expected=asked.expected,
            may_wait=False,
            accept=partial(self.accept, asked),
        )
        return self.result(switch(request, session), session.cloud)

    def refuse_growth(self, plan: Plan) -> None:
        """Raise Refused unless another reason refuses the plan already."""
        if not plan.refusals and (refusal := self.must_grow(plan)):
            raise Refused(refusal, f"bluegreen switch {plan.application}")
