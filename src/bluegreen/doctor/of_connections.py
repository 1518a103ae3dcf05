# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is said of connections that were held while the address moved. Pure."""

from __future__ import annotations

from bluegreen.doctor.finding import Finding, bad, note, ok
from bluegreen.model.data_plane import Held

NAME = "held-connections"


def of_held(held: Held) -> Finding:
    """Say what became of them, and which policy of `switch.drain` fits this network."""
    seen = (
        f"of {held.held} connections that were held while the address moved {held.stayed} stayed "
        f"on the old side, {held.hung} hung, {held.ended} were ended; {held.failed} requests on "
        f"them failed, and the longest wait was {held.slowest:.1f} s"
    )
    if held.stayed == held.held:
        return ok(
            NAME,
            f"{seen}. They live for as long as their clients keep them, so either policy fits: "
            "drain where clients leave by themselves within the deadline, cut where they do not",
        )
    if held.hung >= held.ended:
        return bad(
            NAME,
            f"{seen}. Waiting for them is of no use, since nothing comes back on them: clients "
            "must give up by themselves. Policy cut, which at least tells them",
            "switch.drain.policy: cut, and short time limits in the clients",
        )
    return note(
        NAME,
        f"{seen}. The move itself ends them, so there is nothing to drain and nothing to cut: "
        "clients must send the request again that was under way",
        "switch.drain.policy: drain; its wait is over at once",
    )
