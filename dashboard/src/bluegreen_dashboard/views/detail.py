# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The page of one application."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from horizon import messages, tables
from horizon.utils.http import is_ajax

from bluegreen import (
    Application,
    ApplicationSnapshot,
    BlueGreenError,
    CloudError,
    Difference,
    JournalRun,
    Release,
    find_drift,
    history,
    incomplete,
    take_snapshot,
    warnings,
    with_parts,
)
from bluegreen_dashboard import i18n, links, rights
from bluegreen_dashboard.actions import ACTIONS
from bluegreen_dashboard.actions.action import Action
from bluegreen_dashboard.cloud import cloud_of
from bluegreen_dashboard.tables.detail import (
    AddressesTable,
    ReleasesTable,
    SideLine,
    SidesLine,
    SidesTable,
)
from bluegreen_dashboard.tables.history import HistoryTable

RUNS = 10
"""Runs of the journal that the page shows at once."""


@dataclass(frozen=True)
class HistoryPage:
    """Some runs of the history, newest first: of all, or only those of one event."""

    runs: tuple[JournalRun, ...]
    number: int
    what: str
    has_older: bool

    @property
    def newer(self) -> int | None:
        """The number of the page with the runs after these, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        """The number of the page with the runs before these, if any."""
        return self.number + 1 if self.has_older else None


@dataclass(frozen=True)
class ActionButton:
    """An action as the page shows it: where it leads, or why it leads nowhere."""

    action: Action
    link: str
    refusals: tuple[str, ...]


class ApplicationDetailView(tables.MultiTableView):
    """One application."""

    table_classes = (SidesTable, AddressesTable, ReleasesTable, HistoryTable)
    template_name = "bluegreen_dashboard/application.html"
    page_title = "{{ snapshot.application.name }}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; when it is not there or cannot be read, say so on the list."""
        self.name: str = kwargs["application"]
        try:
            return super().get(request, *args, **kwargs)
        except BlueGreenError as error:
            if is_ajax(request):  # a row that wants to be refreshed; the page stays as it is
                return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
            messages.error(request, i18n.error_text(error))
            return HttpResponseRedirect(links.to_application_list())

    @cached_property
    def snapshot(self) -> ApplicationSnapshot:
        """The application as it is now, with its newest runs, as far back as they are shown."""
        return take_snapshot(cloud_of(self.request), self.name, runs=self._runs_to_read)

    @cached_property
    def history(self) -> HistoryPage | None:
        """The runs that are asked for; None, and a sentence, when the journal cannot be read."""
        what = self.request.GET.get("what", "")
        what = what if what in i18n.EVENTS else ""
        found, error = self.snapshot.history, self.snapshot.history_error
        if what and not error:
            try:
                runs = history(cloud_of(self.request), self.name, self._runs_to_read, event=what)
                found = tuple(runs)
            except CloudError as unread:
                error = unread
        if error:
            messages.warning(self.request, i18n.error_text(error))
            return None
        last = self._page * RUNS
        return HistoryPage(found[last - RUNS : last], self._page, what, len(found) > last)

    @property
    def _page(self) -> int:
        asked = self.request.GET.get("page", "")
        return max(int(asked), 1) if re.fullmatch("[0-9]{1,3}", asked) else 1

    @property
    def _runs_to_read(self) -> int:
        """One more than are shown, to know whether there is an older page."""
        return self._page * RUNS + 1

    @cached_property
    def drift(self) -> tuple[Difference, ...]:
        """How what was built differs from what Heat has kept of it."""
        return find_drift(cloud_of(self.request), self.snapshot.application)

    def get_sides_data(self) -> list[SidesLine]:
        """Return the one row of both sides."""
        return [SidesLine(self.snapshot)]

    def get_addresses_data(self) -> list[SideLine]:
        """Return a row for each side."""
        return [SideLine(self.snapshot, side) for side in self.snapshot.sides]

    def get_releases_data(self) -> list[Release]:
        """Return the releases."""
        return list(self.snapshot.application.releases)

    def get_history_data(self) -> list[JournalRun]:
        """Return the runs, the stages of a release below it."""
        grouped = with_parts(self.history.runs if self.history else ())
        return [each for run, parts in grouped for each in (run, *parts)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the tables, the actions, and what a person should know first."""
        context = dict(super().get_context_data(**kwargs))
        application, holder = self.snapshot.application, self.snapshot.holder_at_work
        actions = (action for action in ACTIONS.values() if action.is_for(application))
        return context | {
            "snapshot": self.snapshot,
            "holder": i18n.being_changed(holder) if holder else "",
            "warnings": (
                *warnings(application),
                *(() if holder else incomplete(application)),
                *(one.line for one in self.drift),
            ),
            "not_read": i18n.not_read(application.unread) if application.unread else "",
            "buttons": [self._button(action) for action in actions],
            "stack_link": links.to_stack(application.stack.id) if application.stack else "",
            "job": job_of(application),
            "history": self.history,
            "events": sorted(
                ((name, str(word)) for name, word in i18n.EVENTS.items()), key=lambda one: one[1]
            ),
        }

    def _button(self, action: Action) -> ActionButton:
        if not rights.may(self.request, action.rights):
            refusals: tuple[str, ...] = (_("Your role in this project may read but not change."),)
        else:
            refusals = action.refusals(self.snapshot)
        return ActionButton(action, links.to_application(self.name, action.slug), refusals)


def job_of(application: Application) -> str:
    """Return where a release of the application is ordered, such as a job of Jenkins, or ""."""
    pattern = str(getattr(settings, "BLUEGREEN_RELEASE_URL", ""))
    return pattern.replace("{application}", quote(application.name, safe=""))
