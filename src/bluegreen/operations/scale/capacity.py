# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the project has room for more servers of a release that is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bluegreen.cloud.errors import Forbidden
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError
from bluegreen.model.application import Application, Side
from bluegreen.model.plural import plural
from bluegreen.model.quota import Shortage
from bluegreen.operations.scale.scale_up import scale_out_needs, servers_to_make

WITH_MORE_RIGHTS = "run the same command with credentials that may change stacks"
"""What helps who may not grow a side."""


def scale_out_shortages(
    cloud: Cloud, side: Side | None, servers: int, say: Callable[[str], None]
) -> Sequence[Shortage]:
    """Return what the project lacks for more servers of a side's release.

    What the project has cannot always be asked; then it says so, Heat will tell, and nothing is
    refused for it. Who may not even read the stack cannot change it.
    """
    if not (servers > 0 and side and side.release):
        return ()
    try:
        parameters = cloud.stacks.parameters(side.release.stack.name)
    except Forbidden as refusal:
        return (Shortage(f"these credentials may not: {refusal.true_now}", WITH_MORE_RIGHTS),)
    except CloudError as error:
        return _not_known(servers, error, say)
    try:
        return cloud.inventory.shortages(scale_out_needs(parameters, servers))
    except CloudError as error:
        return _not_known(servers, error, say)


def switch_shortages(
    cloud: Cloud, application: Application, say: Callable[[str], None]
) -> Sequence[Shortage]:
    """Return what the project lacks for the servers that a switch makes on the idle side first.

    None are made, and nothing is asked, unless that side scales with load.
    """
    idle = application.idle
    if idle is None or idle.release is None or idle.release.scaling is None:
        return ()
    return scale_out_shortages(cloud, idle, servers_to_make(application, idle.colour), say)


def _not_known(servers: int, error: CloudError, say: Callable[[str], None]) -> Sequence[Shortage]:
    say(
        f"Cannot tell whether the quota suffices for {plural(servers, 'more server')}: "
        f"{error.true_now}."
    )
    return ()
