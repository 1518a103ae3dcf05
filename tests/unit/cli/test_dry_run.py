# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""--dry-run: the steps that would be taken, with what each changes and undoes, and no change."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from support.acts import ACTS
from support.crash_world import world_before
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.releases import asks
from support.worlds import SCALED_SHOP, SHOP, shop_that_is_up, stop_server

from bluegreen.cli.app import BlueGreenShell
from bluegreen.cli.registry import COMMANDS, CommandTable
from bluegreen.model.quota import Shortage

WRITES = ("POST", "PUT", "PATCH", "DELETE")
CHANGES = (
    "addresses.point",
    "addresses.allocate",
    "addresses.adopt",
    "addresses.delete",
    "addresses.set_paused",
    "balancers.apply_settings",
    "stacks.create",
    "stacks.delete",
    "stacks.resize",
    "stacks.mark",
    *WRITES,
)
QUICK = "watch: {duration: 2s, every: 1s}\n"
WHOLE = SHOP + QUICK + "checks: [{name: smoke, command: {run: ['true']}}]\n"


def changes(project: FakeProject) -> list[str]:
    """Return every call that changes something, of those made so far."""
    return [call for call in project.calls if call.startswith(CHANGES)]


def operator_before(act: str, folder: Path, specification: str = SHOP + QUICK) -> Operator:
    """Return an operator in the world in which an act begins."""
    operator = Operator(world_before(act).copy(), folder, others=ACTS[act].others)
    (folder / "bluegreen.yaml").write_text(specification)
    return operator


@pytest.mark.parametrize("act", ACTS)
def test_the_steps_are_shown_and_nothing_is_changed(act: str, tmp_path: Path) -> None:
    """Exit code 0; steps are numbered; no call that changes anything, not even a lease."""
    operator = operator_before(act, tmp_path)
    shown = operator.types(*ACTS[act].words, "--dry-run", expect=0)

    assert "   1. " in shown.err
    assert changes(operator.project) == []


@pytest.mark.parametrize(
    ("act", "undo"),
    [
        ("deploy", "undo: Delete the stack shop-green-r3."),
        ("switch", "undo: Move the production address 203.0.113.2 back to blue."),
        ("rollback", "undo: Move the production address 203.0.113.2 back to green."),
        ("retire to warm", "undo: Resize shop-blue-r1 back to 2 servers."),
        ("retire to nothing", "the point of no return: earlier steps are no longer undone"),
        ("up", "If a step fails, nothing is undone; run the same command again to continue."),
        ("down", "If a step fails, nothing is undone; run the same command again to continue."),
    ],
)
def test_each_plan_says_what_undoes_it(act: str, undo: str, tmp_path: Path) -> None:
    """Or that nothing does."""
    shown = operator_before(act, tmp_path).types(*ACTS[act].words, "--dry-run", expect=0)

    assert undo in shown.err


def test_a_removal_is_shown_in_the_order_in_which_it_goes(tmp_path: Path) -> None:
    """First the addresses and the releases, then the sides, the router last."""
    shown = operator_before("down", tmp_path).types(*ACTS["down"].words, "--dry-run", expect=0)

    stacks = ("shop-blue-r1", "shop-green-r2", "shop-blue", "shop-green", "shop")
    *releases, blue, green, router = [
        shown.err.index(f"Delete the stack {stack},") for stack in stacks
    ]
    assert shown.err.index("Release the production address") < min(releases)
    assert max(releases) < min(blue, green)
    assert max(blue, green) < router


def test_a_release_shows_every_stage_with_what_will_be_there_by_then(tmp_path: Path) -> None:
    """The switch is planned with the release that the deploy will have built, the retirement with
    the side that will be idle then.
    """
    operator = operator_before("release", tmp_path, WHOLE)
    shown = operator.types("release", "2.0", "--dry-run", expect=0).err

    stages = shown.split("Stage ")[1:]
    assert [stage.split()[0] for stage in stages] == [
        "deploy",
        "check",
        "approve",
        "switch",
        "watch",
        "drain",
        "scale",
        "retire",
    ]
    deploy, check, approve, switch, watch, drain, _, retire = stages
    assert "Build the stack shop-green-r3." in deploy
    assert "Warm up 2 servers with requests." in check
    assert "Run the checks against green: smoke." in check
    assert "Ask nobody" in approve
    assert "ok  green has 2 healthy servers of 2 wanted" in switch
    assert "Move the production address 203.0.113.2 to green." in switch
    assert "for 2 s" in watch
    assert "roll back automatically" in watch
    assert "Plan: drain of shop blue" in drain
    assert "Scale in shop-blue-r1 from 2 servers to 1." in retire
    assert changes(operator.project) == []


def test_a_release_shows_no_plan_where_nothing_is_left_to_do(tmp_path: Path) -> None:
    """A version that is on the idle side is not built again; one that is live is not switched."""
    operator = operator_before("switch", tmp_path)
    there = operator.types("release", "2.0", "--dry-run", expect=0).err
    operator.types("switch", "--yes", expect=0)
    operator.project.calls.clear()
    live = operator.types("release", "2.0", "--dry-run", expect=0).err

    assert "2.0 is already on the idle side." in there
    assert "Build the stack" not in there
    assert "Move the production address 203.0.113.2 to green." in there
    assert live.count("2.0 is already live.") == 3
    assert "Move the production address" not in live
    assert "Scale in shop-blue-r1" in live
    assert changes(operator.project) == []


def test_a_release_shows_how_a_shrunk_one_grows_again(tmp_path: Path) -> None:
    """And plans the switch with the size that it will have."""
    operator = operator_before("rollback to a shrunk side", tmp_path)
    shown = operator.types("release", "1.0", "--dry-run", expect=0).err

    assert "1.0 is already on the idle side." in shown
    assert "Scale out shop-blue-r1 from 1 server to 2." in shown
    assert "ok  blue has 2 healthy servers of 2 wanted" in shown
    assert changes(operator.project) == []


def test_growth_is_foreseen_once_although_a_server_of_the_live_side_is_dead(tmp_path: Path) -> None:
    """The dead one counts at each of the two places where a side is grown, and is shown at one."""
    operator = Operator(shop_that_is_up(tmp_path, SCALED_SHOP), tmp_path, SCALED_SHOP)
    operator.types("deploy", "2.0", "--yes", expect=0)
    operator.types("scale", "green", "--count", "1", "--min", "1", "--yes", expect=0)
    stop_server(operator.project, "shop-blue-r1/0")
    shown = operator.types("release", "2.0", "--dry-run", expect=0).err

    assert shown.count("Scale out shop-green-r3 from 1 server to 2.") == 1


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("ask", "Ask for confirmation."),
        ("wait", "Wait up to 4 hours for bluegreen approve or reject."),
    ],
)
def test_a_release_says_who_is_asked(option: str, said: str, tmp_path: Path) -> None:
    """As it would be with this command line."""
    operator = operator_before("release", tmp_path)
    shown = operator.types("release", "2.0", "--approve", option, "--dry-run", expect=0).err

    assert said in shown


def test_a_release_that_would_be_refused_is_refused(tmp_path: Path) -> None:
    """Exit code 1 with the reason, after the plan that it stands in the way of."""
    operator = operator_before("release", tmp_path)
    operator.project.missing = [Shortage("there is no image web", "openstack image list")]
    refused = operator.types("release", "2.0", "--dry-run", expect=1)

    assert "Build the stack shop-green-r3." in refused.err
    assert "there is no image web" in refused.err
    operator.types("pause", expect=0)
    assert "is paused" in operator.types("release", "2.0", "--dry-run", expect=1).err


def test_a_deploy_that_lacks_something_is_shown_before_it_is_refused(tmp_path: Path) -> None:
    """So that what it is needed for can be seen."""
    operator = operator_before("deploy", tmp_path)
    operator.project.missing = [Shortage("there is no image web", "openstack image list")]
    refused = operator.types(*ACTS["deploy"].words, "--dry-run", expect=1)

    assert "Build the stack shop-green-r3." in refused.err
    assert "there is no image web" in refused.err


def test_releases_together_are_all_shown(tmp_path: Path) -> None:
    """Each application with its own stages."""
    operator = operator_before("release", tmp_path)
    other = tmp_path / "desk.yaml"
    other.write_text(SHOP.replace("shop", "desk"))
    operator.types("up", "1.0", "--yes", "--specification", str(other), expect=0)
    operator.project.calls.clear()
    shown = operator.types("release", "2.0", "--together", str(other), "--dry-run", expect=0).err

    assert "Build the stack shop-green-r3." in shown
    assert "Build the stack desk-green-r3." in shown
    assert changes(operator.project) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "Run the checks against green: smoke."),
        (("watch",), "On a failure, roll back automatically."),
        (("pause",), "Mark the production address 203.0.113.2 as paused."),
        (("unpause",), "undo: bluegreen pause shop"),
        (("approve",), "Write to the journal that r3 may go live."),
        (("reject",), "Write to the journal that r3 is not to go live."),
    ],
)
def test_a_verb_of_one_act_says_what_it_would_do(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """Stages and answers too: everything that writes anything can be looked at first."""
    operator = operator_before("switch", tmp_path, WHOLE)
    asks(operator.project)
    operator.project.calls.clear()
    shown = operator.types(*words, "--dry-run", expect=0)

    assert said in shown.err
    assert changes(operator.project) == []


ONLY_LOOK = {"credential list", "history", "list", "probe", "status", "timetable", "validate"}
NEED_NO_CLOUD = {"complete", "help", "init", "schema"}


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_changes_something_in_the_cloud_can_be_rehearsed(name: str) -> None:
    """A new verb takes --dry-run, or is one of those that are known to change nothing there."""
    shell = BlueGreenShell()
    command, *_ = CommandTable(COMMANDS).find_command(name.split())
    options = command(shell, argparse.Namespace()).get_parser(name).format_help()

    assert ("--dry-run" in options) == (name not in ONLY_LOOK | NEED_NO_CLOUD)
