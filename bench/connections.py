# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What it costs to move clients off the old side, for each way, counted on the lab.

Before each move 20 busy clients (10 requests a second each) and 10 quiet ones (a request every 5
seconds) keep their connections to the old side. Then production moves, something is done to the
old side, and after some seconds the script counts which side each client is on, and what was lost.
The load balancers answer without servers, so there are none.

    python bench/connections.py [RUNS]     writes bench/results/connections.json and connections.md
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openstack
from on_the_lab import RESULTS, choose_the_lab, copy_the_demo

from bluegreen.cloud import connect
from bluegreen.cloud.observe import observe
from bluegreen.cloud.permit import Unleased
from bluegreen.cloud.protocols import Cloud
from bluegreen.model.address import Role
from bluegreen.model.balancer import Balancer
from bluegreen.model.tags import Colour
from bluegreen.operations.build.allocation import PlaceAddress, TakeAddress
from bluegreen.operations.build.balancers import ConfigureBalancer
from bluegreen.operations.build.down import plan_down, plan_down_to_nothing
from bluegreen.operations.build.plan import plan_foundation
from bluegreen.operations.build.stack_requests import side_stack
from bluegreen.operations.build.stacks import BuildStack
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.drain.plan import plan_cut
from bluegreen.operations.executor import execute
from bluegreen.operations.parallel import InParallel, InSequence
from bluegreen.operations.plan import Plan, Step
from bluegreen.probe import Kind, Prober, Report, Target
from bluegreen.spec import load

ALONE = Unleased("the application is this measurement's own")

APPLICATION = "cost"
BUSY, QUIET = 20, 10
SECONDS = 12.0
Json = dict[str, Any]
Act = Callable[[Cloud, Balancer], None]


def main() -> int:
    """Measure every way, on sides of three kinds of load balancer; keep the results."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    choose_the_lab()
    cloud = connect()
    found: dict[str, list[Json]] = {}
    with sides(cloud, blue="", green="lab.graceful"):
        measure(found, cloud, "nothing", Colour.BLUE, nothing)
        limit_idling(cloud, Colour.BLUE, 2000)
        measure(found, cloud, "nothing; idle limit of 2 s from the start", Colour.BLUE, nothing)
        limit_idling(cloud, Colour.BLUE, 50_000)
        for _ in range(runs):
            measure(found, cloud, "a reload", Colour.BLUE, reload)
            measure(found, cloud, "the listener closed and opened", Colour.BLUE, close_and_open)
            measure(found, cloud, "a graceful reload", Colour.GREEN, reload)
    with sides(cloud, blue="lab.close", green=""):
        measure(found, cloud, "nothing; keep-alive off from the start", Colour.BLUE, nothing)
    write(found)
    return 0


@contextmanager
def sides(cloud: Cloud, **flavors: str) -> Iterator[None]:
    """Build both sides without servers, each with its load balancer flavor ("" is the default)."""
    run = ExecutionContext(cloud, print, lease=ALONE)
    remove(run)
    branches: list[Step] = []
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        for colour, flavor in flavors.items():
            more = f"load_balancer: {{flavor: {flavor}}}\n" if flavor else ""
            copy_the_demo(APPLICATION, more=more)
            specification = load(Path("bluegreen.yaml"))
            request, inputs = side_stack(specification, Colour(colour))
            limit = specification.load_balancer.idle_timeout
            finish = ConfigureBalancer(APPLICATION, Colour(colour), request.name, limit, 2, "HTTP")
            branches.append(InSequence(f"Build {colour}.", (BuildStack(request, inputs), finish)))
        take = (TakeAddress(APPLICATION, role, "public", None) for role in Role)
        execute(plan_foundation(specification, "none"), run)
        steps = (InParallel((*branches, *take)), *places())
        execute(Plan(f"sides of {APPLICATION}", APPLICATION, "up", steps, goes_back=False), run)
    try:
        yield
    finally:
        remove(run)


def places() -> Iterator[Step]:
    """Yield the steps after which blue is live and green on preview."""
    yield PlaceAddress(APPLICATION, Role.PRODUCTION, Colour.BLUE)
    yield PlaceAddress(APPLICATION, Role.PREVIEW, Colour.GREEN)


def remove(run: ExecutionContext) -> None:
    """Leave nothing in the project."""
    execute(plan_down(observe(run.cloud, APPLICATION), allow_live=True), run)
    execute(plan_down_to_nothing(observe(run.cloud, APPLICATION)), run)


def measure(found: dict[str, list[Json]], cloud: Cloud, way: str, old: Colour, act: Act) -> None:
    """Move production off a side under load, and add what was counted."""
    make_live(cloud, old)
    application = observe(cloud, APPLICATION)
    balancer, production = application.side(old).balancer, application.production
    assert balancer is not None
    assert production is not None
    target = Target.of(f"http://{production.floating_ip}")
    with (
        Prober(target, rate=10.0 * BUSY, fresh=False, keepalive_clients=BUSY) as busy,
        Prober(target, rate=0.2 * QUIET, fresh=False, keepalive_clients=QUIET) as quiet,
    ):
        while quiet.progress().requests < QUIET or busy.progress().requests < BUSY:
            time.sleep(0.1)
        make_live(cloud, old.other)
        acted_at = time.monotonic()
        act(cloud, balancer)
        time.sleep(max(0.0, acted_at + SECONDS - time.monotonic()))
        reports = busy.stop(), quiet.stop()
    met = {
        name: what_it_met(report, old.other, clients, acted_at)
        for name, report, clients in zip(("busy", "quiet"), reports, (BUSY, QUIET), strict=True)
    }
    found.setdefault(way, []).append(met)
    print(f"{way}: {met}", flush=True)


def make_live(cloud: Cloud, colour: Colour) -> None:
    """Exchange the addresses as a switch does, in three requests."""
    application = observe(cloud, APPLICATION)
    if application.live is application.side(colour):
        return
    production, preview = application.production, application.preview
    assert production is not None
    assert preview is not None
    cloud.addresses.point(preview, None)
    cloud.addresses.point(production, preview.port_id)
    cloud.addresses.point(preview, production.port_id)


def what_it_met(report: Report, new: Colour, clients: int, acted_at: float) -> Json:
    """Return where the clients are, and what it cost them.

    Clients ask in turn, so that the last so many records are one of each.
    """
    records = list(report.of_kind(Kind.KEPT_ALIVE))
    last_old = max((r.ended for r in records if r.side == new.other), default=acted_at)
    tally = report.kept_alive
    assert tally is not None
    return {
        "clients": clients,
        "on_new": sum(record.side == new for record in records[-clients:]),
        "requests": tally.requests,
        "lost": tally.failed,
        "lost_without_retry": tally.failed_without_retry,
        "closed_while_idle": tally.found_closed,
        "seconds_to_last_old_answer": round(last_old - acted_at, 2),
    }


def nothing(cloud: Cloud, old: Balancer) -> None:
    """Leave the old side as it is."""


def reload(cloud: Cloud, old: Balancer) -> None:
    """End its connections as the tool does, by the technique that it chooses."""
    application = observe(cloud, APPLICATION)
    [*_, cut] = plan_cut(application, old.colour, cloud.balancers.technique(old)).steps
    print(cut.describe())
    cut.apply(ExecutionContext(cloud, print, lease=ALONE))


def close_and_open(cloud: Cloud, old: Balancer) -> None:
    """End its connections as the tool does for load balancers that it does not know."""
    for on in (False, True):
        cloud.balancers.set_admin_state(old, up=on)
        settle(cloud, old)


def limit_idling(cloud: Cloud, colour: Colour, milliseconds: int) -> None:
    """Set how long connections to a side may be idle; it reloads, so nobody may be connected."""
    balancer = observe(cloud, APPLICATION).side(colour).balancer
    assert balancer is not None
    api = openstack.connect().load_balancer
    api.update_listener(balancer.listener_id, timeout_client_data=milliseconds)
    settle(cloud, balancer)


def settle(cloud: Cloud, balancer: Balancer) -> None:
    """Wait until Octavia has finished with a load balancer."""
    while cloud.balancers.inspect(balancer).provisioning != "ACTIVE":
        time.sleep(0.2)


def write(found: dict[str, list[Json]]) -> None:
    """Keep the raw counts as JSON, and a table for people."""
    columns = (
        *("done to the old side", "runs", "busy clients on the new side", "quiet ones"),
        *("requests", "lost with one retry", "lost without", "closed while idle"),
    )
    rows = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    for way, runs in found.items():
        clients = [one[kind] for one in runs for kind in ("busy", "quiet")]
        moved = [
            f"{', '.join(str(one[kind]['on_new']) for one in runs)} of {runs[0][kind]['clients']}"
            for kind in ("busy", "quiet")
        ]
        sums = [
            str(sum(one[key] for one in clients))
            for key in ("requests", "lost", "lost_without_retry", "closed_while_idle")
        ]
        rows.append(f"| {' | '.join((way, str(len(runs)), *moved, *sums))} |")
    table = "\n".join(rows)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "connections.json").write_text(json.dumps(found, indent=1) + "\n")
    (RESULTS / "connections.md").write_text(
        "What it costs to move clients off the old side, written by `bench/connections.py` on the "
        f"lab. Counted {SECONDS:g} s after it.\n\n{table}\n"
    )
    print(table)


if __name__ == "__main__":
    sys.exit(main())
