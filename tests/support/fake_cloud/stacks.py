# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Heat's stacks in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bluegreen.cloud.errors import Conflict, NotFound
from bluegreen.model.resource import StackRecord
from bluegreen.model.scaling import Direction, ScalingEvent
from bluegreen.model.stack import GroupMember, Size, Stack, StackRequest, StackResource, StackState
from bluegreen.model.tags import facts_in
from support.fake_cloud import made
from support.fake_cloud.state import Changing


@dataclass
class FakeStacks(Changing):
    """Stacks that are complete, or gone, one tick after the request."""

    def find(self, application: str | None = None) -> list[Stack]:
        """Return the stacks of one application, or of all."""
        self.project.called("stacks.find")
        held = self.project.stacks.values()
        return [s for s in held if application in (None, s.application)]

    def get(self, name: str) -> Stack | None:
        """Return the stack of that name, or None."""
        self.project.called("stacks.get")
        return self.project.stacks.get(name)

    def create(self, request: StackRequest) -> None:
        """Start to make a stack."""
        self.changes(f"stacks.create {request.name}")
        if request.name in self.project.stacks:
            raise Conflict(f"a stack {request.name} exists")
        self.project.requests[request.name] = request
        self.project.stacks[request.name] = Stack(
            name=request.name,
            id=f"stack-{next(self.project.ids)}",
            state=StackState.IN_PROGRESS,
            status="CREATE_IN_PROGRESS",
            reason="",
            facts=facts_in(request.tags),
        )
        self.project.fault("after", f"stacks.create {request.name}")

    def delete(self, stack: Stack) -> None:
        """Start to delete a stack."""
        self.changes(f"stacks.delete {stack.name}")
        now = self.project.stacks.get(stack.name)
        if now and now.id == stack.id:
            self.project.stacks[stack.name] = replace(
                now, state=StackState.DELETING, status="DELETE_IN_PROGRESS"
            )
        self.project.fault("after", f"stacks.delete {stack.name}")

    def resize(self, stack: Stack, size: Size) -> None:
        """Start to give a release's stack another size."""
        call = f"stacks.resize {stack.name}"
        self.changes(call)
        now = self.project.stacks.get(stack.name)
        if now is None or now.id != stack.id:
            raise NotFound(f"no stack {stack.name}")
        request = self.project.requests[stack.name]
        self.project.updates[stack.name] = replace(
            request, parameters={**request.parameters, **size.parameters}
        )
        self.project.stacks[stack.name] = replace(
            now,
            state=StackState.IN_PROGRESS,
            status="UPDATE_IN_PROGRESS",
            facts={**now.facts, **size.facts},
        )
        self.project.fault("after", call)

    def update(
        self, stack: Stack, parameters: Mapping[str, Any], again: Sequence[StackResource] = ()
    ) -> None:
        """Start to update a stack, and to make some of its resources again."""
        call = f"stacks.update {stack.name}"
        self.changes(call)
        now = self.project.stacks.get(stack.name)
        if now is None or now.id != stack.id:
            raise NotFound(f"no stack {stack.name}")
        request = self.project.requests[stack.name]
        self.project.updates[stack.name] = replace(
            request, parameters={**request.parameters, **parameters}
        )
        self.project.again[stack.name] = {resource.name for resource in again}
        for member in (each for each in again if each.name == "pool_member"):
            self.project.by_hand.gone.discard(member.physical_id)
        self.project.stacks[stack.name] = replace(
            now, state=StackState.IN_PROGRESS, status="UPDATE_IN_PROGRESS"
        )
        self.project.fault("after", call)

    def record(self, stack: Stack) -> StackRecord:
        """Return what Heat has written down of a stack."""
        self.project.called(f"stacks.record {stack.name}")
        if stack.name not in self.project.requests:
            raise NotFound(f"no stack {stack.name}")
        parameters = self.project.requests[stack.name].parameters
        told = {name: _as_heat_says(value) for name, value in parameters.items()}
        return StackRecord(told, tuple(made.record_of(self.project, stack)))

    def parameters(self, name: str) -> dict[str, Any]:
        """Return the parameters that a stack was made with."""
        self.project.called("stacks.parameters")
        if name not in self.project.requests:
            raise NotFound(f"no stack {name}")
        return dict(self.project.requests[name].parameters)

    def outputs(self, name: str) -> dict[str, Any]:
        """Return what the templates promise."""
        self.project.called("stacks.outputs")
        stack = self.project.stacks.get(name)
        if stack is None:
            raise NotFound(f"no stack {name}")
        if "release" in stack.facts:
            addresses = self.project.servers(name)
            policies = {f"scale_{way}_url": f"https://heat/{name}/scale_{way}" for way in Direction}
            return {"addresses": addresses, "size": len(addresses), **policies}
        if "side" in stack.facts:
            outputs = (
                "network_id",
                "subnet_id",
                "pool_id",
                "listener_id",
                "health_monitor_id",
            )
            named = {"load_balancer_id": f"lb-{name}", "vip_port_id": f"vip-{name}"}
            parts = {
                key: made.id_of(self.project, key.removesuffix("_id"), name) for key in outputs
            }
            return parts | named | {"cidr": str(self.project.requests[name].parameters["cidr"])}
        return {"router_id": f"router-{name}"}

    def resources(self, stack: Stack) -> list[StackResource]:
        """Return one resource that tells how the stack is doing."""
        reason = self.project.failing_stacks.get(stack.name, "")
        status = "CREATE_FAILED" if reason else stack.status
        return [StackResource("thing", "OS::Nova::Server", stack.id, status, reason)]

    def group(self, stack: Stack) -> list[GroupMember]:
        """Return the places of a release's group."""
        self.project.called("stacks.group")
        marked = self.project.marked
        return [
            GroupMember(
                name=place,
                group=f"{stack.name}-servers/{stack.id}",
                server=self.project.server_at(place),
                failed=place in marked,
                reason=marked.get(place, ""),
            )
            for place in self.project.places(stack.name)
        ]

    def mark(self, member: GroupMember, *, unhealthy: bool, reason: str = "") -> None:
        """Mark a place, or take its mark off."""
        call = f"stacks.mark {member.name} {unhealthy}"
        self.changes(call)
        release_stack = member.group.partition("-servers/")[0]
        if member.name not in self.project.places(release_stack):
            raise NotFound(f"no place {member.name}")
        if unhealthy:
            self.project.marked[member.name] = reason
        else:
            self.project.marked.pop(member.name, None)
        self.project.fault("after", call)

    def last_scaling(self, stack: Stack) -> ScalingEvent | None:
        """Return what the test says that a policy did last."""
        self.project.called("stacks.last_scaling")
        return self.project.last_scalings.get(stack.name)


def _as_heat_says(value: object) -> str:
    """Return a parameter as Heat gives it back: as text."""
    return json.dumps(value) if isinstance(value, list) else str(value)
