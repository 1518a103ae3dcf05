# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application that has its router and one side, but no servers of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.permits import ALONE
from support.worlds import SHOP, specification

from bluegreen.clock import Clock, SteadyClock, wait_until
from bluegreen.cloud import from_connection
from bluegreen.cloud.api import Api
from bluegreen.cloud.calls import retrying
from bluegreen.cloud.errors import Conflict, RevisionChanged
from bluegreen.cloud.inventory import Holdings
from bluegreen.cloud.protocols import Addresses, Cloud
from bluegreen.model.address import Address
from bluegreen.model.balancer import Balancer
from bluegreen.model.stack import Stack, StackRequest, StackState
from bluegreen.model.tags import Colour, tags_for
from bluegreen.operations.build.balancers import ConfigureBalancer
from bluegreen.operations.build.stack_requests import application_stack, side_stack
from bluegreen.operations.build.stacks import BuildStack, remove
from bluegreen.operations.context import ExecutionContext
from bluegreen.spec import Specification

IDLE_TIMEOUT = timedelta(seconds=40)
UNHEALTHY_AFTER = 2
DEMO = Path(__file__).parents[2] / "demo"


@dataclass(frozen=True)
class Ground:
    """A cloud with an application on it, and what only the cloud's own tools can do.

    `ports` are two that an address can point at, the first of them the side's VIP. `spare` gives
    an address to the project that nobody has marked. `join` lets a server of a release join the
    side's pool, and tells whether it is to answer its health checks.
    """

    cloud: Cloud
    specification: Specification
    clock: Clock
    ports: tuple[str, str]
    spare: Callable[[], str]
    join: Callable[[str, str, bool], None]

    @property
    def application(self) -> str:
        """The application's name."""
        return self.specification.application

    def request(self, name: str) -> StackRequest:
        """Return the request of a small stack beside the application's."""
        return replace(application_stack(self.specification), name=name)

    def finish(self) -> None:
        """Finish the side's balancer as `up` does: asking until it is not busy."""
        ConfigureBalancer(
            application=self.application,
            colour=Colour.BLUE,
            side_stack=f"{self.application}-blue",
            idle_timeout=IDLE_TIMEOUT,
            unhealthy_after=UNHEALTHY_AFTER,
            protocol="HTTP",
        ).apply(ExecutionContext(self.cloud, print, self.clock, lease=ALONE))

    def balancer(self) -> Balancer:
        """Return the side's balancer, once it is finished."""
        (found,) = self.cloud.balancers.find(self.application)
        return found

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until the cloud shows it."""
        assert wait_until(
            condition, limit=timedelta(minutes=5), every=timedelta(seconds=1), clock=self.clock
        )


def in_memory(folder: Path) -> Iterator[Ground]:
    """Yield the ground in memory, where sleeping lets Heat go on."""
    project = FakeProject(
        holdings=Holdings(
            images={"web"},
            flavors={"small": (1, 128)},
            external_networks={"public"},
            key_pairs=(),
            left={"servers": 10, "load balancers": 10},
        )
    )
    clock = FakeClock(project.tick)
    run = ExecutionContext(project.cloud(), lambda sentence: None, clock, lease=ALONE)
    spec = specification(folder, SHOP)
    build(spec, run)

    def spare() -> str:
        project.unmarked.add("203.0.113.200")
        return "203.0.113.200"

    def join(release: str, version: str, healthy: bool) -> None:
        name = f"shop-blue-{release}"
        facts = tags_for("shop", side="blue", release=release, version=version)
        request = StackRequest(name, "release", {"wanted": 1}, facts)
        run.cloud.stacks.create(request)
        project.tick()
        if not healthy:
            project.unhealthy.update(project.servers(name))

    yield Ground(run.cloud, spec, run.clock, ("vip-shop-blue", "port-1"), spare, join)


def on_lab(connect: Callable[[str], Any], folder: Path) -> Iterator[Ground]:
    """Yield the ground on the lab, where a namespace is the server; leave nothing of it."""
    connection = connect("demo")
    run = ExecutionContext(from_connection(connection), print, SteadyClock(), lease=ALONE)
    name = f"ground-{secrets.token_hex(2)}"
    (folder / "user-data.sh").write_bytes((DEMO / "user-data.sh").read_bytes())
    demo = (DEMO / "bluegreen.yaml").read_text()
    spec = specification(folder, demo.replace("application: demo", f"application: {name}"))
    with ExitStack() as leaving:
        leaving.callback(leave_nothing, run, name)
        build(spec, run)
        outputs = run.cloud.stacks.outputs(f"{name}-blue")
        network = Neutron(Api(connection, ALONE), outputs)
        leaving.callback(network.leave)
        yield Ground(
            run.cloud,
            spec,
            run.clock,
            (outputs["vip_port_id"], network.port()),
            network.spare,
            Pool(connect, outputs, leaving).join,
        )


class Neutron:
    """What is made on the lab beside the application, with the cloud's own requests."""

    def __init__(self, api: Api, outputs: dict[str, Any]) -> None:
        self._api = api
        self._outputs = outputs
        self._made: list[str] = []

    def port(self) -> str:
        """Return a port on the side's network."""
        wish = {"network_id": self._outputs["network_id"], "name": "contract"}
        return self._make("ports", "port", wish)["id"]

    def spare(self) -> str:
        """Return a floating IP that the project holds, and nobody has marked."""
        external = self._api.list(
            "network", "/networks", "networks", of_any_project=True, **{"router:external": True}
        )
        wish = {"floating_network_id": next(external)["id"], "description": "contract"}
        return self._make("floatingips", "floatingip", wish)["floating_ip_address"]

    def leave(self) -> None:
        """Remove what was made."""
        for path in self._made:
            self._api.delete("network", path)

    def _make(self, kind: str, name: str, wish: dict[str, Any]) -> Any:
        made = self._api.post("network", f"/{kind}", {name: wish})[name]
        self._made.append(f"/{kind}/{made['id']}")
        return made


class Pool:
    """The side's pool on the lab, which a namespace joins as the server of a release."""

    def __init__(
        self, connect: Callable[[str], Any], outputs: dict[str, Any], leaving: ExitStack
    ) -> None:
        self._connect = connect
        self._outputs = outputs
        self._leaving = leaving
        self._address = ""

    def join(self, release: str, version: str, healthy: bool) -> None:
        """Add a member that answers, or one that does not: nobody listens on its port."""
        wish = {
            "address": self._server(),
            "protocol_port": 8080 if healthy else 8099,
            "subnet_id": self._outputs["subnet_id"],
            "tags": tags_for("contract", release=release, version=version),
        }
        api = Api(self._connect("demo"), ALONE)

        def accepted() -> bool:
            path = f"/lbaas/pools/{self._outputs['pool_id']}/members"
            try:
                api.post("load_balancer", path, {"member": wish})
            except Conflict:  # while Octavia is still working on the balancer
                return False
            return True

        limit, every = timedelta(minutes=5), timedelta(seconds=1)
        assert wait_until(accepted, limit=limit, every=every, clock=SteadyClock())

    def _server(self) -> str:
        if not self._address:
            from support.farm import Farm

            tenant = self._connect("demo")
            subnet = tenant.network.get_subnet(self._outputs["subnet_id"])
            farm = Farm.of_lab(tenant, self._connect("admin"), subnet)
            self._leaving.callback(farm.close)
            box = farm.box("server")
            box.serve()
            self._address = box.address
        return self._address


def build(spec: Specification, run: ExecutionContext) -> None:
    """Build the router's stack and one side's."""
    BuildStack(application_stack(spec)).apply(run)
    BuildStack(*side_stack(spec, Colour.BLUE)).apply(run)


def leave_nothing(run: ExecutionContext, name: str) -> None:
    """Remove both stacks, the side's first, and any that a test has left."""
    stacks = run.cloud.stacks
    left = sorted(stacks.find(name), key=lambda stack: "side" not in stack.facts)
    for stack in left:
        remove(run, stack)
    for address in run.cloud.addresses.find(name):
        give_back(run.cloud.addresses, address)


def give_back(addresses: Addresses, address: Address) -> None:
    """Give an address back as it is now: its status is written by an agent, at any moment."""
    retrying(
        lambda: addresses.delete_or_unmark(addresses.get(address.id)),
        limit=timedelta(minutes=1),
        clock=SteadyClock(),
        on=RevisionChanged,
    )


def is_at_rest(stack: Stack | None) -> bool:
    """Tell whether Heat has done with a stack."""
    return stack is None or stack.state in (StackState.COMPLETE, StackState.FAILED)
