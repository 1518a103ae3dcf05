# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Answer a release that waits for a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from bluegreen import (
    ApplicationSnapshot,
    Cloud,
    Refused,
    Session,
    answer,
    history,
    lease_holder,
    side_that_waits,
)
from bluegreen_dashboard import i18n
from bluegreen_dashboard.actions.action import Action
from bluegreen_dashboard.activity import at_work
from bluegreen_dashboard.request import ActionRequest
from bluegreen_dashboard.rights import WRITE

WITHOUT_LEASE = ("approval", "pause")
"""Events that are written while somebody else holds the lease."""


class ApprovalAction(Action):
    """An action that writes an answer to the journal; the release that waits has the lease."""

    rights = WRITE
    approves: bool

    def refusals(self, snapshot: ApplicationSnapshot) -> tuple[str, ...]:
        """Return why nothing can be waiting."""
        if snapshot.holder_at_work is None:
            return (self._nothing_waits(snapshot.application.name),)
        try:
            side_that_waits(snapshot.application)
        except Refused as refused:
            return (i18n.error_text(refused),)
        return ()

    def execute(self, asked: ActionRequest, session: Session) -> str:
        """Write the answer for the release that the user saw.

        Raises Refused when nothing waits: the answer would count for nothing.
        """
        cloud = session.cloud
        if not at_work(lease_holder(cloud, asked.application)):
            raise Refused(self._nothing_waits(asked.application))
        if not _has_just_checked(cloud, asked.application):
            raise Refused(self._something_else_is_done(asked.application))
        answer(
            asked.application,
            session,
            approved=self.approves,
            release=asked.saw_release or None,
        )
        said = _("%(release)s is approved.") if self.approves else _("%(release)s is rejected.")
        return said % {"release": asked.saw_release}

    def _nothing_waits(self, name: str) -> str:
        """A release that waits holds the lease; that one waits without it cannot be seen."""
        return _(
            "No release holds the lease, so none waits for an answer. To answer a release that "
            "runs with --without-lease: bluegreen %(answer)s %(name)s"
        ) % {"answer": self.slug, "name": name}

    def _something_else_is_done(self, name: str) -> str:
        return _(
            "Somebody holds the lease, but the newest run is not a finished check, so no release "
            "waits for an answer. To answer a release whose check is not in the history: "
            "bluegreen %(answer)s %(name)s"
        ) % {"answer": self.slug, "name": name}


def _has_just_checked(cloud: Cloud, name: str) -> bool:
    """Whether the last thing that was done under a lease is a check that has ended.

    A release that waits has just checked. A repair, a switch or a change of size holds the lease as
    well, and nobody there looks for an answer.
    """
    newest = next(
        (run for run in history(cloud, name) if run.last.event not in WITHOUT_LEASE), None
    )
    return newest is not None and newest.ended and newest.last.event == "check"


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
