# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Suspend automatic actions, and resume them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from bluegreen import Application, ApplicationSnapshot, Session, set_paused
from bluegreen_dashboard.actions.action import Action
from bluegreen_dashboard.request import ActionRequest
from bluegreen_dashboard.rights import WRITE


class PauseAction(Action):
    """An action that sets or clears the mark; it takes no lease, as the commands do not."""

    rights = WRITE
    pauses: bool

    def is_for(self, application: Application) -> bool:
        """Whether it would change anything."""
        return application.paused is not self.pauses

    def refusals(self, snapshot: ApplicationSnapshot) -> tuple[str, ...]:
        """Return why there is nothing to mark."""
        return () if snapshot.application.production else (_("There is no production address."),)

    def execute(self, asked: ActionRequest, session: Session) -> str:
        """Mark the application, or unmark it."""
        set_paused(asked.application, session, paused=self.pauses)
        said = _("%(name)s is paused.") if self.pauses else _("%(name)s is no longer paused.")
        return said % {"name": asked.application}


class SetPause(PauseAction):
    """Pause, as `bluegreen pause` does it."""

    slug = "pause"
    title = pgettext_lazy("action", "Pause")
    icon = "pause"
    pauses = True

    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:  # noqa: ARG002
        """Yield what stops, and what does not."""
        yield _("A release stops before its next stage, and a failed watch does not roll back.")
        yield _("Actions that an operator starts still work, and connections are not affected.")


class ClearPause(PauseAction):
    """Unpause, as `bluegreen unpause` does it."""

    slug = "unpause"
    title = pgettext_lazy("action", "Unpause")
    icon = "play"
    pauses = False

    def effects(self, snapshot: ApplicationSnapshot) -> Iterator[str]:  # noqa: ARG002
        """Yield what may happen again."""
        yield _("Releases continue, and a failed watch rolls back automatically again.")
