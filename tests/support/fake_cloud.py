# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A project of a cloud in memory, held to the same contract suite as the lab.

`FakeProject` is the world: addresses, stacks, what the stacks have made. The classes around it
are the adapters. A fault can be put before or after the effect of any call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, fields, replace
from itertools import count
from typing import Any

from bluegreen.clock import Clock
from bluegreen.cloud.door import put_together
from bluegreen.cloud.errors import Conflict, Forbidden, NotFound, RevisionChanged
from bluegreen.cloud.inventory import Holdings
from bluegreen.cloud.journal import HeatJournal
from bluegreen.cloud.lease import NeutronLeases
from bluegreen.cloud.permit import Permit, ask
from bluegreen.cloud.protocols import Adapters, Asking, Cloud
from bluegreen.cloud.retrying import WHILE_READING
from bluegreen.doctor.of_cloud import NEEDED
from bluegreen.model.address import Address, Role
from bluegreen.model.adoption import FoundAddress, FoundBalancer
from bluegreen.model.balancer import Balancer, Finish, Members, Network, Serving
from bluegreen.model.connections import Technique
from bluegreen.model.credential import Credential, Made, Wish
from bluegreen.model.data_plane import Cutover, Demand, Held, Proof
from bluegreen.model.quota import Needs, Shortage
from bluegreen.model.scaling import Alarm, Direction, ScalingEvent
from bluegreen.model.server import GroupMember, Server
from bluegreen.model.stack import Size, Stack, StackRequest, StackResource, StackState
from bluegreen.model.tags import Colour, facts_in
from bluegreen.model.tenancy import Reading, Who
from bluegreen.model.verdict import Finding, Outcome, Result
from support.fake_api import FakeApi
from support.fake_clock import FakeClock
from support.permits import ALONE

Fault = Callable[[str, str], None]
"""Called with the moment ("before" or "after" the effect) and the call, such as
"addresses.point production"; raises what the caller is to meet."""


STAYED = Held(held=5, stayed=5, hung=0, ended=0, failed=0, slowest=0.1)
MEMBER = Who("demo", "user-1", "demo", "project-1", frozenset({"member", "load-balancer_member"}))


SECRET = "the-secret-of-a-credential"


def no_fault(moment: str, call: str) -> None:
    """Let every call through."""


@dataclass
class FakeProject:
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
    technique: Technique = Technique.RELOAD
    closed_listeners: set[str] = field(default_factory=set)
    held: Held = STAYED
    who: Who = MEMBER
    refusals: dict[str, str] = field(default_factory=dict)
    extensions: frozenset[str] = frozenset({*NEEDED, "dvr"})
    keepers: dict[str, list[str]] = field(default_factory=dict)
    credentials: dict[str, Wish] = field(default_factory=dict)
    found_balancers: dict[str, FoundBalancer] = field(default_factory=dict)
    found_addresses: dict[str, FoundAddress] = field(default_factory=dict)
    adopted: dict[str, tuple[str, Colour]] = field(default_factory=dict)
    adopted_networks: dict[str, str] = field(default_factory=dict)
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

    def copy(self) -> FakeProject:
        """Return a project that holds the same, and goes its own way from here."""
        held = {each.name: getattr(self, each.name) for each in fields(self)}
        copies = {n: copy(v) for n, v in held.items() if isinstance(v, (dict, set, list))}
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
            if stack.status == "DELETE_IN_PROGRESS":
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

    def _end_of(self, address: str) -> None:
        self.unhealthy.discard(address)
        self.servers_gone.discard(address)
        self.servers_in_error = [s for s in self.servers_in_error if address not in s.addresses]

    def balancer(self, side_stack: str) -> Balancer | None:
        """Return the balancer that a complete side stack has made, or that was adopted."""
        if f"lb-{side_stack}" in self.adopted.keys() & self.found_balancers.keys():
            return self._adopted_balancer(f"lb-{side_stack}")
        stack = self.stacks.get(side_stack)
        if stack is None or stack.state is not StackState.COMPLETE:
            return None
        if side_stack not in self.requests:  # somebody has only tagged it
            return None
        members = self._members(side_stack)
        healthy = members - self.unhealthy
        operating = "ONLINE" if healthy else "ERROR"
        request = self.requests[side_stack]
        return Balancer(
            id=f"lb-{side_stack}",
            listener_id=f"listener_id-{side_stack}",
            application=stack.application,
            colour=Colour(stack.facts["side"]),
            vip_address=str(request.parameters["cidr"]).replace("0/24", "10"),
            vip_port_id=f"vip-{side_stack}",
            provisioning="ACTIVE",
            operating=operating,
            protocol=str(request.parameters["protocol"]),
            port=int(request.parameters["port"]),
            members=Members(
                len(members),
                len(healthy),
                len(healthy),
                frozenset(healthy),
                frozenset(members & self.unhealthy),
            ),
            listens=f"lb-{side_stack}" not in self.closed_listeners,
            network_id=f"network_id-{side_stack}",
            adopted=f"lb-{side_stack}" in self.adopted,
        )

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

    def serving(self, side_stack: str) -> list[Serving]:
        """Return the releases of a side that have servers, by name."""
        facts = {name: self.stacks[name].facts for name in self._releases(side_stack)}
        return [
            Serving(facts[name]["release"], facts[name]["version"], len(self.servers(name)))
            for name in sorted(facts)
        ]

    def _releases(self, side_stack: str) -> list[str]:
        made = (
            s
            for s in self.stacks.values()
            if s.state is StackState.COMPLETE or s.status.startswith("UPDATE")
        )
        return [s.name for s in made if s.name.startswith(f"{side_stack}-r")]

    def _members(self, side_stack: str) -> set[str]:
        releases = self._releases(side_stack)
        return {server for name in releases for server in self.servers(name)}

    def cloud(self, clock: Clock | None = None) -> Cloud:
        """Return the project as it is connected to: it only reads until a permit is given."""
        return put_together(self._adapters, Asking(clock or FakeClock(self.tick), WHILE_READING))

    def hand(self) -> Cloud:
        """Return the project as somebody changes it by hand, who asks nobody."""
        return self.cloud().under(ALONE, FakeClock(self.tick))

    def _adapters(self, asking: Asking) -> Adapters:
        return Adapters(
            addresses=FakeAddresses(self, asking.permit),
            balancers=FakeBalancers(self, asking.permit),
            stacks=FakeStacks(self, asking.permit),
            inventory=FakeInventory(self),
            data_plane=FakeDataPlane(self),
            leases=NeutronLeases(self.api, asking.clock),
            journal=HeatJournal(self.api, asking.clock),
            tenancy=FakeTenancy(self),
            credentials=FakeCredentials(self),
            adoption=FakeAdoption(self, asking.permit),
            alarms=FakeAlarms(self, asking.permit),
            servers=FakeServers(self),
        )


@dataclass
class Changing:
    """An adapter that asks the permit it was made with right before each change."""

    project: FakeProject
    permit: Permit | None = None

    def changes(self, call: str) -> None:
        """Ask, and note the call as `called` does."""
        ask(self.permit, call)
        self.project.called(call)


@dataclass
class FakeAddresses(Changing):
    """Floating IPs with Neutron's rules: revisions, and one floating IP to a port."""

    def find(self, application: str | None = None) -> list[Address]:
        """Return the addresses of one application, or of all."""
        self.project.called("addresses.find")
        held = self.project.addresses.values()
        return [a for a in held if application in (None, a.application)]

    def get(self, address_id: str) -> Address:
        """Return one address as it is now."""
        self.project.called("addresses.get")
        try:
            return self.project.addresses[address_id]
        except KeyError:
            raise NotFound(f"no floating IP {address_id}") from None

    def point(
        self, address: Address, port_id: str | None, *, if_revision: int | None = None
    ) -> Address:
        """Point an address, guarded by its revision."""
        call = f"addresses.point {address.role} {port_id}"
        self.changes(call)
        now = self.project.addresses.get(address.id)
        if now is None:
            raise NotFound(f"no floating IP {address.id}")
        if if_revision is not None and now.revision != if_revision:
            raise RevisionChanged(f"revision is {now.revision}, not {if_revision}")
        others = (a for a in self.project.addresses.values() if a.id != address.id)
        if port_id is not None and any(a.port_id == port_id for a in others):
            raise Conflict(f"port {port_id} has a floating IP already")
        if now.port_id != port_id:
            now = replace(
                now,
                port_id=port_id,
                fixed_ip=f"fixed-{port_id}" if port_id else None,
                router_id=f"router-{now.application}" if port_id else None,
                revision=now.revision + 1,
            )
            self.project.addresses[address.id] = now
        self.project.fault("after", call)
        return now

    def allocate(self, application: str, role: Role, network: str) -> Address:
        """Take a new floating IP, or the one that an earlier request took."""
        for held in self.find(application):
            if held.role is role:
                return held
        self.changes(f"addresses.allocate {role}")
        made = self._address(application, role)
        self.project.addresses[made.id] = made
        self.project.fault("after", f"addresses.allocate {role}")
        return made

    def adopt(self, application: str, role: Role, floating_ip: str) -> Address:
        """Mark an address that the project holds."""
        held = next((a for a in self.find() if a.floating_ip == floating_ip), None)
        self.changes(f"addresses.adopt {role}")
        if held and held.application != application:
            raise Conflict(f"floating IP {floating_ip} belongs to {held.application}")
        if held is None and floating_ip not in self.project.unmarked:
            raise NotFound(f"the project holds no floating IP {floating_ip}")
        made = held or self._address(application, role, floating_ip, allocated=False)
        found = self.project.found_addresses.get(floating_ip)
        if found and held is None:
            made = replace(
                made, id=found.id, port_id=found.port_id, router_id=f"router-{application}"
            )
        self.project.unmarked.discard(floating_ip)
        self.project.addresses[made.id] = made
        self.project.fault("after", f"addresses.adopt {role}")
        return made

    def set_paused(self, address: Address, *, paused: bool) -> None:
        """Mark or unmark an address."""
        call = f"addresses.set_paused {paused}"
        self.changes(call)
        self.project.addresses[address.id] = replace(
            self.project.addresses[address.id], paused=paused
        )
        self.project.fault("after", call)

    def give_up(self, address: Address) -> None:
        """Give an address back."""
        call = f"addresses.{'give_up' if address.allocated else 'unmark'} {address.role}"
        self.changes(call)
        held = self.project.addresses.get(address.id)
        if held and held.allocated and held.revision != address.revision:
            raise RevisionChanged(f"revision is {held.revision}, not {address.revision}")
        given = self.project.addresses.pop(address.id, None)
        if given is None:
            return
        if not given.allocated:
            self.project.unmarked.add(given.floating_ip)
        self.project.fault("after", call)

    def _address(
        self, application: str, role: Role, floating_ip: str = "", *, allocated: bool = True
    ) -> Address:
        number = next(self.project.ids)
        return Address(
            id=f"fip-{number}",
            role=role,
            application=application,
            floating_ip=floating_ip or f"203.0.113.{number}",
            fixed_ip=None,
            port_id=None,
            router_id=None,
            revision=1,
            allocated=allocated,
        )


@dataclass
class FakeBalancers(Changing):
    """Balancers that the side stacks have made."""

    def find(self, application: str | None = None) -> list[Balancer]:
        """Return the balancers of complete sides that were tagged."""
        self.project.called("balancers.find")
        found = (
            self.project.balancer(name)
            for name, stack in list(self.project.stacks.items())
            if application in (None, stack.application)
            and "side" in stack.facts
            and "release" not in stack.facts
        )
        others = self.project.adopted.keys() & self.project.found_balancers.keys()
        adopted = [self.project.balancer(one.removeprefix("lb-")) for one in sorted(others)]
        return [
            b
            for b in (*found, *adopted)
            if b
            and (b.adopted or b.id in self.project.tagged_balancers)
            and application in (None, b.application)
        ]

    def inspect(self, balancer: Balancer) -> Balancer:
        """Return the balancer as it is now."""
        self.project.called("balancers.inspect")
        now = self.project.balancer(balancer.id.removeprefix("lb-"))
        if now is None:
            raise NotFound(f"no load balancer {balancer.id}")
        return now

    def serving(self, balancer: Balancer) -> list[Serving]:
        """Return the releases whose servers the balancer has."""
        self.project.called(f"balancers.serving {balancer.colour}")
        return self.project.serving(balancer.id.removeprefix("lb-"))

    def network(self, balancer: Balancer) -> Network:
        """Return where the side's stack has put it; an adopted one is in a network of 24 bits."""
        self.project.called(f"balancers.network {balancer.colour}")
        side_stack = balancer.id.removeprefix("lb-")
        if balancer.adopted:
            return Network(balancer.network_id, "10.0.0.0/24")
        return Network(side_stack, str(self.project.requests[side_stack].parameters["cidr"]))

    def connections(self, balancer: Balancer) -> int:
        """Return how many clients the test has connected."""
        self.project.called(f"balancers.connections {balancer.colour}")
        return self.project.connected.get(balancer.id, 0)

    def connections_so_far(self, balancer: Balancer) -> int:
        """Return the count of connections: at each look one more where production points."""
        self.project.called(f"balancers.connections_so_far {balancer.colour}")
        held = self.project.addresses.values()
        at = {a.port_id for a in held if a.role is Role.PRODUCTION}
        so_far = self.project.counted.get(balancer.id, 0)
        if self.project.has_users and balancer.vip_port_id in at:
            so_far += 1
        self.project.counted[balancer.id] = so_far
        return so_far

    def technique(self, balancer: Balancer) -> Technique:
        """Return the way that the test has chosen."""
        self.project.called("balancers.technique")
        return self.project.technique

    def reload(self, balancer: Balancer) -> None:
        """End all connections but the busy ones."""
        self._cut(f"balancers.reload {balancer.colour}", balancer)

    def listen(self, balancer: Balancer, *, on: bool) -> None:
        """Open the listener, or close it, which ends all connections but the busy ones."""
        call = f"balancers.listen {balancer.colour} {on}"
        if on:
            self.changes(call)
            self.project.closed_listeners.discard(balancer.id)
            self.project.fault("after", call)
        else:
            self._cut(call, balancer, closes=True)

    def _cut(self, call: str, balancer: Balancer, *, closes: bool = False) -> None:
        self.changes(call)
        if closes:
            self.project.closed_listeners.add(balancer.id)
        held = self.project.connected.get(balancer.id, 0)
        self.project.connected[balancer.id] = min(held, self.project.busy.get(balancer.id, 0))
        self.project.fault("after", call)

    def finish(self, wish: Finish) -> None:
        """Mark a balancer."""
        self.changes(f"balancers.finish {wish.colour}")
        self.project.tagged_balancers.add(wish.balancer_id)
        self.project.fault("after", f"balancers.finish {wish.colour}")


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
                "cidr",
                "health_monitor_id",
            )
            named = {"load_balancer_id": f"lb-{name}", "vip_port_id": f"vip-{name}"}
            return {key: f"{key}-{name}" for key in outputs} | named
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


@dataclass
class FakeAlarms(Changing):
    """Alarms that the stacks of releases have made; nothing evaluates them."""

    def find(self) -> list[Alarm]:
        """Return all."""
        self.project.called("alarms.find")
        return list(self.project.alarms.values())

    def enable(self, alarm: Alarm, *, enabled: bool) -> None:
        """Let one act, or hold it."""
        call = f"alarms.enable {alarm.direction} {enabled}"
        self.changes(call)
        if alarm.id not in self.project.alarms:
            raise NotFound(f"no alarm {alarm.id}")
        self.project.alarms[alarm.id] = replace(self.project.alarms[alarm.id], enabled=enabled)
        self.project.fault("after", call)


@dataclass
class FakeServers:
    """The servers of releases, but for those that the test says are gone or in a bad way."""

    project: FakeProject

    def find(self, application: str) -> list[Server]:
        """Return those in a bad way, then the others, which are ACTIVE."""
        self.project.called("servers.find")
        sick = self.project.servers_in_error
        told = {address for server in sick for address in server.addresses}
        return [*sick, *self._active(application, told | self.project.servers_gone)]

    def _active(self, application: str, others: set[str]) -> Iterator[Server]:
        for stack in list(self.project.stacks.values()):
            if stack.application == application and "release" in stack.facts:
                for address in self.project.servers(stack.name):
                    if address not in others:
                        yield Server(
                            f"server {address}", frozenset({address}), "ACTIVE", "", address
                        )


@dataclass
class FakeInventory:
    """A project that has everything but what the test takes away, or only what it holds."""

    project: FakeProject

    def shortages(self, needs: Needs) -> list[Shortage]:
        """Return what the test says is missing."""
        self.project.called("inventory.shortages")
        holdings = self.project.holdings
        return [*self.project.missing, *(holdings.shortages(needs) if holdings else ())]


@dataclass
class FakeDataPlane:
    """Connections that arrive where the addresses point."""

    project: FakeProject

    def prove(self, address: Address, balancer: Balancer, demand: Demand) -> Proof:
        """Tell whether the address leads to the side, and it answers.

        The balancer itself does so with all its servers down; a path of the application needs one.
        """
        self.project.called(f"data_plane.prove {address.role}")
        now = self.project.addresses.get(address.id)
        serving = self.project.balancer(balancer.id.removeprefix("lb-"))
        proved = bool(
            serving
            and serving.listens
            and now
            and now.port_id == serving.vip_port_id
            and (demand.of_balancer or serving.members.at_most)
        )
        return Proof(proved, f"answered by {balancer.colour}" if proved else "nobody answered")

    def warm_up(
        self, address: Address, balancer: Balancer, servers: int, header: str | None
    ) -> Result:
        """Tell that every server answered."""
        self.project.called("data_plane.warm_up")
        finding = Finding(Outcome.PASSED, f"{servers} servers answered")
        return Result.of("warm-up", "warm-up", finding)

    def measure(
        self, address: Address, old: Balancer, new: Balancer, demand: Demand
    ) -> FakeMeasurement:
        """Start to measure."""
        self.project.called("data_plane.measure")
        return FakeMeasurement()

    def hold(self, address: Address, balancer: Balancer, demand: Demand) -> FakeHeld:
        """Start to hold connections."""
        self.project.called(f"data_plane.hold {balancer.colour}")
        return FakeHeld(self.project)


@dataclass
class FakeHeld:
    """Held connections that end as the test says."""

    project: FakeProject

    def begins(self) -> None:
        """Note the beginning."""

    def ends(self) -> Held:
        """Return what the test says."""
        return self.project.held


@dataclass
class FakeTenancy:
    """A cloud that has everything, and a user who may use it, but for what the test changes."""

    project: FakeProject

    def who(self) -> Who:
        """Return a plain member, or whom the test says."""
        return self.project.who

    def readings(self, *, alarming: bool = False) -> list[Reading]:
        """Return that every service answers, but for those that the test says."""
        services = ["network", "load-balancer", "orchestration", "compute", "image"]
        services += ["alarming"] if alarming else []
        return [Reading(name, self.project.refusals.get(name)) for name in services]

    def extensions(self) -> frozenset[str]:
        """Return what the test says."""
        return self.project.extensions

    def providers(self) -> frozenset[str]:
        """Return the usual provider."""
        return frozenset({"amphora"})

    def external_networks(self) -> list[str]:
        """Return the one network."""
        return ["public"]

    def keepers(self, address_id: str) -> list[str]:
        """Return what the test says of the role, or of an address that has none yet."""
        held = self.project.addresses.get(address_id)
        return list(self.project.keepers.get(held.role if held else address_id, ()))


@dataclass
class FakeCredentials:
    """Application credentials in memory; the secret is known to who made one only."""

    project: FakeProject

    def make(self, wish: Wish) -> Made:
        """Make one."""
        if self.project.who.credential:
            raise Forbidden("these credentials may make no other")
        if any(held.name == wish.name for held in self.project.credentials.values()):
            raise Conflict(f"there is a credential {wish.name}")
        number = f"credential-{next(self.project.ids)}"
        self.project.credentials[number] = wish
        return Made(number, wish.name, SECRET, "https://cloud.example/v3", "RegionOne")

    def find(self) -> list[Credential]:
        """Return all of them."""
        return [
            Credential(
                number, w.name, w.description, w.roles, w.expires, tuple(r.path for r in w.rules)
            )
            for number, w in self.project.credentials.items()
        ]

    def remove(self, credential: Credential) -> None:
        """Remove one."""
        self.project.credentials.pop(credential.id, None)


@dataclass
class FakeAdoption(Changing):
    """Load balancers and addresses that the test puts there, and their marks."""

    def balancers(self) -> list[FoundBalancer]:
        """Return them, with whose they are."""
        owners = {one: name for one, (name, _) in self.project.adopted.items()}
        found = [
            replace(found, application=owners.get(found.id, found.application))
            for found in self.project.found_balancers.values()
        ]
        return [*found, *self._built()]

    def _built(self) -> Iterator[FoundBalancer]:
        """Yield those that side stacks have made."""
        for name, stack in self.project.stacks.items():
            is_side = "side" in stack.facts and "release" not in stack.facts
            made = self.project.balancer(name) if is_side else None
            if made:
                marked = self.project.tagged_balancers | self.project.adopted.keys()
                yield FoundBalancer(
                    id=made.id,
                    name=name,
                    listener_id=made.listener_id,
                    protocol=made.protocol,
                    port=made.port,
                    vip_port_id=made.vip_port_id,
                    network_id=f"network-{name}",
                    router_id=f"router-{made.application}",
                    provisioning=made.provisioning,
                    application=made.application if made.id in marked else "",
                )

    def addresses(self) -> list[FoundAddress]:
        """Return those that are marked, as they point now, and those that are not."""
        marked = [
            FoundAddress(a.id, a.floating_ip, a.port_id, "public", a.application)
            for a in self.project.addresses.values()
        ]
        unmarked = self.project.unmarked
        return marked + [f for ip, f in self.project.found_addresses.items() if ip in unmarked]

    def owns_network(self, network_id: str) -> bool:
        """Tell what the test says."""
        return network_id not in self.project.foreign_networks

    def marked_network(self, application: str) -> str | None:
        """Return it."""
        self.project.called("adoption.marked_network")
        marked = self.project.adopted_networks.items()
        return next((network for network, name in marked if name == application), None)

    def mark_network(self, network_id: str, application: str) -> None:
        """Mark it."""
        self.changes("adoption.mark_network")
        self.project.adopted_networks[network_id] = application
        self.project.fault("after", "adoption.mark_network")

    def unmark_network(self, network_id: str) -> None:
        """Unmark it."""
        self.changes("adoption.unmark_network")
        self.project.adopted_networks.pop(network_id, None)
        self.project.fault("after", "adoption.unmark_network")

    def mark_balancer(self, balancer_id: str, application: str, colour: Colour) -> None:
        """Mark it."""
        self.changes(f"adoption.mark_balancer {colour}")
        self.project.adopted[balancer_id] = (application, colour)
        self.project.fault("after", f"adoption.mark_balancer {colour}")

    def unmark_balancer(self, balancer_id: str) -> None:
        """Unmark it."""
        self.changes("adoption.unmark_balancer")
        self.project.adopted.pop(balancer_id, None)
        self.project.fault("after", "adoption.unmark_balancer")

    def say_side(self, listener_id: str, application: str, colour: Colour) -> None:
        """Note what it says."""
        self.changes(f"adoption.say_side {colour}")
        self.project.saying[listener_id] = (application, colour)
        self.project.fault("after", f"adoption.say_side {colour}")

    def say_nothing(self, listener_id: str) -> None:
        """Note that it says nothing."""
        self.changes("adoption.say_nothing")
        self.project.saying.pop(listener_id, None)
        self.project.fault("after", "adoption.say_nothing")


class FakeMeasurement:
    """A stream that met nothing unusual."""

    def failed_so_far(self) -> int:
        """Return that no request failed."""
        return 0

    def unknown_so_far(self) -> int:
        """Return that every request was sent."""
        return 0

    def begins(self) -> None:
        """Note the beginning."""

    def ends(self) -> Cutover:
        """Return a clean cutover."""
        return Cutover(seconds=0.5, resolution=0.05, requests=20, failed=0, old_after_new=0)
