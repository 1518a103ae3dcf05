# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What happened to users of other tools must not happen here: one test for each incident.

Real clients that stay connected are met on the lab: tests/lab/test_crash_on_the_lab.py.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from support.acts import SWITCH
from support.crash_matrix import cases
from support.fake_cloud import FakeProject
from support.faults import just_before, strike
from support.incidents import TO_GREEN, just_after
from support.operator import Operator
from support.states import good, standing
from support.worlds import SHOP, context_in, live, set_size, shop, specification

from bluegreen.cloud import templates
from bluegreen.cloud.errors import AnswerLost, Forbidden
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.stack import StackState, TemplateName
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.release.pipeline import release
from bluegreen.release.stages.request import ReleaseRequest


def test_a_failed_deletion_and_a_second_run_never_touch_the_live_side(
    project: FakeProject, operator: Operator
) -> None:
    """Green is live, deleting blue's old release failed, and the pipeline ran again: it redeployed
    the live colour (cloudfoundry/multiapps-controller #431).
    """
    operator.types(*SWITCH, expect=0)
    green = {name: s for name, s in project.stacks.items() if "green" in name}

    def deletion_fails() -> None:
        broken = replace(
            project.stacks["shop-blue-r1"], state=StackState.FAILED, status="DELETE_FAILED"
        )
        project.stacks["shop-blue-r1"] = broken

    just_after(project, "stacks.delete shop-blue-r1", deletion_fails)
    operator.types("deploy", "3.0", "--yes", expect=4)
    project.calls.clear()
    operator.types("deploy", "3.0", "--yes", expect=0)

    assert {name: s for name, s in project.stacks.items() if "green" in name} == green
    assert not [
        c for c in project.calls if "green" in c and c.startswith("stacks.") and "record" not in c
    ]
    assert live(project) is Colour.GREEN
    assert good(shop(project))


def test_a_crash_after_the_old_release_was_deleted_is_finished_forward(
    project: FakeProject, operator: Operator
) -> None:
    """Deleting the old and saving the state were not one act, and recovery rolled back onto what
    was deleted (apache/flink-kubernetes-operator PR #1161).
    """
    operator.types(
        *("deploy", "3.0", "--yes"), "--stop-at", "after:remove-shop-green-r3", expect=137
    )
    project.fault = lambda moment, call: None
    operator.types("resume", "--break-lease", "--yes", expect=0)

    assert [r.version for r in shop(project).green.releases] == ["3.0"]
    assert good(shop(project))


def test_a_release_that_is_started_again_watches_for_the_whole_time_again(
    project: FakeProject, operator: Operator, tmp_path: Path
) -> None:
    """A stale timestamp from before an abort let the next deployment delete blue at once
    (apache/flink-kubernetes-operator PR #1159).
    """
    wish = specification(tmp_path, f"{SHOP}watch: {{duration: 60s, every: 10s}}\n")
    order = ReleaseRequest(wish, "2.0", ProofSpec())
    first = context_in(project)
    interrupt_after(project, first, seconds=50)
    with pytest.raises(KeyboardInterrupt):
        release(order, first)

    second, retired_at = context_in(project), []
    just_before(
        project, "stacks.resize shop-blue-r1", lambda: retired_at.append(second.clock.now())
    )
    release(order, second)

    assert retired_at
    assert retired_at[0] >= 60


def interrupt_after(project: FakeProject, run: ExecutionContext, seconds: float) -> None:
    """Let the operator press Ctrl-C when the run has slept for so long."""

    def fault(moment: str, call: str) -> None:
        if run.clock.now() >= seconds:
            project.fault = lambda moment, call: None
            raise KeyboardInterrupt

    project.fault = fault


def test_a_move_whose_answer_was_lost_is_read_back_and_not_repeated(
    project: FakeProject, operator: Operator
) -> None:
    """Patroni says "status unknown" and does not guess; here the address itself is asked."""
    strike(project, "after", TO_GREEN, lambda: AnswerLost("no answer within 120 s"))
    operator.types(*SWITCH, expect=0)

    assert project.calls.count(TO_GREEN) == 1
    assert live(project) is Colour.GREEN


def test_of_two_deploys_at_once_one_is_refused_and_told_by_whom(
    project: FakeProject, operator: Operator
) -> None:
    """9 of 30 deploys were lost to the deploy lock (antiwork/gumroad PR #6292)."""
    second: list[str] = []

    def another_deploys() -> None:
        second.append(operator.types("deploy", "4.0", "--yes", expect=1).err)

    just_before(project, "stacks.create shop-green-r4", another_deploys)
    operator.types("deploy", "3.0", "--yes", "-m", "hotfix", expect=0)

    assert "is changing shop" in second[0]
    assert "(hotfix)" in second[0]
    assert "--wait 10m" in second[0]
    assert [r.version for r in shop(project).green.releases] == ["3.0"]


def test_the_lease_of_a_dead_operator_ends_on_its_own(
    project: FakeProject, operator: Operator
) -> None:
    """A lock whose holder died stayed until somebody removed it by hand (basecamp/kamal #689)."""
    operator.types(*SWITCH, "--stop-at", "after:detach-preview", expect=137)
    project.fault = lambda moment, call: None
    operator.types(*SWITCH, expect=1)

    project.seconds += 200
    operator.types(*SWITCH, expect=0)

    assert live(project) is Colour.GREEN
    assert good(shop(project))


def test_a_new_side_is_as_large_as_the_live_one_is_at_its_peak(
    project: FakeProject, operator: Operator
) -> None:
    """The new side began at its minimum and answered 500 under full traffic
    (fluxcd/flagger #1209).
    """
    set_size(project, "shop-blue-r1", 5)
    operator.types(*SWITCH, expect=1)
    operator.types("deploy", "3.0", "--yes", expect=0)

    assert shop(project).green.members.healthy == 5
    operator.types(*SWITCH, expect=0)


def test_no_stack_owns_an_address_so_no_update_takes_production_back() -> None:
    """Terraform and controllers reverted the shift, since it was in their state
    (terraform-aws-modules/terraform-aws-alb #409, aws-controllers-k8s/community #2907).
    """
    for name in get_args(TemplateName):
        bundle = templates.load(name)
        for text in (str(bundle.template), *map(str, bundle.files.values())):
            assert "FloatingIP" not in text


def test_a_port_that_the_cloud_refuses_leaves_everything_as_it_was(
    project: FakeProject, operator: Operator
) -> None:
    """The port was owned by a different tenant (cluster-api-provider-openstack #948)."""
    before = standing(shop(project))
    strike(project, "before", TO_GREEN, lambda: Forbidden("port is owned by a different tenant"))

    refused = operator.types(*SWITCH, expect=1)

    assert "nothing is changed: port is owned by a different tenant" in refused.err
    assert standing(shop(project)) == before


def test_a_quota_that_runs_out_half_way_leaves_the_idle_side_as_it_was(
    project: FakeProject, operator: Operator
) -> None:
    """Deployments failed in the middle for lack of capacity (aws/containers-roadmap #675)."""
    before = standing(shop(project))
    project.failing_stacks["shop-green-r4"] = "Quota exceeded for cores"

    failed = operator.types("deploy", "3.0", "--yes", expect=1)

    assert "Quota exceeded for cores" in failed.err
    assert standing(shop(project)) == before


@pytest.mark.parametrize(("policy", "left"), [("drain", 3), ("cut", 1)])
def test_clients_that_stay_connected_are_drained_or_cut_and_never_moved_by_force(
    project: FakeProject, operator: Operator, policy: str, left: int
) -> None:
    """Some want WebSockets left alone, some want them ended (argoproj/argo-rollouts #3761,
    kubernetes/kubernetes #108523): both by name, through a switch and a rollback, with the number
    that stayed. One client is in the midst of a request, which no cut ends.
    """
    for words, old in ((SWITCH, "blue"), (("rollback", "--yes"), "green")):
        project.connected[f"lb-shop-{old}"], project.busy[f"lb-shop-{old}"] = 3, 1
        drain = ("--drain", policy, *(("--drain-deadline", "1m") if policy == "drain" else ()))
        done = operator.types(*words, *drain, expect=0)

        assert project.connected[f"lb-shop-{old}"] == left
        assert f"{left} open connection" in done.err
        assert live(project) is not Colour(old)
    assert good(shop(project))


def test_ctrl_c_at_every_step_leaves_a_state_that_is_reported(tmp_path: Path) -> None:
    """An interrupted deployment was left behind as it was (terraform-provider-aws PR #43986)."""
    met = list(cases("switch", "Ctrl-C", tmp_path))

    assert {case.code for case in met} == {0, 1, 3, 130}  # 0: in the drain, when all is done
    assert [(case.place, case.wrong) for case in met if case.wrong] == []
