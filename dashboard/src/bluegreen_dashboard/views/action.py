# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The dialog of an action: its plan, what it does to connections, and the reason for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from horizon import forms, messages

from bluegreen import ApplicationSnapshot, BlueGreenError, take_snapshot
from bluegreen_dashboard import i18n, links, rights
from bluegreen_dashboard.actions.action import Action, PlannedAction
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.forms import MessageForm
from bluegreen_dashboard.request import ActionRequest


class ActionView(forms.ModalFormView):
    """One action on one application; what is shown is read when it is opened."""

    action: Action = None  # type: ignore[assignment] # given in urls.py
    template_name = "bluegreen_dashboard/action.html"
    modal_id = "bluegreen_dialog"
    form_id = "bluegreen_form"

    @cached_property
    def snapshot(self) -> ApplicationSnapshot:
        """The application as it is now; not read where the action succeeds."""
        return take_snapshot(cloud_of(self.request), self.application)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer; where nothing can be seen, say so on the list."""
        self.application = kwargs["application"]
        try:
            return super().dispatch(request, *args, **kwargs)
        except BlueGreenError as error:
            messages.error(request, i18n.error_text(error))
            return HttpResponseRedirect(links.to_application_list())

    def form_invalid(self, form: MessageForm) -> HttpResponse:
        """Show the dialog again with what went wrong, and the plan as it is now."""
        try:
            return super().form_invalid(form)
        except BlueGreenError:
            for sentence in form.non_field_errors():
                messages.error(self.request, sentence)
            raise

    def get_form_class(self) -> type[MessageForm]:
        """Return the form with the action's choices."""
        return self.action.form

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return what the form needs to know."""
        known = {"action": self.action, "application": self.application}
        return {**super().get_form_kwargs(), **known}

    def get_initial(self) -> dict[str, str]:
        """Return what the user sees, so that it is noticed when it is no longer so."""
        if self.request.method == "POST":
            return {}
        application = self.snapshot.application
        live, idle = application.live, application.idle
        return {
            "saw_live": str(live.colour) if live else "",
            "saw_release": idle.release.name if idle and idle.release else "",
        }

    def get_success_url(self) -> str:
        """Return the application's page."""
        return links.to_application(self.application)

    def get_cancel_url(self) -> str:
        """Return the application's page."""
        return self.get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the plan as it would be made now, with what is chosen so far."""
        self.submit_url = links.to_application(self.application, self.action.slug)
        self.submit_label = self.action.title
        title = _("%(action)s: %(application)s") % {
            "action": self.action.title,
            "application": self.application,
        }
        self.modal_header = title
        context = super().get_context_data(**kwargs)
        may = rights.may(self.request, self.action.rights)
        refusals = self.action.refusals(self.snapshot)
        if not may:
            refusals = (_("Your role in this project may read but not change."),)
        context |= {
            # Not as the attribute of that name, which Horizon takes for a template.
            "page_title": title,
            "refusals": refusals,
            "effects": tuple(self.action.effects(self.snapshot)),
            **self._plan(),
        }
        return context

    def _plan(self) -> dict[str, Any]:
        """Return the prechecks and steps for the template, or why there are none."""
        if not isinstance(self.action, PlannedAction):
            return {}
        choices = {
            name: self.request.POST.get(name) or _initial(field)
            for name, field in self.action.form.base_fields.items()
        }
        asked = ActionRequest(self.application, choices=choices)
        try:
            plan = self.action.plan(self.snapshot, cloud_of(self.request), asked)
        except BlueGreenError as refused:
            return {"plan_refused": i18n.error_text(refused)}
        parts = [part for step in plan.steps for part in step.parts]
        return {
            "plan": plan,
            "otherwise": self.action.otherwise(self.snapshot, asked),
            "prechecks": [
                (i18n.heading(i18n.PRECHECKS, precheck.name), precheck)
                for precheck in plan.prechecks
            ],
            "steps": [(i18n.heading(i18n.STEPS, part.name), part) for part in parts],
        }


def _initial(field: forms.Field) -> Any:
    return field.initial() if callable(field.initial) else field.initial
