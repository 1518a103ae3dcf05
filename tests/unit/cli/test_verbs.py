# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The verbs as an operator types them, on the cloud in memory: output, exit codes, questions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from support.fake_cloud import FakeProject
from support.releases import asks
from support.typed import Types, sides
from support.worlds import SHOP, shop


def test_a_day_of_work(types: Types) -> None:
    """Up, release, rollback, retire, down: each ends with 0 and leaves what it promises."""
    assert types("up", "1.0", "--yes")[0] == 0
    assert {s: r["Role"] for s, r in sides(types).items()} == {"blue": "live", "green": "idle"}

    assert types("release", "2.0", "--yes", "-m", "friday")[0] == 0
    now = sides(types)
    assert (now["green"]["Role"], now["green"]["Version"]) == ("live", "2.0")
    assert (now["blue"]["Role"], now["blue"]["Wanted"]) == ("idle", 1)

    assert types("rollback", "--yes")[0] == 0
    now = sides(types)
    assert (now["blue"]["Role"], now["blue"]["Healthy"]) == ("live", 2)

    assert types("down", "--yes")[0] == 1
    assert types("down", "--live", "shop", "--yes")[0] == 0
    assert types("status")[0] == 1


def test_the_result_of_a_switch_is_json_on_stdout_and_sentences_on_stderr(types: Types) -> None:
    """So that `-f json | jq` works while a person reads along."""
    types("up", "1.0", "--yes")
    code, out, err = types("switch", "--yes", "-f", "json")

    assert code == 0
    assert json.loads(out) == {
        "application": "shop",
        "live": "green",
        "version": "1.0",
        "cutover_seconds": 0.5,
        "requests": 20,
        "failed_requests": 0,
        "old_after_new": 0,
        "connections_left": 0,
        "connections_cut": 0,
    }
    assert "Move the production address 203.0.113." in err


def test_a_dry_run_shows_each_step_with_its_undo_and_changes_nothing(
    types: Types, project: FakeProject
) -> None:
    """The plan is the one that would be carried out."""
    types("up", "1.0", "--yes")
    before = dict(project.addresses), dict(project.stacks)
    code, _, err = types("switch", "--dry-run")

    assert code == 0
    assert "Move the production address" in err
    assert "undo: Move the production address" in err
    assert (dict(project.addresses), dict(project.stacks)) == before


def test_nothing_is_changed_without_a_yes(types: Types, project: FakeProject) -> None:
    """Without a terminal to ask on, --yes is needed: exit code 2."""
    code, _, err = types("up", "1.0")

    assert code == 2
    assert "--yes" in err
    assert project.stacks == {}


def test_everything_that_is_missing_is_listed_at_once(types: Types, project: FakeProject) -> None:
    """Before anything is built, and with where to look."""
    from bluegreen.model.quota import Shortage

    project.missing = [
        Shortage("there is no image web", "openstack image list"),
        Shortage("quota: 4 servers needed, 1 left", "openstack quota show"),
    ]
    code, _, err = types("up", "1.0", "--yes")

    assert code == 1
    assert "there is no image web; quota: 4 servers needed, 1 left" in err
    assert "next: openstack image list; openstack quota show" in err
    assert project.stacks == {}


def test_a_refusal_says_what_is_true_and_what_to_run(types: Types, project: FakeProject) -> None:
    """Exit code 1, two lines, and the live side untouched."""
    types("up", "1.0", "--yes")
    project.unhealthy.add("shop-green-r2/0")
    code, _, err = types("switch", "--yes")

    assert code == 1
    assert "error: switch of shop to green refused, and nothing is changed" in err
    assert "next: " in err
    assert sides(types)["blue"]["Role"] == "live"


def test_list_shows_every_application_at_a_fixed_number_of_requests(
    types: Types, project: FakeProject
) -> None:
    """The fleet at a glance: as many requests for two applications as for one."""
    types("up", "1.0", "--yes")
    project.calls.clear()
    types("list", "-f", "json")
    for_one = list(project.calls)
    Path("bluegreen.yaml").write_text(SHOP.replace("shop", "desk"))
    types("up", "3.0", "--yes")
    project.calls.clear()
    _, out, _ = types("list", "-f", "json")

    desk, shop = json.loads(out)
    assert (desk["Application"], shop["Application"]) == ("desk", "shop")
    assert (shop["Production"], shop["Production Fixed IP"]) == (
        "203.0.113.2",
        "fixed-vip-shop-blue",
    )
    assert (shop["Preview"], shop["Preview Fixed IP"]) == ("203.0.113.3", "fixed-vip-shop-green")
    assert sorted(project.calls) == sorted(for_one)


def test_a_broken_specification_does_not_stand_in_the_way_of_a_rollback(types: Types) -> None:
    """At night the file may be half edited; production must come back all the same."""
    types("up", "1.0", "--yes")
    types("switch", "--yes")
    Path("bluegreen.yaml").write_text("application: shop\nservers: [nonsense\n")
    code, _, err = types("rollback", "shop", "--yes")

    assert code == 0, err
    assert sides_of(types, "shop")["blue"]["Role"] == "live"


def sides_of(types: Types, name: str) -> dict[str, dict[str, Any]]:
    """Return the rows of status of a named application."""
    _, out, _ = types("-q", "status", name, "-f", "json")
    return {row["Side"]: row for row in json.loads(out)}


def test_a_lease_that_another_holds_refuses_and_names_the_holder(
    types: Types, project: FakeProject
) -> None:
    """Two operators: the second reads who works, and how to go on."""
    from datetime import timedelta

    types("up", "1.0", "--yes")
    project.cloud().leases.take("shop", "jane@desk", "release 2.0", timedelta(minutes=2))
    code, _, err = types("switch", "--yes")

    assert code == 1
    assert "jane@desk (release 2.0) is changing" in err
    assert types("switch", "--yes", "--break-lease")[0] == 0


def test_pausing_stops_a_release_and_not_a_person(types: Types) -> None:
    """What a person orders is done; what is automatic is not."""
    types("up", "1.0", "--yes")
    assert types("pause", "-m", "incident 7")[0] == 0
    code, _, err = types("release", "2.0", "--yes")

    assert code == 1
    assert "paused" in err
    assert types("watch")[0] == 1, "it may go back automatically"
    assert types("switch", "--yes")[0] == 0
    assert types("unpause")[0] == 0
    assert types("release", "2.0", "--yes")[0] == 0


def test_an_answer_names_the_release_that_it_is_for(types: Types, project: FakeProject) -> None:
    """`approve --release r9` of a release that is not there is refused."""
    types("up", "1.0", "--yes")
    asks(project)

    assert types("approve", "--release", "r9")[0] == 1
    assert types("approve", "--release", "r2")[0] == 0


def test_the_history_tells_who_did_what_and_why(types: Types) -> None:
    """The newest first, with the reason that was given."""
    types("up", "1.0", "--yes")
    types("switch", "--yes", "-m", "ticket 12")
    _, out, _ = types("history", "-f", "json")
    drain, switch, *_ = json.loads(out)

    assert (switch["Event"], switch["Phase"], switch["Message"]) == (
        "switch",
        "succeeded",
        "ticket 12",
    )
    assert (drain["Event"], drain["Message"]) == ("drain", "ticket 12")


def test_check_ends_with_1_when_preview_does_not_show_the_idle_side(
    types: Types, project: FakeProject
) -> None:
    """A check of the wrong side would be worse than none."""
    types("up", "1.0", "--yes")
    assert types("check")[0] == 0
    preview = shop(project).preview
    assert preview is not None
    project.addresses[preview.id] = replace(preview, port_id="strange")

    assert types("check")[0] == 1
