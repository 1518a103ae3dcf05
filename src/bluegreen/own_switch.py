# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a job that failed has to take back: its version, when that is live by its own switch."""

from __future__ import annotations

from bluegreen.cloud.interface import Cloud
from bluegreen.errors import CloudError, Refused
from bluegreen.history import ENTRIES_OF_A_RUN, last_move, runs_of
from bluegreen.observation import Application

RUNS = 4
"""How many of the newest runs are looked at for the last move; a job's own is among them."""


def another_is_live(application: Application, version: str) -> str | None:
    """Say what is live instead of the version to be taken back; None when it is that one.

    Raises Refused when it is not known what is live, and when both sides run that version: going
    back would bring the same again.
    """
    live, idle = application.live, application.idle
    if not (live and idle):
        return None
    if live.release is None:
        raise Refused(
            f"{live.colour} is live, and it is not known whether with {version}",
            f"bluegreen status {application.name}",
        )
    if live.release.version != version:
        return (
            f"{live.colour} is live with {live.release.version}: "
            f"there is no {version} to take back."
        )
    if idle.release and idle.release.version == version:
        raise Refused(
            f"both sides of {application.name} run {version}, and nothing is changed",
            f"bluegreen rollback {application.name}, where the other side is better even so",
        )
    return None


def another_switched(cloud: Cloud, name: str, operator: str) -> str | None:
    """Say who moved production last; None when it was a switch by this operator.

    A switch that was refused, or has gone back by itself, moved nothing. Every switch is in the
    journal before it begins. Raises Refused when the journal cannot be read.
    """
    try:
        entries = cloud.journal.entries(name, limit=RUNS * ENTRIES_OF_A_RUN)
    except CloudError as trouble:
        raise Refused(
            f"it is not known who moved production of {name} last: {trouble.true_now}",
            f"bluegreen rollback {name}, where the version that is live is not good",
        ) from trouble
    found = last_move(runs_of(entries))
    if found is None:
        return f"{operator} has not moved production: there is nothing to take back."
    if found.last.event == "switch" and found.last.operator == operator:
        return None
    return (
        f"Production was moved last by {found.last.operator} ({found.last.event}), not by a switch "
        f"of {operator}: there is nothing to take back."
    )
