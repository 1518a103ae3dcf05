# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Operating statuses of a load balancer's objects, from what HAProxy knows.

The words are Octavia's (API guide, "Operating status codes"), and a pool or load balancer is
judged as the amphora provider judges it: some members in error degrade it, all of them break it.
"""

from collections.abc import Iterable, Mapping

from openstack_lab.octavia_provider.control import Row
from openstack_lab.octavia_provider.model import LoadBalancer, Member
from openstack_lab.octavia_provider.rendering.checks import monitor_of

ONLINE, OFFLINE, ERROR, DEGRADED = "ONLINE", "OFFLINE", "ERROR", "DEGRADED"
DRAINING, NO_MONITOR = "DRAINING", "NO_MONITOR"


def member_statuses(rows: Iterable[Row]) -> dict[str, str | None]:
    """Return what `show stat` says of each member; None while its first check is under way."""
    return {row["svname"]: _of_server(row) for row in rows if row["type"] == "2"}


def operating_statuses(
    lb: LoadBalancer, members: Mapping[str, str | None], reported: Mapping[str, str]
) -> dict[str, str]:
    """Return the operating status of every object by id.

    `members` comes from `member_statuses`; `reported` is what was reported to Octavia last.
    """
    statuses = {item.id: ONLINE if item.admin_state_up else OFFLINE for _, item in lb.each()}
    if not lb.admin_state_up:
        return dict.fromkeys(statuses, OFFLINE)
    used = {p.id for item in lb.listeners if item.admin_state_up for p in lb.pools_of(item)}
    for pool in lb.pools:
        in_use = pool.id in used and pool.admin_state_up
        for member in pool.members:
            known = members.get(member.id, OFFLINE) if in_use else OFFLINE
            if known is None:  # checked for the first time: what was known before still stands
                known = reported.get(member.id, OFFLINE) if monitor_of(pool) else NO_MONITOR
            statuses[member.id] = _of_member(member, known)
        statuses[pool.id] = _of_pool([statuses[m.id] for m in pool.members]) if in_use else OFFLINE
    statuses[lb.id] = _worst([statuses[pool.id] for pool in lb.pools])
    return statuses


def _of_member(member: Member, known: str) -> str:
    if not member.admin_state_up:
        return OFFLINE
    return DRAINING if member.weight == 0 and known in {ONLINE, NO_MONITOR} else known


def _of_pool(members: list[str]) -> str:
    failed = members.count(ERROR)
    if not failed:
        return ONLINE
    return ERROR if failed == len(members) else DEGRADED


def _worst(pools: list[str]) -> str:
    return next((status for status in (ERROR, DEGRADED) if status in pools), ONLINE)


def _of_server(row: Row) -> str | None:
    word = row["status"].split(" ")[0]
    if word in {"UP", "DOWN"} and row["check_status"].removeprefix("* ") in {"", "INI"}:
        return None
    return {
        "UP": ONLINE,
        "DOWN": ERROR,
        "NOLB": ONLINE,
        "MAINT": OFFLINE,
        "DRAIN": ONLINE,
        "no": NO_MONITOR,
    }.get(word, ERROR)
