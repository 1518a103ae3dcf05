# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Several applications in one release: all on the new version, or all on the old one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.worlds import SHOP, run_in, specification

from bluegreen.building import plan_up
from bluegreen.carrying_out import carry_out
from bluegreen.cloud.interface import Demand
from bluegreen.errors import BlueGreenError, Refused, RolledBack, StepFailed
from bluegreen.observe import observe
from bluegreen.stages.order import Order
from bluegreen.together import Part, release_together

QUICK = "watch: {duration: 1s, every: 1s}\nretire: {to: keep}\n"
NAMES = ("shop", "desk")


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """Two applications, each live on blue with 1.0."""
    project = FakeProject()
    for name in NAMES:
        (tmp_path / name).mkdir()
        spec = specification(tmp_path / name, SHOP.replace("shop", name))
        carry_out(plan_up(spec, "1.0", observe(project.cloud(), name)), run_in(project))
    project.calls.clear()
    return project


def parts(project: FakeProject, folder: Path, more: str = "") -> list[Part]:
    """Return both applications as parts of a release of 2.0; `more` is for the second."""
    orders = []
    for name in NAMES:
        text = SHOP.replace("shop", name) + QUICK + (more if name == "desk" else "")
        orders.append(Order(specification(folder / name, text), "2.0", Demand()))
    return [Part(order, run_in(project)) for order in orders]


def live(project: FakeProject) -> dict[str, str]:
    """Return the version that users of each application reach."""
    sides = {name: observe(project.cloud(), name).live for name in NAMES}
    return {n: s.release.version if s and s.release else "?" for n, s in sides.items()}


def check(folder: Path, script: str) -> str:
    """Write a check of the second application, and return its part of the specification."""
    program = folder / "desk" / "check.sh"
    program.write_text(f"#!/bin/sh\ncd $(dirname $0)\n{script}\n")
    program.chmod(0o755)
    return "checks: [{name: smoke, command: {run: [./check.sh]}}]\n"


def test_both_go_live_and_all_are_checked_before_the_first_switch(
    project: FakeProject, tmp_path: Path
) -> None:
    """Every deploy and check comes before any production address moves."""
    release_together(parts(project, tmp_path))

    assert live(project) == {"shop": "2.0", "desk": "2.0"}
    moves = [n for n, call in enumerate(project.calls) if "point production" in call]
    builds = [n for n, call in enumerate(project.calls) if "stacks.create" in call]
    proofs = [n for n, call in enumerate(project.calls) if "prove preview" in call]
    assert max(builds) < min(moves)
    assert len([n for n in proofs if n < min(moves)]) >= 2


def test_one_that_is_not_good_keeps_all_from_going_live(
    project: FakeProject, tmp_path: Path
) -> None:
    """The second application's check fails: the first one's production never moves."""
    with pytest.raises(Refused, match="not good enough"):
        release_together(parts(project, tmp_path, check(tmp_path, "exit 1")))

    assert live(project) == {"shop": "1.0", "desk": "1.0"}
    assert not [call for call in project.calls if "point production" in call]


def test_one_that_fails_its_watch_takes_all_back(project: FakeProject, tmp_path: Path) -> None:
    """The check passes before the switch, and fails after it."""
    more = check(tmp_path, "test -e again && exit 1; touch again; exit 0")
    with pytest.raises(RolledBack, match="shop, desk are all on the version that they had"):
        release_together(parts(project, tmp_path, more))

    assert live(project) == {"shop": "1.0", "desk": "1.0"}


def test_one_whose_switch_fails_takes_those_back_that_went_before(
    project: FakeProject, tmp_path: Path
) -> None:
    """The second does not answer on production: both end where they were."""

    def no_answer(moment: str, call: str) -> None:
        moved = [c for c in project.calls if c == "addresses.point production vip-desk-green"]
        if moment == "before" and call == "data_plane.prove production" and moved:
            project.fault = lambda moment, call: None
            raise StepFailed("no answer")

    project.fault = no_answer
    with pytest.raises(RolledBack):
        release_together(parts(project, tmp_path))

    assert live(project) == {"shop": "1.0", "desk": "1.0"}


def test_a_first_switch_that_fails_is_no_rollback(project: FakeProject, tmp_path: Path) -> None:
    """Nothing had gone live, so nothing is taken back, and that is what is said."""

    def refused(moment: str, call: str) -> None:
        if call.startswith("addresses.point preview None"):
            raise StepFailed("the cloud says no")

    project.fault = refused
    with pytest.raises(BlueGreenError) as failure:
        release_together(parts(project, tmp_path))

    assert failure.value.exit_code == 1
    assert live(project) == {"shop": "1.0", "desk": "1.0"}
