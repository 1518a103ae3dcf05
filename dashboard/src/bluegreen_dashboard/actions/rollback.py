# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Make the previous side live again."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from bluegreen.cloud.observe import observe_as_far_as_it_answers, refuse_unless_there
from bluegreen.cloud.protocols.cloud import Cloud
from bluegreen.errors import Refused
from bluegreen.model.application import Application
from bluegreen.model.snapshot import ApplicationSnapshot
from bluegreen.operations.plan import Plan
from bluegreen.operations.switch.plan import plan_rollback
from bluegreen.operations.switch.rollback_target import surely_still_to_come
from bluegreen_dashboard.actions.switch import TrafficAction
from bluegreen_dashboard.forms import RollbackForm
from bluegreen_dashboard.request import ActionRequest

log = logging.getLogger(__name__)


class Rollback(TrafficAction):
    """Roll back, as `bluegreen rollback` does it, where nothing has to be booted first.

    A side that must grow takes minutes, and a request to a web server is no place for that: the
    command is named instead, and `allow_smaller` takes the side as it is.
    """

    slug = "rollback"
    title = pgettext_lazy("action", "Rollback")
    icon = "undo"
    form = RollbackForm
    does_without_heat = True
    goes_without_a_port = True

    def look(self, cloud: Cloud, name: str) -> Application:
        """Return the application, by Neutron and Octavia alone when Heat does not answer."""
        return refuse_unless_there(observe_as_far_as_it_answers(cloud, name))

    def quick_plan(self, snapshot: ApplicationSnapshot) -> Plan:
        """Return the plan for the side as it is; whether it must grow is told in the dialog."""
        return plan_rollback(snapshot.application, demand=None, allow_smaller=True)

    def plan(self, application: Application, cloud: Cloud, asked: ActionRequest) -> Plan:
        """Return the plan. Raises Refused when the previous side has to grow first."""
        plan = plan_rollback(
            application,
            expected=asked.expected,
            demand=asked.demand,
            allow_smaller=bool(asked.choices.get("allow_smaller")),
            to_come=surely_still_to_come(application, cloud.journal, log.info),
        )
        if refusal := self.must_grow(plan):
            raise Refused(
                refusal,
                _("bluegreen rollback %(name)s; or here, even if the side is smaller")
                % {"name": application.name},
            )
        return plan
