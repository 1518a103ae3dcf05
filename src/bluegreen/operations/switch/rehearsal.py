# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Proving before a switch that the way back will work, without moving anything.

The side that is live now is the one that a rollback would come back to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from bluegreen.errors import CloudError, Refused
from bluegreen.model.address import Address
from bluegreen.model.application import Application, Side
from bluegreen.model.journal import Entry, Phase, new_run
from bluegreen.model.quota import Shortage
from bluegreen.model.text import plural
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.lease_keeper import HeldLease
from bluegreen.operations.plan import the_other_side
from bluegreen.operations.prechecks import Precheck, balancer_works, behind_one_router


def servers_to_come_back(application: Application) -> int:
    """Return how many more servers the live side would need, once the idle side is live."""
    if application.live is None or application.idle is None:
        return 0
    return max(0, application.idle.members.at_most - application.live.members.total)


def rehearse(
    application: Application, context: ExecutionContext, shortages: Sequence[Shortage]
) -> list[Precheck]:
    """Return every finding, the good and the bad; each act that is needed is tried for real.

    `shortages` is what the project lacks for `servers_to_come_back`. Raises Refused when no side
    is live.
    """
    old = application.side(the_other_side(application, "rehearsal").other)
    findings = [
        *_of_side(application, old, shortages),
        *behind_one_router(application),
        Precheck("lease", isinstance(context.lease, HeldLease), _lease(application, context)),
        _preview_obeys(application.preview, context),
    ]
    return [*findings, _journal_takes(application, findings, context)]


def refuse_unless_it_would_work(name: str, findings: Sequence[Precheck]) -> None:
    """Raise Refused with every finding of a rehearsal that is bad."""
    bad = [finding.sentence for finding in findings if not finding.holds]
    if bad:
        raise Refused(
            f"after a switch this rollback would not work: {'; '.join(bad)}",
            f"bluegreen status {name}",
        )


def _of_side(
    application: Application, old: Side, shortages: Sequence[Shortage]
) -> Iterator[Precheck]:
    healthy, total = old.members.healthy, old.members.total
    more = servers_to_come_back(application)
    complete = old.release is not None and old.release.stack.may_be_complete
    yield balancer_works(old)
    yield Precheck(
        "healthy",
        healthy == max(1, total),
        f"{old.colour} has {old.members.in_words}"
        if old.members.unmonitored
        else f"{healthy} of {total} servers of {old.colour} are healthy",
    )
    yield Precheck(
        "release",
        complete,
        f"Heat has finished with {old.release.stack.name}: {old.release.stack.status}"
        if old.release
        else f"{old.colour} has no release to roll back to",
    )
    lacking = "; ".join(shortage.what for shortage in shortages)
    yield Precheck(
        "capacity",
        not shortages,
        f"{old.colour} would need {plural(more, 'more server')}: {lacking or 'the quota suffices'}"
        if more
        else f"{old.colour} is as large as the idle side",
    )


def _lease(application: Application, context: ExecutionContext) -> str:
    if isinstance(context.lease, HeldLease):
        return "the lease was taken"
    return f"nothing holds a lease on {application.name}"


def _preview_obeys(preview: Address | None, context: ExecutionContext) -> Precheck:
    """Point the preview address where it points already: the same right, and nothing moves.

    Never production: on OVN any PUT takes an address's NAT away for a moment.
    """
    if preview is None:
        return Precheck("rights", holds=False, sentence="there is no preview address")

    def point() -> None:
        context.cloud.addresses.point(preview, preview.port_id)

    return _tried("rights", point, f"the preview address {preview.floating_ip} can be moved")


def _journal_takes(
    application: Application, findings: Sequence[Precheck], context: ExecutionContext
) -> Precheck:
    bad = "; ".join(finding.sentence for finding in findings if not finding.holds)
    entry = Entry(
        application=application.name,
        run=new_run(),
        at=datetime.now(UTC),
        event="rehearsal",
        phase=Phase.FAILED if bad else Phase.SUCCEEDED,
        operator=context.operator,
        message=context.message,
        details={"sentence": bad or "the rollback works"},
    )
    return _tried(
        "journal", lambda: context.cloud.journal.write(entry), "the journal accepts entries"
    )


def _tried(name: str, act: Callable[[], object], sentence: str) -> Precheck:
    try:
        act()
    except CloudError as error:
        return Precheck(name, holds=False, sentence=error.true_now)
    return Precheck(name, holds=True, sentence=sentence)
