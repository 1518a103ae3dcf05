# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a change by hand has left the alarms of the live side suspended."""

from __future__ import annotations

from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import Refused
from bluegreen.model.application import Application
from bluegreen.model.journal import ENTRIES_OF_A_RUN, last_act, runs_of
from bluegreen.model.tags import Colour
from bluegreen.operations.plan import Plan


def was_changed_last(cloud: Cloud, name: str, colour: Colour, event: str) -> bool:
    """Whether the newest act is such a change of this side: what it has left to do is gone on with.

    One that has succeeded lets the side scale afterwards, in a run of its own that may be cut off.
    """
    runs = runs_of(cloud.journal.entries(name, 2 * ENTRIES_OF_A_RUN))
    act = last_act(run for run in runs if run.succeeded or run.last.event != "scaling")
    return act is not None and (act.last.event, act.last.side) == (event, colour)


def refuse_unless_alarms_are_known(cloud: Cloud, application: Application, plan: Plan) -> None:
    """Raise Refused where a plan without steps may only not have seen what is left to do.

    The change before it held the alarms of the live side, and may not have let them act again.
    """
    side = application.live
    scaling = side.release.scaling if side and side.release else None
    if side is None or side.colour != plan.side or not (scaling and scaling.is_unknown):
        return
    if was_changed_last(cloud, application.name, side.colour, plan.event):
        raise Refused(
            f"nothing else is left to do, but the alarms of {side.colour} could not be read, so "
            f"it is unknown whether they act again after the last {plan.event}",
            "run the same command again once this answers: openstack alarm list",
        )
