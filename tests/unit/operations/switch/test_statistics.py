# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The proof by the load balancers' own counts, for a machine with no way to the address."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import SHOP, context_in, live, shop, shop_that_is_up

from bluegreen.errors import RolledBack
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.operations.executor import execute
from bluegreen.operations.switch.plan import plan_rollback, plan_switch
from bluegreen.operations.switch.statistics import REPORTS, Counts

DEMAND = ProofSpec(by="statistics")


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live, and has users."""
    return shop_that_is_up(tmp_path)


def connections_of_this_machine(project: FakeProject) -> list[str]:
    """Return the calls that need a way to the addresses."""
    return [call for call in project.calls if call.startswith("data_plane")]


def test_a_switch_is_proved_without_a_connection_of_this_machine(project: FakeProject) -> None:
    """Green's count grows while blue's stands still; nothing is sent to either address."""
    execute(plan_switch(shop(project), proof=DEMAND), context_in(project))

    assert live(project) is Colour.GREEN
    assert connections_of_this_machine(project) == []


def test_a_rollback_is_proved_in_the_same_way(project: FakeProject) -> None:
    """The sides are exchanged, and so are their counts."""
    execute(plan_switch(shop(project), proof=DEMAND), context_in(project))
    execute(plan_rollback(shop(project), proof=DEMAND), context_in(project))

    assert live(project) is Colour.BLUE
    assert connections_of_this_machine(project) == []


def test_without_users_there_is_no_proof_and_production_goes_back(project: FakeProject) -> None:
    """Silence proves nothing, and a switch that was to be proved is not kept on silence."""
    project.has_users = False

    with pytest.raises(RolledBack, match="no proof by statistics within 90 s"):
        execute(plan_switch(shop(project), proof=DEMAND), context_in(project))

    assert live(project) is Colour.BLUE


def test_the_plan_says_that_the_proof_is_weaker(project: FakeProject) -> None:
    """Readers of the plan know what they get."""
    steps = plan_switch(shop(project), proof=DEMAND).steps

    assert [step.name for step in steps] == [
        "verify-size",
        "detach-preview",
        "move-production",
        "point-preview",
        "prove-on-production",
    ]
    assert "slower and weaker" in steps[-1].describe()


def test_a_listener_that_cannot_say_its_side_can_be_proved_by_statistics(
    tmp_path: Path,
) -> None:
    """A count is the same for every protocol."""
    project = shop_that_is_up(tmp_path)
    for name in ("shop-blue", "shop-green"):
        project.requests[name].parameters["protocol"] = "TCP"  # type: ignore[index]

    refused = plan_switch(shop(project), proof=ProofSpec()).refusals
    assert len(refused) == 1
    assert "--proof statistics" in refused[0]
    assert plan_switch(shop(project), proof=DEMAND).refusals == ()


@pytest.mark.parametrize(
    ("words", "proves"), [((), False), (("--proof", "none"), False), (("--proof", "probe"), True)]
)
def test_the_specification_says_how_and_the_command_line_says_it_last(
    project: FakeProject, tmp_path: Path, words: tuple[str, ...], proves: bool
) -> None:
    """`switch.proof.by` holds for every command that does not say otherwise."""
    operator = Operator(project, tmp_path)
    (tmp_path / "bluegreen.yaml").write_text(f"{SHOP}switch: {{proof: {{by: statistics}}}}\n")

    operator.types("switch", "--yes", *words, expect=0)

    assert bool(connections_of_this_machine(project)) is proves
    counted = [call for call in project.calls if "connections_so_far" in call]
    assert bool(counted) is (words == ())


def test_two_reports_are_needed_and_one_of_the_old_side_begins_again() -> None:
    """The first report of the new side may tell of the time before the move."""
    counts = Counts(new=10, old=50)
    told = []
    for new, old in ((10, 50), (13, 50), (13, 52), (15, 52), (15, 52), (19, 52)):
        counts.read(new, old)
        told.append(counts.reports)

    assert told == [0, 1, 0, 1, 1, 2]
    assert REPORTS == 2
    assert counts.new_since == 6


def test_a_count_that_begins_again_proves_nothing() -> None:
    """A load balancer that was restarted counts from zero."""
    counts = Counts(new=10, old=50)
    counts.read(3, 50)
    assert counts.reports == 0
    counts.read(4, 0)
    assert counts.reports == 0
