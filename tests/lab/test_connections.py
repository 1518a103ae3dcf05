# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Connections on a real OpenStack: no move loses one, a cut what the page says and no more.

One application has a side of each kind: blue's load balancer reloads as a stock amphora does,
green's gracefully. The tests of this file are one story and run in the order in which they stand.
Everything is counted; nothing is asserted of how long it takes.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import timedelta
from typing import Any

import openstack
import pytest
from openstack_lab.octavia_provider.commands import wait_until
from support.sent_requests import SentMove, moves_that_took_effect, sent_moves

from bluegreen.cli.app import main
from bluegreen.probe import ByHeader, Kind, Prober, Record, Report, Target

from .conftest import BIN, Operator, operator_of

pytestmark = pytest.mark.lab

NAME = "drain"
MOVES = 20
RATE = 25.0
CLIENTS = 10
PATIENCE = timedelta(minutes=1)
COUNT_ONLY = ("--drain", "none")


@pytest.fixture(scope="module")
def operator(
    tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]
) -> Iterator[Operator]:
    """An operator whose application is up; blue is live."""
    operator = operator_of(tmp_path_factory.mktemp(NAME), lab_environment, NAME)
    file = operator.folder / "bluegreen.yaml"
    plain = file.read_text().replace("count: 2", "count: 1")
    graceful = f"{plain}load_balancer: {{flavor: lab.graceful}}\n"
    operator.types("down", NAME, "--live", NAME, "--yes", "--break-lease", expect=None)
    for side, text in (("blue", plain), ("green", graceful)):
        file.write_text(text)
        operator.types("up", "1.0", "--sides", side, "--yes")
    yield operator
    operator.types("down", NAME, "--live", NAME, "--yes", "--break-lease", expect=None)


@pytest.fixture(scope="module")
def production(operator: Operator) -> str:
    """The production address."""
    return str(operator.sides(NAME)[operator.live(NAME)]["Floating IP"])


def both_kinds(production: str) -> Prober:
    """Return a load of fresh connections, and as much again over connections that are kept.

    What is late is not lost, on a machine that others use as well.
    """
    target = Target.of(f"http://{production}")
    return Prober(target, rate=RATE, keepalive_clients=CLIENTS, timeout=PATIENCE)


def types_here(operator: Operator, *words: str) -> str:
    """Run one command in this process, which spares the start of twenty; return its JSON."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(operator.folder)
        for name, value in operator.environment.items():
            patch.setenv(name, value)
        code = main([*words, "-f", "json"])
    assert code == 0, err.getvalue()
    return out.getvalue()


def losses(report: Report) -> str:
    """Return every request that failed or had to be sent again, a line each."""
    lost = (record for record in report.records if record.failed or record.retried)
    return "\n".join(str(record) for record in lost)


def last_sides(report: Report) -> set[str | None]:
    """Return the sides that answered the last round of the clients that keep their connection."""
    records: list[Record] = list(report.of_kind(Kind.KEPT_ALIVE))
    return {record.side for record in records[-CLIENTS:]}


def reached(prober: Prober, side: str) -> None:
    """Wait until a side has answered the load so often that every client is connected."""
    before = prober.progress().sides.get(side, 0)
    wait_until(
        lambda: prober.progress().sides.get(side, 0) >= before + 4 * CLIENTS,
        f"answers by {side}",
        seconds=120,
    )


def test_twenty_moves_under_every_kind_of_connection_lose_nothing(
    operator: Operator, production: str
) -> None:
    """Not one request, for clients that try again and for those that never do. A client with a
    connection stays on the side where it was opened, since nobody closes it: clients that keep
    theirs, WebSockets, and a download of over 30 seconds.
    """
    moves = [("switch", "rollback")[number % 2] for number in range(MOVES)]
    pages = Target.of(f"http://{production}/version", ByHeader())
    long_lived = Prober(
        pages,
        rate=2.0,
        fresh=False,
        websocket_clients=2,
        websocket=pages.at("/live"),
        download=pages.at("/slow?seconds=45"),
        timeout=PATIENCE,
    )
    with both_kinds(production) as load, long_lived:
        reached(load, "blue")
        wait_until(lambda: long_lived.progress().requests >= 4, "pongs", seconds=120)
        moved = [types_here(operator, move, NAME, "--yes", *COUNT_ONLY) for move in moves]
        report, held = load.stop(), long_lived.stop()

    assert [json.loads(out)["live"] for out in moved] == ["green", "blue"] * (MOVES // 2)
    assert report.failed == report.failed_without_retry == 0, losses(report)
    assert held.failed == 0, losses(held)
    assert report.fresh is not None
    assert report.kept_alive is not None
    assert held.websocket is not None
    assert set(report.fresh.sides) == {"blue", "green"}
    assert (set(report.kept_alive.sides), report.kept_alive.connections) == ({"blue"}, CLIENTS)
    assert (set(held.websocket.sides), held.websocket.connections) == ({"blue"}, 2)
    assert [record.side for record in held.of_kind(Kind.DOWNLOAD)] == ["blue"]
    print(in_a_line("nothing but counted", MOVES, report))  # noqa: T201


def test_a_rollback_into_a_drain_is_as_clean_as_the_switch(
    operator: Operator, production: str
) -> None:
    """The switch waits for clients that stay as long as their side keeps their connection. Another
    operator's rollback may come in between: it loses nothing either, and ends the waiting.
    """
    waits = ("switch", NAME, "--yes", "--drain", "drain", "--drain-deadline", "10m")
    with both_kinds(production) as load:
        reached(load, "blue")
        with at_work(operator, *waits) as switch:
            told = said_until(switch, r"^blue has \d+ open connections?")
            assert switch.poll() is None
            reached(load, "green")
            back = operator.types("rollback", NAME, "--yes", "--drain", "drain", "-f", "json")
            told += said_until(switch, "Blue is live again")
            assert switch.wait() == 0, told
        report = load.stop()

    assert report.failed == report.failed_without_retry == 0, losses(report)
    assert report.fresh is not None
    assert report.kept_alive is not None
    assert set(report.fresh.sides) == {"blue", "green"}
    assert (set(report.kept_alive.sides), report.kept_alive.connections) == ({"blue"}, CLIENTS)
    assert (back.json()["live"], back.json()["connections_left"]) == ("blue", 0)
    print(in_a_line("a drain, and a rollback into it", 2, report))  # noqa: T201


@contextmanager
def at_work(operator: Operator, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start one command and leave it at work; it does not outlive the block."""
    with subprocess.Popen(
        [BIN / "bluegreen", *words],
        cwd=operator.folder,
        env=operator.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        try:
            yield command
        finally:
            command.kill()


def said_until(command: subprocess.Popen[str], pattern: str) -> str:
    """Return what a command says from here on, up to the line that matches."""
    assert command.stderr is not None
    said = ""
    for line in command.stderr:
        said += line
        if re.search(pattern, line):
            return said
    raise AssertionError(f"it ended without {pattern}:\n{said}")


def test_a_cut_by_a_plain_reload_closes_idle_connections_and_no_answer(
    operator: Operator, production: str
) -> None:
    """Clients that try again notice nothing; how many had to is counted. A download goes on, and
    the command waits for its end. Production is moved once, from port to port: what is asserted is
    what --debug shows of the requests themselves. A move that was answered 412 is sent again, and
    counts once. That happens to the preview: when it has been parked, Neutron's L3 agent writes the
    status DOWN about a second later, which raises the revision, at times right between the reading
    of the address and its move onto the other side. Nothing else is ever sent twice.
    """
    pages = Target.of(f"http://{production}/version", ByHeader())
    slow = pages.at("/slow?seconds=30")
    command = ("--debug", "switch", NAME, "--yes", "--drain", "cut", "-f", "json")
    download = Prober(pages, fresh=False, download=slow, timeout=PATIENCE)
    with both_kinds(production) as load, download:
        reached(load, "blue")
        done = operator.types(*command)
        report, got = load.stop(), download.stop().of_kind(Kind.DOWNLOAD)

    assert "closes idle connections at once" in done.err
    assert report.failed == 0, losses(report)
    assert report.kept_alive is not None
    assert report.kept_alive.found_closed + report.kept_alive.retried > 0
    assert last_sides(report) == {"green"}
    assert [(record.side, record.failed) for record in got] == [("blue", False)]
    assert (done.json()["live"], done.json()["connections_left"]) == ("green", 0)
    assert len(moves_of(operator, production, done.err)) == 1
    print(in_a_line("cut by a plain reload", 1, report))  # noqa: T201


def moves_of(operator: Operator, production: str, shown: str) -> list[SentMove]:
    """Return the moves of the production address that took effect, among the three of a switch:
    preview off the idle side, production over, preview onto the other side.
    """
    _, ids = floating_ips(operator)
    moves = moves_that_took_effect(sent_moves(shown))
    off, over, on = moves

    assert (off.address, off.port) == (on.address, None)
    assert over.address == ids[production] != on.address
    assert None not in (over.port, on.port)
    assert over.port != on.port
    return [move for move in moves if move.address == ids[production]]


def test_a_cut_by_a_graceful_reload_loses_no_request(operator: Operator, production: str) -> None:
    """Every client that held a connection is on the new side; none had to try anything again."""
    with both_kinds(production) as load:
        reached(load, "green")
        done = operator.types("rollback", NAME, "--yes", "--drain", "cut", "-f", "json")
        report = load.stop()

    assert "gracefully, as its flavor says" in done.err
    assert report.failed == report.failed_without_retry == 0, losses(report)
    assert last_sides(report) == {"blue"}
    assert (done.json()["live"], done.json()["connections_left"]) == ("blue", 0)
    print(in_a_line("cut by a graceful reload", 1, report))  # noqa: T201


def test_disassociate_then_associate_loses_requests(operator: Operator, production: str) -> None:
    """The wrong way, kept to show that the load would notice: what this program never does."""
    network, ids = floating_ips(operator)
    address = network.get_ip(ids[production])
    with both_kinds(production) as load:
        reached(load, "blue")
        network.update_ip(address.id, port_id=None)
        # The L3 agent follows a moment after the answer, and could do both at once: it loses none.
        wait_until(lambda: load.progress().failed > 0, "request that is lost", seconds=60)
        network.update_ip(address.id, port_id=address.port_id)
        reached(load, "blue")
        report = load.stop()

    assert report.fresh is not None
    assert report.fresh.failed > 0
    print(in_a_line("disassociate, associate", 1, report))  # noqa: T201


def floating_ips(operator: Operator) -> tuple[Any, dict[str, str]]:
    """Return the network API, and the ids of the project's floating IPs by their addresses."""
    cloud = openstack.config.OpenStackConfig(
        config_files=[operator.environment["OS_CLIENT_CONFIG_FILE"]]
    ).get_one(operator.environment["OS_CLOUD"])
    network = openstack.connection.Connection(config=cloud).network
    return network, {address.floating_ip_address: address.id for address in network.ips()}


def in_a_line(how: str, moves: int, report: Report) -> str:
    """Return the counts in a line, for a run with -s."""
    kept = report.kept_alive
    closed, retried = (kept.found_closed, kept.retried) if kept else (0, 0)
    return (
        f"{how}: {moves} moves, {len(report.records)} requests, {report.failed} failed, "
        f"{closed} found closed while idle, {retried} sent again"
    )
