# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `up` and `deploy` bring back to the specification, and what they leave as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.acts import with_two_versions
from support.drifted import drift, drift_from, put_beside, resource, sentences
from support.fake_cloud import FakeProject, made
from support.operator import Operator
from support.states import good
from support.worlds import SHOP, live, shop

from bluegreen.model.address import Role
from bluegreen.model.resource import ResourceKind
from bluegreen.model.tags import Colour
from bluegreen.operations.drift.mending import RELOAD

CORRECTED = SHOP + 'load_balancer: {health_check: {path: /, expect: "200-404"}}\n'
PARTS = (
    "health_monitor",
    "listener",
    "side_policy",
    "side_rule",
    "pool",
    "load_balancer",
    "router_interface",
)


@pytest.fixture
def project() -> FakeProject:
    """An empty project."""
    return FakeProject()


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody whose shop has 1.0 on both sides, blue live."""
    operator = Operator(project, tmp_path)
    operator.types("up", "1.0", "--yes", expect=0)
    return operator


def changes(project: FakeProject) -> list[str]:
    """Return what was changed at the load balancers, the network service and in Heat, in order."""
    kinds = ("stacks.update", "stacks.create", "stacks.resize", "resources.", "balancers.apply")
    reads = ("resources.of_",)
    return [c for c in project.calls if c.startswith(kinds) and not c.startswith(reads)]


@pytest.mark.parametrize("colour", ["blue", "green"])
@pytest.mark.parametrize("part", PARTS)
def test_up_makes_again_what_a_hand_has_deleted(
    operator: Operator, project: FakeProject, part: str, colour: str
) -> None:
    """On the idle side and on the live one; after it nothing differs, and all serve as before."""
    addresses = {one.role: one.port_id for one in project.addresses.values()}
    stacks = {name: stack.id for name, stack in project.stacks.items()}
    made.delete(project, part, f"shop-{colour}")
    assert drift(project)

    operator.types("up", "1.0", "--yes", expect=0)

    application = shop(project)
    assert drift(project) == ()
    assert good(application)
    assert [side.members.healthy for side in application.sides] == [2, 2]
    assert {one.role: one.port_id for one in project.addresses.values()} == addresses
    assert {name: stack.id for name, stack in project.stacks.items()} == stacks


@pytest.mark.parametrize("colour", ["blue", "green"])
@pytest.mark.parametrize("part", PARTS)
def test_what_is_made_again_is_made_as_the_specification_says_now(
    operator: Operator, project: FakeProject, tmp_path: Path, part: str, colour: str
) -> None:
    """Seen on the lab: a health monitor that was gone came back with the old path, and a second
    `up` was needed. Where clients come, the listener keeps its port.
    """
    made.delete(project, part, f"shop-{colour}")
    file = SHOP + 'load_balancer: {port: 8080, health_check: {path: /, expect: "200-404"}}\n'

    Operator(project, tmp_path, file).types("up", "1.0", "--yes", expect=0)

    left = [(one.side, one.part, one.key) for one in drift_from(project, tmp_path, file)]
    nobody_comes = (part, colour) == ("load_balancer", "blue")
    assert left == ([] if nobody_comes else [("blue", "listener", "port")])


def test_up_where_nothing_differs_changes_nothing(operator: Operator, project: FakeProject) -> None:
    """Twice is as good as once."""
    project.calls.clear()
    operator.types("up", "1.0", "--yes", expect=0)

    assert changes(project) == []


def test_up_brings_a_corrected_health_path_to_both_sides_the_idle_one_first(
    operator: Operator, project: FakeProject, tmp_path: Path
) -> None:
    """By an update of the stack, in place; the plan names both values and the cost."""
    corrected = Operator(project, tmp_path, CORRECTED)
    plan = corrected.types("up", "1.0", "--dry-run", expect=0).err
    project.calls.clear()
    corrected.types("up", "1.0", "--yes", expect=0)

    assert "health monitor path from /health to /" in plan
    assert plan.count(RELOAD) == 1
    assert plan.index("shop-green: ") < plan.index("shop-blue: ") < plan.index(RELOAD)
    assert changes(project) == ["stacks.update shop-green", "stacks.update shop-blue"]
    assert drift_from(project, tmp_path, CORRECTED) == ()


def test_an_up_that_never_became_healthy_goes_on_once_its_path_is_corrected(
    project: FakeProject, tmp_path: Path
) -> None:
    """Every server fails a wrong check; the corrected one is brought to both sides first."""
    ann = Operator(project, tmp_path, SHOP)
    project.refuses_path = "/health"
    done = ann.types("up", "1.0", "--yes", expect=1)
    assert "became healthy" in done.err

    corrected = Operator(project, tmp_path, CORRECTED)
    corrected.types("up", "1.0", "--yes", expect=0)

    assert good(shop(project))
    assert drift_from(project, tmp_path, CORRECTED) == ()


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        (ResourceKind.MONITOR, "path", "/x"),
        (ResourceKind.MONITOR, "interval", 60),
        (ResourceKind.MONITOR, "enabled", False),
        (ResourceKind.POOL, "algorithm", "SOURCE_IP"),
        (ResourceKind.LISTENER, "allowed_cidrs", ["10.0.0.0/8"]),
        (ResourceKind.LISTENER, "pool", None),
        (ResourceKind.BALANCER, "enabled", False),
        (ResourceKind.NETWORK, "enabled", False),
    ],
)
def test_up_sets_back_what_a_hand_has_changed(
    operator: Operator, project: FakeProject, kind: ResourceKind, key: str, value: object
) -> None:
    """At its service: Heat's parameters are as they were, so no update would change it."""
    project.by_hand.changed[resource(project, kind, "blue").id] = {key: value}
    project.calls.clear()
    operator.types("up", "1.0", "--yes", expect=0)

    assert drift(project) == ()
    assert changes(project) == [f"resources.set {kind}"]


def test_up_adds_a_rule_again_and_lets_a_member_join_again(
    operator: Operator, project: FakeProject
) -> None:
    """The servers stay."""
    project.by_hand.gone |= {"rule-shop-blue-r1-0", "member-shop-green-r2/1"}
    project.calls.clear()
    operator.types("up", "1.0", "--yes", expect=0)

    assert drift(project) == ()
    assert changes(project) == ["stacks.update shop-green-r2", "resources.add_rule"]
    assert shop(project).green.members.healthy == 2


def test_up_leaves_what_somebody_else_has_made_and_names_it(
    operator: Operator, project: FakeProject
) -> None:
    """In its plan, with the command that removes it."""
    of = resource(project, ResourceKind.BALANCER, "green")
    put_beside(project, ResourceKind.LISTENER, "theirs", of, port=8443)
    done = operator.types("up", "1.0", "--yes", expect=0)

    assert "Green's listener theirs is not part of this application" in done.err
    assert "openstack loadbalancer listener delete theirs" in done.err
    assert len(drift(project)) == 1


def test_up_allocates_a_preview_address_that_is_gone_and_points_it_at_the_idle_side(
    operator: Operator, project: FakeProject
) -> None:
    """Also of one side, where the sides run different versions."""
    project.addresses = {k: a for k, a in project.addresses.items() if a.role != "preview"}
    operator.types("up", "1.0", "--sides", "blue", "--yes", expect=0)

    assert good(shop(project))


def test_up_puts_a_new_production_address_on_the_side_that_was_live(
    operator: Operator, project: FakeProject
) -> None:
    """Preview says which one was not."""
    operator.types("deploy", "2.0", "--yes", expect=0)
    operator.types("switch", "--to", "green", "--yes", "--drain", "none", expect=0)
    operator.types("deploy", "2.0", "--allow-live", "--yes", expect=0)
    project.addresses = {k: a for k, a in project.addresses.items() if a.role != "production"}
    operator.types("up", "2.0", "--yes", expect=0)

    assert live(project) is Colour.GREEN


def test_a_deploy_carries_the_specification_to_the_idle_side_before_it_builds(
    operator: Operator, project: FakeProject, tmp_path: Path
) -> None:
    """And touches nothing of the live one; its plan lists what changes, and what stays."""
    corrected = Operator(project, tmp_path, CORRECTED)
    plan = corrected.types("deploy", "2.0", "--dry-run", expect=0).err
    project.calls.clear()
    corrected.types("deploy", "2.0", "--yes", expect=0)

    assert "shop-green: health monitor path from /health to /" in plan
    assert "Blue's health monitor has path /health, wanted /" in plan
    assert changes(project) == ["stacks.update shop-green", "stacks.create shop-green-r3"]
    left = drift_from(project, tmp_path, CORRECTED)
    assert {one.side for one in left} == {"blue"}


def test_a_deploy_that_fails_gives_the_side_its_previous_parameters_back(
    operator: Operator, project: FakeProject, tmp_path: Path
) -> None:
    """Undone like every step."""
    corrected = Operator(project, tmp_path, CORRECTED)
    project.failing_stacks["shop-green-r3"] = "No valid host was found"
    corrected.types("deploy", "2.0", "--yes", expect=1)

    assert drift(project) == ()
    assert project.requests["shop-green"].parameters["health_path"] == "/health"


def test_sides_of_two_versions_are_mended_one_by_one(tmp_path: Path) -> None:
    """`doctor` names the command for each."""
    project = FakeProject()
    operator = with_two_versions(project, tmp_path)
    made.delete(project, "health_monitor", "shop-green")
    made.delete(project, "health_monitor", "shop-blue")
    told = [one.next_step for one in drift(project)]

    assert told == ["bluegreen up 2.0 --sides green", "bluegreen up 1.0 --sides blue"]
    for command in told:
        operator.types(*command.split()[1:], "--yes", expect=0)
    assert sentences(drift(project)) == []


def test_the_port_of_the_idle_listener_changes_and_the_live_one_waits_for_the_next_release(
    operator: Operator, project: FakeProject, tmp_path: Path
) -> None:
    """Heat makes the idle listener again with the other port."""
    moved = Operator(project, tmp_path, SHOP + "load_balancer: {port: 81}\n")
    moved.types("up", "1.0", "--yes", expect=0)

    ports = [side.balancer.port for side in shop(project).sides if side.balancer]
    assert ports == [80, 81]


@pytest.mark.parametrize("kind", [ResourceKind.LISTENER, ResourceKind.POOL, ResourceKind.PORT])
def test_down_refuses_what_somebody_else_has_made_before_it_gives_an_address_back(
    operator: Operator, project: FakeProject, kind: ResourceKind
) -> None:
    """The load balancer or the network could not be deleted; the command that removes it works."""
    on = ResourceKind.NETWORK if kind is ResourceKind.PORT else ResourceKind.BALANCER
    put_beside(project, kind, "theirs", resource(project, on, "green"))
    refused = operator.types("down", "--live", "shop", "--yes", expect=1)

    assert f"green's {kind} theirs is not part of this application" in refused.err
    assert "next: bluegreen down shop --live shop --remove-foreign" in refused.err
    assert good(shop(project))

    operator.types("down", "shop", "--live", "shop", "--remove-foreign", "--yes", expect=0)
    assert not shop(project).exists
    assert project.by_hand.foreign == {}


def test_down_removes_a_foreign_member_with_the_pool_that_it_is_in(
    operator: Operator, project: FakeProject
) -> None:
    """It is in nobody's way."""
    of = resource(project, ResourceKind.POOL, "green")
    put_beside(project, ResourceKind.MEMBER, "theirs", of, address="10.0.0.9")
    operator.types("down", "--live", "shop", "--yes", expect=0)

    assert not shop(project).exists


def test_a_health_check_of_another_method_and_host_reaches_a_side_of_an_older_template(
    operator: Operator, project: FakeProject, tmp_path: Path
) -> None:
    """A stack keeps its template; what that does not know is set at the load balancer."""
    for side in ("shop-blue", "shop-green"):
        request = project.requests[side]
        kept = {k: v for k, v in request.parameters.items() if k != "health_method"}
        project.requests[side] = replace(request, parameters=kept)
    text = SHOP + "request: {method: HEAD, host: shop.example}\n"
    Operator(project, tmp_path, text).types("up", "1.0", "--yes", expect=0)

    assert drift_from(project, tmp_path, text) == ()
    assert "health_method" not in project.requests["shop-green"].parameters


def test_a_deploy_that_replaces_first_builds_the_idle_side_again_with_another_range(
    operator: Operator, project: FakeProject, tmp_path: Path
) -> None:
    """One side after the other, so that production is served all the time; then nothing differs."""
    text = SHOP + 'sides: {blue: {cidr: "10.9.1.0/24"}, green: {cidr: "10.9.2.0/24"}}\n'
    moved = Operator(project, tmp_path, text)
    plan = moved.types("deploy", "2.0", "--dry-run", expect=0).err
    moved.types("deploy", "2.0", "--replace-first", "--yes", expect=0)

    assert "bluegreen deploy VERSION --replace-first, which builds green again" in plan
    assert good(shop(project))
    assert {one.side for one in drift_from(project, tmp_path, text)} == {"blue"}

    moved.types("switch", "--drain", "none", "--yes", expect=0)
    moved.types("deploy", "3.0", "--replace-first", "--yes", expect=0)
    assert good(shop(project))
    assert drift_from(project, tmp_path, text) == ()


def test_a_deploy_shows_a_load_balancer_that_is_made_again_on_preview(
    operator: Operator, project: FakeProject
) -> None:
    """Its address went with the old one."""
    made.delete(project, "load_balancer", "shop-green")
    preview = next(one for one in project.addresses.values() if one.role is Role.PREVIEW)
    project.addresses[preview.id] = replace(preview, port_id=None)
    operator.types("deploy", "2.0", "--yes", expect=0)

    assert good(shop(project))
    assert drift(project) == ()
