# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What hands have changed is seen and mended on a real cloud, while the live side serves."""

from __future__ import annotations

import os
import subprocess

import pytest
import yaml

from bluegreen.cloud import connect
from bluegreen.cloud.built import read_built
from bluegreen.cloud.observe import observe
from bluegreen.cloud.protocols import Cloud
from bluegreen.probe import Prober, Target

from .conftest import BIN, Operator

pytestmark = [pytest.mark.lab, pytest.mark.long]

NAME = "drifts"


@pytest.fixture
def cloud(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """The operator's project."""
    for name, value in operator.environment.items():
        monkeypatch.setitem(os.environ, name, value)
    return connect()


def ids_of(cloud: Cloud) -> dict[str, str]:
    """Return the id of each resource of both sides' stacks, by stack and name."""
    built = read_built(cloud, observe(cloud, NAME))
    return {
        f"{stack} {one.name}": one.physical_id
        for stack, record in built.records.items()
        if "-r" not in stack
        for one in record.resources
    }


def openstack(operator: Operator, *words: str) -> None:
    """Do something by hand."""
    subprocess.run([BIN / "openstack", *words], env=operator.environment, check=True, timeout=120)


def findings(operator: Operator) -> list[str]:
    """Return what doctor says of drift."""
    told = operator.types("doctor", NAME, "-f", "json", expect=None).json()
    return [one["Finding"] for one in told if one["Check"] == "drift"]


def test_what_hands_have_changed_is_mended_and_production_serves_all_the_time(
    operator: Operator, cloud: Cloud
) -> None:
    """Of the idle side the monitor and the listener are deleted, and the path of the health check
    is changed in the file: `up` makes two again and changes one in place, on both sides. All else
    keeps its id, and no request to production fails.
    """
    assert findings(operator) == ["what was built is as bluegreen.yaml asks for"]
    before = ids_of(cloud)
    openstack(
        operator,
        "loadbalancer",
        "healthmonitor",
        "delete",
        before[f"{NAME}-green health_monitor"],
        "--wait",
    )
    openstack(
        operator, "loadbalancer", "listener", "delete", before[f"{NAME}-green listener"], "--wait"
    )
    file = operator.folder / "bluegreen.yaml"
    said = yaml.safe_load(file.read_text())
    said.setdefault("load_balancer", {})["health_check"] = {"path": "/version", "expect": "200-299"}
    file.write_text(yaml.safe_dump(said))
    found = findings(operator)
    status = operator.types("status", NAME, "-f", "json")
    production = operator.sides(NAME)["blue"]["Floating IP"]

    with Prober(Target.of(f"http://{production}/version"), rate=20.0) as probe:
        plan = operator.types("up", "1.0", "--dry-run").err
        operator.types("up", "1.0", "--yes")
        report = probe.stop()
    after, sides = ids_of(cloud), operator.sides(NAME)

    print(f"{report.failed} of {len(report.records)} requests failed")  # noqa: T201
    assert "green's health monitor is missing" in found
    assert "green's listener is missing" in found
    assert any("blue's health monitor has path" in one for one in found)
    assert "Drift" in status.out
    assert "reloads the load balancer" in plan
    assert report.failed == 0, report.as_dict()
    assert findings(operator) == ["what was built is as bluegreen.yaml asks for"]
    changed = {name for name, number in before.items() if after[name] != number}
    made_again = ("health_monitor", "listener", "side_policy", "side_rule")
    assert changed == {f"{NAME}-green {part}" for part in made_again}
    assert [sides[colour]["Healthy"] for colour in ("blue", "green")] == [2, 2]
    assert operator.types("up", "1.0", "--dry-run").err.count("Update the stack") == 0
