# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The switch compared with what people do without this tool, in one run on one lab.

Both move the same floating IP between the same two sides under the same stream of new
connections: `bluegreen switch` with one request, and disassociate-then-associate with two, as
`openstack floating ip unset --port` and `set --port` do. Compare counts and ratios; seconds are
those of this machine, on this day.

    python bench/run.py [SWITCHES]     writes bench/results/switch.json and switch.md
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import Any

import openstack
from on_the_lab import RESULTS, bluegreen, choose_the_lab, copy_the_demo

from bluegreen.cloud import connect
from bluegreen.cloud.observe import observe
from bluegreen.probe import Prober, Report, Target

APPLICATION = "bench"
RATE = 50.0


def main() -> int:
    """Measure both ways in turn, write the results, and leave nothing in the project."""
    switches = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    choose_the_lab()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        copy_the_demo(APPLICATION)
        bluegreen("up", "1.0", "--yes")
        try:
            ours = [under_load(one_request) for _ in range(switches)]
            theirs = [under_load(two_requests) for _ in range(switches)]
        finally:
            bluegreen("down", APPLICATION, "--live", APPLICATION, "--yes")
    write({"bluegreen switch": ours, "disassociate, associate": theirs})
    return 1 if sum(one["failed"] for one in ours) else 0


def under_load(move: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Move production once under the stream, and return the counts of the stream."""
    application = observe(connect(), APPLICATION)
    assert application.live is not None
    assert application.production is not None
    old = application.live.colour
    target = Target.of(f"http://{application.production.floating_ip}")
    with Prober(target, rate=RATE) as load:
        said = move()
        report = load.stop()
    return what_it_met(report, old, old.other) | said


def one_request() -> dict[str, Any]:
    """Switch with this tool, and return the cutover that it measured."""
    said = json.loads(bluegreen("switch", APPLICATION, "--yes", "--drain", "none", "-f", "json"))
    return {"cutover_seconds": said["cutover_seconds"]}


def two_requests() -> dict[str, Any]:
    """Switch as operators do by hand: detach the address, then attach it to the other side."""
    application = observe(connect(), APPLICATION)
    production, preview = application.production, application.preview
    assert production is not None
    assert preview is not None
    connection = openstack.connect()
    connection.network.update_ip(preview.id, port_id=None)
    connection.network.update_ip(production.id, port_id=None)
    connection.network.update_ip(production.id, port_id=preview.port_id)
    connection.network.update_ip(preview.id, port_id=production.port_id)
    return {}


def what_it_met(report: Report, old: str, new: str) -> dict[str, Any]:
    """Return the counts of one move."""
    assert report.fresh is not None
    crossing = report.crossing(old, new)
    outcomes = {str(k): n for k, n in report.fresh.outcomes.items() if n}
    return {
        "requests": len(report.records),
        "failed": report.failed,
        "outcomes": outcomes,
        "old_after_new": crossing.old_started_after,
        "longest_gap_seconds": round(report.fresh.longest_gap, 3),
    }


def write(results: dict[str, list[dict[str, Any]]]) -> None:
    """Keep the raw counts as JSON, and a table for people."""
    rows = [
        "| way | switches | requests | failed | median | longest gap, median s | maximum s |",
        "|---|---|---|---|---|---|---|",
    ]
    for way, moves in results.items():
        gaps = [move["longest_gap_seconds"] for move in moves]
        failed = [move["failed"] for move in moves]
        rows.append(
            f"| {way} | {len(moves)} | {sum(m['requests'] for m in moves)} | {sum(failed)} | "
            f"{statistics.median(failed):g} | {statistics.median(gaps):.2f} | {max(gaps):.2f} |"
        )
    table = "\n".join(rows)
    cutovers = [move["cutover_seconds"] for move in results["bluegreen switch"]]
    table += (
        f"\n\nCutover of `bluegreen switch`, from the request to the new side's first answer: "
        f"median {statistics.median(cutovers):.2f} s, maximum {max(cutovers):.2f} s."
    )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "switch.json").write_text(json.dumps(results, indent=1) + "\n")
    (RESULTS / "switch.md").write_text(
        f"New connections, {RATE:g} a second, on the lab; written by `bench/run.py`.\n\n{table}\n"
    )
    print(table)


if __name__ == "__main__":
    sys.exit(main())
