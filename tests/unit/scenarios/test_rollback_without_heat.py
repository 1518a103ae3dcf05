# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The way back needs Neutron and Octavia alone; Heat may be down, or too slow to wait for."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from support.acts import ACTS
from support.crash_matrix import places, points
from support.crash_world import world_before
from support.fake_cloud import FakeProject, no_fault
from support.faults import heat_is_down, strike
from support.operator import Operator
from support.states import good, standing
from support.worlds import SHOP, context_in, live_once_reachable, set_size, shop, specification

from bluegreen.cloud.calls import within
from bluegreen.cloud.errors import AnswerLost
from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import RolledBack, StepFailed
from bluegreen.model.application import Application
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.stack import StackState
from bluegreen.model.tags import Colour
from bluegreen.release.pipeline import release
from bluegreen.release.stages.request import ReleaseRequest

ROLLBACK = ACTS["rollback"].words
TO_BLUE = "addresses.point production vip-shop-blue"


@pytest.fixture
def project() -> FakeProject:
    """A project in which green is live with 2.0, and blue is the way back, as large; no Heat."""
    project = world_before("rollback").copy()
    project.fault = heat_is_down
    return project


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody in front of that project."""
    return Operator(project, tmp_path)


def test_a_rollback_moves_production_and_says_what_it_could_not_read(
    project: FakeProject, operator: Operator
) -> None:
    """Exit code 0; the plan says that the stacks were not read; the journal has nothing."""
    done = operator.types(*ROLLBACK, expect=0)

    assert "ok  the stacks could not be read (no answer from the orchestration service)" in done.err
    assert "Could not write to the journal" in done.err
    assert "blue is live" in done.err
    assert "with 1.0, 2 of 2 healthy" in done.err
    assert live_once_reachable(project) is Colour.BLUE
    assert good(shop(project))
    assert "rollback" not in {e.event for e in project.cloud().journal.entries("shop", 100)}


def test_the_versions_are_what_the_members_say(project: FakeProject) -> None:
    """Each member carries its release and version, so the sides are known without a stack."""
    seen = observe_as_far_as_it_answers(project.cloud(), "shop")

    assert [(r.name, r.version, r.wanted) for r in seen.releases] == [
        ("r3", "2.0", 2),
        ("r1", "1.0", 2),
    ]
    assert {r.stack.state for r in seen.releases} == {StackState.UNREAD}
    assert seen.unread == "no answer from the orchestration service"


@pytest.mark.parametrize("place", [*places("rollback"), *points("rollback")], ids=str)
def test_heat_that_goes_down_at_any_moment_does_not_stop_a_rollback(
    project: FakeProject, operator: Operator, place: tuple[str, str, int]
) -> None:
    """From whatever call or step on Heat is gone: production moves and is proved all the same."""
    moment, what, number = place
    seen = 0

    def goes_down(now: str, call: str) -> None:
        nonlocal seen
        seen += (now, call) == (moment, what)
        if seen >= max(1, number):
            heat_is_down(now, call)

    project.fault = goes_down
    operator.types(*ROLLBACK, expect=0)

    assert live_once_reachable(project) is Colour.BLUE
    assert good(shop(project))


def test_a_side_that_would_have_to_grow_first_is_refused_with_the_way_on(
    project: FakeProject, operator: Operator
) -> None:
    """Only Heat makes servers; a smaller side is taken as it is when told so."""
    set_size(project, "shop-green-r3", 3)
    refused = operator.types(*ROLLBACK, expect=1)

    assert "blue cannot scale out (Heat does not answer)" in refused.err
    assert (
        "or run the same command with --allow-smaller, which takes the side as it is" in refused.err
    )
    assert live_once_reachable(project) is Colour.GREEN

    project.fault = heat_is_down
    operator.types(*ROLLBACK, "--allow-smaller", expect=0)
    assert live_once_reachable(project) is Colour.BLUE


def test_a_side_with_two_versions_is_refused_without_heat_too(
    project: FakeProject, operator: Operator
) -> None:
    """The middle of a deploy is seen by the members: users would meet both versions."""
    project.fault = no_fault
    stop = ("--stop-at", "before:remove-shop-blue-r1")
    operator.types("deploy", "3.0", "--yes", *stop, expect=137)
    project.fault = no_fault
    project.cloud().leases.break_lease("shop")
    before = standing(shop(project))

    project.fault = heat_is_down
    refused = operator.types(*ROLLBACK, expect=1)

    assert "blue has r4 (not read), r1 (not read)" in refused.err
    project.fault = no_fault
    assert standing(shop(project)) == before


def test_a_rollback_without_heat_that_does_not_answer_is_taken_back(
    project: FakeProject, operator: Operator
) -> None:
    """The old side turns out not to serve: green is live again, exit code 3."""

    def nobody_answers(moment: str, call: str) -> None:
        heat_is_down(moment, call)
        if call == "data_plane.prove production":
            raise StepFailed("nobody answers")

    project.fault = nobody_answers
    operator.types(*ROLLBACK, expect=3)

    assert live_once_reachable(project) is Colour.GREEN
    assert good(shop(project))


def test_hooks_are_run_around_a_rollback_without_heat(
    project: FakeProject, operator: Operator, tmp_path: Path
) -> None:
    """They get what the members say: the version that production goes back to."""
    for moment in ("before", "after"):
        hook = tmp_path / f"{moment}.sh"
        hook.write_text(f"#!/bin/sh\necho {moment} $BLUEGREEN_SIDE $BLUEGREEN_VERSION\n")
        hook.chmod(0o755)
    hooks = "hooks: {before_rollback: ./before.sh, after_rollback: ./after.sh}\n"
    (tmp_path / "bluegreen.yaml").write_text(SHOP + hooks)

    done = operator.types(*ROLLBACK, expect=0)

    assert "before blue 1.0" in done.err
    assert "after blue 1.0" in done.err


def test_a_watch_that_fails_goes_back_without_heat(tmp_path: Path) -> None:
    """The automatic way back needs no more than the one by hand."""
    project = world_before("release").copy()
    check = tmp_path / "check.sh"
    check.write_text('#!/bin/sh\n[ "$BLUEGREEN_ADDRESS" != "$BLUEGREEN_PRODUCTION" ]\n')
    check.chmod(0o755)
    rules = (
        "watch: {duration: 2s, every: 1s}\nchecks: [{name: well, command: {run: [./check.sh]}}]\n"
    )
    run = context_in(project)
    moved = "addresses.point production vip-shop-green"

    def goes_down_after_the_move(moment: str, call: str) -> None:
        if moved in project.calls:
            heat_is_down(moment, call)

    project.fault = goes_down_after_the_move
    with pytest.raises(RolledBack, match="blue is live again"):
        release(ReleaseRequest(specification(tmp_path, SHOP + rules), "2.0", ProofSpec()), run)

    assert live_once_reachable(project) is Colour.BLUE


def test_an_application_that_cannot_be_seen_without_heat_is_not_called_absent(
    project: FakeProject, operator: Operator
) -> None:
    """An application of which only stacks are left may be there all the same."""
    project.addresses.clear()
    project.tagged_balancers.clear()
    refused = operator.types(*ROLLBACK, expect=1)

    assert "error: no answer from the orchestration service" in refused.err


def test_a_heat_that_never_answers_is_not_waited_for(project: FakeProject) -> None:
    """After the time that production can wait, the stacks count as not read."""

    def takes_the_request_and_never_answers(moment: str, call: str) -> None:
        if call == "stacks.find":
            threading.Event().wait()

    project.fault = takes_the_request_and_never_answers
    patience = timedelta(seconds=0.01)
    seen = observe_as_far_as_it_answers(project.cloud(), "shop", patience=patience)

    assert seen.unread == "Heat has not answered within 0.01 s"
    assert seen.live is not None
    assert seen.live.colour is Colour.GREEN


def test_a_timeout_of_the_call_itself_is_no_verdict_on_the_waiting() -> None:
    """What the call raises is what the caller meets."""

    def call() -> None:
        raise TimeoutError("of the call")

    with pytest.raises(TimeoutError, match="of the call"):
        within(timedelta(minutes=5), call, "Heat")


def test_a_rollback_that_heat_answers_is_in_the_journal_whole(
    project: FakeProject, operator: Operator
) -> None:
    """One lost answer to an entry is asked again, and nothing is left out."""
    strike(project, "before", "POST software_configs", lambda: AnswerLost("no answer"))
    operator.types(*ROLLBACK, expect=0)

    entries = project.cloud().journal.entries("shop", 100)
    of_rollback = [str(e.phase) for e in entries if e.event == "rollback"]
    assert of_rollback[0] == "succeeded"
    assert of_rollback[-1] == "intended"
    assert of_rollback.count("step") == len(of_rollback) - 2


def test_hooks_do_not_wait_once_more_for_a_heat_that_did_not_answer(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look for them would cost half a minute of whatever is wrong with production."""
    hooks = "hooks: {before_rollback: /bin/true, after_rollback: /bin/true}\n"
    (tmp_path / "bluegreen.yaml").write_text(SHOP + hooks)
    waited: list[timedelta] = []

    def looks(cloud: Cloud, name: str, **patience: timedelta) -> Application:
        waited.extend(patience.values())  # none is given for the look after the rollback
        return observe_as_far_as_it_answers(cloud, name, **patience)

    monkeypatch.setattr("bluegreen.operations.change.observe_as_far_as_it_answers", looks)
    operator.types(*ROLLBACK, expect=0)

    assert waited == [timedelta(seconds=1)] * 2
