# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The actions of the panel, one file each."""

from __future__ import annotations

from bluegreen_dashboard.actions.action import Action
from bluegreen_dashboard.actions.approval import Approve, Reject
from bluegreen_dashboard.actions.pause import Pause, Unpause
from bluegreen_dashboard.actions.retire import Retire
from bluegreen_dashboard.actions.rollback import Rollback
from bluegreen_dashboard.actions.switch import Switch

ACTIONS: dict[str, Action] = {
    action.slug: action
    for action in (Switch(), Rollback(), Approve(), Reject(), Pause(), Unpause(), Retire())
}
"""By their place in the URL, in the order in which they are shown."""
