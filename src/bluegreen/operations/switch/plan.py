# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The plans of a switch and of a rollback. Pure, as every plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bluegreen.model.address import Address
from bluegreen.model.application import Application, Release
from bluegreen.model.balancer import Balancer
from bluegreen.model.data_plane import Demand
from bluegreen.model.quota import Shortage
from bluegreen.model.scaling import Direction
from bluegreen.model.tags import Colour
from bluegreen.operations.drain.cut import OpenListener
from bluegreen.operations.plan import Plan, the_other_side, what_is_on
from bluegreen.operations.prechecks import (
    guards_of_one_release,
    guards_of_proof,
    guards_of_rollback,
    guards_of_switch,
    guards_of_version,
    guards_of_way_back,
    way_to_a_larger_side,
)
from bluegreen.operations.scale.alarms import HoldScaling, LetGrow, SeeStillHeld
from bluegreen.operations.scale.scale_up import guards_of_growth, steps_of_growth
from bluegreen.operations.scale.size_check import SeeLargeEnough
from bluegreen.operations.step import Step
from bluegreen.operations.switch.addresses import MoveProduction, ParkPreview, ShowOnPreview
from bluegreen.operations.switch.proof import MeasureFromHere, MeasureUntilHere, Prove
from bluegreen.operations.switch.statistics import prove_on_production
from bluegreen.operations.unmonitored import guards_of_knowledge

AS_IT_IS = "with --allow-smaller the side is taken as it is"


def plan_switch(
    application: Application,
    to: Colour | None = None,
    *,
    expected: Colour | None = None,
    version: str | None = None,
    demand: Demand | None,
    shortages: Sequence[Shortage] = (),
    may_wait: bool = True,
) -> Plan:
    """Return the plan that makes a side live (the idle one unless named), with all guards.

    `demand` None leaves out every proof; one by statistics, whatever needs a way to the addresses.
    A side that scales with load is grown first where it is smaller than the live one; `shortages`
    says what the project lacks for that. Unless somebody `may_wait` for servers to boot, it is not
    grown once more when the live one has grown meanwhile, but the switch refused.
    """
    target = to or the_other_side(application, "switch")
    release = application.side(target).release
    grows = release is not None and release.scaling is not None
    return Plan(
        title=f"switch of {application.name} to {target}",
        application=application.name,
        event="switch",
        **what_is_on(application.side(target)),
        guards=(
            *guards_of_switch(application, target, expected, grows=grows),
            *(guards_of_growth(application, target, shortages) if grows else ()),
            *guards_of_version(application.side(target), version),
            *guards_of_proof(application, target, demand),
            *guards_of_knowledge(application.side(target), demand),
        ),
        steps=(
            *(steps_of_growth(application, target) if grows else ()),
            *_hold(application, target, must=True),
            *_see_large_enough(application, target, grows=grows, may_wait=may_wait),
            *_moves(application, target, demand, try_on_preview=True),
            *_see_still_held(application, target),
            *_let_grow(application, target),
        ),
    )


def plan_rollback(
    application: Application,
    *,
    expected: Colour | None = None,
    demand: Demand | None,
    shortages: Sequence[Shortage] = (),
    allow_smaller: bool = False,
    to_come: Release | None = None,
) -> Plan:
    """Return the plan that makes the previous side live again; it skips the checks of a switch.

    A side that is smaller than the live one is grown first, unless `allow_smaller`; `shortages`
    says what the project lacks for that; without Heat, nothing can be grown. A release that was
    never live, and is still `to_come`, refuses: nothing has looked at it.
    """
    target = the_other_side(application, "rollback")
    grown = not allow_smaller
    if application.unread:
        shortages = [*shortages, Shortage("since Heat does not answer", "openstack stack list")]
    return Plan(
        title=f"rollback of {application.name} to {target}",
        application=application.name,
        event="rollback",
        **what_is_on(application.side(target)),
        guards=(
            *guards_of_rollback(application, target, expected),
            *guards_of_way_back(application, to_come),
            *(guards_of_one_release(application, target, allow_resizing=True) if grown else ()),
            *(
                guards_of_growth(application, target, shortages, AS_IT_IS, way_back=True)
                if grown
                else ()
            ),
            *guards_of_proof(application, target, demand),
            *guards_of_knowledge(application.side(target), demand),
        ),
        steps=(
            *(steps_of_growth(application, target, way_back=True) if grown else ()),
            *_hold(application, target, must=False),
            *_moves(application, target, demand, try_on_preview=False),
            *_see_still_held(application, target),
            *_let_grow(application, target),
        ),
        without_heat=bool(application.unread),
    )


def _hold(application: Application, to: Colour, *, must: bool) -> Iterator[Step]:
    """Yield what holds both sides at their size while production moves.

    The idle side's alarms are held already, unless somebody else let them act. A rollback does not
    hang on alarms (`must`), and takes the size that there is.
    """
    live, new = application.live, application.side(to)
    moves = live is not new
    for side in application.sides:
        scaling = side.release.scaling if side.release else None
        if not (side.release and scaling and (moves or side is not new)):
            continue
        should_have_some = must and side is live and scaling.lacks_alarms
        if not scaling.is_held or should_have_some:
            stack_id, acted = side.release.stack.id, scaling.acting
            yield HoldScaling(side.colour, stack_id, side is live, must, acted)


def _see_large_enough(
    application: Application, to: Colour, *, grows: bool, may_wait: bool
) -> Iterator[Step]:
    """Yield the last look at the sizes: a question or a hook may have taken hours, or load acts."""
    live, new = application.live, application.side(to)
    if live and live is not new and live.balancer and new.balancer:
        old = live.release
        scaling = old.scaling if old else None
        held = old.stack.id if old and scaling and scaling.has_alarms else None
        makes_up = new.release if grows and may_wait else None
        again = "the same command again" if may_wait else f"bluegreen switch {application.name}"
        way_on = f"{again}, which {f'grows {to} first' if grows else 'names what it lacks'}"
        if scaling and not grows:
            way_on = way_to_a_larger_side(application, new, live)
        yield SeeLargeEnough(new.balancer, live.balancer, way_on, held, makes_up)


def _see_still_held(application: Application, to: Colour) -> Iterator[Step]:
    live = application.live
    release = live.release if live and live.colour is not to else None
    scaling = release.scaling if release else None
    if release and scaling and scaling.has_alarms and not scaling.lacks_alarms:
        yield SeeStillHeld(release.colour, release.stack.id)


def _let_grow(application: Application, to: Colour) -> Iterator[Step]:
    side = application.side(to)
    scaling = side.release.scaling if side.release else None
    if side.release and scaling and scaling.has_alarms:
        grew = side is application.live and Direction.OUT in scaling.acting
        yield LetGrow(to, side.release.stack.id, grew)


def _moves(
    application: Application, to: Colour, demand: Demand | None, *, try_on_preview: bool
) -> Iterator[Step]:
    """Yield what is left to do, from wherever an earlier run may have stopped.

    The order matters: a fixed IP holds one floating IP only, so the preview makes room first; and
    production goes from port to port in one request, never by way of nothing.
    """
    production, preview = application.production, application.preview
    old, new = application.side(to.other).balancer, application.side(to).balancer
    if not (production and preview and new):
        return
    if not new.listens:
        yield OpenListener(new)
    moved = production.port_id == new.vip_port_id
    probes = demand if demand and demand.probes else None
    if not moved:
        if probes and try_on_preview and preview.port_id == new.vip_port_id:
            yield Prove(preview, new, probes)
        yield from _move_production(production, preview, application, old, new, probes)
    if old and (not moved or preview.port_id != old.vip_port_id):
        yield ShowOnPreview(preview, application.side(to.other), old.vip_port_id)
    if demand:
        yield prove_on_production(production, new, old, demand)
    if probes and old and not moved:
        yield MeasureUntilHere()


def _move_production(
    production: Address,
    preview: Address,
    application: Application,
    old: Balancer | None,
    new: Balancer,
    demand: Demand | None,
) -> Iterator[Step]:
    if demand and old:
        yield MeasureFromHere(production, old, new, demand)
    if preview.port_id is not None:
        yield ParkPreview(preview, back_to=preview.port_id)
    yield MoveProduction(production, application.side(new.colour), new.vip_port_id)
