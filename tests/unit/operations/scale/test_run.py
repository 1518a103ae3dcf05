# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`scale`: a size or other bounds for a side, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.scaling import BLUE, GREEN, HELD, LET, alarms, grows_on, names
from support.worlds import SCALED_SHOP, context_in, shop, shop_that_is_up

from bluegreen.errors import Refused, StepFailed
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.scale.plan import SizeWish, plan_scale


class TestScale:
    """`bluegreen scale`."""

    def test_a_live_side_is_held_only_while_its_size_changes(self, project: FakeProject) -> None:
        """Its alarms act before, and after."""
        plan = plan_scale(shop(project), Colour.BLUE, SizeWish(count=3))
        execute(plan, context_in(project))

        assert names(plan) == [
            "suspend-blue-autoscaling",
            f"resize-{BLUE}",
            f"wait-until-healthy-{BLUE}",
            "resume-blue-autoscaling",
        ]
        assert shop(project).blue.members.healthy == 3
        assert alarms(project, BLUE) == LET

    def test_bounds_alone_leave_the_servers(self, project: FakeProject) -> None:
        """A higher maximum adds none; the stack and its tags have it from then on."""
        execute(plan_scale(shop(project), Colour.BLUE, SizeWish(max=6)), context_in(project))
        release = shop(project).blue.release

        assert release is not None
        assert (release.min, release.max, shop(project).blue.members.total) == (2, 6, 2)
        assert project.requests[BLUE].parameters["max"] == 6

    def test_bounds_move_the_servers_that_they_forbid(self, project: FakeProject) -> None:
        """A minimum above what there is adds some, a maximum below it removes some."""
        for wish, servers in ((SizeWish(min=4), 4), (SizeWish(min=1, max=3), 3)):
            execute(plan_scale(shop(project), Colour.GREEN, wish), context_in(project))
            assert shop(project).green.members.total == servers

    def test_the_idle_side_stays_held(self, project: FakeProject) -> None:
        """Its size is what a person says."""
        plan = plan_scale(shop(project), Colour.GREEN, SizeWish(count=1, min=1))
        execute(plan, context_in(project))

        assert names(plan) == [f"resize-{GREEN}"]
        assert (alarms(project, GREEN), shop(project).green.members.total) == (HELD, 1)

    @pytest.mark.parametrize(("wish", "servers"), [(SizeWish(max=8), 4), (SizeWish(max=3), 3)])
    def test_bounds_leave_what_load_made_of_a_side_until_it_was_held(
        self, project: FakeProject, wish: SizeWish, servers: int
    ) -> None:
        """It had two when this was planned: new bounds do not take servers that load asked for."""
        plan = plan_scale(shop(project), Colour.BLUE, wish)
        grows_on(project, "alarms.enable out False", 4)
        execute(plan, context_in(project))

        assert shop(project).blue.members.healthy == servers
        assert alarms(project, BLUE) == LET

    def test_what_is_given_back_is_what_there_was_when_it_was_held(
        self, project: FakeProject
    ) -> None:
        """Load made three of two after the look, and Heat has no room for a fourth."""
        plan = plan_scale(shop(project), Colour.BLUE, SizeWish(count=4))
        grows_on(project, "alarms.enable out False", 3)
        project.failing_stacks[BLUE] = "No valid host was found"
        with pytest.raises(StepFailed, match="No valid host"):
            execute(plan, context_in(project))

        assert shop(project).blue.members.total == 3
        assert alarms(project, BLUE) == LET

    def test_a_failure_gives_size_bounds_and_scaling_back(self, project: FakeProject) -> None:
        """Heat has no room: nothing is changed."""
        project.failing_stacks[BLUE] = "No valid host was found"
        with pytest.raises(StepFailed, match="No valid host"):
            execute(plan_scale(shop(project), Colour.BLUE, SizeWish(4, 2, 8)), context_in(project))
        release = shop(project).blue.release

        assert release is not None
        assert (release.min, release.max, shop(project).blue.members.total) == (2, 4, 2)
        assert alarms(project, BLUE) == LET

    def test_a_minimum_above_the_maximum_is_refused(self, project: FakeProject) -> None:
        """The other bound is the one that the release has."""
        with pytest.raises(Refused, match="5 to 4 servers"):
            execute(plan_scale(shop(project), Colour.BLUE, SizeWish(min=5)), context_in(project))

    @pytest.mark.parametrize(
        ("count", "way_on"),
        [
            (5, "bluegreen scale blue shop --count 5 --max 5; for every release from now on, "),
            (1, "bluegreen scale blue shop --count 1 --min 1; for every release from now on, "),
        ],
    )
    def test_a_count_outside_the_bounds_is_refused(
        self, project: FakeProject, tmp_path: Path, count: int, way_on: str
    ) -> None:
        """A slip of a finger is not fifty servers; the command with other bounds is named."""
        operator = Operator(project, tmp_path, SCALED_SHOP)
        refused = operator.types("scale", "blue", "--count", str(count), "--yes", expect=1)

        assert "outside these bounds" in refused.err
        assert f"next: {way_on}" in refused.err
        assert shop(project).blue.members.total == 2

        operator.types(*refused.next_command[:1], *refused.next_command[1:], "--yes", expect=0)
        assert shop(project).blue.members.total == count

    def test_a_release_without_alarms_is_scaled_as_well(self, tmp_path: Path) -> None:
        """Nobody needs a section `scaling` to have one server more."""
        project = shop_that_is_up(tmp_path)
        wish = SizeWish(count=3, max=3)
        execute(plan_scale(shop(project), Colour.BLUE, wish), context_in(project))

        assert shop(project).blue.members.healthy == 3
        assert not [c for c in project.calls if c.startswith("alarms")]

    def test_the_command_wants_exactly_one_kind_of_wish(
        self, project: FakeProject, tmp_path: Path
    ) -> None:
        """Neither nothing nor a size together with --webhooks."""
        operator = Operator(project, tmp_path, SCALED_SHOP)
        operator.types("scale", "blue", expect=2)
        operator.types("scale", "blue", "--webhooks", "--count", "2", expect=2)

    def test_webhooks_are_shown_and_journalled_nowhere(
        self, project: FakeProject, tmp_path: Path
    ) -> None:
        """They are for anyone who asks: no record of them, and no lease."""
        operator = Operator(project, tmp_path, SCALED_SHOP)
        project.calls.clear()
        shown = operator.types("scale", "blue", "--webhooks", "-f", "json", expect=0)

        assert "scale_out" in shown.out
        assert "scale_in" in shown.out
        assert not [c for c in project.calls if c.startswith(("POST", "PUT"))]
