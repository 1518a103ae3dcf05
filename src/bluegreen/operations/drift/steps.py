# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The steps that bring what was built to what is wanted, each without touching what is in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bluegreen.cloud.calls import retrying
from bluegreen.cloud.errors import TRANSIENT, NotFound
from bluegreen.errors import StepFailed
from bluegreen.model.application import Release
from bluegreen.model.drift import Difference
from bluegreen.model.resource import Resource, ResourceKind, StackRecord
from bluegreen.model.stack import Size, Stack, StackResource, StackState
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.drift.wanted import text
from bluegreen.operations.plan import Step
from bluegreen.operations.waits.load_balancer import until_accepted
from bluegreen.operations.waits.stack import must_be_complete, settled

ASK_LIMIT = timedelta(minutes=5)
UPDATE_LIMIT = timedelta(minutes=30)

OF_NEUTRON = (ResourceKind.ROUTER, ResourceKind.NETWORK, ResourceKind.SUBNET)


@dataclass(frozen=True)
class UpdateStack(Step):
    """Give a stack the parameters of the specification, and have Heat make again what is gone.

    Heat changes in place what differs from the parameters that it has, replaces what is marked as
    unhealthy and what refers to it, and leaves all else. `before` are the parameters that undoing
    gives back; what was made again stays.
    """

    stack: Stack
    parameters: Mapping[str, Any]
    before: Mapping[str, Any]
    again: tuple[StackResource, ...] = ()
    why: tuple[str, ...] = ()
    cost: str = ""

    @property
    def name(self) -> str:
        """The step's name."""
        return f"update-{self.stack.name}"

    def describe(self) -> str:
        """What running does."""
        why = f": {'; '.join(self.why)}" if self.why else ""
        cost = f". It {self.cost}" if self.cost else ""
        return f"Update the stack {self.stack.name}{why}{cost}."

    def describe_undo(self) -> str:
        """What undoing does."""
        return f"Update the stack {self.stack.name} with its previous parameters."

    def apply(self, context: ExecutionContext) -> None:
        """Ask Heat, unless it has been done, and wait until Heat has finished."""
        stack = settled(context, self.stack.name, UPDATE_LIMIT)
        record = context.cloud.stacks.record(stack)
        left = [one for one in self.again if _is_same(record, one)]
        if stack.state is StackState.COMPLETE and not left and _has(record, self.parameters):
            return
        self._update(context, stack, self.parameters, left)

    def undo(self, context: ExecutionContext) -> None:
        """Give the stack its previous parameters, if it has others."""
        stack = settled(context, self.stack.name, UPDATE_LIMIT)
        if not _has(context.cloud.stacks.record(stack), self.before):
            self._update(context, stack, self.before, [])

    def _update(
        self,
        context: ExecutionContext,
        stack: Stack,
        parameters: Mapping[str, Any],
        again: list[StackResource],
    ) -> None:
        ask_to_update(context, stack, parameters, again)
        must_be_complete(context, settled(context, stack.name, UPDATE_LIMIT), "update")


@dataclass(frozen=True)
class RestoreProperties(Step):
    """Restore properties that a hand has changed, each at its service: Heat sees no difference.

    `called` is a short name for what they are of.
    """

    called: str
    balancer_id: str
    changed: tuple[Difference, ...]
    cost: str = ""

    @property
    def name(self) -> str:
        """The step's name."""
        return f"restore-properties-{self.called}"

    def describe(self) -> str:
        """What running does."""
        what = "; ".join(
            f"{one.on} {one.key} from {one.found} to {one.wanted}" for one in self.changed
        )
        cost = f". It {self.cost}" if self.cost else ""
        return f"Restore {self.called}'s {what}{cost}."

    def describe_undo(self) -> str:
        """What undoing does."""
        return f"Set these properties of {self.called} to what was found."

    def apply(self, context: ExecutionContext) -> None:
        """Set those that still differ, as few requests as there are resources."""
        self._set(context, [(one, one.value) for one in self.changed])

    def undo(self, context: ExecutionContext) -> None:
        """Set them to what was found."""
        found = [(one, one.resource) for one in self.changed]
        self._set(context, [(one, there.properties[one.key]) for one, there in found if there])

    def _set(self, context: ExecutionContext, values: Sequence[tuple[Difference, Any]]) -> None:
        of: dict[str, dict[str, Any]] = defaultdict(dict)
        resources = {one.resource.id: one.resource for one, _ in values if one.resource}
        for one, value in values:
            if one.resource:
                of[one.resource.id][one.key] = as_service_takes(one.key, value)
        now = self._now(context, resources.values())
        for number, properties in of.items():
            there = now.get(number)
            if there and any(
                text(there.properties.get(k)) != text(v) for k, v in properties.items()
            ):
                self._change(context, there, properties)

    def _now(self, context: ExecutionContext, resources: Iterable[Resource]) -> dict[str, Resource]:
        """Return them as they are; what an update has made again since is not among them."""
        own = {one.id for one in resources if one.kind in OF_NEUTRON}
        found = context.cloud.resources.of_network(frozenset(own)) if own else []
        if self.balancer_id:
            found += context.cloud.resources.of_balancers(frozenset({self.balancer_id}))
        return {one.id: one for one in found}

    def _change(
        self, context: ExecutionContext, resource: Resource, properties: Mapping[str, Any]
    ) -> None:
        change = partial(context.cloud.resources.set, resource, properties)
        if resource.kind in OF_NEUTRON:
            retrying(change, limit=ASK_LIMIT, clock=context.clock, on=TRANSIENT)
            return
        until_accepted(context, self.balancer_id, change, called=f"the {self.called} load balancer")


@dataclass(frozen=True)
class JoinPool(Step):
    """Have the servers of a release be members of the pool that its side has now.

    Heat makes the members again that are gone, or all of them in another pool; the servers stay.
    """

    release: Release
    side_stack: str
    gone: tuple[StackResource, ...] = ()
    cost: str = ""

    @property
    def name(self) -> str:
        """The step's name."""
        return f"join-pool-{self.release.stack.name}"

    def describe(self) -> str:
        """What running does."""
        cost = f". It {self.cost}" if self.cost else ""
        return (
            f"Let the servers of {self.release.stack.name} join the pool of {self.release.colour} "
            f"again{cost}."
        )

    def apply(self, context: ExecutionContext) -> None:
        """Update the release's stack with the size that it has, unless its servers are there."""
        cloud, name = context.cloud, self.release.stack.name
        pool = cloud.stacks.outputs(self.side_stack)["pool_id"]
        stack = settled(context, name, UPDATE_LIMIT)
        record = cloud.stacks.record(stack)
        left = [one for one in self.gone if _is_same(record, one)]
        if stack.state is StackState.COMPLETE and not left and _has(record, {"pool": pool}):
            return
        size = Size(len(cloud.stacks.group(stack)), self.release.min, self.release.max)
        ask_to_update(context, stack, {**size.parameters, "pool": pool}, left)
        must_be_complete(context, settled(context, name, UPDATE_LIMIT), "update")


@dataclass(frozen=True)
class AddRules(Step):
    """Add the rules again that a release's security group lacks."""

    colour: Colour
    release: str
    missing: tuple[Difference, ...]

    @property
    def name(self) -> str:
        """The step's name."""
        return f"add-rules-{self.colour}-{self.release}"

    def describe(self) -> str:
        """What running does."""
        return f"Add again: {'; '.join(one.on for one in self.missing)}."

    def apply(self, context: ExecutionContext) -> None:
        """Add each; a rule that is there already is as good."""
        for one in self.missing:
            if one.resource:
                context.cloud.resources.add_rule(one.resource, one.value)


@dataclass(frozen=True)
class RemoveForeign(Step):
    """Remove something that somebody else has made, as `--remove-foreign` asks."""

    difference: Difference

    point_of_no_return = True

    @property
    def name(self) -> str:
        """The step's name."""
        return f"remove-foreign-{self._found.id}"

    @property
    def _found(self) -> Resource:
        if self.difference.resource is None:
            raise ValueError(f"nothing was found: {self.difference.sentence}")
        return self.difference.resource

    def describe(self) -> str:
        """What running does."""
        side = f"{self.difference.side}'s" if self.difference.side else "the"
        return f"Remove {side} {self.difference.on}, made by others, which cannot be undone."

    def apply(self, context: ExecutionContext) -> None:
        """Remove it, once Octavia accepts that; gone already is as good."""

        def remove() -> None:
            with suppress(NotFound):
                context.cloud.resources.remove(self._found)

        until_accepted(context, self._found.parent, remove, called=f"what {self._found.id} is on")


def ask_to_update(
    context: ExecutionContext,
    stack: Stack,
    parameters: Mapping[str, Any],
    again: list[StackResource],
) -> None:
    """Ask Heat for an update; again when an answer was lost: the same twice is as good as once."""
    try:
        retrying(
            partial(context.cloud.stacks.update, stack, parameters, again),
            limit=ASK_LIMIT,
            clock=context.clock,
            on=TRANSIENT,
        )
    except NotFound as error:
        raise StepFailed(
            f"the stack {stack.name}, or a part of it, is gone", "run the same command again"
        ) from error


def as_service_takes(key: str, value: Any) -> Any:
    """Return a value as its service takes it: Heat gives numbers back as text."""
    return int(value) if key in NUMBERS and value is not None else value


NUMBERS = ("interval", "timeout", "healthy_after", "unhealthy_after", "port", "weight")


def _is_same(record: StackRecord, one: StackResource) -> bool:
    """Tell whether Heat still has what is gone: it was not made again since."""
    return any(
        each.name == one.name and each.physical_id == one.physical_id for each in record.resources
    )


def _has(record: StackRecord, parameters: Mapping[str, Any]) -> bool:
    kept = record.parameters
    return all(text(kept.get(key)) == text(value) for key, value in parameters.items())
