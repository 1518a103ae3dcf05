# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `status` says of size, limits, alarms and the last change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down
from support.operator import Operator
from support.scaling import BLUE, alarms_that_do_not_answer, switch
from support.worlds import SCALED_SHOP, context_in, set_size, shop, shop_that_is_up

from bluegreen.cli.render import scaling_row
from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.cloud.server_problems import problems
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.scaling import Direction, ScalingEvent
from bluegreen.model.stack import Server
from bluegreen.model.summary import warnings
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_rollback


def fire(project: FakeProject, release_stack: str, direction: Direction) -> None:
    """Let one alarm be in the state alarm."""
    stack = project.stacks[release_stack]
    project.alarms = {
        key: replace(alarm, state="alarm")
        if (alarm.stack_id, alarm.direction) == (stack.id, direction)
        else alarm
        for key, alarm in project.alarms.items()
    }


class TestStatus:
    """What `status` says of scaling, and of servers that do not serve."""

    def test_size_limits_alarms_and_the_last_change_are_shown(self, project: FakeProject) -> None:
        """Of each side; the idle one's alarms are held."""
        at = datetime(2026, 11, 25, 3, 4, 5, tzinfo=UTC)
        project.last_scalings[BLUE] = ScalingEvent(at, Direction.OUT, "alarm state changed")
        application = shop(project)

        last = "out at 2026-11-25 03:04:05 UTC"
        assert scaling_row(application.blue) == (2, "2-4", "out ok, in ok", last)
        assert scaling_row(application.green) == (2, "2-4", "out suspended, in suspended", None)

    def test_the_columns_are_there_where_something_scales(
        self, project: FakeProject, tmp_path: Path
    ) -> None:
        """And nowhere else."""
        scaled = Operator(project, tmp_path, SCALED_SHOP).types("status", "-f", "json", expect=0)
        (tmp_path / "fixed").mkdir()
        fixed_world = shop_that_is_up(tmp_path / "fixed")
        fixed = Operator(fixed_world, tmp_path / "fixed").types("status", "-f", "json", expect=0)

        assert '"Limits": "2-4"' in scaled.out
        assert "Limits" not in fixed.out

    def test_a_group_at_its_maximum_under_load_says_so(self, project: FakeProject) -> None:
        """Nothing else would: Heat takes the signal and does nothing."""
        set_size(project, BLUE, 3)
        fire(project, BLUE, Direction.OUT)
        assert list(warnings(shop(project))) == []

        set_size(project, BLUE, 4)
        assert "blue is at its maximum of 4 servers" in next(iter(warnings(shop(project))))

    def test_a_side_that_does_not_scale_as_its_role_asks_is_reported_with_the_way_on(
        self, project: FakeProject
    ) -> None:
        """After a switch the live side only grows; after a rollback without Heat the roles have
        changed and the alarms have not.
        """
        switch(project)
        in_the_wait = list(warnings(shop(project)))
        project.fault = heat_is_down
        application = observe_as_far_as_it_answers(project.cloud(), "shop")
        execute(plan_rollback(application, proof=ProofSpec()), context_in(project))
        project.fault = no_fault

        next_step = "bluegreen resume shop"
        not_let = "live, but its autoscaling is not active in both directions"
        assert in_the_wait == [f"green is {not_let}: {next_step}"]
        assert list(warnings(shop(project))) == [
            f"blue is {not_let}: {next_step}",
            f"green is idle, but its alarms may still change its size: {next_step}",
        ]

    def test_alarms_that_cannot_be_read_are_reported(self, project: FakeProject) -> None:
        """The rest of the status is there all the same."""
        alarms_that_do_not_answer(project)
        application = shop(project)

        assert application.blue.members.healthy == 2
        assert "does not report the state of its alarms" in next(iter(warnings(application)))

    def test_a_server_that_fails_is_shown_with_the_reason(self, project: FakeProject) -> None:
        """What Nova says of it; and that it has none, when somebody deleted it."""
        project.unhealthy |= {f"{BLUE}/0", f"{BLUE}/1"}
        error = Server("shop-blue-r1-ab12", frozenset({f"{BLUE}/0"}), "ERROR", "disk is full")
        project.servers_in_error = [error]
        project.servers_gone = {f"{BLUE}/1"}
        told = list(problems(project.cloud(), shop(project)))

        assert "is ERROR (disk is full)" in told[0]
        assert f"{BLUE}/1 fails its health check, and Nova does not know it" in told[1]

    def test_nova_is_not_asked_while_all_is_well(self, project: FakeProject) -> None:
        """A status costs nothing more then."""
        project.calls.clear()
        assert list(problems(project.cloud(), shop(project))) == []
        assert "servers.find" not in project.calls
