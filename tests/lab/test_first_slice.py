# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The main job on a real OpenStack: up, serve, switch under load, roll back, down.

The tests of this file are one story and run in the order in which they stand.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bluegreen.probe import ByHeader, Prober, Target, source_ports
from bluegreen.probe.source_ports import SourcePorts
from lab.story import (
    NAME,
    RATE,
    left_in_the_project,
    moved_under_load,
    page,
    wait_for_requests,
    without_heat,
)

from .conftest import Operator, operator_of

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def operator(
    tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]
) -> Iterator[Operator]:
    """An operator in whose project nothing of the story is, before and after."""
    operator = operator_of(tmp_path_factory.mktemp(NAME), lab_environment, NAME)
    operator.types("down", NAME, "--live", NAME, "--yes", expect=None)
    yield operator
    operator.types("down", NAME, "--live", NAME, "--yes", expect=None)


def test_up_makes_both_sides_serve_version_1(operator: Operator) -> None:
    """One action, from an empty project to both sides answering through their addresses."""
    operator.types("up", "1.0", "--yes")

    sides = operator.sides(NAME)

    assert {side: row["State"] for side, row in sides.items()} == {
        "blue": "healthy",
        "green": "healthy",
    }
    assert {side: row["Role"] for side, row in sides.items()} == {"blue": "live", "green": "idle"}
    for side, row in sides.items():
        assert f"side={side} version=1.0" in page(row["Floating IP"])


def test_up_again_changes_nothing(operator: Operator) -> None:
    """A second `up` finds its work done."""
    before = operator.sides(NAME)
    operator.types("up", "1.0", "--yes")

    assert operator.sides(NAME) == before


def test_deploy_puts_version_2_on_the_idle_side_only(operator: Operator) -> None:
    """The live side goes on with 1.0; preview shows 2.0; the older release is gone."""
    before = operator.sides(NAME)["blue"]
    operator.types("deploy", "2.0", "--yes")

    sides = operator.sides(NAME)

    assert sides["blue"] == before
    assert (sides["green"]["Version"], sides["green"]["State"]) == ("2.0", "healthy")
    assert "side=green version=2.0" in page(sides["green"]["Floating IP"])


def test_a_dry_run_shows_the_plan_and_moves_nothing(operator: Operator) -> None:
    """--dry-run prints each step, with what undoes it."""
    before = operator.sides(NAME)
    shown = operator.types("switch", "--dry-run").err

    assert "Move the production address" in shown
    assert operator.sides(NAME) == before


def test_a_switch_under_load_loses_no_request(operator: Operator) -> None:
    """50 fresh connections a second: none fails, none reaches the old side after the new one."""
    result, report = moved_under_load(operator, "switch")
    crossing = report.crossing("blue", "green")

    assert (result["live"], result["version"]) == ("green", "2.0")
    assert report.failed == 0, report.as_dict()
    assert crossing.first_new is not None
    assert crossing.old_started_after == 0
    assert report.fresh is not None
    assert set(report.fresh.sides) == {"blue", "green"}
    assert "side=green version=2.0" in page(operator.sides(NAME)["green"]["Floating IP"])


def test_who_has_just_looked_at_preview_loses_no_request_to_production(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few source ports, each used towards preview and then, after a switch, towards production.

    The side that becomes live is the one that preview showed; behind the translation it sees the
    same client with the same port again.
    """
    monkeypatch.setattr(source_ports, "OWN", SourcePorts(range(20000, 20040)))
    sides = operator.sides(NAME)
    with Prober(Target.of(f"http://{sides['blue']['Floating IP']}"), rate=RATE) as looks:
        wait_for_requests(looks, 40)
        seen = looks.stop()
    operator.types("rollback", "--yes")
    with Prober(Target.of(f"http://{sides['green']['Floating IP']}"), rate=RATE) as load:
        wait_for_requests(load, 80)
        report = load.stop()
    operator.types("switch", "--yes")

    assert seen.failed == 0, seen.as_dict()
    assert report.failed == 0, report.as_dict()
    assert report.fresh is not None
    assert set(report.fresh.sides) == {"blue"}


def test_a_rollback_under_load_loses_no_request(operator: Operator) -> None:
    """The way back is as clean as the way there."""
    result, report = moved_under_load(operator, "rollback")
    crossing = report.crossing("green", "blue")

    assert (result["live"], result["version"]) == ("blue", "1.0")
    assert report.failed == 0, report.as_dict()
    assert crossing.first_new is not None
    assert crossing.old_started_after == 0


def test_a_rollback_needs_no_heat(operator: Operator) -> None:
    """With an orchestration service that cannot be reached, production goes back all the same."""
    operator.types("switch", "--yes")
    done = without_heat(operator).types("rollback", "--yes", "-f", "json")

    assert "the stacks could not be read (" in done.err
    assert (done.json()["live"], done.json()["version"]) == ("blue", "1.0")
    assert done.json()["failed_requests"] == 0
    assert "side=blue version=1.0" in page(operator.sides(NAME)["blue"]["Floating IP"])


def test_the_servers_pages_are_served_through_a_switch(operator: Operator) -> None:
    """The same with the application's own answers instead of the load balancer's."""
    production = operator.sides(NAME)["blue"]["Floating IP"]
    target = Target.of(f"http://{production}/version", ByHeader("X-Bluegreen-Side"))
    with Prober(target, rate=10.0) as load:
        operator.types("switch", "--yes")
        operator.types("rollback", "--yes")
        report = load.stop()

    assert report.failed == 0, report.as_dict()
    assert report.fresh is not None
    assert set(report.fresh.sides) == {"blue", "green"}


def test_a_release_under_load_ends_with_a_small_old_side(operator: Operator) -> None:
    """From check to retirement, with 2.0 on the idle side already: no request fails."""
    production = operator.sides(NAME)["blue"]["Floating IP"]
    with Prober(Target.of(f"http://{production}"), rate=20.0) as load:
        done = operator.types("release", "2.0", "--watch", "5s", "--yes", "-m", "friday")
        report = load.stop()
    sides = operator.sides(NAME)

    assert "2.0 is already on the idle side." in done.err
    assert report.failed == 0, report.as_dict()
    assert (sides["green"]["Role"], sides["green"]["Version"]) == ("live", "2.0")
    assert (sides["blue"]["Role"], sides["blue"]["Wanted"]) == ("idle", 1)


def test_the_way_back_to_a_small_side_grows_it_first(operator: Operator) -> None:
    """It has as many healthy servers as the live side before production moves, and none fails."""
    production = operator.sides(NAME)["green"]["Floating IP"]
    with Prober(Target.of(f"http://{production}"), rate=20.0) as load:
        operator.types("rollback", NAME, "--yes")
        report = load.stop()
    sides = operator.sides(NAME)

    assert report.failed == 0, report.as_dict()
    assert (sides["blue"]["Role"], sides["blue"]["Healthy"]) == ("live", 2)


def test_a_wrong_expectation_is_refused_and_nothing_moves(operator: Operator) -> None:
    """--from states what the caller believes; a stale belief ends with exit code 1."""
    refused = operator.types("switch", "--from", "green", "--yes", expect=1)

    assert "blue is live, green was expected" in refused.err
    assert operator.live(NAME) == "blue"


def test_list_shows_the_application(operator: Operator) -> None:
    """The fleet at a glance."""
    rows = {row["Application"]: row for row in operator.types("list", "-f", "json").json()}

    assert (rows[NAME]["Live"], rows[NAME]["Blue"], rows[NAME]["Green"]) == ("blue", "1.0", "2.0")
    assert (rows[NAME]["Blue Healthy"], rows[NAME]["Green Healthy"]) == ("2/2", "2/2")


def test_metrics_tell_the_same(operator: Operator) -> None:
    """Which side is live, its servers and connections, and what the last moves cost."""
    told = operator.types("status", NAME, "-f", "prometheus").out
    found = {
        (sample.name, sample.labels.get("side") or sample.labels.get("event")): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }

    assert {side: found["bluegreen_side_live", side] for side in ("blue", "green")} == {
        "blue": 1,
        "green": 0,
    }
    for side in ("blue", "green"):
        assert found["bluegreen_side_members_healthy", side] == 2
        assert found["bluegreen_side_connections", side] >= 0
    for event in ("switch", "rollback"):
        assert found["bluegreen_last_move_failed_requests", event] == 0
        assert found["bluegreen_last_move_requests", event] > 0
        assert found["bluegreen_last_move_cutover_seconds", event] > 0


def test_the_timetable_is_made_with_what_was_measured(operator: Operator) -> None:
    """Switch, watch and rollback take what the history says."""
    history = operator.types("history", NAME, "--limit", "100", "-f", "json").json()
    done = operator.types("timetable", NAME, "--measured", "-f", "json")
    planned = {line["step"]: line["seconds"] for line in done.json()["after"]["lines"]}

    for step, event in (("Switch", "switch"), ("Watch", "watch"), ("Switch back", "rollback")):
        ended = (r for r in history if (r["Event"], r["Phase"]) == (event, "succeeded"))
        took = [row["Seconds"] for row in ended]
        assert min(took) <= planned[step] <= max(took)
        assert f"Measured: {event}, " in done.err


def test_another_project_sees_nothing_of_it(operator: Operator) -> None:
    """What one project builds is invisible to another."""
    stranger = Operator(operator.folder, operator.environment | {"OS_CLOUD": "other"})

    assert NAME not in stranger.types("list", "-f", "value").out
    stranger.types("status", NAME, expect=1)


def test_down_is_refused_while_the_application_is_live(operator: Operator) -> None:
    """A live application goes only when it is named once more."""
    operator.types("down", NAME, "--yes", expect=1)

    assert "side=blue" in page(operator.sides(NAME)["blue"]["Floating IP"])


def test_down_leaves_nothing_in_the_project(operator: Operator) -> None:
    """Named, it goes: addresses, stacks, networks, balancers, servers."""
    operator.types("down", NAME, "--live", NAME, "--yes")

    assert left_in_the_project(operator) == []
