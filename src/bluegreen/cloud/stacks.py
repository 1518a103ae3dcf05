# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The Heat stacks of an application, found by their tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bluegreen.cloud import templates
from bluegreen.cloud.api import Api, Json
from bluegreen.cloud.calls import concurrently
from bluegreen.cloud.errors import Conflict, NotFound
from bluegreen.model.resource import StackRecord
from bluegreen.model.scaling import Direction, ScalingEvent
from bluegreen.model.stack import GroupMember, Size, Stack, StackRequest, StackResource, StackState
from bluegreen.model.tags import MARK, facts_in, tags_for

NESTED_DEPTH = 3
"""A release stack holds a group, the group its members, a member its resources."""

GROUP, SERVER = "servers", "server"
"""The group of the release template, and the server in each of its members."""

DECIDING = ("CREATE", "UPDATE", "DELETE", "ROLLBACK", "ADOPT", "RESTORE")
"""The actions after whose failure a stack is not what was asked for (heat/engine/stack.py,
`Stack.ACTIONS`); a check, a snapshot, suspending and resuming make nothing."""

POLICIES = {"scale_out": Direction.OUT, "scale_in": Direction.IN}
"""The scaling policies of the release template."""


class HeatStacks:
    """Stacks of the project, by Heat's API."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def find(self, application: str | None = None) -> list[Stack]:
        """Return the stacks of one application, or of all: one request, nested ones left out."""
        tags = ",".join(tags_for(application) if application else [MARK])
        return [
            _stack(found)
            for found in self._api.list("orchestration", "/stacks", "stacks", tags=tags)
        ]

    def get(self, name: str) -> Stack | None:
        """Return the stack of that name, or None."""
        try:
            answer = self._api.get("orchestration", f"/stacks/{name}", resolve_outputs="false")
        except NotFound:
            return None
        return _stack(answer["stack"])

    def create(self, request: StackRequest) -> None:
        """Start to make a stack. Failed resources stay, so that their reasons can be read."""
        bundle = templates.load(request.template)
        self._api.post(
            "orchestration",
            "/stacks",
            {
                "stack_name": request.name,
                "template": bundle.template,
                "files": bundle.files,
                "parameters": dict(request.parameters),
                "tags": ",".join(request.tags),
                "disable_rollback": True,
            },
        )

    def delete(self, stack: Stack) -> None:
        """Start to delete a stack; gone already is as good, and so is being deleted."""
        try:
            self._api.delete("orchestration", f"/stacks/{stack.name}/{stack.id}")
        except Conflict:
            now = self.get(stack.name)
            if now is not None and now.state is not StackState.DELETING:
                raise

    def resize(self, stack: Stack, size: Size) -> None:
        """Start to give a release's stack another size, by a PATCH of the stack that is there.

        Heat makes the group as large as `wanted` says at every update, even when scaling has
        changed it since and the parameters have not (`StackResource._needs_update` is always
        true). Tags are replaced as a whole, so those that are there are sent back.
        """
        changing = tuple(f"{MARK}:{fact}=" for fact in size.facts)
        kept = [tag for tag in self._tags(stack) if not tag.startswith(changing)]
        changed = [f"{MARK}:{fact}={value}" for fact, value in size.facts.items()]
        self._patch(stack, size.parameters, [*kept, *changed])

    def update(
        self, stack: Stack, parameters: Mapping[str, Any], again: Sequence[StackResource] = ()
    ) -> None:
        """Mark what is to be made again as unhealthy, then PATCH the stack with its own template.

        Heat replaces what is unhealthy and what refers to it, and leaves all else
        (`Resource.needs_replace_failed`).
        """
        for resource in again:
            self._mark(resource.stack, resource.name, unhealthy=True, reason="it is gone")
        self._patch(stack, parameters, self._tags(stack))

    def record(self, stack: Stack) -> StackRecord:
        """Return the parameters and the resources of a stack: two requests."""
        parameters, resources = concurrently(
            partial(self.parameters, f"{stack.name}/{stack.id}"),
            partial(self.resources, stack),
            clock=None,
        )
        return StackRecord(parameters, tuple(resources))

    def parameters(self, name: str) -> dict[str, Any]:
        """Return the parameters that a stack was made with."""
        answer = self._api.get("orchestration", f"/stacks/{name}", resolve_outputs="false")
        return dict(answer["stack"]["parameters"])

    def outputs(self, name: str) -> dict[str, Any]:
        """Return the outputs of a complete stack."""
        outputs = self._api.get("orchestration", f"/stacks/{name}")["stack"].get("outputs", ())
        return {output["output_key"]: output["output_value"] for output in outputs}

    def resources(self, stack: Stack) -> list[StackResource]:
        """Return the resources of a stack and of the stacks nested in it."""
        return [
            StackResource(
                name=resource["resource_name"],
                type=resource["resource_type"],
                physical_id=resource["physical_resource_id"],
                status=resource["resource_status"],
                reason=resource["resource_status_reason"],
                stack=_stack_of(resource),
            )
            for resource in self._resources(stack)
        ]

    def group(self, stack: Stack) -> list[GroupMember]:
        """Return the places of a release's group, by name: one request."""
        found = self._resources(stack)
        servers = {
            _stack_of(resource).partition("/")[2]: resource["physical_resource_id"]
            for resource in found
            if resource["resource_name"] == SERVER
        }
        places = (resource for resource in found if resource.get("parent_resource") == GROUP)
        return sorted(
            (
                GroupMember(
                    name=place["resource_name"],
                    group=_stack_of(place),
                    server=servers.get(place["physical_resource_id"]) or "",
                    failed=place["resource_status"].endswith("_FAILED"),
                    reason=place["resource_status_reason"] or "",
                )
                for place in places
            ),
            key=lambda member: member.name,
        )

    def mark(self, member: GroupMember, *, unhealthy: bool, reason: str = "") -> None:
        """Mark one place, in the group's own stack; what is marked so already stays so."""
        self._mark(member.group, member.name, unhealthy=unhealthy, reason=reason)

    def last_scaling(self, stack: Stack) -> ScalingEvent | None:
        """Return when and why a policy last changed the size of a release; None when none has.

        Heat writes no event for a signal that changed nothing (`Resource._handle_signal`).
        """
        answer = self._api.get(
            "orchestration",
            f"/stacks/{stack.name}/{stack.id}/events",
            resource_name=list(POLICIES),
            resource_action="SIGNAL",
            sort_keys="created_at",
            sort_dir="desc",
            limit=1,
        )
        return next((_scaling_event(found) for found in answer["events"]), None)

    def _tags(self, stack: Stack) -> list[str]:
        path = f"/stacks/{stack.name}/{stack.id}"
        found = self._api.get("orchestration", path, resolve_outputs="false")["stack"]["tags"]
        return list(found or ())

    def _patch(self, stack: Stack, parameters: Mapping[str, Any], tags: Iterable[str]) -> None:
        """Update a stack with the template that it has; a PATCH replaces its tags as a whole."""
        body = {"parameters": dict(parameters), "tags": ",".join(tags)}
        self._api.patch("orchestration", f"/stacks/{stack.name}/{stack.id}", body)

    def _mark(self, stack: str, resource: str, *, unhealthy: bool, reason: str) -> None:
        self._api.patch(
            "orchestration",
            f"/stacks/{stack}/resources/{resource}",
            {"mark_unhealthy": unhealthy, "resource_status_reason": reason},
        )

    def _resources(self, stack: Stack) -> list[Json]:
        path = f"/stacks/{stack.name}/{stack.id}/resources"
        return list(self._api.list("orchestration", path, "resources", nested_depth=NESTED_DEPTH))


def _stack_of(resource: Json) -> str:
    """Return the path of the stack that a resource is in, `NAME/ID`, from Heat's link to it."""
    link = next(link["href"] for link in resource["links"] if link["rel"] == "stack")
    return "/".join(link.rstrip("/").split("/")[-2:])


def _scaling_event(found: Json) -> ScalingEvent:
    return ScalingEvent(
        at=datetime.fromisoformat(found["event_time"]).replace(tzinfo=UTC),
        direction=POLICIES[found["resource_name"]],
        reason=found.get("resource_status_reason") or "",
    )


def _stack(found: Json) -> Stack:
    status = str(found["stack_status"])
    return Stack(
        name=found["stack_name"],
        id=found["id"],
        state=_state(status),
        status=status,
        reason=found.get("stack_status_reason") or "",
        facts=facts_in(found.get("tags") or ()),
    )


def _state(status: str) -> StackState:
    if status.startswith("DELETE") and not status.endswith("FAILED"):
        return StackState.DELETING
    if status.endswith("COMPLETE"):
        return StackState.COMPLETE
    if not status.endswith("FAILED"):
        return StackState.IN_PROGRESS
    return StackState.FAILED if status.startswith(DECIDING) else StackState.UNKNOWN
