# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The actions of the panel, one file each."""

from __future__ import annotations

from bluegreen_dashboard.actions.action import Action
from bluegreen_dashboard.actions.approval import ApproveAction, RejectAction
from bluegreen_dashboard.actions.pause import ClearPause, SetPause
from bluegreen_dashboard.actions.retire import RetireAction
from bluegreen_dashboard.actions.rollback import RollbackAction
from bluegreen_dashboard.actions.switch import SwitchAction

ACTIONS: dict[str, Action] = {
    action.slug: action
    for action in (
        SwitchAction(),
        RollbackAction(),
        ApproveAction(),
        RejectAction(),
        SetPause(),
        ClearPause(),
        RetireAction(),
    )
}
"""By their place in the URL, in the order in which they are shown."""
