# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Aodh's alarms in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bluegreen.cloud.errors import NotFound
from bluegreen.model.scaling import Alarm
from support.fake_cloud.state import Changing


@dataclass
class FakeAlarms(Changing):
    """Alarms that the stacks of releases have made; nothing evaluates them."""

    def find(self) -> list[Alarm]:
        """Return all."""
        self.project.called("alarms.find")
        return list(self.project.alarms.values())

    def enable(self, alarm: Alarm, *, enabled: bool) -> None:
        """Let one act, or hold it."""
        call = f"alarms.enable {alarm.direction} {enabled}"
        self.changes(call)
        if alarm.id not in self.project.alarms:
            raise NotFound(f"no alarm {alarm.id}")
        self.project.alarms[alarm.id] = replace(self.project.alarms[alarm.id], enabled=enabled)
        self.project.fault("after", call)
