# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The table of what was done to one application."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy
from horizon import tables

from bluegreen import JournalRun, printable
from bluegreen_dashboard import i18n
from bluegreen_dashboard.tables.columns import LabelledCell

FREE_TEXT = ("bluegreen-text",)
"""The class of cells whose words may be long."""


class HistoryTable(tables.DataTable):
    """What was done, by whom, and how it ended: a row for each run, newest first."""

    at = tables.Column(lambda run: _time(run.last.at), verbose_name=gettext_lazy("Time"))
    event = tables.Column(lambda run: _event_in_words(run), verbose_name=gettext_lazy("What"))
    side = tables.Column(
        lambda run: i18n.word(i18n.COLOURS, run.last.side), verbose_name=gettext_lazy("Side")
    )
    version = tables.Column(lambda run: run.last.version, verbose_name=gettext_lazy("Version"))
    outcome = tables.Column(
        lambda run: i18n.word(i18n.OUTCOMES, run.outcome), verbose_name=gettext_lazy("Outcome")
    )
    operator = tables.Column(
        lambda run: printable(run.last.operator),
        verbose_name=gettext_lazy("Operator"),
        truncate=40,
        classes=FREE_TEXT,
    )
    message = tables.Column(
        lambda run: printable(run.last.message),
        verbose_name=gettext_lazy("Message"),
        truncate=80,
        classes=FREE_TEXT,
    )
    details = tables.Column(
        lambda run: i18n.details_of(run.last.details),
        verbose_name=gettext_lazy("Details"),
        truncate=200,
        classes=FREE_TEXT,
    )

    class Meta:
        """As it was when the page was read."""

        name = "history"
        verbose_name = gettext_lazy("History")
        hidden_title = False
        cell_class = LabelledCell
        footer = False

    def get_object_id(self, run: JournalRun) -> str:
        """Return the run's own name."""
        return run.last.run

    def get_object_display(self, run: JournalRun) -> str:
        """Return the run's own name."""
        return run.last.run


def _event_in_words(run: JournalRun) -> str:
    """Return what was done; a stage stands below its release."""
    word = i18n.word(i18n.EVENTS, run.last.event)
    return f"- {word}" if run.last.part_of else word


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
