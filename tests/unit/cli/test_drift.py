# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Drift as commands show it: a line in status, the list in doctor, values for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from support.acts import with_two_versions
from support.fake_cloud import FakeProject, made
from support.operator import Operator
from support.worlds import SHOP

from bluegreen.cloud.errors import Busy


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose shop is live on blue with 1.0, and has 2.0 on green."""
    return with_two_versions(FakeProject(), tmp_path)


def test_status_says_nothing_of_drift_where_there_is_none(operator: Operator) -> None:
    """One line less to read."""
    done = operator.types("status", expect=0)

    assert "rift" not in done.out + done.err


def test_status_has_one_line_for_drift(operator: Operator) -> None:
    """The first difference, how many more there are, and where the list is."""
    made.delete(operator.project, "health_monitor", "shop-green")
    made.delete(operator.project, "listener", "shop-blue")
    done = operator.types("status", expect=0)

    (line,) = [line for line in done.err.splitlines() if "Drift" in line]
    assert line.strip() == (
        "Drift: green's health monitor is missing, and 1 more difference: bluegreen doctor shop"
    )


def test_status_in_json_has_the_drift_of_each_side(operator: Operator) -> None:
    """For monitoring; null on a side that is as it should be."""
    made.delete(operator.project, "health_monitor", "shop-green")
    told = json.loads(operator.types("status", "-f", "json", expect=0).out)

    assert [side["Drift"] for side in told] == [None, "green's health monitor is missing"]


def test_status_says_that_drift_is_not_known(operator: Operator) -> None:
    """A service that does not answer is neither good nor bad."""

    def fault(moment: str, call: str) -> None:
        if call == "resources.of_balancers":
            raise Busy("not now")

    operator.project.fault = fault
    done = operator.types("status", expect=0)

    assert "Drift is unknown: the resources of the load balancer service" in done.err


def test_doctor_lists_every_difference_from_the_specification(operator: Operator) -> None:
    """What is missing must be fixed first; what is changed is good to know."""
    made.delete(operator.project, "health_monitor", "shop-green")
    (operator.folder / "bluegreen.yaml").write_text(
        SHOP + "load_balancer: {health_check: {path: /}}\n"
    )
    done = Operator(
        operator.project, operator.folder, SHOP + "load_balancer: {health_check: {path: /}}\n"
    ).types("doctor", "-f", "json", expect=1)
    found = [each for each in json.loads(done.out) if each["Check"] == "drift"]

    assert [(one["Verdict"], one["Finding"]) for one in found] == [
        ("bad", "green's health monitor is missing"),
        ("note", "blue's health monitor has path /health, wanted /"),
    ]
    assert found[0]["Next"] == "bluegreen up 2.0 --sides green"


def test_doctor_says_that_nothing_differs(operator: Operator) -> None:
    """So that one knows that it was looked at."""
    done = operator.types("doctor", "-f", "json", expect=0)
    (found,) = [each for each in json.loads(done.out) if each["Check"] == "drift"]

    assert found["Verdict"] == "ok"
    assert found["Finding"] == "what was built is as bluegreen.yaml asks for"


def test_metrics_count_the_differences_by_kind(operator: Operator) -> None:
    """An alert is one expression."""
    made.delete(operator.project, "health_monitor", "shop-green")
    told = operator.types("status", "-f", "prometheus", expect=0).out
    (drift,) = [f for f in text_string_to_metric_families(told) if f.name == "bluegreen_drift"]

    counted = {sample.labels["kind"]: sample.value for sample in drift.samples}
    assert counted == {"missing": 1, "changed": 0, "foreign": 0, "unknown": 0}


def test_a_side_whose_listener_is_gone_says_so_and_resume_leads_on(operator: Operator) -> None:
    """There is a load balancer; what it lacks is named, and the command that brings it back."""
    made.delete(operator.project, "listener", "shop-green")
    told = json.loads(operator.types("status", "-f", "json", expect=0).out)
    done = operator.types("resume")

    assert told[1]["State"] == "no listener"
    assert done.code != 0
    assert "green's load balancer has no listener" in done.err
    assert "next: bluegreen up 2.0 --sides green" in done.err


@pytest.mark.parametrize("words", [("repair", "green"), ("resume",)])
def test_a_command_that_finds_nothing_to_do_names_the_drift(
    operator: Operator, words: tuple[str, ...]
) -> None:
    """What it cannot mend is not passed over in silence."""
    made.delete(operator.project, "health_monitor", "shop-green")
    done = operator.types(*words, "--yes", expect=0)

    assert "Drift: green's health monitor is missing: bluegreen doctor shop" in done.err
