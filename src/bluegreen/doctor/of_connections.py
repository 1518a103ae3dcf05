# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Findings about connections that were held while the address moved. Pure."""

from __future__ import annotations

from bluegreen.doctor.finding import Finding, bad, note, ok
from bluegreen.model.data_plane import LongLivedOutcome
from bluegreen.model.text import plural

NAME = "held-connections"


def of_long_lived(met: LongLivedOutcome) -> Finding:
    """Say what happened to them, and which policy of `switch.drain` fits this network."""
    seen = (
        f"of {plural(met.opened, 'open connection')} during the move {met.stayed} stayed on the "
        f"old side, {met.hung} hung, {met.ended} ended; {plural(met.failed, 'request')} on "
        f"them failed, and the longest wait was {met.slowest:.1f} s"
    )
    if met.stayed == met.opened:
        return ok(
            NAME,
            f"{seen}. They live for as long as their clients keep them, so either policy fits: "
            "drain where clients disconnect within the deadline, cut where they do not",
        )
    if met.hung >= met.ended:
        return bad(
            NAME,
            f"{seen}. Waiting for them does not help, because no answers arrive on them: the "
            "clients must give up on their own. Use policy cut, which at least closes them",
            "switch.drain.policy: cut, and short timeouts in the clients",
        )
    return note(
        NAME,
        f"{seen}. The move itself ends them, so nothing is left to drain or cut: clients must "
        "send the interrupted request again",
        "switch.drain.policy: drain; its wait ends at once",
    )
