# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Two applications that are released together: the shop, and then the desk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bluegreen.cloud.observe import observe
from bluegreen.model.data_plane import ProofSpec
from bluegreen.operations.build.plan import plan_up
from bluegreen.operations.executor import execute
from bluegreen.release.group import Member
from bluegreen.release.stages.request import ReleaseRequest
from support.fake_cloud import FakeProject
from support.worlds import SHOP, context_in, specification

QUICK = "watch: {duration: 1s, every: 1s}\nretire: {to: keep}\n"
NAMES = ("shop", "desk")

ON_PREVIEW = '[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ]'
FAILS_LIVE = f"{ON_PREVIEW} || exit 1"
"""What a check does that finds the release good before its switch, and no longer after it."""


def both_up(folder: Path) -> FakeProject:
    """Return a project in which both are live on blue with 1.0."""
    project = FakeProject()
    for name in NAMES:
        (folder / name).mkdir()
        spec = specification(folder / name, SHOP.replace("shop", name))
        execute(plan_up(spec, "1.0", observe(project.cloud(), name)), context_in(project))
    project.calls.clear()
    return project


def parts(project: FakeProject, folder: Path, desk: str = "", shop: str = "") -> list[Member]:
    """Return both as parts of a release of 2.0, with more in the specification of each."""
    orders = []
    for name, more in zip(NAMES, (shop, desk), strict=True):
        sections = more if "watch:" in more else QUICK + more
        text = SHOP.replace("shop", name) + sections
        orders.append(ReleaseRequest(specification(folder / name, text), "2.0", ProofSpec()))
    return [Member(order, context_in(project)) for order in orders]


def live(project: FakeProject) -> dict[str, str]:
    """Return the version that users of each application reach."""
    sides = {name: observe(project.cloud(), name).live for name in NAMES}
    return {n: s.release.version if s and s.release else "?" for n, s in sides.items()}


def pause(project: FakeProject, name: str) -> None:
    """Let somebody else pause an application now."""
    for address in list(project.addresses.values()):
        if address.application == name and address.role == "production":
            project.addresses[address.id] = replace(address, paused=True)


def check(folder: Path, script: str, name: str = "desk") -> str:
    """Write a check of an application, and return its part of the specification."""
    program(folder / name / "check.sh", script)
    return "checks: [{name: smoke, command: {run: [./check.sh]}}]\n"


def program(file: Path, script: str) -> None:
    """Write a program that runs in its own folder."""
    file.write_text(f"#!/bin/sh\ncd $(dirname $0)\n{script}\n")
    file.chmod(0o755)
