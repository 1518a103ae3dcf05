# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The alarms that scale releases, by Aodh's API.

The SDK leads to version 2 of it, which it discovers: paths begin after that.
"""

from __future__ import annotations

import re

from bluegreen.cloud.api import Api, Json
from bluegreen.model.scaling import Alarm, Direction

SIGNALS = re.compile(r"/stacks/[^/]+/(?P<stack>[^/]+)/resources/scale_(?P<way>out|in)/signal")
"""Where an alarm's action leads that the release template made."""

NOT_TO_SEND = frozenset(
    ("alarm_id", "user_id", "project_id", "timestamp", "state_timestamp", "state_reason")
)
"""Fields of an alarm that Aodh shows and fills in on its own."""


class AodhAlarms:
    """Alarms of the project that signal the scaling policy of a release's stack."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def find(self) -> list[Alarm]:
        """Return those of the whole project: Aodh knows no filter for what an alarm does."""
        listed = self._api.list("alarm", "/alarms", "items")
        return [alarm for found in listed if (alarm := _alarm(found))]

    def enable(self, alarm: Alarm, *, enabled: bool) -> None:
        """Send the alarm back as it is but for this: Aodh replaces an alarm as a whole.

        It shows actions without their trusts and takes them back so, and sets `scope_to_project`
        of a rule itself, refusing it from users (Aodh 23, `api/controllers/v2/alarms.py`).
        """
        path = f"/alarms/{alarm.id}"
        body = {k: v for k, v in self._api.get("alarm", path).items() if k not in NOT_TO_SEND}
        rule = f"{body['type']}_rule"
        body[rule] = {k: v for k, v in body[rule].items() if k != "scope_to_project"}
        self._api.put("alarm", path, body | {"enabled": enabled})


def _alarm(found: Json) -> Alarm | None:
    actions = (SIGNALS.search(action) for action in found.get("alarm_actions") or ())
    signalled = next((match for match in actions if match), None)
    if signalled is None:
        return None
    return Alarm(
        id=found["alarm_id"],
        stack_id=signalled["stack"],
        direction=Direction(signalled["way"]),
        enabled=bool(found["enabled"]),
        state=found["state"],
        reason=found.get("state_reason") or "",
    )
