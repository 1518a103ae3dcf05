# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Make the previous side live again."""

from __future__ import annotations

import logging
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from bluegreen import (
    ApplicationSnapshot,
    Cloud,
    Plan,
    Refused,
    RollbackRequest,
    Session,
    failed_watch,
    pending_release,
    plan_rollback,
    rollback,
)
from bluegreen_dashboard.actions.switch import TrafficAction
from bluegreen_dashboard.forms import RollbackForm
from bluegreen_dashboard.request import ActionRequest

log = logging.getLogger(__name__)


class RollbackAction(TrafficAction):
    """Roll back, as `bluegreen rollback` does it, where nothing has to be booted first.

    A side that must grow takes minutes, and a request to a web server is no place for that: the
    command is named instead, and `allow_smaller` takes the side as it is.
    """

    slug = "rollback"
    title = pgettext_lazy("action", "Rollback")
    icon = "undo"
    form = RollbackForm
    does_without_heat = True

    def quick_plan(self, snapshot: ApplicationSnapshot) -> Plan:
        """Return the plan for the side as it is; the dialog says whether it must scale out."""
        return plan_rollback(snapshot.application, proof=None, allow_smaller=True)

    def plan(self, snapshot: ApplicationSnapshot, cloud: Cloud, asked: ActionRequest) -> Plan:
        """Return the plan. Raises Refused when the previous side has to grow first."""
        plan = plan_rollback(
            snapshot.application,
            expected=asked.expected,
            proof=asked.proof,
            allow_smaller=_allows_smaller(asked),
            to_come=pending_release(snapshot.application, cloud, log.info),
            failed=failed_watch(snapshot.application, cloud, log.info),
        )
        self.refuse_growth(plan)
        return plan

    def execute(self, asked: ActionRequest, session: Session) -> str:
        """Roll back, and return what is live."""
        request = RollbackRequest(
            application=asked.application,
            proof=asked.proof,
            expected=asked.expected,
            allow_smaller=_allows_smaller(asked),
            accept=partial(self.accept, asked),
        )
        return self.result(rollback(request, session), session.cloud)

    def refuse_growth(self, plan: Plan) -> None:
        """Raise Refused, naming the command and the choice in the dialog."""
        if refusal := self.must_grow(plan):
            raise Refused(
                refusal,
                _("bluegreen rollback %(name)s; or here, with the option “Allow a smaller side”")
                % {"name": plan.application},
            )


def _allows_smaller(asked: ActionRequest) -> bool:
    return bool(asked.choices.get("allow_smaller"))
