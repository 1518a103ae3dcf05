# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the project holds, and what Heat makes of it as time passes."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, fields, replace
from itertools import count
from typing import Any, Self

from bluegreen.cloud.inventory import Holdings
from bluegreen.cloud.permit import Permit, ask
from bluegreen.doctor.of_cloud import NEEDED
from bluegreen.model.address import Address
from bluegreen.model.adoption import FoundAddress, FoundBalancer
from bluegreen.model.balancer import Balancer, CutMethod, Members, ServedRelease
from bluegreen.model.credential import CredentialRequest
from bluegreen.model.data_plane import LongLivedOutcome, RequestSpec
from bluegreen.model.quota import Shortage
from bluegreen.model.scaling import Alarm, Direction, ScalingEvent
from bluegreen.model.stack import Server, Stack, StackRequest, StackState
from bluegreen.model.tags import Colour
from bluegreen.model.tenancy import CurrentUser
from support.fake_api import FakeApi
from support.fake_clock import FakeClock
from support.fake_cloud import made
from support.fake_cloud.made import ByHand

Fault = Callable[[str, str], None]
"""Called with the moment ("before" or "after" the effect) and the call, such as
"addresses.point production"; raises what the caller is to meet."""


STAYED = LongLivedOutcome(opened=5, stayed=5, hung=0, ended=0, failed=0, slowest=0.1)


MEMBER = CurrentUser(
    "demo", "user-1", "demo", "project-1", frozenset({"member", "load-balancer_member"})
)


def no_fault(moment: str, call: str) -> None:
    """Let every call through."""


@dataclass
class ProjectState:
    """Everything that the project holds."""

    addresses: dict[str, Address] = field(default_factory=dict)
    stacks: dict[str, Stack] = field(default_factory=dict)
    requests: dict[str, StackRequest] = field(default_factory=dict)
    updates: dict[str, StackRequest] = field(default_factory=dict)
    tagged_balancers: set[str] = field(default_factory=set)
    unhealthy: set[str] = field(default_factory=set)
    failing_stacks: dict[str, str] = field(default_factory=dict)
    missing: list[Shortage] = field(default_factory=list)
    holdings: Holdings | None = None
    unmarked: set[str] = field(default_factory=set)
    connected: dict[str, int] = field(default_factory=dict)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    last_scalings: dict[str, ScalingEvent] = field(default_factory=dict)
    servers_in_error: list[Server] = field(default_factory=list)
    servers_gone: set[str] = field(default_factory=set)
    marked: dict[str, str] = field(default_factory=dict)
    lives: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    has_users: bool = True
    busy: dict[str, int] = field(default_factory=dict)
    technique: CutMethod = CutMethod.RELOAD
    closed_listeners: set[str] = field(default_factory=set)
    provisioning: dict[str, str] = field(default_factory=dict)
    operating: dict[str, str] = field(default_factory=dict)
    servers_answer: bool = True
    long_lived: LongLivedOutcome = STAYED
    warmed_up: list[RequestSpec] = field(default_factory=list)
    who: CurrentUser = MEMBER
    refusals: dict[str, str] = field(default_factory=dict)
    extensions: frozenset[str] = frozenset({*NEEDED, "dvr"})
    other_managers: dict[str, list[str]] = field(default_factory=dict)
    credentials: dict[str, CredentialRequest] = field(default_factory=dict)
    found_balancers: dict[str, FoundBalancer] = field(default_factory=dict)
    found_addresses: dict[str, FoundAddress] = field(default_factory=dict)
    adopted: dict[str, tuple[str, Colour]] = field(default_factory=dict)
    adopted_networks: dict[str, str] = field(default_factory=dict)
    by_hand: ByHand = field(default_factory=ByHand)
    again: dict[str, set[str]] = field(default_factory=dict)
    refuses_path: str = ""
    saying: dict[str, tuple[str, Colour]] = field(default_factory=dict)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    foreign_networks: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    fault: Fault = no_fault
    ids: Any = field(default_factory=lambda: count(1))
    seconds: float = 0.0
    terminal: FakeClock | None = None

    def __post_init__(self) -> None:
        """Open the door to Neutron's ports and Heat's records."""
        self.api = FakeApi(self)

    def copy(self) -> Self:
        """Return a project that holds the same, and goes its own way from here."""
        held = {each.name: getattr(self, each.name) for each in fields(self)}
        copies = {n: copy(v) for n, v in held.items() if isinstance(v, (dict, set, list))}
        copies["by_hand"] = self.by_hand.copy()
        other = replace(self, **copies, fault=no_fault, ids=count(next(self.ids)), terminal=None)
        other.calls.clear()
        other.api.hold_the_same_as(self.api)
        return other

    def tag(self, address_id: str, tag: str, *, there: bool = True) -> None:
        """Add a tag to an address, or remove it: Neutron counts up the revision for either."""
        others = [each for each in self.tags.get(address_id, ()) if each != tag]
        self.tags[address_id] = (*others, tag) if there else tuple(others)
        if held := self.addresses.get(address_id):
            self.addresses[address_id] = replace(held, revision=held.revision + 1)

    def called(self, call: str) -> None:
        """Note a call, and let the fault before its effect strike."""
        self.calls.append(call)
        self.fault("before", call)

    def tick(self) -> None:
        """Let Heat finish what it was doing."""
        for name, stack in list(self.stacks.items()):
            if stack.status == "DELETE_IN_PROGRESS" and self._is_in_use(stack):
                why = "its router or network is in use"
                self.stacks[name] = replace(
                    stack, state=StackState.FAILED, status="DELETE_FAILED", reason=why
                )
            elif stack.status == "DELETE_IN_PROGRESS":
                del self.stacks[name]
                self.alarms = {k: a for k, a in self.alarms.items() if a.stack_id != stack.id}
            elif stack.status == "CREATE_IN_PROGRESS":
                failed = name in self.failing_stacks
                self.stacks[name] = replace(
                    stack,
                    state=StackState.FAILED if failed else StackState.COMPLETE,
                    status="CREATE_FAILED" if failed else "CREATE_COMPLETE",
                    reason=self.failing_stacks.get(name, ""),
                )
                self._make_alarms(stack)
            elif stack.status == "UPDATE_IN_PROGRESS":
                self._end_update(stack)

    def _is_in_use(self, stack: Stack) -> bool:
        """Tell whether Neutron keeps what a stack has made, for what others have in it.

        That is a router with interfaces in the sides, and the network of a side with servers.
        """
        if "release" in stack.facts:
            return False
        if stack.name == stack.application:
            return any(f"{stack.name}-{colour}" in self.stacks for colour in Colour)
        return any(name.startswith(f"{stack.name}-r") for name in self.stacks)

    def _make_alarms(self, stack: Stack) -> None:
        """Make the alarms that a release's stack has, held or not as its parameters say."""
        asked = self.requests[stack.name].parameters
        if asked.get("scaling_source", "none") == "none":
            return
        for way in Direction:
            alarm = Alarm(f"{stack.id}-{way}", stack.id, way, asked["alarms_enabled"], "ok")
            self.alarms[alarm.id] = alarm

    def _end_update(self, stack: Stack) -> None:
        """Give a stack its new size; one that cannot grow keeps the servers that it has."""
        name, update = stack.name, self.updates.pop(stack.name)
        if "release" not in stack.facts:
            self._end_update_of_side(stack, update)
            return
        grows = update.parameters["wanted"] > self.requests[name].parameters["wanted"]
        unhealthy = [place for place in self.places(name) if place in self.marked]
        failed = bool(grows or unhealthy) and name in self.failing_stacks
        if not failed:
            self.requests[name] = update
            for place in unhealthy:
                self._end_of(self.server_at(place))
                del self.marked[place]
                self.lives[place] = self.lives.get(place, 0) + 1
        self.stacks[name] = replace(
            stack,
            state=StackState.FAILED if failed else StackState.COMPLETE,
            status="UPDATE_FAILED" if failed else "UPDATE_COMPLETE",
            reason=self.failing_stacks[name] if failed else "",
        )

    def _end_update_of_side(self, stack: Stack, update: StackRequest) -> None:
        """Let Heat change what its parameters say, and make again what it was told to."""
        name, failed = stack.name, stack.name in self.failing_stacks
        if not failed:
            made.update(self, name, update)
        self.stacks[name] = replace(
            stack,
            state=StackState.FAILED if failed else StackState.COMPLETE,
            status="UPDATE_FAILED" if failed else "UPDATE_COMPLETE",
            reason=self.failing_stacks.get(name, ""),
        )

    def _end_of(self, address: str) -> None:
        self.unhealthy.discard(address)
        self.servers_gone.discard(address)
        self.servers_in_error = [s for s in self.servers_in_error if address not in s.addresses]

    def balancer(self, side_stack: str) -> Balancer | None:
        """Return the balancer that a complete side stack has made, or that was adopted."""
        if f"lb-{side_stack}" in self.adopted.keys() & self.found_balancers.keys():
            return self._adopted_balancer(f"lb-{side_stack}")
        stack = self.stacks.get(side_stack)
        if stack is None or not made.is_made(stack):
            return None
        if side_stack not in self.requests:  # somebody has only tagged it
            return None
        if not made.is_there(self, "load_balancer", side_stack):
            return None
        listens = made.is_there(self, "listener", side_stack)
        members = self.members_of(side_stack) if listens else set()
        healthy = members - self.unhealthy
        operating = "ONLINE" if healthy else "ERROR"
        request = self.requests[side_stack]
        return Balancer(
            id=f"lb-{side_stack}",
            listener_id=made.id_of(self, "listener", side_stack) if listens else "",
            application=stack.application,
            colour=Colour(stack.facts["side"]),
            vip_address=str(request.parameters["cidr"]).replace("0/24", "10"),
            vip_port_id=f"vip-{side_stack}",
            provisioning=self.provisioning.get(f"lb-{side_stack}", "ACTIVE"),
            operating=self.operating.get(f"lb-{side_stack}", operating),
            protocol=str(request.parameters["protocol"]),
            port=int(request.parameters["port"]),
            members=self._counted(side_stack, members, healthy),
            listens=listens and f"lb-{side_stack}" not in self.closed_listeners,
            network_id=f"network_id-{side_stack}",
            adopted=f"lb-{side_stack}" in self.adopted,
        )

    def _counted(self, side_stack: str, members: set[str], healthy: set[str]) -> Members:
        if not made.is_there(self, "health_monitor", side_stack):
            return Members(len(members), 0, len(members), unmonitored=len(members))
        asked = self.requests[side_stack].parameters.get("health_path", "/health")
        if self.refuses_path and asked == self.refuses_path:
            healthy = set()
        failing = frozenset(members - healthy)
        return Members(len(members), len(healthy), len(healthy), frozenset(healthy), failing)

    def _adopted_balancer(self, balancer_id: str) -> Balancer:
        found = self.found_balancers[balancer_id]
        application, colour = self.adopted[balancer_id]
        members = {f"{found.name}/{number}" for number in range(2)}
        healthy = members - self.unhealthy
        return Balancer(
            id=found.id,
            listener_id=found.listener_id or "",
            application=application,
            colour=colour,
            vip_address="10.0.0.5",
            vip_port_id=found.vip_port_id,
            provisioning=found.provisioning,
            operating="ONLINE" if healthy or not found.monitored else "ERROR",
            protocol=found.protocol,
            port=found.port,
            members=Members(len(members), len(healthy), len(healthy), frozenset(healthy))
            if found.monitored
            else Members(len(members), 0, len(members), unmonitored=len(members)),
            network_id=found.network_id,
            adopted=True,
        )

    def works(self, side_stack: str) -> bool:
        """Tell whether a server of a side works, whatever a health monitor says."""
        if not self.servers_answer:
            return False
        if f"lb-{side_stack}" in self.found_balancers:
            found = self.found_balancers[f"lb-{side_stack}"]
            return bool({f"{found.name}/{number}" for number in range(2)} - self.unhealthy)
        return bool(self.members_of(side_stack) - self.unhealthy)

    def places(self, release_stack: str) -> list[str]:
        """Return the places of a release's group."""
        wanted = int(self.requests[release_stack].parameters["wanted"])
        return [f"{release_stack}/{number}" for number in range(wanted)]

    def server_at(self, place: str) -> str:
        """Return the address of the server that fills a place: another one after each repair."""
        lives = self.lives.get(place, 0)
        return f"{place}.{lives}" if lives else place

    def servers(self, release_stack: str) -> list[str]:
        """Return the addresses of a release's servers."""
        return [self.server_at(place) for place in self.places(release_stack)]

    def serving(self, side_stack: str) -> list[ServedRelease]:
        """Return the releases of a side that have servers, by name."""
        facts = {name: self.stacks[name].facts for name in self._releases(side_stack)}
        return [
            ServedRelease(facts[name]["release"], facts[name]["version"], len(self.servers(name)))
            for name in sorted(facts)
        ]

    def _releases(self, side_stack: str) -> list[str]:
        complete = filter(made.is_made, self.stacks.values())
        return [s.name for s in complete if s.name.startswith(f"{side_stack}-r")]

    def members_of(self, side_stack: str) -> set[str]:
        """Return the addresses of the servers that are in the pool that the side has now."""
        if not made.is_there(self, "pool", side_stack):
            return set()
        pool = made.id_of(self, "pool", side_stack)
        joined = (
            name
            for name in self._releases(side_stack)
            if self.requests[name].parameters.get("pool", pool) == pool
        )
        servers = {server for name in joined for server in self.servers(name)}
        return {one for one in servers if f"member-{one}" not in self.by_hand.gone}


@dataclass
class Changing:
    """An adapter that asks the permit it was made with right before each change."""

    project: ProjectState
    permit: Permit | None = None

    def changes(self, call: str) -> None:
        """Ask, and note the call as `called` does."""
        ask(self.permit, call)
        self.project.called(call)
