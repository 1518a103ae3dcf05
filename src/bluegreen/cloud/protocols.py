# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the product asks of a cloud; the real adapters and the tests' fake keep the promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal, Protocol

from bluegreen.clock import Clock
from bluegreen.cloud.effect import changes, changes_once, reads
from bluegreen.cloud.permit import Permit
from bluegreen.cloud.retrying import WHILE_CHANGING
from bluegreen.cloud.templates import TemplateName
from bluegreen.model.credential import Credential, Made, Wish
from bluegreen.model.journal import Entry
from bluegreen.model.lease import Holder, Lease
from bluegreen.model.observation import (
    Address,
    Balancer,
    Colour,
    GroupMember,
    Network,
    Role,
    Server,
    Serving,
    Stack,
)
from bluegreen.model.scaling import Alarm, ScalingEvent
from bluegreen.model.verdict import Result
from bluegreen.probe.identity import SIDE_HEADER, WELL_KNOWN_PATH


class Addresses(Protocol):
    """The floating IPs of the project that belong to an application."""

    @reads
    def find(self, application: str | None = None) -> list[Address]:
        """Return the addresses of one application, or of all."""

    @reads
    def get(self, address_id: str) -> Address:
        """Return one address as it is now. Raises NotFound."""

    @changes_once
    def point(
        self, address: Address, port_id: str | None, *, if_revision: int | None = None
    ) -> Address:
        """Point an address at a port, or at nothing, in one request; return what the cloud says.

        Raises RevisionChanged when the address is no longer at `if_revision`, Conflict when the
        port's fixed IP has a floating IP already, AnswerLost when it may have happened.
        """

    @changes
    def allocate(self, application: str, role: Role, network: str) -> Address:
        """Take a new floating IP from the external network and mark it."""

    @changes
    def adopt(self, application: str, role: Role, floating_ip: str) -> Address:
        """Mark a floating IP that the project holds already. Raises NotFound, Conflict."""

    @changes
    def set_paused(self, address: Address, *, paused: bool) -> None:
        """Mark an address, so that nothing is done by itself to its application; or unmark it."""

    @changes
    def give_up(self, address: Address) -> None:
        """Give back an address that `allocate` took; only unmark one that was adopted.

        Raises RevisionChanged when one that is given back is no longer as it was read.
        """


@dataclass(frozen=True)
class Finish:
    """What Heat has no properties for (Heat 27), and Octavia is therefore told directly."""

    balancer_id: str
    listener_id: str
    monitor_id: str
    application: str
    colour: Colour
    idle_timeout: timedelta
    unhealthy_after: int
    forwards_client_address: bool


class Technique(StrEnum):
    """A way to end the connections of a side; docs/connections.md says what each costs."""

    GRACEFUL_RELOAD = "graceful reload"
    """Each connection is answered once more, and closed with that answer."""
    RELOAD = "reload"
    """Idle connections are closed at once, busy ones with the answer that they wait for."""
    CLOSING = "closing the listener"
    """As a reload; and for a moment the side takes no new connection."""


class Balancers(Protocol):
    """The load balancers of the sides."""

    @reads
    def find(self, application: str | None = None) -> list[Balancer]:
        """Return balancers with a summary of their members, at a fixed number of requests."""

    @reads
    def inspect(self, balancer: Balancer) -> Balancer:
        """Return one balancer with the exact health of each member."""

    @reads
    def serving(self, balancer: Balancer) -> list[Serving]:
        """Return the releases in a balancer's pool, by name; what is not tagged is left out."""

    @reads
    def network(self, balancer: Balancer) -> Network:
        """Return the network and the subnet in which a balancer has its fixed IP.

        Raises NotFound, also where they are another project's and not shared with this one.
        """

    @reads
    def connections(self, balancer: Balancer) -> int:
        """Return how many clients are connected now, as the balancer last said it.

        Octavia's provider reports every few seconds (amphorae every 10), and after a reload of
        HAProxy counts only the new process's connections.
        """

    @reads
    def connections_so_far(self, balancer: Balancer) -> int:
        """Return how many connections the balancer has taken in all, as it last said it.

        As old as what `connections` returns; it may begin anew when the balancer is restarted.
        """

    @reads
    def technique(self, balancer: Balancer) -> Technique:
        """Return the way to end connections that loses least, of those this balancer offers."""

    @changes
    def reload(self, balancer: Balancer) -> None:
        """Start to have HAProxy load its configuration anew, with nothing that matters changed.

        Raises Conflict while Octavia is still working on the balancer: ask again.
        """

    @changes
    def listen(self, balancer: Balancer, *, on: bool) -> None:
        """Start to open or to close the listener. Raises Conflict as `reload` does."""

    @changes
    def finish(self, wish: Finish) -> None:
        """Set what differs from the wish.

        Raises Conflict while Octavia is still working on the balancer: ask again.
        """


@dataclass(frozen=True)
class StackRequest:
    """A stack to be made: template files by name, the first of them the root."""

    name: str
    template: TemplateName
    parameters: Mapping[str, Any]
    tags: Sequence[str]


@dataclass(frozen=True)
class Size:
    """How many servers a release is to have, and the bounds that were specified for scaling.

    A size outside the bounds moves them for as long as it lasts: Heat makes a group no smaller
    than its minimum, and no larger than its maximum.
    """

    wanted: int
    min: int
    max: int

    @property
    def parameters(self) -> dict[str, int]:
        """The parameters of the release's stack."""
        return {
            "wanted": self.wanted,
            "min": min(self.min, self.wanted),
            "max": max(self.max, self.wanted),
        }

    @property
    def facts(self) -> dict[str, str]:
        """What the stack's tags say of the size; of the bounds too, so that every one comes back.

        Heat's parameters have the moved ones.
        """
        return {"wanted": str(self.wanted), "min": str(self.min), "max": str(self.max)}


@dataclass(frozen=True)
class StackResource:
    """One resource of a stack, as far as progress and failures are concerned."""

    name: str
    type: str
    physical_id: str
    status: str
    reason: str


class Stacks(Protocol):
    """The Heat stacks of the project that belong to an application."""

    @reads
    def find(self, application: str | None = None) -> list[Stack]:
        """Return the stacks of one application, or of all; nested ones left out."""

    @reads
    def get(self, name: str) -> Stack | None:
        """Return the stack of that name, or None."""

    @changes_once
    def create(self, request: StackRequest) -> None:
        """Start to make a stack. Raises Conflict when the name is taken."""

    @changes
    def delete(self, stack: Stack) -> None:
        """Start to delete a stack; gone already is as good."""

    @changes_once
    def resize(self, stack: Stack, size: Size) -> None:
        """Start to give a release's stack another size; its other parameters and tags stay.

        Raises NotFound when the stack is gone.
        """

    @reads
    def parameters(self, name: str) -> dict[str, Any]:
        """Return the parameters that a stack was made with. Raises NotFound."""

    @reads
    def outputs(self, name: str) -> dict[str, Any]:
        """Return the outputs of a complete stack. Raises NotFound."""

    @reads
    def resources(self, stack: Stack) -> list[StackResource]:
        """Return the resources of a stack and of the stacks nested in it."""

    @reads
    def group(self, stack: Stack) -> list[GroupMember]:
        """Return the places of a release's group, by name."""

    @changes
    def mark(self, member: GroupMember, *, unhealthy: bool, reason: str = "") -> None:
        """Tell Heat that a place is unhealthy, so that its next update fills it anew; or not.

        Raises Conflict while Heat works on the place, NotFound when it is gone.
        """

    @reads
    def last_scaling(self, stack: Stack) -> ScalingEvent | None:
        """Return when and why a policy last changed the size of a release; None when none has."""


class Alarms(Protocol):
    """The alarms that signal the scaling policies of releases."""

    @reads
    def find(self) -> list[Alarm]:
        """Return those of the whole project, in one request."""

    @changes
    def enable(self, alarm: Alarm, *, enabled: bool) -> None:
        """Let an alarm act, or hold it; nothing else of it changes. Raises NotFound."""


class Servers(Protocol):
    """The servers of the project, as far as something is wrong with them."""

    @reads
    def find(self, application: str) -> list[Server]:
        """Return the servers of an application, with what the cloud says of each."""


@dataclass(frozen=True)
class Needs:
    """What is about to be built: named things that must exist, and how many of what is made.

    An empty image or flavor is not looked for.
    """

    image: str
    flavor: str
    external_network: str | None
    key_pair: str | None
    servers: int
    releases: int
    sides: int = 0
    routers: int = 0
    addresses: int = 0


@dataclass(frozen=True)
class Shortage:
    """One thing that the project lacks for what is about to be built, and where to look."""

    what: str
    look: str
    of_quota: bool = False


class Inventory(Protocol):
    """What the project may use, and how much of it is left."""

    @reads
    def shortages(self, needs: Needs) -> list[Shortage]:
        """Return everything that is named and not there, and each quota that is too small."""


@dataclass(frozen=True)
class Who:
    """Whom a cloud takes the credentials for, and what they are.

    `credential` is the id of an application credential, None for any other way to log in;
    `restricted` says that it may make no other, `rules` that it has access rules.
    """

    user: str
    user_id: str
    project: str
    project_id: str
    roles: frozenset[str]
    credential: str | None = None
    restricted: bool = False
    rules: bool = False


@dataclass(frozen=True)
class Reading:
    """Whether a service lets these credentials read what is needed; `refusal` says why not."""

    service: str
    refusal: str | None = None


class Tenancy(Protocol):
    """What these credentials are, and what the cloud offers to them."""

    @reads
    def who(self) -> Who:
        """Return whom the cloud takes these credentials for."""

    @reads
    def readings(self, *, alarming: bool = False) -> list[Reading]:
        """Ask each service that is needed for something that every application needs of it.

        The alarm service is one of them only for applications that scale by its alarms.
        """

    @reads
    def extensions(self) -> frozenset[str]:
        """Return the aliases of the network service's extensions. Raises CloudError."""

    @reads
    def providers(self) -> frozenset[str]:
        """Return the names of the load balancer service's providers. Raises CloudError."""

    @reads
    def external_networks(self) -> list[str]:
        """Return the names of the networks that floating IPs come from. Raises CloudError."""

    @reads
    def keepers(self, address_id: str) -> list[str]:
        """Return a sentence for each other that is seen to manage an address. Raises CloudError."""


@dataclass(frozen=True)
class FoundBalancer:
    """A load balancer of the project, whoever made it; `application` is "" when it is nobody's.

    `router_id` is the router that its VIP's subnet hangs on; None when there is none that is seen.
    `monitored` says that its pools have health monitors.
    """

    id: str
    name: str
    listener_id: str | None
    protocol: str
    port: int
    vip_port_id: str
    network_id: str
    router_id: str | None
    provisioning: str
    application: str = ""
    monitored: bool = True


@dataclass(frozen=True)
class FoundAddress:
    """A floating IP of the project, whoever made it; `application` is "" when it is nobody's."""

    id: str
    floating_ip: str
    port_id: str | None
    network_id: str
    application: str = ""


class Adoption(Protocol):
    """What is there of load balancers and addresses, and the marks that put them under management.

    Each mark may be set twice; each may be removed where there is none.
    """

    @reads
    def balancers(self) -> list[FoundBalancer]:
        """Return every load balancer of the project."""

    @reads
    def addresses(self) -> list[FoundAddress]:
        """Return every floating IP of the project."""

    @reads
    def owns_network(self, network_id: str) -> bool:
        """Tell whether a network is the project's own, so that it can be marked."""

    @reads
    def marked_network(self, application: str) -> str | None:
        """Return the network that is marked to hold the lease, None when none is."""

    @changes
    def mark_network(self, network_id: str, application: str) -> None:
        """Mark a network as the one that holds the lease."""

    @changes
    def unmark_network(self, network_id: str) -> None:
        """Remove the marks."""

    @changes
    def mark_balancer(self, balancer_id: str, application: str, colour: Colour) -> None:
        """Mark a load balancer as a side. Raises Conflict while Octavia works on it."""

    @changes
    def unmark_balancer(self, balancer_id: str) -> None:
        """Remove the marks. Raises Conflict while Octavia works on it."""

    @changes
    def say_side(self, listener_id: str, application: str, colour: Colour) -> None:
        """Let a listener say its side at the well-known path. Raises Conflict while it is busy."""

    @changes
    def say_nothing(self, listener_id: str) -> None:
        """Take that back. Raises Conflict while it is busy."""


class Credentials(Protocol):
    """The application credentials of the user who is logged in."""

    def make(self, wish: Wish) -> Made:
        """Make one; its secret is known here and now only.

        Raises Forbidden for a user who may make none, Conflict when the name is taken.
        """

    def find(self) -> list[Credential]:
        """Return all of them, of this tool or not."""

    def remove(self, credential: Credential) -> None:
        """Remove one; gone already is as good."""


@dataclass(frozen=True)
class Held:
    """What became of connections that were held while the address moved.

    `stayed` went on being answered by the old side over the same connection; `hung` got no answer
    within their time limit; `ended` were closed or reset. `slowest` is the longest wait for an
    answer, in seconds; `failed` counts the requests that got none.
    """

    held: int
    stayed: int
    hung: int
    ended: int
    failed: int
    slowest: float


class HeldConnections(Protocol):
    """Connections through an address that are held, and asked on now and then."""

    def begins(self) -> None:
        """Note that the address is told to move now."""

    def ends(self) -> Held:
        """End them, and return what became of them. Without `begins` they only end."""


@dataclass(frozen=True)
class Demand:
    """How much proof is asked for, within a limit: fresh connections in a row, or statistics.

    By probe, what tells the sides apart is the first of these that is there: `certificate` (by
    side, a name in the TLS certificate), `banner` (by side, a text in the first line that a server
    sends); the load balancer itself at `WELL_KNOWN_PATH`; at any other path the application, in
    the header of that name.
    By statistics, the load balancers' own counts of connections are read, and nothing is sent.
    """

    in_a_row: int = 5
    limit: timedelta = timedelta(seconds=30)
    path: str = WELL_KNOWN_PATH
    by: Literal["probe", "statistics"] = "probe"
    header: str = SIDE_HEADER
    certificate: Mapping[str, str] | None = None
    banner: Mapping[str, str] | None = None

    @property
    def probes(self) -> bool:
        """Whether this machine connects to the addresses."""
        return self.by == "probe"

    @property
    def of_balancer(self) -> bool:
        """Whether the load balancer itself is asked."""
        return self.speaks_http and self.path == WELL_KNOWN_PATH

    @property
    def asks_servers(self) -> bool:
        """Whether what answers is a server: the application, and not the load balancer itself."""
        return self.probes and not self.of_balancer

    @property
    def speaks_http(self) -> bool:
        """Whether requests are sent, and not connections opened only."""
        return not (self.certificate or self.banner)


@dataclass(frozen=True)
class Proof:
    """Whether a side answered so many fresh connections in a row, and what was seen, in words.

    `is_unknown` says that this machine could send none, so that nothing is known.
    """

    proved: bool
    seen: str
    is_unknown: bool = False


@dataclass(frozen=True)
class Cutover:
    """What a steady stream of fresh connections met while an address moved.

    `seconds` runs from the moment the move was asked for to the first answer by the new side, and
    is known to within `resolution` seconds; None when the new side never answered. `old_after_new`
    counts requests that started after that answer and still reached the old side.
    """

    seconds: float | None
    resolution: float
    requests: int
    failed: int
    old_after_new: int


class Measurement(Protocol):
    """A steady stream of fresh connections to one address."""

    def begins(self) -> None:
        """Note that the address is told to move now."""

    def failed_so_far(self) -> int:
        """Return how many of its requests have failed until now, by no fault of this machine."""

    def unknown_so_far(self) -> int:
        """Return how many of its requests this machine could not send, or was late with."""

    def ends(self) -> Cutover:
        """End the stream and return what it met. Without `begins` it only ends."""


class DataPlane(Protocol):
    """The way that clients take: connections to an address."""

    def warm_up(
        self, address: Address, balancer: Balancer, servers: int, header: str | None
    ) -> Result:
        """Ask through an address until so many servers have answered well."""

    def prove(self, address: Address, balancer: Balancer, demand: Demand) -> Proof:
        """Open fresh connections until the balancer's side has answered so many in a row."""

    def measure(
        self, address: Address, old: Balancer, new: Balancer, demand: Demand
    ) -> Measurement:
        """Start a stream of fresh connections to an address that is about to move."""

    def hold(self, address: Address, balancer: Balancer, demand: Demand) -> HeldConnections:
        """Open some connections to an address that is about to move, and keep asking on them."""


class Leases(Protocol):
    """The right to change an application, held by one operator at a time."""

    def take(self, application: str, owner: str, message: str, ttl: timedelta) -> Lease:
        """Take the lease; of several at once exactly one gets it.

        An expired lease is taken over, by the cloud's clock and after `fence`. Raises LeaseHeld
        when somebody has it, NothingToLease when there is no network for it yet, OverQuota when
        the project may make no more ports.
        """

    def fence(self, application: str) -> None:
        """Make every late request of a former holder to move an address fail.

        Neutron answers it with 412, since it names an older revision of the address.
        """

    def renew(self, lease: Lease) -> None:
        """Let the lease's time begin again. Raises LeaseLost when it is no longer this one."""

    def release(self, lease: Lease) -> None:
        """Give the lease back; nothing happens to one that another has taken since."""

    def holder(self, application: str) -> Holder | None:
        """Return who holds the lease, even if it has expired, or None."""

    def holders(self) -> list[Holder]:
        """Return who holds a lease on any application, even expired, at a fixed cost."""

    def break_lease(self, application: str, only: Lease | None = None) -> Holder | None:
        """End the lease that is held now, after `fence`, and return whose it was, or None.

        With `only` no other lease is ended: raises LeaseHeld when another has been taken since.
        """


class Journal(Protocol):
    """The append-only record of what was intended and what happened."""

    def write(self, entry: Entry) -> None:
        """Add an entry for good."""

    def entries(
        self,
        application: str,
        limit: int,
        release: str | None = None,
        event: str | None = None,
    ) -> list[Entry]:
        """Return the newest entries of an application, newest first.

        With `release` or `event` only those of that release, or of that event.
        """

    def newest_release(self, application: str) -> int:
        """Return the highest number of a release that any entry names, or 0."""

    def prune(self, application: str, keep: int) -> int:
        """Remove all but the newest entries; return how many were removed."""


@dataclass(frozen=True)
class Asking:
    """How the adapters of a cloud ask: by whose permit they change something, and how patiently.

    Without a permit they only read. `limit` is for how long one request is repeated that gets no
    answer.
    """

    clock: Clock
    limit: timedelta
    permit: Permit | None = None


@dataclass(frozen=True)
class Adapters:
    """The ways into one project of one cloud, one for each kind of thing."""

    addresses: Addresses
    balancers: Balancers
    stacks: Stacks
    inventory: Inventory
    data_plane: DataPlane
    leases: Leases
    journal: Journal
    tenancy: Tenancy
    credentials: Credentials
    adoption: Adoption
    alarms: Alarms
    servers: Servers


@dataclass(frozen=True, kw_only=True)
class Cloud(Adapters):
    """One project of one cloud, and the way to it that clients take.

    As it is connected it only reads: what changes an application goes through `under`.
    """

    asking: Asking
    rebuilt: Callable[[Asking], Cloud] = field(repr=False, compare=False)

    def under(self, permit: Permit | None, clock: Clock) -> Cloud:
        """Return the same cloud, which asks that permit before each request of a change.

        None is a cloud that only reads. Waiting goes by `clock`.
        """
        limit = WHILE_CHANGING if permit else self.asking.limit
        return self.rebuilt(Asking(clock, limit, permit))

    def for_so_long(self, limit: timedelta) -> Cloud:
        """Return the same cloud, which repeats a request without an answer for that long."""
        return self.rebuilt(replace(self.asking, limit=limit))
