# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whether something is at work on an application: what its rows refresh themselves by."""

from __future__ import annotations

from enum import StrEnum

from bluegreen import Application, Holder, StackState

TRANSIENT = (StackState.IN_PROGRESS, StackState.DELETING)


class Activity(StrEnum):
    """What Horizon's tables know of a row: it is looked at again for as long as it is `WORKING`."""

    WORKING = "working"
    SETTLED = "settled"
    BROKEN = "broken"


STATUS = (
    (Activity.WORKING, None),
    (Activity.SETTLED, True),
    (Activity.BROKEN, False),
)
"""Horizon's words for them."""


def activity_of(application: Application, holder: Holder | None) -> Activity:
    """Return whether somebody holds the lease, or Heat or Octavia is at work."""
    stacks = [side.stack for side in application.sides if side.stack]
    stacks += [release.stack for release in application.releases]
    balancers = [side.balancer for side in application.sides if side.balancer]
    if (
        at_work(holder)
        or any(stack.state in TRANSIENT for stack in stacks)
        or any(balancer.provisioning.startswith("PENDING") for balancer in balancers)
    ):
        return Activity.WORKING
    broken = any(stack.state is StackState.FAILED for stack in stacks) or any(
        balancer.provisioning == "ERROR" and not balancer.is_doubtful for balancer in balancers
    )
    if broken or application.live is None or application.live.members.at_most == 0:
        return Activity.BROKEN
    return Activity.SETTLED


def at_work(holder: Holder | None) -> bool:
    """Whether the holder of a lease still renews it, as far as is known."""
    return holder is not None and not holder.expired
