# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the idle side has the way back, a release that is still to come, or one that has failed.

What was deployed there since the last switch was never live, and perhaps never checked: going back
to it would be a switch without a precheck, and retiring it would take it from the person who
prepares it. What was live and failed its watch is what a rollback has come back from.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bluegreen.cloud.calls import PATIENCE, within
from bluegreen.cloud.protocols import Cloud, Journal
from bluegreen.errors import CloudError
from bluegreen.model.application import Application, Release
from bluegreen.model.journal import Entry, Phase
from bluegreen.model.verdict import CheckOutcome
from bluegreen.operations.context import ExecutionContext

WENT_LIVE_BY = ("switch", "rollback", "resume")
"""The acts after whose success their release is live."""
NEWEST = 60
"""Entries of one of them that are looked through; a switch writes about ten."""


def still_to_come(application: Application, journal: Journal) -> Release | None:
    """Return the idle side's release when it was never live; None when it is the way back.

    One that is older than the live one was live before that. Of a newer one the journal tells.
    Raises CloudError when it cannot be read.
    """
    newcomer = application.newcomer
    if newcomer is None:
        return None
    for event in WENT_LIVE_BY:
        read = partial(journal.entries, application.name, NEWEST, newcomer.name, event)
        if any(entry.phase is Phase.SUCCEEDED for entry in within(PATIENCE, read, "Heat")):
            return None
    return newcomer


def failed_watch(
    application: Application, cloud: Cloud, say: Callable[[str], None]
) -> Entry | None:
    """Return how the newest watch of the idle side's release ended, when that failed; else None.

    Only a release newer than the live one is asked about: production has come back from it. Where
    the journal does not tell, `say` hears of it, and nothing is refused.
    """
    newcomer = application.newcomer
    if newcomer is None or application.unread:
        return None
    read = partial(cloud.journal.entries, application.name, 1, newcomer.name, "watch")
    try:
        newest = next(iter(within(PATIENCE, read, "Heat")), None)
    except CloudError as error:
        say(f"Cannot tell whether {newcomer.name} failed its watch: {error.true_now}.")
        return None
    if newest is None or newest.phase is not Phase.FAILED:
        return None
    return None if newest.details.get("outcome") == CheckOutcome.INCONCLUSIVE else newest


def pending_release(
    application: Application, cloud: Cloud, say: Callable[[str], None]
) -> Release | None:
    """Return the idle side's release when it was surely never live, for what somebody orders.

    Where that is not known, the order counts, and `say` hears of it.

    Nothing is asked of the journal where Heat did not answer before.
    """
    if application.newcomer is None or application.unread:
        return None
    return _as_far_as_known(application, cloud.journal, say, in_doubt=None)


def no_way_back(application: Application, context: ExecutionContext) -> Release | None:
    """Return the same for automatic actions, which do nothing to it in doubt.

    Where this run has moved production, it came from there.
    """
    if context.progress.moved_at is not None:
        return None
    return _as_far_as_known(
        application, context.cloud.journal, context.say, in_doubt=application.newcomer
    )


def _as_far_as_known(
    application: Application,
    journal: Journal,
    say: Callable[[str], None],
    *,
    in_doubt: Release | None,
) -> Release | None:
    try:
        return still_to_come(application, journal)
    except CloudError as error:
        say(f"Cannot tell whether the idle side was live before: {error.true_now}.")
        return in_doubt
