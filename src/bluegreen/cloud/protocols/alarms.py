# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of the alarms."""

from __future__ import annotations

from typing import Protocol

from bluegreen.cloud.permit import changes, reads
from bluegreen.model.scaling import Alarm


class Alarms(Protocol):
    """The alarms that signal the scaling policies of releases."""

    @reads
    def find(self) -> list[Alarm]:
        """Return those of the whole project, in one request."""

    @changes
    def enable(self, alarm: Alarm, *, enabled: bool) -> None:
        """Let an alarm act, or hold it; nothing else of it changes. Raises NotFound."""
