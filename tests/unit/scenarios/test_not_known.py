# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is not known is neither good nor bad: docs/decisions/not-known.md, command by command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.acts import DEPLOY, UP
from support.fake_cloud import FakeProject, no_fault
from support.fake_cloud.made import delete
from support.faults import heat_is_down
from support.operator import Done, Operator
from support.worlds import live, shop

from bluegreen.model.address import Role
from bluegreen.model.application import Release
from bluegreen.model.stack import StackState
from bluegreen.model.tags import Colour

SWITCH, ROLLBACK = ("switch", "--yes"), ("rollback", "--yes")
BLUE, GREEN = "lb-shop-blue", "lb-shop-green"
R1, R3 = "shop-blue-r1", "shop-green-r3"


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose shop is live on green with 2.0; blue has 1.0, the way back."""
    operator = Operator(FakeProject(), tmp_path)
    for words in (UP, DEPLOY, SWITCH):
        operator.types(*words, expect=0)
    return operator


def states(operator: Operator) -> dict[str, str]:
    """Return the state of each side, as `status` shows it."""
    listed = operator.types("status", "shop", "-f", "json", expect=0)
    return {row["Side"]: row["State"] for row in json.loads(listed.out)}


def release_on(operator: Operator, colour: Colour) -> Release:
    """Return the release on a side."""
    release = shop(operator.project).side(colour).release
    assert release is not None
    return release


def servers_of_green_die(project: FakeProject) -> None:
    """Let production have a good reason to go back."""
    project.unhealthy.update(project.servers(R3))


def octavia_failed_with(project: FakeProject, balancer: str, operating: str = "ONLINE") -> None:
    """Let Octavia have failed with a change of a load balancer, which may serve all the same."""
    project.provisioning[balancer], project.operating[balancer] = "ERROR", operating


def check_failed(project: FakeProject, stack: str) -> None:
    """Let somebody have pressed Horizon's button for a check while a server was stopped."""
    now = project.stacks[stack]
    project.stacks[stack] = replace(now, state=StackState.UNKNOWN, status="CHECK_FAILED")


class TestHealthMonitor:
    """Somebody deleted the health monitor of the side that is the way back."""

    @pytest.fixture(autouse=True)
    def _deleted(self, operator: Operator) -> None:
        delete(operator.project, "health_monitor", "shop-blue")

    def test_status_and_list_say_what_is_not_known_and_what_the_servers_answer(
        self, operator: Operator
    ) -> None:
        """Neither degraded nor healthy."""
        assert states(operator) == {"blue": "unknown: no health monitor", "green": "healthy"}
        told = operator.types("status", "shop", expect=0).err
        assert "blue: no health monitor asks its 2 servers, so it is unknown" in told
        assert "blue: its servers answer." in told
        assert "unknown: no health monitor" in operator.types("list", expect=0).out

    def test_a_way_back_that_answers_is_taken(self, operator: Operator) -> None:
        """Its servers answer through the preview address before production moves."""
        servers_of_green_die(operator.project)
        operator.types(*ROLLBACK, expect=0)
        assert live(operator.project) is Colour.BLUE

    def test_one_that_does_not_answer_is_left_to_a_person(self, operator: Operator) -> None:
        """Nothing is moved, and the option is named."""
        operator.project.servers_answer = False
        refused = operator.types(*ROLLBACK, expect=1)

        assert "--allow-unknown" in refused.err
        assert live(operator.project) is Colour.GREEN
        operator.types(*ROLLBACK, "--allow-unknown", expect=0)
        assert live(operator.project) is Colour.BLUE

    def test_a_deploy_brings_it_back_and_does_not_wait_for_what_nobody_can_tell(
        self, operator: Operator
    ) -> None:
        """Nobody would know when the new servers are healthy."""
        operator.types("deploy", "3.0", "--yes", expect=0)

        assert release_on(operator, Colour.BLUE).version == "3.0"
        assert states(operator)["blue"] == "healthy"


class TestWatch:
    """A release to a side without a health monitor."""

    QUICK = "watch: {duration: 2s, every: 1s}\n"

    @pytest.fixture
    def releases(self, tmp_path: Path) -> Operator:
        """Somebody whose idle side has 2.0, and no health monitor any more."""
        operator = Operator(FakeProject(), tmp_path)
        operator = replace(operator, specification=operator.specification + self.QUICK)
        for words in (UP, DEPLOY):
            operator.types(*words, expect=0)
        delete(operator.project, "health_monitor", "shop-green")
        return operator

    def test_the_answers_of_the_servers_decide(self, releases: Operator) -> None:
        """They are asked through preview, and then through production."""
        releases.types("release", "2.0", "--yes", expect=0)
        assert live(releases.project) is Colour.GREEN

    @pytest.mark.parametrize(
        ("more", "code"), [((), 4), (("--allow-unknown",), 0)], ids=["a person", "allowed"]
    )
    def test_where_they_stop_answering_a_person_decides(
        self, releases: Operator, more: tuple[str, ...], code: int
    ) -> None:
        """What the watch cannot know takes nothing back."""

        def silent_once_live(moment: str, call: str) -> None:
            project = releases.project
            at = {a.port_id for a in project.addresses.values() if a.role is Role.PRODUCTION}
            if moment == "before" and call.startswith("data_plane.servers_answer"):
                project.servers_answer = call.endswith("preview") or project.has_proved
                project.has_proved = "vip-shop-green" not in at

        releases.project.has_proved = True  # type: ignore[attr-defined]
        releases.project.fault = silent_once_live
        releases.types("release", "2.0", "--yes", *more, expect=code)
        releases.project.fault = no_fault

        assert live(releases.project) is Colour.GREEN


class TestBalancer:
    """Octavia failed with its last change of a load balancer."""

    def test_status_says_that_it_serves_all_the_same(self, operator: Operator) -> None:
        """With the best other evidence, and who can repair it."""
        octavia_failed_with(operator.project, BLUE)
        told = operator.types("status", "shop", expect=0).err

        assert states(operator)["blue"] == "unknown: load balancer ERROR"
        assert "which serves all the same (ONLINE): 2 of 2 servers pass their health check" in told
        assert "openstack loadbalancer failover lb-shop-blue" in told

    @pytest.mark.parametrize("operating", ["ONLINE", "DEGRADED"])
    def test_a_way_back_that_serves_is_taken(self, operator: Operator, operating: str) -> None:
        """Green's servers are dead: a rollback asks whether blue serves, not how it was changed."""
        octavia_failed_with(operator.project, BLUE, operating)
        servers_of_green_die(operator.project)
        done = operator.types(*ROLLBACK, expect=0)

        assert "?   blue's load balancer is ERROR/" in done.err
        assert live(operator.project) is Colour.BLUE

    def test_one_that_does_not_serve_is_refused(self, operator: Operator) -> None:
        """That is known, and bad."""
        octavia_failed_with(operator.project, BLUE, "ERROR")
        operator.types(*ROLLBACK, "--allow-unknown", expect=1)
        assert live(operator.project) is Colour.GREEN

    def test_one_that_is_too_small_cannot_grow_and_is_taken_as_it_is(
        self, operator: Operator
    ) -> None:
        """Octavia takes no member into it; the way on is named."""
        operator.types("retire", "--to", "warm", "--yes", expect=0)
        octavia_failed_with(operator.project, BLUE)
        refused = operator.types(*ROLLBACK, expect=1)

        assert "blue's load balancer is in ERROR and takes no other servers" in refused.err
        assert "--allow-smaller" in refused.err
        operator.types(*ROLLBACK, "--allow-smaller", expect=0)
        assert live(operator.project) is Colour.BLUE

    def test_a_switch_to_it_is_for_a_person_to_decide(self, operator: Operator) -> None:
        """Without need nobody goes where something is wrong."""
        octavia_failed_with(operator.project, BLUE)
        refused = operator.types(*SWITCH, expect=1)

        assert refused.next_command == ["switch", "shop", "--allow-unknown"]
        operator.types(*refused.next_command, "--yes", expect=0)
        assert live(operator.project) is Colour.BLUE


class TestCheckedStack:
    """A check by Heat failed on a release that is complete, since a server was stopped then."""

    def test_status_says_so_and_names_the_check(self, operator: Operator) -> None:
        """Its servers are healthy now."""
        check_failed(operator.project, R1)
        told = operator.types("status", "shop", expect=0).err

        assert states(operator)["blue"] == f"unknown: {R1} CHECK_FAILED"
        assert "2 of 2 servers pass their health check" in told
        assert f"openstack stack check {R1}" in told

    def test_a_side_with_dead_servers_is_called_degraded(self, operator: Operator) -> None:
        """What is known and bad comes first."""
        check_failed(operator.project, R1)
        operator.project.unhealthy.add(operator.project.servers(R1)[0])
        assert states(operator)["blue"] == "degraded"

    @pytest.mark.parametrize("words", [SWITCH, ROLLBACK], ids=["switch", "rollback"])
    def test_its_healthy_servers_are_enough_to_go_live(
        self, operator: Operator, words: tuple[str, ...]
    ) -> None:
        """The check says nothing of whether it is complete."""
        check_failed(operator.project, R1)
        done = operator.types(*words, expect=0)

        assert live(operator.project) is Colour.BLUE
        if words == SWITCH:
            assert "?   blue has r1 (not known: CHECK_FAILED)" in done.err

    def test_a_resume_removes_it_for_nothing_that_a_check_says(self, operator: Operator) -> None:
        """It is the way back, and neither replaced nor touched."""
        check_failed(operator.project, R1)
        operator.project.calls.clear()
        operator.types("resume", "shop", "--yes", expect=0)

        assert release_on(operator, Colour.BLUE).name == "r1"
        changes = ("stacks.resize", "stacks.delete", "stacks.update")
        assert not [call for call in operator.project.calls if call.startswith(changes)]

    def test_a_resume_goes_by_the_servers_where_a_deploy_was_killed_too(
        self, operator: Operator
    ) -> None:
        """The newer stays once its servers are healthy; the older one stays until then."""
        killed = ("--stop-at", "after:build-shop-blue-r4")
        operator.types("deploy", "3.0", "--yes", *killed, expect=137)
        operator.project.fault = no_fault
        check_failed(operator.project, "shop-blue-r4")
        dead = operator.project.servers("shop-blue-r4")
        operator.project.unhealthy.update(dead)
        operator.types("resume", "shop", "--yes", "--break-lease", expect=4)
        assert R1 in operator.project.stacks

        operator.project.unhealthy.clear()
        operator.types("resume", "shop", "--yes", expect=0)
        assert release_on(operator, Colour.BLUE).version == "3.0"
        assert R1 not in operator.project.stacks

    def test_a_change_of_size_names_the_check_first(self, operator: Operator) -> None:
        """An update of the stack would replace the servers that failed the check."""
        check_failed(operator.project, R1)
        refused = operator.types("scale", "blue", "--count", "3", "--max", "3", "--yes", expect=1)

        assert f"openstack stack check {R1}" in refused.err
        assert release_on(operator, Colour.BLUE).wanted == 2

    def test_repair_finds_nothing_to_repair(self, operator: Operator) -> None:
        """All of its servers are in order."""
        check_failed(operator.project, R1)
        operator.types("repair", "blue", "--yes", expect=0)
        assert "stacks.resize shop-blue-r1" not in operator.project.calls

    def test_a_side_whose_network_stack_failed_a_check_is_built(self, operator: Operator) -> None:
        """`up` builds nothing a second time, and `resume` does not call it partly built."""
        check_failed(operator.project, "shop-blue")
        operator.types("up", "1.0", "--sides", "blue", "--yes", expect=0)
        operator.types("resume", "shop", "--yes", expect=0)


def settles(project: FakeProject, balancer: str, *later: tuple[str, str]) -> None:
    """Let Octavia work on a load balancer for a few looks, and end in the last of these states."""
    project.provisioning[balancer] = "PENDING_UPDATE"
    left = list(later)

    def fault(moment: str, call: str) -> None:
        waited = project.terminal is not None and project.terminal.now() > 20
        if call == "balancers.inspect" and waited and left:
            project.provisioning[balancer], project.operating[balancer] = left.pop(0)

    project.fault = fault


class TestPendingUpdate:
    """Octavia works on the load balancer of the side that is to be live."""

    def test_a_switch_waits_until_that_has_ended(self, operator: Operator) -> None:
        """With progress, and not for ever."""
        settles(operator.project, BLUE, ("ACTIVE", "ONLINE"))
        done = operator.types(*SWITCH, expect=0)

        assert "Wait until Octavia has updated blue's load balancer." in done.err
        assert "blue's load balancer is PENDING_UPDATE since" in done.err
        assert live(operator.project) is Colour.BLUE

    @pytest.mark.parametrize(
        ("later", "told"),
        [
            ((), "blue's load balancer stays busy"),
            ((("ERROR", "ERROR"),), "blue's load balancer is ERROR now"),
        ],
        ids=["never ends", "fails"],
    )
    def test_it_changes_nothing_where_that_ends_badly_or_never(
        self, operator: Operator, later: tuple[tuple[str, str], ...], told: str
    ) -> None:
        """Exit code 1, after minutes at most."""
        settles(operator.project, BLUE, *later)
        failed = operator.types(*SWITCH, expect=1)

        assert told in failed.err
        assert live(operator.project) is Colour.GREEN

    def test_a_rollback_does_not_wait(self, operator: Operator) -> None:
        """A balancer that is being changed goes on serving."""
        settles(operator.project, BLUE)
        operator.types(*ROLLBACK, expect=0)
        assert live(operator.project) is Colour.BLUE


class TestPreview:
    """Somebody deleted the preview address."""

    @pytest.fixture(autouse=True)
    def _deleted(self, operator: Operator) -> None:
        addresses = operator.project.addresses
        [preview] = [a.id for a in addresses.values() if a.role is Role.PREVIEW]
        del addresses[preview]

    def test_a_rollback_does_without_it(self, operator: Operator) -> None:
        """Production moves in one request, as ever."""
        servers_of_green_die(operator.project)
        done = operator.types(*ROLLBACK, expect=0)

        assert "?   there is no preview address" in done.err
        assert live(operator.project) is Colour.BLUE
        moves = [c for c in operator.project.calls if c.startswith("addresses.point production")]
        assert moves[-1] == "addresses.point production vip-shop-blue"
        assert "addresses.point preview None" not in operator.project.calls[-40:]

    def test_one_that_is_undone_does_without_it_too(self, operator: Operator) -> None:
        """Blue does not answer on production: green is live again."""
        project = operator.project

        def closed(moment: str, call: str) -> None:
            if call.startswith("data_plane.prove"):
                project.closed_listeners.add(BLUE)

        project.fault = closed
        operator.types(*ROLLBACK, expect=3)
        project.fault = no_fault
        assert live(project) is Colour.GREEN

    def test_a_switch_names_what_allocates_another(self, operator: Operator) -> None:
        """It would show nothing on preview; the command is good as it stands."""
        refused = operator.types(*SWITCH, expect=1)

        assert "there is no preview address" in refused.err
        assert refused.next_command == ["up", "1.0", "--sides", "blue"]
        operator.types(*refused.next_command, "--yes", expect=0)
        operator.types(*SWITCH, expect=0)
        assert live(operator.project) is Colour.BLUE


Break = Callable[[str, str], None]


@pytest.mark.parametrize("words", [("status", "shop"), ("status", "shop", "-f", "json")])
def test_status_shows_what_is_known_while_heat_does_not_answer(
    operator: Operator, words: tuple[str, ...]
) -> None:
    """Versions and servers by the balancers' members, and that the rest is unknown."""
    operator.project.fault = heat_is_down
    done: Done = operator.types(*words, expect=0)

    assert "Heat does not answer" in done.err
    assert "2.0" in done.out
    if "json" in words:
        rows: list[dict[str, Any]] = json.loads(done.out)
        assert {row["State"] for row in rows} == {"unknown: Heat does not answer"}
