# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Operating statuses follow from what HAProxy says and from admin states."""

from collections.abc import Callable

import pytest
from openstack_lab.octavia_provider.model import LoadBalancer
from openstack_lab.octavia_provider.status import member_statuses, operating_statuses

Make = Callable[..., LoadBalancer]


@pytest.mark.parametrize(
    ("status", "check", "expected"),
    [
        ("UP", "L7OK", "ONLINE"),
        ("UP 1/3", "L7OK", "ONLINE"),
        ("UP 1/3", "INI", None),
        ("UP", "* L4OK", "ONLINE"),
        ("DOWN", "L4CON", "ERROR"),
        ("DOWN 1/2", "L7OK", "ERROR"),
        ("MAINT", "", "OFFLINE"),
        ("no check", "", "NO_MONITOR"),
        ("DRAIN", "L7OK", "ONLINE"),
    ],
)
def test_haproxys_words_become_octavias(status: str, check: str, expected: str | None) -> None:
    """A member on its way down still serves; one never checked yet is unknown."""
    row = {"type": "2", "svname": "one", "status": status, "check_status": check}
    assert member_statuses([row]) == {"one": expected}


def test_rows_of_frontends_and_backends_are_no_members() -> None:
    """Only servers are members."""
    assert member_statuses([{"type": "0", "svname": "FRONTEND", "status": "OPEN"}]) == {}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"one": "ONLINE", "two": "ONLINE"}, "ONLINE"),
        ({"one": "ONLINE", "two": "ERROR"}, "DEGRADED"),
        ({"one": "ERROR", "two": "ERROR"}, "ERROR"),
        ({"one": "NO_MONITOR", "two": "NO_MONITOR"}, "ONLINE"),
    ],
)
def test_members_in_error_degrade_pool_and_load_balancer(
    balancer: Make,
    pool: Callable,
    member: Callable,
    members: dict[str, str | None],
    expected: str,
) -> None:
    """Some members in error degrade, all of them break; the listener still listens."""
    lb = balancer(pools=(pool(members=(member("one"), member("two"))),))
    statuses = operating_statuses(lb, members, {})
    assert (statuses["pool"], statuses["lb"], statuses["listener"]) == (
        expected,
        expected,
        "ONLINE",
    )


def test_an_unknown_member_keeps_its_status(
    balancer: Make, pool: Callable, monitor: Callable
) -> None:
    """Before a first check nothing new is known; a member never seen is offline."""
    lb = balancer(pools=(pool(health_monitor=monitor()),))
    assert operating_statuses(lb, {"one": None}, {"one": "ERROR"})["one"] == "ERROR"
    assert operating_statuses(lb, {"one": None}, {})["one"] == "OFFLINE"


def test_weight_zero_is_draining(balancer: Make, pool: Callable, member: Callable) -> None:
    """A healthy member without weight drains; a dead one is in error all the same."""
    lb = balancer(pools=(pool(members=(member(weight=0),)),))
    assert operating_statuses(lb, {"one": "ONLINE"}, {})["one"] == "DRAINING"
    assert operating_statuses(lb, {"one": "ERROR"}, {})["one"] == "ERROR"


def test_what_is_not_in_use_is_offline(balancer: Make, listener: Callable, pool: Callable) -> None:
    """So is a pool no listener names, and everything under a load balancer that is down."""
    unused = operating_statuses(balancer(listeners=(listener(default_pool_id=None),)), {}, {})
    assert (unused["pool"], unused["one"], unused["lb"]) == ("OFFLINE", "OFFLINE", "ONLINE")
    down = operating_statuses(balancer(admin_state_up=False), {"one": "ONLINE"}, {})
    assert set(down.values()) == {"OFFLINE"}
