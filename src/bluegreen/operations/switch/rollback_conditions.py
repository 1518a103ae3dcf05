# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a job that failed has to take back: its version, when that is live by its own switch."""

from __future__ import annotations

from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import CloudError, Refused
from bluegreen.model.application import Application
from bluegreen.model.journal import LOOKS, JournalRun, last_move, runs_of
from bluegreen.model.lease import was_this_run, whoami
from bluegreen.model.tags import Colour


def not_live_reason(application: Application, version: str) -> str | None:
    """Say what is live instead of the version to be taken back; None when it is that one.

    Raises Refused when it is not known what is live, and when both sides run that version: going
    back would bring the same again.
    """
    live, idle = application.live, application.idle
    if not (live and idle):
        return None
    if live.release is None:
        raise Refused(
            f"{live.colour} is live, but the cloud does not report whether with {version}",
            f"bluegreen status {application.name}",
        )
    if live.release.version != version:
        return (
            f"{live.colour} is live with {live.release.version}: there is no {version} to roll "
            "back."
        )
    if idle.release and idle.release.version == version:
        raise Refused(
            f"both sides of {application.name} run {version}, and nothing is changed",
            f"bluegreen rollback {application.name}, if the other side is still better",
        )
    return None


def not_ours_reason(cloud: Cloud, application: Application) -> str | None:
    """Say why what is live is not what this run has switched to; None when it is.

    A switch that was refused, or was rolled back automatically, moved nothing. Every switch is in
    the journal before it begins, so one that was killed may not have come to its move; and a
    rollback while Heat was down is in no journal. So the side must be the one that is live now.

    Raises Refused when the journal cannot be read, or does not go back as far as the last move.
    """
    me, live = whoami(), application.live
    found = _last_move(cloud, application.name, live.colour if live else None)
    if found is None:
        return f"{me} has not moved production: nothing to roll back."
    moved = found.last
    if not (moved.event == "switch" and was_this_run(moved.operator)):
        return (
            f"{moved.operator} moved production last ({moved.event}), not a switch of {me}: "
            "nothing to roll back."
        )
    if live and live.colour is not moved.side:
        return (
            f"The last switch in the journal is to {moved.side}, by {moved.operator}, but "
            f"{live.colour} is live: nothing to roll back."
        )
    return None


def _last_move(cloud: Cloud, name: str, live: Colour | None) -> JournalRun | None:
    """Return the newest run that moved production, or may have; None when there was none."""
    for limit in LOOKS:
        try:
            entries = cloud.journal.entries(name, limit)
        except CloudError as error:
            raise _unknown(name, error.true_now) from error
        found = last_move(runs_of(entries), live)
        if found or len(entries) < limit:
            return found
    raise _unknown(name, f"the newest {limit} entries of the journal contain no move")


def _unknown(name: str, why: str) -> Refused:
    return Refused(
        f"cannot tell who moved production of {name} last: {why}",
        f"bluegreen rollback {name}, if the live version is bad",
    )
