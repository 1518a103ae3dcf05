# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The forms of the dialogs: why, what the user saw, and the few choices there are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from horizon import forms, messages

from bluegreen import BlueGreenError, RolledBack, Stuck
from bluegreen_dashboard import i18n, rights
from bluegreen_dashboard.cloud import session_of
from bluegreen_dashboard.request import ActionRequest, FormAction

MESSAGE_LIMIT = 500

PROOFS = (
    ("probe", _("by new connections from the dashboard's server")),
    ("statistics", _("by the load balancers' counts")),
    ("none", _("not at all")),
)

FATES = (
    ("warm", _("keep one warm server for a rollback")),
    ("remove", _("remove its release; then no rollback is possible")),
)


class MessageForm(forms.SelfHandlingForm):
    """A reason for the journal, and what the dialog showed when it was opened."""

    message = forms.CharField(
        label=_("Message for the journal"),
        required=False,
        max_length=MESSAGE_LIMIT,
        help_text=_("Reason; everybody in the project can read it."),
        widget=forms.TextInput(),
    )
    saw_live = forms.CharField(required=False, widget=forms.HiddenInput())
    saw_release = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, request: HttpRequest, action: FormAction, application: str, **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.action = action
        self.application = application

    def handle(self, request: HttpRequest, data: dict[str, Any]) -> bool:
        """Do what is asked; say how it ended here, or on the page when something moved."""
        if not rights.may(request, self.action.rights):
            self.api_error(_("Your role in this project may read but not change."))
            return False
        session = session_of(request, self.action.slug, data.pop("message"))
        seen = {name: data.pop(name) for name in ("saw_live", "saw_release")}
        asked = ActionRequest(self.application, **seen, choices=data)
        try:
            sentence = self.action.execute(asked, session)
        except (RolledBack, Stuck) as moved:
            messages.error(request, i18n.error_text(moved))
            return True
        except BlueGreenError as refused:
            self.api_error(i18n.error_text(refused))
            return False
        messages.success(request, sentence)
        return True


class MoveForm(MessageForm):
    """How a move of production is proved."""

    proof = forms.ChoiceField(
        label=_("Proof"),
        choices=PROOFS,
        initial=lambda: getattr(settings, "BLUEGREEN_PROOF", "probe"),
        help_text=_(
            "How to prove that the new side answers. If the dashboard's server has no route to "
            "the address, use the load balancers' counts."
        ),
    )


class RollbackForm(MoveForm):
    """Whether a smaller side will do."""

    allow_smaller = forms.BooleanField(
        label=_("Allow a smaller side"),
        required=False,
        help_text=_("Roll back at once, no matter how few servers the side has."),
    )


class RetireForm(MessageForm):
    """What to do with the idle side."""

    to = forms.ChoiceField(label=_("The idle side"), choices=FATES, initial="warm")
    ignore_connections = forms.BooleanField(label=_("Ignore open connections"), required=False)
