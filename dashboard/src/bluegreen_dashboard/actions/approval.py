# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Answer a release that waits for a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from bluegreen import (
    ApplicationSnapshot,
    Refused,
    Session,
    answer,
    side_that_waits,
)
from bluegreen_dashboard import i18n
from bluegreen_dashboard.actions.action import Action
from bluegreen_dashboard.request import ActionRequest
from bluegreen_dashboard.rights import WRITE

APPROVAL = "approval"
"""The event of a question to a person in the journal; its answer ends the run."""


class ApprovalAction(Action):
    """An action that writes an answer to the journal; the release that waits has the lease."""

    rights = WRITE
    approves: bool

    def refusals(self, snapshot: ApplicationSnapshot) -> tuple[str, ...]:
        """Return why nothing can be waiting."""
        asked = (run for run in snapshot.history if run.last.event == APPROVAL)
        if snapshot.history and all(run.ended for run in asked):
            return (_("No release waits for an answer."),)
        try:
            side_that_waits(snapshot.application)
        except Refused as refused:
            return (i18n.error_text(refused),)
        return ()

    def execute(self, asked: ActionRequest, session: Session) -> str:
        """Write the answer for the release that the user saw.

        Raises Refused when nothing waits: the answer would count for nothing.
        """
        answer(
            asked.application,
            session,
            approved=self.approves,
            release=asked.saw_release or None,
        )
        said = _("%(release)s is approved.") if self.approves else _("%(release)s is rejected.")
        return said % {"release": asked.saw_release}


class ApproveAction(ApprovalAction):
    """Approve, as `bluegreen approve` does it."""

    slug = "approve"
    title = pgettext_lazy("action", "Approve")
    icon = "check"
    approves = True

    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:  # noqa: ARG002
        """Yield what an answer does."""
        yield _("The release that waits for approval continues and switches.")
        yield _("An answer given before the checks have ended does not count.")


class RejectAction(ApprovalAction):
    """Reject, as `bluegreen reject` does it."""

    slug = "reject"
    title = pgettext_lazy("action", "Reject")
    icon = "ban"
    approves = False

    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:  # noqa: ARG002
        """Yield what an answer does."""
        yield _("The release that waits for approval ends, and nothing is changed.")
        yield _("An answer given before the checks have ended does not count.")
