# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the project has room for more servers of a release, asked before it is grown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bluegreen.cloud.interface import Cloud, Shortage
from bluegreen.errors import CloudError
from bluegreen.growing import needs_of_growth
from bluegreen.observation import Side


def shortages_of_growth(
    cloud: Cloud, side: Side | None, servers: int, say: Callable[[str], None]
) -> Sequence[Shortage]:
    """Return what the project lacks for so many more servers of a side's release.

    What the project has cannot always be asked; then Heat will tell, and the way back is not
    refused for that.
    """
    if not (servers and side and side.release):
        return ()
    try:
        parameters = cloud.stacks.parameters(side.release.stack.name)
        return cloud.inventory.shortages(needs_of_growth(parameters, servers))
    except CloudError as trouble:
        say(f"Whether there is room for {servers} more is not known: {trouble.true_now}.")
        return ()
