# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are dead are replaced; those that live are left, and the side keeps its size."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import just_before, strike
from support.nth_call import strike_call
from support.operator import Killed, Operator
from support.states import good
from support.worlds import SCALED_SHOP, context_in, set_size, shop, shop_that_is_up, stop_server

from bluegreen.cloud.errors import AnswerLost, Conflict
from bluegreen.cloud.inventory import Holdings
from bluegreen.errors import Refused, StepFailed, Stuck
from bluegreen.model.quota import Shortage
from bluegreen.model.server import GroupMember
from bluegreen.model.stack import Size, StackState
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.plan import Plan
from bluegreen.operations.repair.plan import Diagnosis, diagnose, plan_repair
from bluegreen.operations.switch.plan import plan_switch

BLUE, GREEN = "shop-blue-r1", "shop-green-r2"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application that scales, blue live; two servers each."""
    return shop_that_is_up(tmp_path, SCALED_SHOP)


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody who types commands."""
    return Operator(project, tmp_path, SCALED_SHOP)


def diagnosis(project: FakeProject, colour: Colour = Colour.BLUE) -> Diagnosis:
    """Return what is wrong with a side."""
    side, cloud = shop(project).side(colour), project.cloud()
    assert side.release is not None
    group = cloud.stacks.group(side.release.stack)
    return diagnose(side, group, cloud.servers.find("shop"), NOW)


def plan(
    project: FakeProject, colour: Colour = Colour.BLUE, shortages: tuple[Shortage, ...] = ()
) -> Plan:
    """Return the plan that repairs a side as it is now."""
    return plan_repair(shop(project), colour, diagnosis(project, colour), shortages)


def acting(project: FakeProject, release_stack: str) -> int:
    """Return how many alarms of a release act."""
    stack = project.stacks[release_stack]
    return sum(a.enabled for a in project.alarms.values() if a.stack_id == stack.id)


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
    assert todo.steps[-1].name == "let-blue-scale"
    assert acting(project, BLUE) == 1


def test_the_live_side_is_held_repaired_and_let(project: FakeProject) -> None:
    """The dead server alone is replaced; production stays, and the alarms act as before."""
    stop_server(project, f"{BLUE}/0")
    before = shop(project)
    todo = plan(project)
    execute(todo, context_in(project))
    after = shop(project)

    assert [step.name for step in todo.steps] == [
        "hold-scaling-of-blue",
        f"mark-unhealthy-{BLUE}",
        f"replace-unhealthy-{BLUE}",
        f"wait-until-healthy-{BLUE}",
        "let-blue-scale",
    ]
    assert after.blue.members.healthy_addresses == {f"{BLUE}/0.1", f"{BLUE}/1"}
    assert after.production == before.production
    assert (acting(project, BLUE), acting(project, GREEN)) == (2, 0)
    assert project.marked == {}


def test_the_idle_side_stays_held(project: FakeProject) -> None:
    """It is the way back, and whole again."""
    stop_server(project, f"{GREEN}/1")
    execute(plan(project, Colour.GREEN), context_in(project))

    assert shop(project).green.members.healthy == 2
    assert (acting(project, BLUE), acting(project, GREEN)) == (2, 0)


def test_a_side_keeps_the_size_that_load_has_given_it(project: FakeProject) -> None:
    """Its parameters say two; it has four, and the update says four."""
    set_size(project, BLUE, 4)
    stop_server(project, f"{BLUE}/3")
    execute(plan(project), context_in(project))

    assert shop(project).blue.members.healthy == 4


def test_a_side_that_grew_after_the_look_is_not_shrunk(project: FakeProject) -> None:
    """Its alarms acted until they were held: the size is read after that."""
    stop_server(project, f"{BLUE}/0")
    todo = plan(project)
    just_before(project, "alarms.enable out False", lambda: set_size(project, BLUE, 3))
    execute(todo, context_in(project))

    assert shop(project).blue.members.healthy == 3


def test_a_side_that_shrank_after_the_look_is_not_waited_on(project: FakeProject) -> None:
    """As many servers as it had at the look it is not to have any more."""
    set_size(project, BLUE, 4)
    stop_server(project, f"{BLUE}/0")
    todo = plan(project)
    just_before(project, "alarms.enable out False", lambda: set_size(project, BLUE, 3))
    execute(todo, context_in(project))

    assert shop(project).blue.members.healthy == 3
    assert acting(project, BLUE) == 2


def test_a_mark_that_fails_is_taken_back_and_nothing_is_changed(project: FakeProject) -> None:
    """Heat refuses the second of two: the first loses its mark, the alarms act."""
    stop_server(project, f"{BLUE}/0")
    stop_server(project, f"{BLUE}/1")

    def refuse(moment: str, call: str) -> None:
        if (moment, call) == ("before", f"stacks.mark {BLUE}/1 True"):
            raise Conflict("Heat works on it")

    project.fault = refuse
    with pytest.raises(StepFailed, match="nothing is changed"):
        execute(plan(project), context_in(project))

    assert project.marked == {}
    assert acting(project, BLUE) == 2


@pytest.mark.parametrize("call", [f"stacks.mark {BLUE}/0 True", f"stacks.resize {BLUE}"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_lost_answer_is_read_back(project: FakeProject, moment: str, call: str) -> None:
    """It may have acted; what is left is done."""
    stop_server(project, f"{BLUE}/0")
    strike(project, moment, call, lambda: AnswerLost("no answer"))
    execute(plan(project), context_in(project))

    assert shop(project).blue.members.healthy_addresses == {f"{BLUE}/0.1", f"{BLUE}/1"}


def test_heat_without_room_leaves_the_side_serving_and_the_same_command_goes_on(
    project: FakeProject, operator: Operator
) -> None:
    """Exit code 4; the server that lives serves on; resume names the repair, which then ends it."""
    stop_server(project, f"{BLUE}/0")
    project.failing_stacks[BLUE] = "No valid host was found"
    with pytest.raises(Stuck, match="No valid host"):
        execute(plan(project), context_in(project))

    assert shop(project).blue.members.healthy_addresses == {f"{BLUE}/1"}
    assert project.stacks[BLUE].state is StackState.FAILED
    told = operator.types("resume", "shop", "--yes", expect=4)
    assert "bluegreen repair blue shop" in told.err

    project.failing_stacks.clear()
    operator.types("repair", "blue", "--yes", expect=0)
    assert shop(project).blue.members.healthy == 2
    assert acting(project, BLUE) == 2


def test_too_little_room_refuses_before_anything_is_marked(project: FakeProject) -> None:
    """Each new server is made beside the old one."""
    stop_server(project, f"{BLUE}/0")
    short = Shortage("quota: 1 server needed, 0 left", "openstack quota show", of_quota=True)
    with pytest.raises(Refused, match="0 left"):
        execute(plan(project, shortages=(short,)), context_in(project))

    assert project.marked == {}
    assert acting(project, BLUE) == 2


class TestCommand:
    """`bluegreen repair`."""

    def test_it_tells_what_it_replaced_by_what(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """As JSON too; the journal has it."""
        stop_server(project, f"{BLUE}/0")
        done = operator.types("repair", "blue", "--yes", "-f", "json", expect=0)

        assert json.loads(done.out) == [
            {
                "Server": f"server {BLUE}/0",
                "Trouble": "is SHUTOFF",
                "Replaced By": f"server {BLUE}/0.1",
            }
        ]
        assert f"server {BLUE}/0 is SHUTOFF" in done.err
        assert "repair" in operator.types("history", "shop", expect=0).out

    @pytest.mark.parametrize(
        "verb", [("repair",), ("scale", "--count", "2")], ids=lambda words: words[0]
    )
    def test_the_application_can_be_named_after_the_side(
        self, project: FakeProject, tmp_path: Path, verb: tuple[str, ...]
    ) -> None:
        """As the help says it, and as `resume` and `status` name the command."""
        operator = Operator(project, tmp_path, SCALED_SHOP)
        (tmp_path / "bluegreen.yaml").unlink()
        name, *options = verb

        operator.types(name, "green", "shop", *options, "--yes", expect=0)

    def test_nothing_to_do_is_said_and_left_alone(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """Exit code 0, without a question and without an entry in the journal."""
        done = operator.types("repair", "blue", "-f", "json", expect=0)

        assert "Nothing to repair" in done.err
        assert json.loads(done.out) == []
        assert "repair" not in operator.types("history", "shop", expect=0).out
        assert not [c for c in project.calls if c.startswith(("stacks.mark", "stacks.resize"))]

    def test_a_side_that_only_grows_is_not_repaired(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """It is so after a switch from the panel: that is what `resume` ends, and is named."""
        execute(plan_switch(shop(project), demand=None), context_in(project))
        done = operator.types("repair", "green", expect=0)

        assert "Nothing to repair" in done.err
        assert "bluegreen resume shop" in done.err
        assert acting(project, GREEN) == 1
        assert "repair" not in operator.types("history", "shop", expect=0).out

    def test_a_dry_run_names_the_dead_and_replaces_nothing(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """Not even a mark is set."""
        stop_server(project, f"{BLUE}/0")
        done = operator.types("repair", "blue", "--dry-run", "-f", "json", expect=0)

        assert [row["Replaced By"] for row in json.loads(done.out)] == [None]
        assert f"Replace server {BLUE}/0" in done.err
        assert shop(project).blue.members.healthy == 1
        assert project.marked == {}

    def test_room_is_asked_for_as_many_as_are_dead(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """One that is gone takes no quota any more, and its successor does."""
        project.holdings = Holdings(
            images={"web"},
            flavors={"small": (1, 128)},
            external_networks={"public"},
            key_pairs=(),
            left={"servers": 1},
        )
        project.servers_gone.add(f"{BLUE}/0")
        one = operator.types("repair", "blue", "--dry-run")
        stop_server(project, f"{BLUE}/1")
        two = operator.types("repair", "blue", "--yes")

        assert (one.code, two.code) == (0, 1)
        assert "2 servers needed, 1 left" in two.err
        assert project.marked == {}

    def test_it_is_refused_while_another_operator_works(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """Such as a switch: the lease is held."""
        stop_server(project, f"{BLUE}/0")
        project.cloud().leases.take("shop", "somebody@else", "switch", timedelta(minutes=2))
        done = operator.types("repair", "blue", "--yes", expect=1)

        assert "somebody@else" in done.err
        assert project.marked == {}

    def test_a_side_that_runs_nothing_is_refused(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """There is nothing to repair, and that is no success."""
        operator.types("retire", "--to", "remove", "--yes", expect=0)

        assert "green runs nothing" in operator.types("repair", "green", expect=1).err

    def test_alarms_that_an_interrupted_repair_left_held_are_let(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """The servers are replaced already: what is left is to let the live side scale."""
        stop_server(project, f"{BLUE}/0")
        operator.types(
            "repair", "blue", "--yes", "--stop-at", f"after:wait-until-healthy-{BLUE}", expect=137
        )
        project.fault = lambda moment, call: None
        assert acting(project, BLUE) == 0
        operator.types("repair", "blue", "--yes", "--break-lease", expect=0)

        assert acting(project, BLUE) == 2

    def test_a_side_that_was_found_held_shrinks_only_once_its_load_is_known(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """It only grew when an earlier repair held it and was killed: who knows that afterwards?"""
        execute(plan_switch(shop(project), demand=None), context_in(project))
        stop_server(project, f"{GREEN}/0")
        operator.types(
            "repair", "green", "--yes", "--stop-at", "after:hold-scaling-of-green", expect=137
        )
        project.fault = lambda moment, call: None
        todo = plan(project, Colour.GREEN)
        execute(todo, context_in(project))

        assert todo.steps[-1].describe() == "Resume scale-out of green."
        assert acting(project, GREEN) == 1

    def test_a_found_hold_is_waited_on_before_the_side_may_shrink(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """As after a switch, and as `resume` does it."""
        stop_server(project, f"{BLUE}/0")
        operator.types(
            "repair", "blue", "--yes", "--stop-at", "after:hold-scaling-of-blue", expect=137
        )
        project.fault = lambda moment, call: None
        done = operator.types("repair", "blue", "--yes", "--break-lease", expect=0)

        assert "blue scales in only once it has been live for" in done.err
        assert acting(project, BLUE) == 2

    def test_a_server_that_load_takes_away_during_the_look_is_not_called_dead(
        self, project: FakeProject, operator: Operator
    ) -> None:
        """It was in the group when that was read, and Nova did not have it any more."""

        def taken() -> None:
            set_size(project, BLUE, 2)
            project.servers_gone.add(f"{BLUE}/2")

        set_size(project, BLUE, 3)
        just_before(project, "servers.find", taken)
        done = operator.types("repair", "blue", "--yes", expect=0)

        assert "Nothing to repair" in done.err
        assert "is gone" not in done.err

    def test_status_names_the_repair(self, project: FakeProject, operator: Operator) -> None:
        """Where a server fails its health check."""
        assert "bluegreen repair" not in operator.types("status", expect=0).err
        stop_server(project, f"{BLUE}/0")

        assert "bluegreen repair blue shop" in operator.types("status", expect=0).err


@pytest.mark.parametrize(
    "first", ["before:mark-unhealthy-" + BLUE, "after:replace-unhealthy-" + BLUE]
)
def test_a_repair_that_was_killed_twice_is_gone_on_with(tmp_path: Path, first: str) -> None:
    """Wherever the second run ended: the third leaves every server well, and a side that scales in
    both directions.
    """
    number = 0
    while True:
        number += 1
        project = shop_that_is_up(tmp_path, SCALED_SHOP)
        operator = Operator(project, tmp_path, SCALED_SHOP)
        stop_server(project, f"{BLUE}/1")
        operator.types("repair", "blue", "--yes", "--stop-at", first, expect=137)
        made = strike_call(project, number, Killed)
        operator.types("repair", "blue", "--yes", "--break-lease")
        project.fault = no_fault
        if len(made) < number:
            break
        operator.types("repair", "blue", "--yes", "--break-lease", expect=0)
        assert good(shop(project)), number
        assert shop(project).blue.members.healthy == 2
    assert number > 20


def test_after_a_switch_alone_there_is_nothing_to_repair(
    operator: Operator, project: FakeProject
) -> None:
    """That the side does not shrink yet is the switch's: its own load is not known."""
    operator.types("switch", "--to", "green", "--yes", "--stop-at", "before:let-green-scale")
    project.fault = no_fault

    done = operator.types("repair", "green", "--yes", "--break-lease", expect=0)

    assert "Nothing to repair" in done.err
    assert "bluegreen resume shop" in done.err
