# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What verbs do last where the live side scales with load: wait for its load, and let it shrink."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from bluegreen.cli.base import ChangesCloud
from bluegreen.errors import Refused
from bluegreen.model.history import ENTRIES_OF_A_RUN, last_act, runs_of

if TYPE_CHECKING:
    import argparse

    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.application import Application
    from bluegreen.model.tags import Colour
    from bluegreen.operations.context import Changing, ExecutionContext
    from bluegreen.operations.plan import Plan


PATIENCE = timedelta(minutes=10)
"""How long another operator is waited for, such as a timer's `repair`, whatever --wait says.

What was ordered is done by then and good; to end as stuck would have a pipeline take it back.
"""


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
            f"nothing else is left to do, but whether the alarms of {side.colour} act again after "
            f"the last {plan.event} is not known, since they could not be read",
            "the same command once this answers: openstack alarm list",
        )


class LetsScaleAfterwards(ChangesCloud):
    """A verb that gives the lease back, and then lets the live side scale in both directions.

    Only letting takes the lease again: whoever has taken it meanwhile, for a rollback, is not
    disturbed.
    """

    def changing(
        self,
        name: str,
        run: ExecutionContext,
        parsed_args: argparse.Namespace,
        patience: timedelta = timedelta(0),
    ) -> Changing:
        """Return what gives a run like this one, with the lease; another's is not broken.

        It is waited for as --wait says, and at least as long as `patience`.
        """

        @contextmanager
        def changing() -> Iterator[ExecutionContext]:
            held = self.lease_on(name, run.cloud, parsed_args, may_break=False, patience=patience)
            with held as lease:
                yield run.under(lease)

        return changing

    def let_scale(
        self, name: str, colour: Colour, run: ExecutionContext, parsed_args: argparse.Namespace
    ) -> None:
        """Let a side scale once its load is known; that is waited for without the lease."""
        from bluegreen.operations.scale.resume_autoscaling import let_scale_after_move

        waiting = run.under(None)
        changing = self.changing(name, waiting, parsed_args, PATIENCE)
        let_scale_after_move(name, colour, waiting, changing)
