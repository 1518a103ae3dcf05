# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of narrow credentials: what each job may do, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import SCALED_SHOP, shop, shop_that_is_up

from bluegreen.model.credential import Job, Rule, roles_for, rules_for


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live."""
    return shop_that_is_up(tmp_path)


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody who types commands."""
    return Operator(project, tmp_path)


def allows(rules: tuple[Rule, ...], service: str, method: str, path: str) -> bool:
    """Tell whether a call is allowed, by the rules that Keystone's middleware matches with.

    `*` is one segment or a part of one, `**` anything (keystonemiddleware, `_path_matches`).
    """

    def pattern(rule: Rule) -> str:
        parts = re.split(r"(\*\*|\*)", rule.path)
        return "".join({"**": ".*", "*": "[^/]+"}.get(part, part) for part in parts)

    return any(
        (rule.service, rule.method) == (service, method) and re.fullmatch(pattern(rule), path)
        for rule in rules
    )


def test_it_may_move_the_two_addresses_and_no_other(project: FakeProject) -> None:
    """The rules name both by id, behind any prefix that the service is mounted under."""
    rules = rules_for(Job.SWITCH_ONLY, shop(project))

    for address in project.addresses.values():
        for prefix in ("", "/networking"):
            path = f"{prefix}/v2.0/floatingips/{address.id}"
            assert allows(rules, "network", "PUT", path)
            assert not allows(rules, "network", "DELETE", path)
    assert not allows(rules, "network", "PUT", "/v2.0/floatingips/another")
    assert not allows(rules, "network", "POST", "/v2.0/floatingips")


@pytest.mark.parametrize("job", list(Job))
def test_nothing_else_can_be_written_than_the_docs_say(project: FakeProject, job: Job) -> None:
    """Every rule that is no GET is one that docs/credentials.md names for the job."""
    page = (Path(__file__).parents[3] / "docs/credentials.md").read_text()
    section = page.partition(f"### `{job}`")[2].partition("\n#")[0]
    ids = {address.id: "ADDRESS" for address in project.addresses.values()} | {
        f"listener_id-shop-{side}": "LISTENER" for side in ("blue", "green")
    }
    writes = set()
    for rule in rules_for(job, shop(project), cut=job is Job.JENKINS):
        path = rule.path.replace("shop-blue", "APP-SIDE").replace("shop-green", "APP-SIDE")
        for one, name in ids.items():
            path = path.replace(
                one.replace("shop-blue", "APP-SIDE").replace("shop-green", "APP-SIDE"), name
            )
        if rule.method != "GET":
            writes.add(f"`{rule.method} {path.removeprefix('/**')}`")
    told = set(re.findall(r"`(?:POST|PUT|PATCH|DELETE) [^`]+`", section))
    if job is Job.JENKINS:
        told |= set(
            re.findall(
                r"`(?:POST|PUT|PATCH|DELETE) [^`]+`",
                page.partition("### `switch-only`")[2].partition("\n#")[0],
            )
        )

    assert writes == told


def test_without_the_lease_only_the_addresses_and_the_journal_can_be_written(
    project: FakeProject,
) -> None:
    """Two addresses can be moved, entries added to the journal; no other write has a rule."""
    rules = rules_for(Job.SWITCH_ONLY, shop(project), lease=False)
    writes = {(rule.service, rule.method) for rule in rules if rule.method != "GET"}

    assert writes == {("network", "PUT"), ("orchestration", "POST")}
    assert not allows(rules, "network", "DELETE", "/v2.0/ports/any")
    assert not allows(rules, "network", "PUT", "/v2.0/ports/any")
    assert allows(rules, "network", "GET", "/v2.0/ports")


def test_without_the_lease_a_switch_is_refused_while_another_is_at_work(
    operator: Operator, project: FakeProject
) -> None:
    """It looks, since it cannot keep anybody out; with nobody there it switches and takes none."""
    leases = project.cloud().leases
    held = leases.take("shop", "somebody@else", "deploy", timedelta(minutes=2))

    done = operator.types("switch", "--yes", "--without-lease", expect=1)
    assert "somebody@else" in done.err

    leases.release(held)
    project.calls.clear()
    operator.types("switch", "--yes", "--without-lease", expect=0)
    assert not any(call in ("POST ports", "PUT ports") for call in project.calls)


def test_a_cut_is_allowed_on_request(project: FakeProject) -> None:
    """It changes the listeners, and nothing else of a load balancer."""
    path = "/v2/lbaas/listeners/listener_id-shop-blue"

    assert not allows(rules_for(Job.SWITCH_ONLY, shop(project)), "load-balancer", "PUT", path)
    with_cut = rules_for(Job.SWITCH_ONLY, shop(project), cut=True)
    assert allows(with_cut, "load-balancer", "PUT", path)
    assert not allows(with_cut, "load-balancer", "DELETE", path)
    assert not allows(with_cut, "load-balancer", "PUT", "/v2/lbaas/loadbalancers/lb-shop-blue")


def test_every_path_fits_into_keystone(project: FakeProject) -> None:
    """At most 225 characters, beginning with a slash (keystone, application_credential/schema)."""
    for job in Job:
        rules = rules_for(job, shop(project), cut=True)
        assert all(rule.path.startswith("/") and len(rule.path) <= 225 for rule in rules)
        assert len(set(rules)) == len(rules)


def test_it_takes_as_few_of_the_roles_as_the_job_needs() -> None:
    """Without a role member, all of them: the cloud has names of its own."""
    held = {"reader", "member", "load-balancer_member", "heat_stack_owner", "admin"}

    assert roles_for(Job.SWITCH_ONLY, held) == ("load-balancer_member", "member")
    assert roles_for(Job.JENKINS, held) == ("heat_stack_owner", "load-balancer_member", "member")
    assert roles_for(Job.SWITCH_ONLY, {"tenant", "lb"}) == ("lb", "tenant")


def test_a_side_that_scales_can_be_held_by_a_job_that_switches(tmp_path: Path) -> None:
    """Alarms change with every release, so no rule can name one; without scaling there are none."""
    scaled = rules_for(Job.SWITCH_ONLY, shop(shop_that_is_up(tmp_path, SCALED_SHOP)))
    fixed = rules_for(Job.SWITCH_ONLY, shop(shop_that_is_up(tmp_path)))
    calls = (("GET", "/v2/alarms"), ("GET", "/v2/alarms/one"), ("PUT", "/v2/alarms/one"))

    assert all(allows(scaled, "alarming", *call) for call in calls)
    assert not any(allows(fixed, "alarming", *call) for call in calls)
    assert not allows(scaled, "alarming", "DELETE", "/v2/alarms/one")
    assert len(set(scaled)) == len(scaled)
