# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the journal."""

from __future__ import annotations

from typing import Protocol

from bluegreen.model.journal import Entry


class Journal(Protocol):
    """The append-only record of what was intended and what happened."""

    def write(self, entry: Entry) -> None:
        """Add an entry for good."""

    def entries(
        self,
        application: str,
        limit: int,
        release: str | None = None,
        event: str | None = None,
    ) -> list[Entry]:
        """Return the newest entries of an application, newest first.

        With `release` or `event` only those of that release, or of that event.
        """

    def newest_release(self, application: str) -> int:
        """Return the highest number of a release that any entry names, or 0."""

    def prune(self, application: str, keep: int) -> int:
        """Remove all but the newest entries; return how many were removed."""
