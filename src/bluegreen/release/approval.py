# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Another person's answer to a release that waits: it goes live, or it does not."""

from __future__ import annotations

from datetime import UTC, datetime

from bluegreen.cloud.observe import observe_existing
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import Refused, StepFailed
from bluegreen.model.application import Application, Side
from bluegreen.model.journal import Entry, JournalRun, Phase, runs_of
from bluegreen.operations.journal_writer import note
from bluegreen.operations.session import Session
from bluegreen.release.stages.approve import APPROVAL, APPROVAL_LIMIT, NEWEST


def answer(
    name: str,
    session: Session,
    *,
    approved: bool,
    release: str | None = None,
    record: bool = False,
) -> str:
    """Write the answer to the journal, where the release looks for it; return it as a sentence.

    It takes no lease, since the release that waits holds it. With `record` it is only written, for
    a pipeline that asks by its own means.

    Raises Refused when no release waits, or when the idle side has another one than the one named,
    StepFailed when the answer could not be written, and CloudError.
    """
    idle = side_that_waits(observe_existing(session.cloud, name), release)
    asked = None if record else question_about(idle, name, session.cloud).last
    phase = Phase.SUCCEEDED if approved else Phase.FAILED
    run, details = (asked.run, dict(asked.details)) if asked else ("", {})
    if not note(session.context(None), name, APPROVAL, phase, idle, details, run=run):
        raise StepFailed(
            "the answer was not recorded, so no release sees it", "run the same command again"
        )
    waiting = idle.release
    word = "approved" if approved else "rejected"
    return f"{waiting.name} ({waiting.version}) is {word}." if waiting else ""


def question_about(idle: Side, application: str, cloud: Cloud) -> JournalRun:
    """Return the question of the release that waits, which has no answer yet.

    Where that runs without a lease, whether it still waits cannot be seen for as long as it may.
    Raises Refused when none waits, and CloudError when that cannot be read.
    """
    name = idle.release.name if idle.release else None
    asked = next(iter(runs_of(cloud.journal.entries(application, NEWEST, name, APPROVAL))), None)
    if asked and not asked.ended and _still_waits(asked.last, application, cloud):
        return asked
    raise Refused(
        f"no release of {application} waits for an answer, and nothing is changed"
        + (f": {_what_became_of(asked)}" if asked else ""),
        f"bluegreen history {application}, which shows what was done last",
    )


def _what_became_of(asked: JournalRun) -> str:
    last = asked.last
    if not asked.ended:
        return f"the run of {last.operator} that asked about {last.release} has ended"
    word = "approved" if asked.succeeded else "not approved"
    return f"{last.release} was {word} at {last.at:%F %T} UTC, by {last.operator}"


def _still_waits(question: Entry, application: str, cloud: Cloud) -> bool:
    lease = question.details.get("lease")
    if not lease:
        return datetime.now(UTC) - question.at < APPROVAL_LIMIT
    holder = cloud.leases.holder(application)
    return holder is not None and holder.lease.id == lease and not holder.expired


def side_that_waits(application: Application, release: str | None = None) -> Side:
    """Return the idle side, whose release may wait for an answer. Raises Refused."""
    idle, next_step = application.idle, f"bluegreen status {application.name}"
    if application.adopted:
        raise Refused(
            f"{application.name} was adopted: nothing is released to it from here, so nothing "
            "waits for an answer",
            f"bluegreen switch {application.name}",
        )
    if idle is None or idle.release is None:
        raise Refused(f"no release of {application.name} waits on an idle side", next_step)
    if release not in (None, idle.release.name):
        raise Refused(
            f"the idle side has {idle.release.name} ({idle.release.version}), not {release}",
            next_step,
        )
    return idle
