# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage in which somebody lets a checked release go live."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bluegreen.errors import CloudError, Refused
from bluegreen.journal import Entry, Phase
from bluegreen.observation import Release
from bluegreen.stages.order import Order
from bluegreen.stages.telling import context_of, tell
from bluegreen.steps.step import Run
from bluegreen.waiting import wait_until

APPROVAL_LIMIT = timedelta(hours=4)
LOOK_EVERY = timedelta(seconds=5)
EARLY = timedelta(minutes=10)
"""How long before it was asked for an answer may have been given."""
APPROVAL = "approval"
"""The event under which `approve` and `reject` write to the journal."""


def approve(order: Order, run: Run) -> Order:
    """Return once the release may go live: at once, by the operator's yes, or by another's.

    Raises Refused when somebody says no, and when nobody says anything for four hours.
    """
    application = order.observe(run)
    idle = application.idle
    approval = order.specification.approval
    if approval == "auto" and order.needs_person:
        approval = "ask" if run.ask else "wait"
    if order.is_live(application) or approval == "auto" or idle is None or idle.release is None:
        return order
    question = f"Let {order.application} {idle.release.version} ({idle.release.name}) go live?"
    if approval == "ask" and run.ask:
        if run.ask(question):
            return order
        raise Refused("nothing is changed, since the answer was not yes", "bluegreen release")
    context = context_of(application, idle.colour, application.preview)
    tell(order.specification, run, "awaiting_approval", question, context)
    run.say(f"Waiting for: bluegreen approve {order.application} (or reject).")
    _wait_for_somebody(order, run, idle.release)
    return order


def _wait_for_somebody(order: Order, run: Run, release: Release) -> None:
    answers: list[Entry] = []
    asked_at = datetime.now(UTC) - EARLY
    if order.needs_person:
        asked_at += EARLY  # what was said before the check could not know what it found

    def answered() -> bool:
        try:
            entries = run.cloud.journal.entries(order.application, limit=20, release=release.name)
        except CloudError as trouble:
            run.say(f"Asking again: {trouble.true_now}.")
            return False
        answers.extend(e for e in entries if e.event == APPROVAL and e.at >= asked_at)
        return bool(answers)

    if not wait_until(answered, limit=APPROVAL_LIMIT, every=LOOK_EVERY, clock=run.clock):
        raise Refused(
            f"nobody approved {release.name} within {APPROVAL_LIMIT}, and nothing is changed",
            "run the same command again",
        )
    answer = answers[0]
    reason = f": {answer.message}" if answer.message else ""
    if answer.phase is not Phase.SUCCEEDED:
        raise Refused(
            f"{answer.operator} rejected {release.name}{reason}; nothing is changed",
            "deploy another version",
        )
    run.say(f"{answer.operator} approved {release.name}{reason}.")
