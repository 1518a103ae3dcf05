# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The demo: build both sides, release 2.0 while requests run, roll back, show what it cost.

This file runs the commands that a user types, sends the load meanwhile, and counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from openstack_lab.host.shell_env import choosing
from openstack_lab.lab import Lab, url

from bluegreen.probe import Prober, Report, Target

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
APPLICATION = "demo"
RATE = 50.0


def main() -> int:
    """Run the demo and return 0 when no request was lost."""
    os.environ.update(choosing(Lab.from_environment(), os.environ))
    if rows("list") and any(row["Application"] == APPLICATION for row in rows("list")):
        print("An earlier demo still exists; this removes it first.")
        type_in("down", APPLICATION, "--live", APPLICATION, "--yes")
    type_in("up", "1.0", "--yes")
    production, preview = (address(role) for role in ("live", "idle"))
    print(f"\n{RATE:g} requests a second now go to http://{production}, each on a new connection.")
    with Prober(Target.of(f"http://{production}"), rate=RATE) as load:
        type_in("release", "2.0", "--watch", "20s", "--yes", "-m", "the demo")
        type_in("rollback", "--yes", "-m", "just to see it")
        report = load.stop()
    type_in("history")
    type_in("status")
    show(report)
    print(f"\nLook at it: http://{production} is production, http://{preview} is preview.")
    show_sign_in()
    print('By hand: eval "$(.venv/bin/lab env)"; cd demo; ../.venv/bin/bluegreen switch')
    return 1 if report.failed else 0


def type_in(*arguments: str) -> str:
    """Show and run one bluegreen command, as typed in the demo's folder; return what it printed."""
    print(f"\n$ bluegreen {' '.join(arguments)}", flush=True)
    done = subprocess.run(
        [BIN / "bluegreen", *arguments], cwd=HERE, stdout=subprocess.PIPE, text=True, check=False
    )
    print(done.stdout, end="", flush=True)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def rows(*arguments: str) -> list[dict[str, str]]:
    """Return the rows of a listing command."""
    command = [BIN / "bluegreen", "-q", *arguments, "-f", "json"]
    done = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(done.stdout))


def address(role: str) -> str:
    """Return the floating IP of the live or the idle side."""
    return next(row["Floating IP"] for row in rows("status") if row["Role"] == role)


def show_sign_in() -> None:
    """Say how to sign in to Horizon; the password is for this lab alone, so it is printed."""
    lab = Lab.from_environment()
    print(f"In Horizon: {url('horizon', '/')}, user demo, password {lab.secret('demo')}")


def show(report: Report) -> None:
    """Print the counts of the load, from before the release until after the rollback."""
    assert report.fresh is not None
    sides = ", ".join(f"{n.answers} by {side}" for side, n in report.fresh.sides.items())
    print(f"\n{len(report.records)} requests, {report.failed} failed ({sides}).")
    for lost in (record for record in report.records if record.failed):
        print(f"  {lost.outcome} {lost.started - report.began:.2f} s after the first request")


if __name__ == "__main__":
    sys.exit(main())
