# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""From whatever an interrupted run has left to one of the two good states. Pure, as every plan.

Good is: production on one side, preview on the other, one complete release on each side that has
any. What cannot be reached without a specification is left to the verb that can.
"""

from __future__ import annotations

from collections.abc import Iterator

from bluegreen.model.application import Application, Side
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.journal import Entry
from bluegreen.model.tags import Colour
from bluegreen.operations.build.stacks import RemoveStack
from bluegreen.operations.drain.cut import OpenListener
from bluegreen.operations.plan import Plan, Step, what_is_on
from bluegreen.operations.prechecks import expectation_prechecks
from bluegreen.operations.resume.next_command import live_side_or_way_on
from bluegreen.operations.scale.plan import steps_resuming_scale_out
from bluegreen.operations.scale.resize import ResizeRelease
from bluegreen.operations.switch.addresses import PointPreview
from bluegreen.operations.switch.move import prove_on_production
from bluegreen.operations.switch.proof import proof_prechecks
from bluegreen.operations.waits.servers_healthy import WaitUntilHealthy


def plan_resume(
    application: Application,
    *,
    was: Entry | None = None,
    expected: Colour | None = None,
    proof: ProofSpec | None = None,
) -> Plan:
    """Return the plan that ends what an interrupted run began.

    It follows from the observation alone; `was` (the journal's newest entry that is not of a
    resume) only helps to name the command that goes on where a resume cannot. Production is not
    moved: once it has moved, the rest follows it, and before that, the rest goes back.

    Raises Refused when somebody else's hand is seen, Stuck when another command must go on.
    """
    live = live_side_or_way_on(application, was)
    return Plan(
        title=f"resume of {application.name}",
        application=application.name,
        event="resume",
        **what_is_on(live),
        prechecks=(
            *expectation_prechecks(application, expected),
            *proof_prechecks(application, live.colour, proof),
        ),
        steps=tuple(_steps(application, live, proof)),
        goes_back=False,
    )


def _steps(application: Application, live: Side, proof: ProofSpec | None) -> Iterator[Step]:
    idle = application.side(live.colour.other)
    preview = application.preview
    for side in application.sides:
        if side.balancer and side.balancer.listener_id and not side.balancer.listens:
            yield OpenListener(side.balancer)
    if preview and idle.balancer and preview.port_id != idle.balancer.vip_port_id:
        yield PointPreview(preview, idle, idle.balancer.vip_port_id)
    yield from _one_release(application.name, idle)
    if proof and application.production and live.balancer:
        yield prove_on_production(application.production, live.balancer, idle.balancer, proof)
    yield from steps_resuming_scale_out(application)


def _one_release(application: str, idle: Side) -> Iterator[Step]:
    """Yield what leaves the idle side with the newest release that was once complete."""
    whole = [release for release in idle.releases if release.was_complete]
    for newest in whole[:1]:
        if not newest.stack.may_be_complete:
            yield ResizeRelease(
                newest, now=idle.members.total, wanted=newest.wanted, only_idle=True
            )
        if len(whole) > 1:
            yield WaitUntilHealthy(application, idle.colour, newest.stack.name, newest.wanted)
    yield from (RemoveStack(release.stack) for release in idle.releases if not release.was_complete)
    yield from (RemoveStack(older.stack) for older in whole[1:])
