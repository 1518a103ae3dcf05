# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""From the differences of a side to the steps that mend it. Pure, as every plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bluegreen.model.address import Role
from bluegreen.model.application import Application, Side
from bluegreen.model.drift import Difference, Drift, DriftKind, Mending
from bluegreen.model.resource import StackRecord
from bluegreen.model.stack import Stack, StackResource
from bluegreen.model.tags import Colour
from bluegreen.operations.build.allocation import PlaceAddress
from bluegreen.operations.build.balancers import configure_balancer
from bluegreen.operations.build.stack_requests import application_stack, side_stack
from bluegreen.operations.build.stacks import BuildStack, RemoveStack
from bluegreen.operations.drift.mending import FIXED
from bluegreen.operations.drift.steps import AddRules, JoinPool, RestoreProperties, UpdateStack
from bluegreen.operations.drift.wanted import text
from bluegreen.operations.plan import Step
from bluegreen.operations.switch.addresses import DetachPreview
from bluegreen.spec import Specification

BY_HEAT = {
    ("subnet", "dns_servers"): "dns_servers",
    ("pool", "algorithm"): "algorithm",
    ("health_monitor", "path"): "health_path",
    ("health_monitor", "expect"): "health_expect",
    ("health_monitor", "method"): "health_method",
    ("health_monitor", "interval"): "health_interval",
    ("health_monitor", "timeout"): "health_timeout",
    ("health_monitor", "healthy_after"): "healthy_after",
    ("listener", "port"): "port",
}
"""The properties that Heat changes by an update, and the parameter of each."""

DIRECTLY = ("idle_timeout_ms", "unhealthy_after", "host", "forwards", "tags")
"""What `ConfigureBalancer` sets, since Heat has no properties for it."""

NOT_OF_SIDE = ("rule", "pool_member")
"""The parts that are not of the side's own stack."""

MAKES_POOL = ("pool", "load_balancer")
"""The parts with which the pool is made again, which servers must join then."""


def mend_side(specification: Specification, side: Side, drift: Drift) -> tuple[Step, ...]:
    """Return the steps that bring a side to the specification, without the waiting after them."""
    stack = side.stack
    record = drift.built.records.get(stack.name) if stack else None
    ours = [
        one
        for one in drift.differences
        if one.side is side.colour and one.mending is Mending.IN_PLACE
    ]
    if stack is None or record is None or not (ours or stack.status == "UPDATE_FAILED"):
        return ()
    cost = next((one.cost for one in ours if one.cost), "")
    return tuple(_steps(specification, side, stack, record, ours, cost))


def _steps(
    specification: Specification,
    side: Side,
    stack: Stack,
    record: StackRecord,
    ours: Sequence[Difference],
    cost: str,
) -> Iterator[Step]:
    parameters = _parameters(specification, side, record, ours)
    again = tuple(_again(record, ours))
    balancer = record.id_of("load_balancer")
    if parameters or again or stack.status == "UPDATE_FAILED":
        why = [one for one in ours if _is_of_update(one, parameters)]
        yield UpdateStack(
            stack,
            parameters,
            {key: record.parameters[key] for key in parameters if key in record.parameters},
            again,
            tuple(_in_words(one) for one in why),
            cost,
        )
    by_hand = tuple(one for one in ours if one.resource and _is_by_hand(one, parameters))
    if by_hand:
        yield RestoreProperties(str(side.colour), balancer, by_hand, cost)
    replaces_listener = "port" in parameters
    if again or replaces_listener or any(one.key in DIRECTLY for one in ours):
        yield configure_balancer(specification, side.colour)
    yield from _of_releases(side, stack, ours, cost)


def _of_releases(side: Side, stack: Stack, ours: Sequence[Difference], cost: str) -> Iterator[Step]:
    pool_is_new = any(one.part in MAKES_POOL and one.kind is DriftKind.MISSING for one in ours)
    for release in side.releases:
        here = [one for one in ours if one.stack == release.stack.name]
        rules = tuple(one for one in here if one.part == "rule")
        if rules:
            yield AddRules(side.colour, release.name, rules)
        gone = tuple(one.entry for one in here if one.entry)
        if pool_is_new or gone or any(one.part == "pool_of_release" for one in here):
            yield JoinPool(release, stack.name, gone, cost)


def shared_stack(specification: Specification, application: Application) -> Step:
    """Return what makes the stack that both sides share, or ends an update that failed."""
    stack = application.stack
    if stack and stack.status == "UPDATE_FAILED":
        return UpdateStack(stack, {}, {})
    return BuildStack(application_stack(specification))


def mend_idle_side(
    specification: Specification, application: Application, idle: Side, drift: Drift
) -> tuple[Step, ...]:
    """Return the steps that mend the idle side; a new load balancer is shown by preview again."""
    makes_balancer = any(
        (one.part, one.kind, one.side) == ("load_balancer", DriftKind.MISSING, idle.colour)
        for one in drift.differences
    )
    shown = (PlaceAddress(application.name, Role.PREVIEW, idle.colour),) if makes_balancer else ()
    return (*mend_side(specification, idle, drift), *shown)


def build_side_again(
    specification: Specification, application: Application, idle: Side, drift: Drift
) -> tuple[Step, ...]:
    """Return the steps that build the idle side again, for what is fixed once it is built.

    None where nothing of that differs. Its releases must be gone before.
    """
    if idle.stack is None or not any(
        one.key in FIXED and one.side is idle.colour for one in drift.differences
    ):
        return ()
    preview, shown = application.preview, application.side_at(application.preview)
    detached = (
        (DetachPreview(preview, preview.port_id),)
        if preview and preview.port_id and shown is idle
        else ()
    )
    meanwhile = f"until {idle.colour} is built again there is no side to roll back to"
    return (
        *detached,
        RemoveStack(idle.stack, meanwhile),
        BuildStack(*side_stack(specification, idle.colour)),
        configure_balancer(specification, idle.colour),
        PlaceAddress(application.name, Role.PREVIEW, idle.colour),
    )


def mend_shared(application: Application, drift: Drift) -> tuple[Step, ...]:
    """Return the step that sets back what a hand has changed of what both sides share."""
    changed = tuple(
        one
        for one in drift.differences
        if one.side is None and one.resource and one.mending is Mending.IN_PLACE
    )
    return (RestoreProperties(application.name, "", changed),) if changed else ()


def what_is_left(drift: Drift, colours: Sequence[Colour]) -> tuple[str, ...]:
    """Return the differences that a plan for these sides does not mend, as sentences."""
    return tuple(
        one.line
        for one in drift.differences
        if one.mending is not Mending.IN_PLACE or one.side not in (*colours, None)
    )


def _parameters(
    specification: Specification, side: Side, record: StackRecord, ours: Sequence[Difference]
) -> dict[str, Any]:
    """Return the parameters that the specification has changed, of those that differ.

    What is made again is made as the specification says now; only a live listener keeps its port. A
    stack keeps the template that it was made with, which may not know each of them.
    """
    asked = side_stack(specification, side.colour)[0].parameters
    names = {BY_HEAT[one.part, one.key] for one in ours if (one.part, one.key) in BY_HEAT}
    missing = [one for one in ours if one.kind is DriftKind.MISSING and not one.entry]
    if missing:
        names |= set(BY_HEAT.values()) - {"port"}
    if any(one.part in ("listener", "load_balancer") and not one.cost for one in missing):
        names.add("port")
    return {
        name: asked[name]
        for name in sorted(names)
        if name in record.parameters and text(asked[name]) != text(record.parameters[name])
    }


def _again(record: StackRecord, ours: Sequence[Difference]) -> Iterator[StackResource]:
    missing = {one.part for one in ours if one.kind is DriftKind.MISSING and not one.entry}
    yield from (one for one in record.resources if one.name in missing)


def _is_of_update(one: Difference, parameters: dict[str, Any]) -> bool:
    of_parameter = BY_HEAT.get((one.part, one.key)) in parameters
    return of_parameter or (
        one.kind is DriftKind.MISSING and one.part not in ("rule", "pool_member")
    )


def _is_by_hand(one: Difference, parameters: dict[str, Any]) -> bool:
    """Tell whether a property is set at its service: Heat believes that it is as wanted."""
    of_parameter = BY_HEAT.get((one.part, one.key)) in parameters
    return one.kind is DriftKind.CHANGED and not of_parameter and one.key not in DIRECTLY


def _in_words(one: Difference) -> str:
    if one.kind is DriftKind.MISSING:
        return f"the {one.on} is made again"
    return f"{one.on} {one.key} from {one.found} to {one.wanted}"
