# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The long proof: a hundred switches and a million requests, every one counted.

Switches and rollbacks take turns under a load of new and of kept-alive connections at once, on
sides whose load balancers reload gracefully. Two of four moves leave the connections on the old
side (`--drain none`), two cut them, so that the clients of kept-alive ones follow.

It works in rounds of some minutes, and keeps the raw counts after each; with --go-on an interrupted
run continues where it stopped. With --lock it locks that file only during a round (as flock(1)
does), for those who share the lab.

    python bench/soak.py [--switches 100] [--requests 1000000]

writes bench/results/soak.json and soak.md.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from on_the_lab import RESULTS, bluegreen, choose_the_lab, copy_the_demo

from bluegreen.cloud import connect
from bluegreen.cloud.observe import observe
from bluegreen.probe import Kind, Prober, Record, Report, Target

APPLICATION = "soak"
MOVES = (("switch", "none"), ("rollback", "none"), ("switch", "cut"), ("rollback", "cut"))
CLIENTS = 20
SWITCHES, REQUESTS = 100, 1_000_000
"""What the full form has at least; the rollbacks come on top."""
WHOLE = "This is the full form: at least {switches} switches and {requests:,} requests."
NOT_WHOLE = """\
This is **not** the full form of at least {switches} switches and {requests:,} requests: these
are the counts of what was run, and nothing else is claimed."""
PAGE = """\
# The soak

Written by `bench/soak.py` (`make soak`) from its raw counts in `soak.json`. {whole}

On the lab, rounds: {rounds}, seconds of load: {seconds:.0f}. At least {rate:g} requests a second,
each on a new connection, and as many again over {clients} connections that are kept alive. Under
this load {moves} moves: {kinds}.

| connections | requests | failed | retried | found closed while idle |
|---|---|---|---|---|
{rows}

Requests that started after the new side's first answer and still reached the old side, in the
moves' own measurement: {backwards}. Cutover, as each move measured it: median {median:.2f} s, at
most {longest:.2f} s.
"""
Json = dict[str, Any]


def main() -> int:
    """Work in rounds until there are enough moves and requests; 1 when a request failed."""
    wanted = arguments()
    choose_the_lab()
    file = RESULTS / "soak.json"
    rounds: list[Json] = json.loads(file.read_text()) if file.exists() and wanted.go_on else []
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        copy_the_demo(
            APPLICATION,
            ("count: 2", "count: 1"),
            more="load_balancer: {flavor: lab.graceful}\n",
        )
        with holding(wanted.lock):
            bluegreen("up", "1.0", "--yes")
        try:
            while not enough(rounds, wanted.switches, wanted.requests):
                with holding(wanted.lock):
                    rounds.append(one_round(wanted))
                keep(file, rounds)
                time.sleep(wanted.pause)
        finally:
            with holding(wanted.lock):
                bluegreen("down", APPLICATION, "--live", APPLICATION, "--yes", "--break-lease")
    return 1 if sum(failed(one) for one in rounds) else 0


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--switches", type=int, default=SWITCHES, help="at least so many (default: %(default)s)"
    )
    parser.add_argument(
        "--requests", type=int, default=REQUESTS, help="at least so many (default: %(default)s)"
    )
    parser.add_argument(
        "--rate", type=float, default=100.0, help="a second and kind of connection (default: 100)"
    )
    parser.add_argument(
        "--round", type=float, default=420.0, help="seconds of a round (default: 420)"
    )
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two rounds")
    parser.add_argument("--lock", type=Path, help="hold this file during each round")
    parser.add_argument("--go-on", action="store_true", help="add to the rounds that are kept")
    return parser.parse_args()


@contextmanager
def holding(lock: Path | None) -> Iterator[None]:
    """Hold a file's lock, if there is one to hold."""
    if lock is None:
        yield
        return
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def one_round(wanted: argparse.Namespace) -> Json:
    """Move production to and fro under load for a while, and return the raw counts."""
    production = observe(connect(), APPLICATION).production
    assert production is not None
    target = Target.of(f"http://{production.floating_ip}")
    moves: list[Json] = []
    began, started = datetime.now(UTC), time.monotonic()
    with Prober(target, rate=wanted.rate, keepalive_clients=CLIENTS) as load:
        for command, drain in cycle(MOVES):
            moves.append({"at": round(time.monotonic() - started, 1), **move(command, drain)})
            over = time.monotonic() - started > wanted.round
            if over and drain == "cut" and command == "rollback":
                break
        report = load.stop()
    return {
        "began_at": began.isoformat(timespec="seconds"),
        "seconds": round(report.seconds, 1),
        "rate": wanted.rate,
        "moves": moves,
        **counts(report),
        "losses": [loss(record, started) for record in report.records if record.failed],
    }


def move(command: str, drain: str) -> Json:
    """Run one move, and return what the tool reported."""
    said = json.loads(bluegreen(command, APPLICATION, "--yes", "--drain", drain, "-f", "json"))
    kept = ("live", "cutover_seconds", "failed_requests", "old_after_new", "connections_cut")
    return {"command": command, "drain": drain, **{key: said[key] for key in kept}}


def loss(record: Record, started: float) -> Json:
    """Return when and how one request failed."""
    return {
        "kind": str(record.kind),
        "at": round(record.started - started, 2),
        "seconds": round(record.ended - record.started, 2),
        "outcome": str(record.outcome),
        "sent_again": record.retried,
    }


def counts(report: Report) -> Json:
    """Return the outcomes of all requests, by kind of connection."""
    return {
        str(kind): {
            "requests": tally.requests,
            "outcomes": {str(outcome): n for outcome, n in tally.outcomes.items() if n},
            "sent_again": tally.retried,
            "failed_without_retry": tally.failed_without_retry,
            "found_closed_while_idle": tally.found_closed,
            "connections": tally.connections,
            "sides": {side: answers.answers for side, answers in tally.sides.items()},
        }
        for kind, tally in report.tallies.items()
    }


def requests(one: Json) -> int:
    """Return how many requests of all kinds a round sent."""
    return sum(one[str(kind)]["requests"] for kind in (Kind.FRESH, Kind.KEPT_ALIVE))


def failed(one: Json) -> int:
    """Return how many of them failed for clients that retry."""
    by_kind = (one[str(kind)]["outcomes"] for kind in (Kind.FRESH, Kind.KEPT_ALIVE))
    return sum(n for outcomes in by_kind for outcome, n in outcomes.items() if outcome != "ok")


def enough(rounds: list[Json], switches: int, least: int) -> bool:
    """Tell whether the rounds have so many switches and so many requests."""
    done = sum(move["command"] == "switch" for one in rounds for move in one["moves"])
    return done >= switches and sum(map(requests, rounds)) >= least


def keep(file: Path, rounds: list[Json]) -> None:
    """Write the raw counts as JSON, and the sums for people."""
    moves = [move for one in rounds for move in one["moves"]]
    kinds = Counter(f"{move['command']} --drain {move['drain']}" for move in moves)
    whole = WHOLE if enough(rounds, SWITCHES, REQUESTS) else NOT_WHOLE
    cutovers = [move["cutover_seconds"] for move in moves if move["cutover_seconds"] is not None]
    text = PAGE.format(
        whole=whole.format(switches=SWITCHES, requests=REQUESTS),
        moves=len(moves),
        kinds=", ".join(f"{number} times `{kind}`" for kind, number in kinds.items()),
        rounds=len(rounds),
        seconds=sum(one["seconds"] for one in rounds),
        rate=min(one["rate"] for one in rounds),
        clients=CLIENTS,
        rows="\n".join(row(str(kind), rounds) for kind in (Kind.FRESH, Kind.KEPT_ALIVE)),
        median=statistics.median(cutovers),
        longest=max(cutovers),
        backwards=sum(move["old_after_new"] or 0 for move in moves),
    )
    RESULTS.mkdir(exist_ok=True)
    file.write_text(json.dumps(rounds, indent=1) + "\n")
    file.with_suffix(".md").write_text(text)
    print(text, flush=True)


def row(kind: str, rounds: list[Json]) -> str:
    """Return the sums of one kind of connection."""
    sent = sum(one[kind]["requests"] for one in rounds)
    well = sum(one[kind]["outcomes"].get("ok", 0) for one in rounds)
    again = sum(one[kind]["sent_again"] for one in rounds)
    closed = sum(one[kind]["found_closed_while_idle"] for one in rounds)
    return f"| {kind} | {sent} | {sent - well} | {again} | {closed} |"


if __name__ == "__main__":
    sys.exit(main())
