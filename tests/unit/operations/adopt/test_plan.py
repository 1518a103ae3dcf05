# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`adopt`: what is there is found, shown and tagged; nothing is built, nothing moves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.adoption import adopt, project_with
from support.fake_cloud import FakeProject
from support.faults import strike
from support.operator import Operator
from support.strangers import address, balancer

from bluegreen.cloud.errors import Forbidden
from bluegreen.cloud.observe import observe
from bluegreen.model.tags import Colour


def test_what_is_there_is_tagged_and_stays_where_it_is(
    operator: Operator, project: FakeProject
) -> None:
    """The live side is blue; production is not written to but for its tags."""
    done = adopt(operator)

    assert project.adopted == {
        "lb-web-a": ("web", Colour.BLUE),
        "lb-web-b": ("web", Colour.GREEN),
    }
    application = observe(project.cloud(), "web")
    assert application.live is application.blue
    assert not any(call.startswith("addresses.point production") for call in project.calls)
    assert not project.stacks
    assert "stays there" in done.err


def test_status_shows_the_networks_by_their_ids(operator: Operator) -> None:
    """They were there before, and go by any name."""
    adopt(operator)

    blue, green = json.loads(operator.types("status", "web", "-f", "json", expect=0).out)

    assert (blue["Network"], green["Network"]) == ("net-web-a", "net-web-b")


def test_a_preview_address_is_allocated_where_there_is_none(
    operator: Operator, project: FakeProject
) -> None:
    """It shows the idle side."""
    adopt(operator)

    preview = observe(project.cloud(), "web").preview
    assert preview is not None
    assert (preview.port_id, preview.allocated) == ("vip-web-b", True)


def test_an_address_that_shows_the_idle_side_becomes_the_preview(tmp_path: Path) -> None:
    """With two addresses production must be named; the other is the preview, untouched."""
    project = project_with(
        [balancer("web-a"), balancer("web-b")], [address(1, "web-a"), address(2, "web-b")]
    )
    operator = Operator(project, tmp_path)

    unclear = operator.types("adopt", "web", "--yes", expect=1)
    assert "198.51.100.1 at web-a, 198.51.100.2 at web-b" in unclear.err
    assert project.adopted == {}

    operator.types("adopt", "web", "--yes", "--production", "198.51.100.2", expect=0)
    application = observe(project.cloud(), "web")
    assert application.production is not None
    assert application.preview is not None
    assert application.production.floating_ip == "198.51.100.2"
    assert application.preview.floating_ip == "198.51.100.1"
    assert not any("allocate" in call or "point" in call for call in project.calls)


def test_status_switch_rollback_and_history_work_then(
    operator: Operator, project: FakeProject
) -> None:
    """As for an application that was built here; there and back, and all of it on record."""
    adopt(operator)

    rows = json.loads(operator.types("-q", "status", "web", "-f", "json", expect=0).out)
    assert [(row["Role"], row["State"], row["Healthy"]) for row in rows] == [
        ("live", "healthy", 2),
        ("idle", "healthy", 2),
    ]
    operator.types("switch", "web", "--yes", "--drain", "none", expect=0)
    live = observe(project.cloud(), "web").live
    assert live is not None
    assert live.colour is Colour.GREEN
    operator.types("rollback", "web", "--yes", "--drain", "none", expect=0)
    live = observe(project.cloud(), "web").live
    assert live is not None
    assert live.colour is Colour.BLUE
    history = json.loads(operator.types("-q", "history", "web", "-f", "json", expect=0).out)
    events = [row["Event"] for row in history if row["Event"] != "drain"]
    assert events == ["rollback", "switch", "adopt"]


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_nothing_waits_for_an_answer(operator: Operator, verb: str) -> None:
    """What waits for one is a release, and none is made here; a dry run says so too."""
    adopt(operator)

    for words in ((), ("--dry-run",)):
        refused = operator.types(verb, "web", *words, expect=1)
        assert "nothing waits for an answer" in refused.err
        assert refused.next_command == ["switch", "web"]


def specify(operator: Operator, more: str = "") -> None:
    """Write a specification, whose image and flavor nobody uses."""
    text = "application: web\nexternal_network: public\nservers: {image: none, flavor: none}\n"
    (operator.folder / "bluegreen.yaml").write_text(text + more)


def test_the_idle_side_can_be_checked(operator: Operator) -> None:
    """By a specification with the checks; the version is unknown, and of no matter."""
    adopt(operator)
    specify(operator, "checks: [{name: ours, command: {run: ['true']}}]\n")

    found = json.loads(operator.types("-q", "check", "-f", "json", expect=0).out)
    assert [row["Check"] for row in found] == ["warm-up", "ours"]
    assert {row["Outcome"] for row in found} == {"passed"}


def test_the_live_side_can_be_watched(operator: Operator, project: FakeProject) -> None:
    """It is called by its colour, since its version is not known; when it fails, the other is."""
    adopt(operator)
    operator.types("switch", "web", "--yes", "--drain", "none", expect=0)
    specify(operator, "watch: {duration: 1s, every: 1s}\n")

    assert "Watching green for 1 s." in operator.types("watch", expect=0).err
    project.unhealthy |= {"web-b/0", "web-b/1"}
    failed = operator.types("watch", expect=3)

    assert "green was live but failing (no server of green is healthy)" in failed.err
    live = observe(project.cloud(), "web").live
    assert live is not None
    assert live.colour is Colour.BLUE


def test_a_sick_idle_side_is_not_switched_to(operator: Operator, project: FakeProject) -> None:
    """All servers of an adopted side must be healthy, since nothing says how many are wanted."""
    adopt(operator)
    project.unhealthy.add("web-b/0")

    done = operator.types("switch", "web", "--yes", expect=1)

    assert "green has 1 healthy server of 2 wanted" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("deploy", "2.0", "--yes"),
        ("up", "2.0", "--yes"),
        ("down", "web", "--yes", "--live", "web"),
        ("retire", "web", "--yes", "--to", "remove"),
    ],
    ids=lambda words: words[0],
)
def test_what_builds_or_removes_refuses(
    operator: Operator, project: FakeProject, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Servers and load balancers are made elsewhere."""
    adopt(operator)
    (tmp_path / "bluegreen.yaml").write_text(
        "application: web\nexternal_network: public\nservers: {image: a, flavor: b}\n"
    )
    before = dict(project.addresses), dict(project.adopted)

    done = operator.types(*words, expect=1)

    assert "web was adopted" in done.err
    assert (project.addresses, project.adopted) == before
    assert not project.stacks


@pytest.mark.parametrize("name", ["a,b", "", "x" * 41, "a\nb", "../x", "a/b", "Web", "$(id)", "-"])
def test_what_no_specification_may_be_called_is_no_name(
    operator: Operator, project: FakeProject, name: str
) -> None:
    """Tags with a comma are never found again, and long names share a journal."""
    refused = operator.types("adopt", "--yes", "--", name, expect=2)

    assert (
        "cannot name an application: it must be 1 to 40 characters of a-z, 0-9 and '-'"
        in refused.err
    )
    assert (project.adopted, project.addresses) == ({}, {})


def test_nothing_is_tagged_without_a_yes(operator: Operator, project: FakeProject) -> None:
    """The plan is shown first."""
    assert operator.types("adopt", "web", expect=2).code == 2
    shown = operator.types("adopt", "web", "--dry-run", expect=0)

    assert "Tag the load balancer web-a as blue" in shown.err
    assert (project.adopted, project.addresses) == ({}, {})


def test_a_failure_in_the_middle_takes_the_tags_back(
    operator: Operator, project: FakeProject
) -> None:
    """Half an application is worse than none."""
    strike(project, "before", "addresses.adopt production", lambda: Forbidden("no right"))

    done = operator.types("adopt", "web", "--yes", expect=1)

    assert "nothing is changed" in done.err
    assert (project.adopted, project.adopted_networks) == ({}, {})


def test_run_again_it_changes_nothing(operator: Operator, project: FakeProject) -> None:
    """What was found the first time is found again."""
    adopt(operator)
    before = dict(project.addresses), dict(project.adopted)
    adopt(operator, "--production", "198.51.100.1")

    assert (project.addresses, project.adopted) == before


GUARDED = [
    ({"router_id": "other"}, "behind two routers"),
    ({"router_id": None}, "no router found for web-b"),
    ({"port": 8080}, "web-b has HTTP 8080"),
    ({"provisioning": "ERROR"}, "web-b is ERROR"),
    ({"listener_id": None}, "web-b has none"),
]


@pytest.mark.parametrize(("change", "told"), GUARDED)
def test_a_pair_that_no_switch_could_serve_is_refused(
    operator: Operator, project: FakeProject, change: dict[str, str], told: str
) -> None:
    """Named or not; nothing is tagged."""
    project.found_balancers["lb-web-b"] = replace(project.found_balancers["lb-web-b"], **change)  # type: ignore[arg-type]

    words = ("adopt", "web", "--blue", "web-a", "--green", "web-b", "--yes")
    assert told in operator.types(*words, expect=1).err
    assert project.adopted == {}


def test_an_address_that_another_manages_is_refused(
    operator: Operator, project: FakeProject
) -> None:
    """A stack that is updated would take production along."""
    project.other_managers["fip-1"] = ["the Heat stack net manages it"]

    assert "the Heat stack net" in operator.types("adopt", "web", "--yes", expect=1).err


def test_a_network_of_another_project_cannot_hold_the_lease(
    operator: Operator, project: FakeProject
) -> None:
    """Only its owner may choose a MAC address."""
    project.foreign_networks.add("net-web-a")

    assert "not the project's own" in operator.types("adopt", "web", "--yes", expect=1).err
