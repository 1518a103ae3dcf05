# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plans of a switch and of a rollback: docs/how-it-works.md as one tuple of steps. Pure.

The invariant of both: production points at exactly one side that serves, before the first step,
after each one, and after each one that is undone; and nothing that was acknowledged is lost. For
that, production goes from port to port in one request, the side that it leaves keeps its servers
and its size, and no step that could take either away comes before the new side was proved to
answer. What ends connections or servers is another plan, after this one (`run.py`).

A step that is not needed, or that an interrupted run has done, is left out (`move.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bluegreen.model.application import Application, Release
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.journal import Entry
from bluegreen.model.quota import Shortage
from bluegreen.model.tags import Colour
from bluegreen.operations.plan import Plan, the_other_side, what_is_on
from bluegreen.operations.prechecks import (
    one_release_prechecks,
    switch_prechecks,
    version_prechecks,
)
from bluegreen.operations.scale.scale_out import scale_out_prechecks
from bluegreen.operations.switch.move import Move
from bluegreen.operations.switch.proof import proof_prechecks
from bluegreen.operations.switch.rollback_prechecks import (
    rollback_prechecks,
    rollback_target_prechecks,
)
from bluegreen.operations.switch.servers_known import knowledge_prechecks

AS_IT_IS = "or run the same command with --allow-smaller, which takes the side as it is"


def plan_switch(
    application: Application,
    to: Colour | None = None,
    *,
    expected: Colour | None = None,
    version: str | None = None,
    proof: ProofSpec | None,
    shortages: Sequence[Shortage] = (),
    may_wait: bool = True,
    allow_unknown: bool = False,
) -> Plan:
    """Return the plan that makes a side live (the idle one unless named), with all prechecks.

    `proof` None leaves out every proof; one by statistics, whatever needs a way to the addresses.
    A side that scales with load is grown first where it is smaller than the live one; `shortages`
    says what the project lacks for that. Unless somebody `may_wait` for servers to boot, it is not
    grown once more when the live one has grown meanwhile, but the switch refused. `allow_unknown`
    takes a side of which nobody knows whether it works.
    """
    target = to or the_other_side(application, "switch")
    proof = proof and replace(proof, allow_unknown=allow_unknown)
    move = Move(application, target, proof)
    grows = move.scales
    return Plan(
        title=f"switch of {application.name} to {target}",
        application=application.name,
        event="switch",
        **what_is_on(application.side(target)),
        prechecks=(
            *switch_prechecks(
                application, target, expected, grows=grows, allow_unknown=allow_unknown
            ),
            *(scale_out_prechecks(application, target, shortages) if grows else ()),
            *version_prechecks(application.side(target), version),
            *proof_prechecks(application, target, proof),
            *knowledge_prechecks(application, target, proof),
        ),
        steps=(
            *move.wait_for_balancer(),
            *(move.scale_out() if grows else ()),
            *move.suspend_autoscaling(must=True),
            *move.verify_size(may_wait=may_wait),
            *move.open_listener(),
            *move.prove_on_preview(),
            *move.start_measuring(),
            *move.park_preview(),
            *move.move_production(),  # the one request that makes the switch
            *move.show_old_side_on_preview(),
            *move.prove_on_production(),
            *move.stop_measuring(),
            *move.verify_autoscaling_suspended(),
            *move.resume_scale_out(),
        ),
    )


def plan_rollback(
    application: Application,
    *,
    expected: Colour | None = None,
    proof: ProofSpec | None,
    shortages: Sequence[Shortage] = (),
    allow_smaller: bool = False,
    to_come: Release | None = None,
    failed: Entry | None = None,
    to_failed: bool = False,
    allow_unknown: bool = False,
) -> Plan:
    """Return the plan that makes the previous side live again; it skips the checks of a switch.

    A side that is smaller than the live one is grown first, unless `allow_smaller`; `shortages`
    says what the project lacks for that; without Heat, nothing can be grown. A release that was
    never live, and is still `to_come`, refuses: nothing has looked at it; so does one whose newest
    watch has `failed`, unless `to_failed`. A side whose servers no health monitor asks is asked
    through the preview address first, unless `allow_unknown`.
    """
    target = the_other_side(application, "rollback")
    proof = proof and replace(proof, allow_unknown=allow_unknown)
    move = Move(application, target, proof)
    grown, asks = not allow_smaller, bool(move.new.members.unmonitored)
    if application.unread:
        shortages = [*shortages, Shortage("Heat does not answer", "openstack stack list")]
    return Plan(
        title=f"rollback of {application.name} to {target}",
        application=application.name,
        event="rollback",
        **what_is_on(application.side(target)),
        prechecks=(
            *rollback_prechecks(application, target, expected),
            *rollback_target_prechecks(application, to_come, failed, to_failed=to_failed),
            *(one_release_prechecks(application, target, allow_resizing=True) if grown else ()),
            *(
                scale_out_prechecks(application, target, shortages, AS_IT_IS, for_rollback=True)
                if grown
                else ()
            ),
            *proof_prechecks(application, target, proof),
            *knowledge_prechecks(application, target, proof),
        ),
        steps=(
            *(move.scale_out(for_rollback=True) if grown else ()),
            *move.suspend_autoscaling(must=False),
            *move.open_listener(),
            *(move.prove_on_preview() if asks and not allow_unknown else ()),
            *move.start_measuring(),
            *move.park_preview(),
            *move.move_production(),  # the one request that makes the rollback
            *move.show_old_side_on_preview(),
            *move.prove_on_production(),
            *move.stop_measuring(),
            *move.verify_autoscaling_suspended(),
            *move.resume_scale_out(),
        ),
        without_heat=bool(application.unread),
    )
