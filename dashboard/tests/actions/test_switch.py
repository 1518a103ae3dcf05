# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the actions do: the library's own acts, under the same lease, with the same journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import AJAX, Page, Visitor
from django.test import override_settings
from support.fake_cloud import FakeProject, no_fault
from support.faults import just_before, no_port_is_left, silence, strike
from support.operator import Killed, Operator, dead
from support.states import good
from support.worlds import run_in, set_size, shop

from bluegreen.cloud.errors import AnswerLost
from bluegreen.model.journal import Phase
from bluegreen.model.tags import Colour
from bluegreen.operations.journal_writer import note

TO_GREEN = "addresses.point production vip-shop-green"
TO_BLUE = "addresses.point production vip-shop-blue"
SHOP = "/project/bluegreen/application/shop/"


def interrupted_deploy(project: FakeProject, folder: Path) -> None:
    """Let a deploy of 2.0 have ended before it removed the release that it replaces."""
    silence(project, "stacks.delete shop-green-r2")
    Operator(project, folder).types("deploy", "2.0", "--yes")
    project.fault = no_fault


def live(project: FakeProject) -> Colour | None:
    """Return the live side."""
    side = shop(project).live
    return side.colour if side else None


def went_through(page: Page) -> bool:
    """Whether the dialog closes and the page of the application follows."""
    return page.headers.get("X-Horizon-Location") == SHOP


def test_the_dialog_of_a_switch_shows_guards_steps_and_what_clients_notice(
    ann: Visitor, project: FakeProject
) -> None:
    """Before anything is done."""
    project.connected["lb-shop-blue"] = 3

    text = ann.opens("application/shop/switch/", **AJAX).text

    assert "holds: Wanted servers are healthy green has 2 healthy servers of 2 wanted" in text
    assert "Move the production address 203.0.113.2 to green." in text
    assert "3 connections are open on Blue; they stay there until they end." in text
    assert live(project) is Colour.BLUE


def test_a_switch_is_the_one_of_the_command(ann: Visitor, project: FakeProject) -> None:
    """Proved, measured, in the journal with operator and message; the lease is given back."""
    done = ann.presses("switch", message="the new prices")

    assert went_through(done)
    assert live(project) is Colour.GREEN
    newest = project.cloud().journal.entries("shop", limit=1)[0]
    assert (newest.event, newest.phase) == ("switch", Phase.SUCCEEDED)
    assert (newest.operator, newest.message) == ("ann in Horizon", "the new prices")
    assert newest.details["failed_requests"] == 0
    assert project.cloud().leases.holder("shop") is None
    text = ann.opens(SHOP).text
    assert "shop: Green is live on 203.0.113.2 with 1.0. The move took" in text


def test_a_rollback_makes_the_previous_side_live_again(ann: Visitor, project: FakeProject) -> None:
    """Skipping what a switch asks of the new side."""
    ann.presses("switch")

    assert went_through(ann.presses("rollback"))
    assert live(project) is Colour.BLUE


def test_a_rollback_does_not_make_a_version_live_that_never_was(
    ann: Visitor, project: FakeProject, tmp_path: Path
) -> None:
    """What was deployed since is no way back, and has the button of a switch."""
    Operator(project, tmp_path).types("deploy", "2.0", "--yes", expect=0)

    assert "which was never live" in ann.presses("rollback").text
    assert live(project) is Colour.BLUE


def test_who_presses_after_another_has_switched_is_told_and_moves_nothing_back(
    ann: Visitor, bob: Visitor, project: FakeProject
) -> None:
    """Both saw blue live. A second switch, taken for one from green, would undo the first."""
    dialog = bob.opens("application/shop/switch/", **AJAX)
    seen = {name: dialog.field(name) for name in ("saw_live", "saw_release")}
    ann.presses("switch")

    told = bob.sends("application/shop/switch/", {"proof": "probe", **seen}, **AJAX)

    assert "Green is live now, not Blue as you saw it. Nothing is changed." in told.text
    assert live(project) is Colour.GREEN


def test_who_presses_while_another_switches_is_told_who_does(
    ann: Visitor, bob: Visitor, project: FakeProject
) -> None:
    """One wins. The other's request changes nothing."""
    dialog = bob.opens("application/shop/switch/", **AJAX)
    seen = {name: dialog.field(name) for name in ("saw_live", "saw_release")}
    told: list[Page] = []

    def bob_presses() -> None:
        form = {"proof": "probe", **seen}
        told.append(bob.sends("application/shop/switch/", form, **AJAX))

    just_before(project, TO_GREEN, bob_presses)
    done = ann.presses("switch", message="mine")

    assert went_through(done)
    assert "It is being changed by ann in Horizon (mine). Nothing is changed." in told[0].text
    assert project.calls.count(TO_GREEN) == 1


def test_another_release_on_the_idle_side_than_was_seen_is_not_made_live(
    ann: Visitor, project: FakeProject
) -> None:
    """A deploy may have ended while the dialog was open."""
    form = {"proof": "probe", "saw_live": "blue", "saw_release": "r7"}

    told = ann.sends("application/shop/switch/", form, **AJAX)

    assert "The idle side has r2 now, not r7 as you saw it." in told.text
    assert live(project) is Colour.BLUE


def test_a_guard_that_no_longer_holds_refuses_what_the_dialog_offered(
    ann: Visitor, project: FakeProject
) -> None:
    """The guards are looked at again under the lease."""
    dialog = ann.opens("application/shop/switch/", **AJAX)
    project.unhealthy |= {"shop-green-r2/0"}
    seen = {name: dialog.field(name) for name in ("saw_live", "saw_release")}

    told = ann.sends("application/shop/switch/", {"proof": "probe", **seen}, **AJAX)

    assert "green has 1 healthy servers of 2 wanted" in told.text
    assert live(project) is Colour.BLUE


def test_a_switch_that_fails_once_production_had_moved_is_taken_back_and_told(
    ann: Visitor, project: FakeProject
) -> None:
    """The page says what is known; the live side is the one from before."""
    strike(project, "after", TO_GREEN, lambda: AnswerLost("no answer"))
    strike_twice = project.fault

    def fault(moment: str, call: str) -> None:
        strike_twice(moment, call)
        if (moment, call) == ("before", "addresses.point preview vip-shop-blue"):
            raise AnswerLost("no answer about preview")

    project.fault = fault
    page = ann.presses("switch")
    project.fault = no_fault

    assert went_through(page)
    assert live(project) is Colour.BLUE
    assert "was taken back" in ann.opens(SHOP).text


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_that_dies_in_the_middle_leaves_what_resume_ends(
    ann: Visitor, project: FakeProject, tmp_path: Path, moment: str
) -> None:
    """Nothing is undone, released or written by who is dead; the command ends it."""

    def dies() -> BaseException:
        project.fault = dead
        return Killed("the worker")

    strike(project, moment, TO_GREEN, dies)
    with pytest.raises(Killed):
        ann.presses("switch")
    project.fault = no_fault
    project.seconds += 600

    assert "bluegreen resume shop" in ann.opens(SHOP).text
    Operator(project, tmp_path).types("resume", "shop", "--yes", expect=0)
    assert good(shop(project))
    assert live(project) is (Colour.BLUE if moment == "before" else Colour.GREEN)


def test_a_rollback_to_a_side_that_must_grow_names_the_command_and_changes_nothing(
    ann: Visitor, project: FakeProject
) -> None:
    """Servers take minutes to boot, and a request to a web server is no place for that."""
    set_size(project, "shop-green-r2", 1)

    told = ann.presses("rollback")

    assert "bluegreen rollback shop" in told.text
    assert live(project) is Colour.BLUE


def test_a_rollback_needs_no_port_of_the_quota(ann: Visitor, project: FakeProject) -> None:
    """As `bluegreen rollback`: a new release may have scaled the ports away."""
    ann.presses("switch")
    fences = dict(project.tags)
    no_port_is_left(project)

    assert went_through(ann.presses("rollback"))
    assert live(project) is Colour.BLUE
    assert project.tags != fences, "late requests of others are fenced all the same"


def test_what_is_not_urgent_waits_for_a_port_and_names_the_way_around(
    ann: Visitor, project: FakeProject
) -> None:
    """As `bluegreen switch`: nothing is changed."""
    no_port_is_left(project)

    told = ann.presses("switch")

    assert "The lease is a port, and the project may make no more" in told.text
    assert live(project) is Colour.BLUE


def test_a_rollback_takes_a_smaller_side_when_it_is_told_to(
    ann: Visitor, project: FakeProject
) -> None:
    """Few servers are more than none."""
    set_size(project, "shop-green-r2", 1)

    assert went_through(ann.presses("rollback", even_smaller="on"))
    assert live(project) is Colour.GREEN


def test_a_side_without_proof_is_switched_to_only_when_asked(
    ann: Visitor, project: FakeProject
) -> None:
    """As `--proof none`: no connection is made by the dashboard's server."""
    assert went_through(ann.presses("switch", proof="none"))
    newest = project.cloud().journal.entries("shop", limit=1)[0]
    assert "failed_requests" not in newest.details


def test_the_proof_that_the_administrator_has_set_is_what_the_dialog_proposes(
    ann: Visitor,
) -> None:
    """A server that has no way to the addresses need not be told so in every dialog."""
    with override_settings(BLUEGREEN_PROOF="statistics"):
        dialog = ann.opens("application/shop/switch/", **AJAX)

    assert '<option value="statistics" selected>' in dialog.html
    assert "fresh connections to" not in dialog.text


def test_an_order_that_goes_through_costs_no_look_besides_its_own(
    ann: Visitor, project: FakeProject
) -> None:
    """A rollback is pressed in a hurry: it reads once before, and once after."""
    form = {"proof": "none", "saw_live": "blue", "saw_release": "r2"}
    project.calls.clear()

    ann.sends("application/shop/rollback/", form, **AJAX)

    assert live(project) is Colour.GREEN
    assert [call for call in project.calls if call.startswith("balancers.network")] == []
    assert project.calls.count("stacks.find") - 1 == 2  # and once by `live`, here


def test_retire_leaves_one_warm_server(ann: Visitor, project: FakeProject) -> None:
    """As `bluegreen retire`."""
    assert went_through(ann.presses("retire", message="done"))
    assert shop(project).green.members.total == 1
    assert live(project) is Colour.BLUE


def test_retire_removes_the_release_when_asked(ann: Visitor, project: FakeProject) -> None:
    """The side keeps its network and load balancer."""
    assert went_through(ann.presses("retire", to="remove"))
    assert shop(project).green.releases == ()
    assert shop(project).green.balancer is not None


def test_retire_is_refused_while_somebody_is_connected(ann: Visitor, project: FakeProject) -> None:
    """Unless that was ticked."""
    project.connected["lb-shop-green"] = 2

    assert "2 connections are open on green" in ann.presses("retire").text
    assert shop(project).green.members.total == 2
    assert went_through(ann.presses("retire", even_connected="on"))


def test_the_dialog_of_retire_shows_the_plan_of_what_is_chosen_and_says_what_else_there_is(
    ann: Visitor,
) -> None:
    """First what keeps a rollback possible; what removes is told in words, and then as a plan."""
    text = ann.opens("application/shop/retire/", **AJAX).text

    assert "holds: One release on the side green holds r2" in text
    assert "Change the number of servers" in text
    assert "Remove the release " not in text
    assert "If the release is removed instead: all servers of r2 (1.0) are deleted" in text

    refused = ann.presses("retire", to="remove", message="x" * 501).text
    assert "Remove the release" in refused
    assert "If one warm server is kept instead, a rollback stays possible." in refused


def test_the_dialog_of_retire_says_when_a_deploy_must_be_ended_before_it_shrinks(
    ann: Visitor, project: FakeProject, tmp_path: Path
) -> None:
    """Two releases on the idle side: removing does for both, one warm server does not."""
    interrupted_deploy(project, tmp_path)

    text = ann.opens("application/shop/retire/", **AJAX).text

    assert "does not hold: One release on the side green holds r3 and r2" in text
    assert "all servers of r3 (2.0), r2 (1.0) are deleted" in text


def has_checked(project: FakeProject) -> None:
    """Let a release have checked what is on the idle side."""
    note(run_in(project), "shop", "check", Phase.SUCCEEDED, shop(project).green, {})


@pytest.mark.parametrize(
    ("action", "phase"), [("approve", Phase.SUCCEEDED), ("reject", Phase.FAILED)]
)
def test_an_answer_is_written_where_the_release_that_waits_looks(
    ann: Visitor, project: FakeProject, action: str, phase: Phase
) -> None:
    """It names the release that was seen; whoever waits has the lease, and has just checked."""
    has_checked(project)
    project.cloud().leases.take("shop", "bob@desk", "release 1.0", timedelta(minutes=2))

    assert went_through(ann.presses(action, message="looks good"))
    newest = project.cloud().journal.entries("shop", limit=1)[0]
    assert (newest.event, newest.phase, newest.release) == ("approval", phase, "r2")
    assert newest.operator == "ann in Horizon"


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize("ended", [True, False])
def test_an_answer_to_who_does_something_else_is_not_written(
    ann: Visitor, project: FakeProject, action: str, *, ended: bool
) -> None:
    """A repair holds the lease too: it is at work, or asks a person whether it may."""
    has_checked(project)
    run = run_in(project)
    phase = Phase.SUCCEEDED if ended else Phase.INTENDED
    note(run, "shop", "repair", phase, shop(project).blue, {})
    project.cloud().leases.take("shop", "bob@desk", "repair", timedelta(minutes=2))

    assert "no release waits for an answer" in ann.presses(action).text
    assert project.cloud().journal.entries("shop", limit=1)[0].event == "repair"


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_an_answer_that_nobody_waits_for_any_more_is_not_written(
    ann: Visitor, project: FakeProject, action: str
) -> None:
    """The release may have ended while the dialog was open; the next one is to ask anew."""
    leases = project.cloud().leases
    lease = leases.take("shop", "bob@desk", "release 1.0", timedelta(minutes=2))
    dialog = ann.opens(f"application/shop/{action}/", **AJAX)
    leases.release(lease)

    form = {name: dialog.field(name) for name in ("saw_live", "saw_release")}
    told = ann.sends(f"application/shop/{action}/", form, **AJAX)

    assert "No release holds the lease, so none waits for an answer." in told.text
    assert project.cloud().journal.entries("shop", limit=1)[0].event != "approval"


def test_pause_and_unpause_mark_the_application(ann: Visitor, project: FakeProject) -> None:
    """In the project, so that every machine sees it."""
    assert went_through(ann.presses("pause"))
    assert shop(project).paused
    assert went_through(ann.presses("unpause"))
    assert not shop(project).paused


def test_a_dialog_works_as_a_page_of_its_own(ann: Visitor) -> None:
    """Without the script that makes a dialog of it: the same form."""
    page = ann.opens("application/shop/switch/")

    assert page.status == 200
    assert 'action="/project/bluegreen/application/shop/switch/"' in page.html
    assert page.field("saw_live") == "blue"


def test_a_done_act_stays_done_when_the_cloud_does_not_answer_afterwards(
    ann: Visitor, project: FakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was ordered is done by then; only how it looks is not known."""

    def look(*_: object) -> Callable[[], None]:
        raise AnswerLost("no answer")

    monkeypatch.setattr("bluegreen_dashboard.actions.switch.observe_as_far_as_it_answers", look)

    assert went_through(ann.presses("switch"))
    assert "It is done. How it looks now is not known: no answer." in ann.opens(SHOP).text
