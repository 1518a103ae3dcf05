# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every cloud promises of a release's size and of its balancer's connections."""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import openstack
import pytest
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject
from support.permits import ALONE
from support.worlds import SHOP, set_size, specification

from bluegreen.clock import Clock, SteadyClock, wait_until
from bluegreen.cloud import from_connection
from bluegreen.cloud.errors import NotFound
from bluegreen.cloud.observe import observe
from bluegreen.cloud.protocols import Cloud
from bluegreen.model.application import Application
from bluegreen.model.balancer import Balancer, CutMethod
from bluegreen.model.stack import Size, Stack, StackState
from bluegreen.model.tags import Colour
from bluegreen.operations.build.down import plan_down, plan_down_to_nothing
from bluegreen.operations.build.plan import plan_up
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import execute
from bluegreen.spec import Specification

DEMO = Path(__file__).parents[2] / "demo"
CLIENTS = 4


@dataclass(frozen=True)
class Side:
    """A cloud in which an application has one side, of one server and bounds of one and three."""

    cloud: Cloud
    application: str
    clock: Clock
    scale_out: Callable[[str], None]
    clients: Callable[[int], AbstractContextManager[None]]

    def stack(self) -> Stack:
        """Return the stack of the side's release as it is now."""
        release = observe(self.cloud, self.application).blue.release
        assert release is not None
        return release.stack

    def balancer(self) -> Balancer:
        """Return the side's balancer."""
        return self.cloud.balancers.find(self.application)[0]

    def size(self) -> int:
        """Return how many servers the release has."""
        return int(self.cloud.stacks.outputs(self.stack().name)["size"])

    def resize(self, wanted: int) -> None:
        """Change the size, and wait until Heat has done with it."""
        self.cloud.stacks.resize(self.stack(), Size(wanted, 1, 3))
        assert self.stack().state is not StackState.FAILED
        self.wait_until(lambda: self.stack().state is StackState.COMPLETE)

    def change(self, ask: Callable[[], None]) -> None:
        """Change the balancer, and wait until Octavia has done with it."""
        ask()
        self.wait_until(
            lambda: self.cloud.balancers.inspect(self.balancer()).provisioning == "ACTIVE"
        )

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until the cloud shows it."""
        assert wait_until(
            condition, limit=timedelta(minutes=5), every=timedelta(seconds=1), clock=self.clock
        )


@pytest.fixture(
    scope="module", params=["fake", pytest.param("lab", marks=[pytest.mark.lab, pytest.mark.long])]
)
def side(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Side]:
    """Each of the two clouds in turn, with one side built for the tests of this file."""
    folder = tmp_path_factory.mktemp("sizes")
    if request.param == "fake":
        yield in_memory(folder)
    else:
        yield from on_lab(request.getfixturevalue("connection"), folder)


def in_memory(folder: Path) -> Side:
    """Return a side in memory; sleeping lets Heat go on."""
    project = FakeProject()
    clock = FakeClock(project.tick)
    run = ExecutionContext(project.cloud(), lambda sentence: None, clock, lease=ALONE)
    spec = specification(folder, SHOP.replace("count: 2", "count: {min: 1, max: 3, wanted: 1}"))
    build(spec, run)

    @contextmanager
    def clients(number: int) -> Iterator[None]:
        project.connected["lb-shop-blue"] = number
        project.counted["lb-shop-blue"] = project.counted.get("lb-shop-blue", 0) + number
        yield
        project.connected["lb-shop-blue"] = 0

    def scale_out(stack: str) -> None:
        set_size(project, stack, len(project.servers(stack)) + 1)

    return Side(run.cloud, "shop", run.clock, scale_out, clients)


def on_lab(connection: openstack.connection.Connection, folder: Path) -> Iterator[Side]:
    """Yield a side on the lab, and leave nothing of it."""
    application = f"sizes-{secrets.token_hex(2)}"
    run = ExecutionContext(from_connection(connection), print, SteadyClock(), lease=ALONE)
    spec = demo_specification(folder, application)

    @contextmanager
    def clients(number: int) -> Iterator[None]:
        production = observe(run.cloud, application).production
        assert production is not None
        with ExitStack() as held:
            for _ in range(number):
                client = http.client.HTTPConnection(production.floating_ip, timeout=20)
                held.enter_context(closing(client))
                client.request("GET", "/.well-known/bluegreen")
                client.getresponse().read()
            yield

    def scale_out(stack: str) -> None:
        url = run.cloud.stacks.outputs(stack)["scale_out_url"]
        answer = connection.session.post(url)
        assert answer.ok, answer.text

    try:
        build(spec, run)
        yield Side(run.cloud, application, run.clock, scale_out, clients)
    finally:
        there = observe(run.cloud, application)
        execute(plan_down(there, allow_live=True), run)
        execute(plan_down_to_nothing(there), run)
        run.cloud.journal.prune(application, keep=0)


def demo_specification(folder: Path, application: str) -> Specification:
    """Return the demo's specification under another name, with one server that may become three."""
    (folder / "user-data.sh").write_bytes((DEMO / "user-data.sh").read_bytes())
    text = (DEMO / "bluegreen.yaml").read_text()
    text = text.replace("application: demo", f"application: {application}")
    return specification(folder, text.replace("count: 2", "count: {min: 1, max: 3, wanted: 1}"))


def build(spec: Specification, run: ExecutionContext) -> Application:
    """Build blue alone."""
    there = observe(run.cloud, spec.application)
    execute(plan_up(spec, "1.0", there, (Colour.BLUE,)), run)
    return observe(run.cloud, spec.application)


def test_a_release_takes_another_size_and_keeps_everything_else(side: Side) -> None:
    """Tags and parameters that say nothing of the size are what they were; `wanted` is new."""
    name = side.stack().name
    facts, parameters = dict(side.stack().facts), side.cloud.stacks.parameters(name)
    side.resize(2)
    after = side.cloud.stacks.parameters(name)

    assert side.size() == len(side.cloud.stacks.outputs(name)["addresses"]) == 2
    assert dict(side.stack().facts) == {**facts, "wanted": "2"}
    assert str(after.pop("wanted")) == "2"
    assert after == {key: value for key, value in parameters.items() if key != "wanted"}


def test_a_shrunk_release_has_left_the_pool(side: Side) -> None:
    """Once Heat has done with it, the balancer has as many members as there are servers."""
    side.resize(3)
    side.resize(1)

    assert side.size() == 1
    side.wait_until(lambda: side.cloud.balancers.inspect(side.balancer()).members.total == 1)


def test_the_same_size_again_ends_what_scaling_has_begun(side: Side) -> None:
    """Heat sizes a group at every update, even when no parameter differs from the last one."""
    side.resize(1)
    side.scale_out(side.stack().name)
    side.wait_until(lambda: side.size() == 2)
    side.wait_until(lambda: side.stack().state is StackState.COMPLETE)
    side.resize(1)

    assert side.size() == 1


def test_a_stack_that_is_gone_is_not_resized(side: Side) -> None:
    """A stack is resized by its id, so that a later one of its name is left alone."""
    stack = side.stack()
    stranger = Stack(stack.name, "0" * 8 + "-0000-4000-8000-" + "0" * 12, stack.state, "", "")

    with pytest.raises(NotFound):
        side.cloud.stacks.resize(stranger, Size(2, 1, 3))

    assert side.size() == 1


def test_a_marked_place_is_filled_again_by_the_next_update_and_the_others_stay(side: Side) -> None:
    """A mark that is taken off again does nothing; the size is what the update says."""
    side.resize(2)
    sick, well = side.cloud.stacks.group(side.stack())
    side.cloud.stacks.mark(well, unhealthy=True, reason="a mistake")
    side.cloud.stacks.mark(well, unhealthy=False)
    for _ in range(2):
        side.cloud.stacks.mark(sick, unhealthy=True, reason="it died")
    marked = side.cloud.stacks.group(side.stack())
    side.resize(2)
    now = side.cloud.stacks.group(side.stack())

    assert [(m.name, m.failed) for m in marked] == [(sick.name, True), (well.name, False)]
    assert marked[0].reason == "it died"
    assert [(m.name, m.failed) for m in now] == [(sick.name, False), (well.name, False)]
    assert now[0].server not in ("", sick.server)
    assert now[1].server == well.server
    assert side.size() == 2
    found = side.cloud.servers.find(side.application)
    assert {server.id for server in found} == {member.server for member in now}
    side.wait_until(lambda: side.cloud.balancers.inspect(side.balancer()).members.healthy == 2)


def test_a_place_that_is_gone_is_not_marked(side: Side) -> None:
    """The group was shrunk meanwhile."""
    gone = replace(side.cloud.stacks.group(side.stack())[0], name="gone")
    with pytest.raises(NotFound):
        side.cloud.stacks.mark(gone, unhealthy=True)


def test_the_clients_that_are_connected_are_counted_until_they_leave(side: Side) -> None:
    """The count is the balancer's own, and follows within its reporting interval."""
    before = side.cloud.balancers.connections_so_far(side.balancer())
    with side.clients(CLIENTS):
        side.wait_until(lambda: side.cloud.balancers.connections(side.balancer()) >= CLIENTS)
    side.wait_until(lambda: side.cloud.balancers.connections(side.balancer()) == 0)

    assert side.cloud.balancers.connections(side.balancer()) == 0
    assert side.cloud.balancers.connections_so_far(side.balancer()) >= before + CLIENTS


def test_a_reload_ends_idle_connections_and_the_side_serves_on(side: Side) -> None:
    """What a cut is made of; the tool asks again while the balancer is being worked on."""
    with side.clients(CLIENTS):
        side.wait_until(lambda: side.cloud.balancers.connections(side.balancer()) >= CLIENTS)
        side.change(lambda: side.cloud.balancers.reload(side.balancer()))
        side.wait_until(lambda: side.cloud.balancers.connections(side.balancer()) == 0)
    with side.clients(1):
        assert side.balancer().listens


def test_a_second_reload_is_a_change_as_well(side: Side) -> None:
    """The change goes to and fro, so that there is always one; what was specified stays."""
    for _ in range(2):
        with side.clients(CLIENTS):
            side.wait_until(lambda: side.cloud.balancers.connections(side.balancer()) >= CLIENTS)
            side.change(lambda: side.cloud.balancers.reload(side.balancer()))
            side.wait_until(lambda: side.cloud.balancers.connections(side.balancer()) == 0)


def test_a_listener_is_closed_and_opened(side: Side) -> None:
    """Either state can be seen; and asking for what is so already is no change."""
    for on in (True, False, False, True):
        side.change(lambda on=on: side.cloud.balancers.set_admin_state(side.balancer(), up=on))

        assert side.balancer().listens is on


def test_a_balancer_without_a_flavor_reloads_as_a_stock_one_does(side: Side) -> None:
    """The gentler way is taken only where a flavor promises it."""
    assert side.cloud.balancers.technique(side.balancer()) is CutMethod.RELOAD
