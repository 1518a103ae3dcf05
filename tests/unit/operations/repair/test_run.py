# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`repair`, as it is typed: shown, asked, killed and continued."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import just_before
from support.nth_call import strike_call
from support.operator import Killed, Operator
from support.repairs import BLUE, GREEN, acting, plan
from support.states import good
from support.worlds import SCALED_SHOP, context_in, set_size, shop, shop_that_is_up, stop_server

from bluegreen.cloud.inventory import Holdings
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_switch


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

    def test_nothing_to_do_is_reported_and_left_alone(
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
        execute(plan_switch(shop(project), proof=None), context_in(project))
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
        execute(plan_switch(shop(project), proof=None), context_in(project))
        stop_server(project, f"{GREEN}/0")
        operator.types(
            "repair", "green", "--yes", "--stop-at", "after:suspend-green-autoscaling", expect=137
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
            "repair", "blue", "--yes", "--stop-at", "after:suspend-blue-autoscaling", expect=137
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
    operator.types(
        "switch", "--to", "green", "--yes", "--stop-at", "before:resume-green-autoscaling"
    )
    project.fault = no_fault

    done = operator.types("repair", "green", "--yes", "--break-lease", expect=0)

    assert "Nothing to repair" in done.err
    assert "bluegreen resume shop" in done.err
