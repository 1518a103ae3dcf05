# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the actions do: the library's own acts, under the same lease, with the same journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import AJAX, SHOP, Page, Visitor, live, went_through
from support.fake_cloud import FakeProject, no_fault
from support.faults import just_before, no_port_is_left, strike
from support.operator import Killed, Operator, dead
from support.states import good
from support.worlds import shop

from bluegreen.cloud.errors import AnswerLost
from bluegreen.model.journal import Phase
from bluegreen.model.tags import Colour

TO_GREEN = "addresses.point production vip-shop-green"


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


def test_who_presses_after_another_has_switched_reads_why_and_moves_nothing_back(
    ann: Visitor, bob: Visitor, project: FakeProject
) -> None:
    """Both saw blue live. A second switch, taken for one from green, would undo the first."""
    dialog = bob.opens("application/shop/switch/", **AJAX)
    seen = {name: dialog.field(name) for name in ("saw_live", "saw_release")}
    ann.presses("switch")

    told = bob.sends("application/shop/switch/", {"proof": "probe", **seen}, **AJAX)

    assert "Green is live now, not Blue as shown to you. Nothing is changed." in told.text
    assert live(project) is Colour.GREEN


def test_who_presses_while_another_switches_reads_who_does(
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
    assert "ann in Horizon (mine) is changing it. Nothing is changed." in told[0].text
    assert project.calls.count(TO_GREEN) == 1


def test_another_release_on_the_idle_side_than_was_seen_is_not_made_live(
    ann: Visitor, project: FakeProject
) -> None:
    """A deploy may have ended while the dialog was open."""
    form = {"proof": "probe", "saw_live": "blue", "saw_release": "r7"}

    told = ann.sends("application/shop/switch/", form, **AJAX)

    assert "The idle side has r2 now, not r7 as shown to you." in told.text
    assert live(project) is Colour.BLUE


def test_a_guard_that_no_longer_holds_refuses_what_the_dialog_offered(
    ann: Visitor, project: FakeProject
) -> None:
    """The prechecks are looked at again under the lease."""
    dialog = ann.opens("application/shop/switch/", **AJAX)
    project.unhealthy |= {"shop-green-r2/0"}
    seen = {name: dialog.field(name) for name in ("saw_live", "saw_release")}

    told = ann.sends("application/shop/switch/", {"proof": "probe", **seen}, **AJAX)

    assert "green has 1 healthy server of 2 wanted" in told.text
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
    assert "was rolled back" in ann.opens(SHOP).text


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


def test_what_is_not_urgent_waits_for_a_port_and_names_the_way_around(
    ann: Visitor, project: FakeProject
) -> None:
    """As `bluegreen switch`: nothing is changed."""
    no_port_is_left(project)

    told = ann.presses("switch")

    assert "The lease is a port, and the project cannot create another" in told.text
    assert live(project) is Colour.BLUE


def test_a_side_without_proof_is_switched_to_only_when_asked(
    ann: Visitor, project: FakeProject
) -> None:
    """As `--proof none`: no connection is made by the dashboard's server."""
    assert went_through(ann.presses("switch", proof="none"))
    newest = project.cloud().journal.entries("shop", limit=1)[0]
    assert "failed_requests" not in newest.details


def test_an_order_that_goes_through_costs_no_look_but_its_own(
    ann: Visitor, project: FakeProject
) -> None:
    """A rollback is pressed in a hurry: it reads once before, and once after."""
    form = {"proof": "none", "saw_live": "blue", "saw_release": "r2"}
    project.calls.clear()

    ann.sends("application/shop/rollback/", form, **AJAX)

    assert live(project) is Colour.GREEN
    assert [call for call in project.calls if call.startswith("balancers.network")] == []
    assert project.calls.count("stacks.find") - 1 == 2  # and once by `live`, here


def test_a_done_act_stays_done_when_the_cloud_does_not_answer_afterwards(
    ann: Visitor, project: FakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was ordered is done by then; only how it looks is not known."""

    def look(*_: object) -> Callable[[], None]:
        raise AnswerLost("no answer")

    for module in ("bluegreen.operations.change", "bluegreen_dashboard.actions.switch"):
        monkeypatch.setattr(f"{module}.observe_as_far_as_it_answers", look)

    assert went_through(ann.presses("switch"))
    assert "Done, but the current state could not be read: no answer." in ann.opens(SHOP).text
