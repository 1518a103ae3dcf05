# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which servers count as broken, and which only boot or are being replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.fake_cloud import FakeProject
from support.repairs import BLUE, NOW, acting, diagnosis, plan
from support.worlds import context_in, shop, stop_server

from bluegreen.model.stack import GroupMember, Size
from bluegreen.operations.executor import execute
from bluegreen.operations.repair.plan import Diagnosis, diagnose


@pytest.mark.parametrize("status", ["ERROR", "SHUTOFF", "SOFT_DELETED"])
def test_a_server_that_nova_shows_dead_is_broken_although_its_member_is_well(
    project: FakeProject, status: str
) -> None:
    """The balancer has not noticed yet, or no health check is about it."""
    stop_server(project, f"{BLUE}/1", status)
    project.unhealthy.clear()
    (broken,) = diagnosis(project).broken

    assert (broken.member.name, broken.why) == (f"{BLUE}/1", f"is {status}")


def test_a_server_that_is_gone_is_broken(project: FakeProject) -> None:
    """Somebody deleted it in Nova; Heat does not know."""
    project.servers_gone.add(f"{BLUE}/0")
    (broken,) = diagnosis(project).broken

    assert broken.why == "is gone: Nova does not know it"


def test_a_server_that_runs_and_fails_its_check_is_broken_once_it_had_time_to_boot(
    project: FakeProject,
) -> None:
    """Younger than ten minutes it may be about to serve."""
    stop_server(project, f"{BLUE}/0", "ACTIVE")
    (sick,) = project.servers_in_error
    project.servers_in_error = [replace(sick, made=NOW - timedelta(minutes=9))]
    young = diagnosis(project)
    project.servers_in_error = [replace(sick, made=NOW - timedelta(minutes=11))]
    old = diagnosis(project)

    assert (young.broken, [server.name for server in young.booting]) == ((), [sick.name])
    assert [broken.why for broken in old.broken] == ["fails its health check and is ACTIVE"]
    assert old.booting == ()


def test_a_place_that_load_has_just_made_is_not_broken(project: FakeProject) -> None:
    """Heat has no server in it yet: its stack is complete meanwhile, only the group's is not."""
    side, cloud = shop(project).blue, project.cloud()
    assert side.release is not None
    place = GroupMember("new", "group/1", server="")
    servers = cloud.servers.find("shop")

    assert diagnose(side, [place], servers, NOW) == Diagnosis()
    failed = replace(place, failed=True, reason="No valid host was found")
    (broken,) = diagnose(side, [failed], servers, NOW).broken
    assert str(broken) == "new has failed in Heat (No valid host was found)"


def test_a_young_server_that_is_shut_off_is_broken(project: FakeProject) -> None:
    """It does not boot any more."""
    stop_server(project, f"{BLUE}/0")
    (sick,) = project.servers_in_error
    project.servers_in_error = [replace(sick, made=NOW)]

    assert len(diagnosis(project).broken) == 1


def test_what_heat_is_at_work_on_is_waited_for(project: FakeProject) -> None:
    """An earlier run was killed while Heat replaced a server: its places say nothing meanwhile.

    The side that it left held grows at once.
    """
    stop_server(project, f"{BLUE}/0")
    run = context_in(project)
    for step in plan(project).steps[:2]:
        step.apply(run)
    project.hand().stacks.resize(project.stacks[BLUE], Size(2, 2, 4))
    assert diagnosis(project) == Diagnosis()
    todo = plan(project)
    execute(todo, run)

    assert next(step.name for step in todo.steps) == f"replace-unhealthy-{BLUE}"
    assert shop(project).blue.members.healthy == 2
    assert project.calls.count(f"stacks.resize {BLUE}") == 1
    assert todo.steps[-1].name == "resume-blue-autoscaling"
    assert acting(project, BLUE) == 1
