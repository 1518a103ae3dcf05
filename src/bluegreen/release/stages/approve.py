# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage in which somebody lets a checked release go live."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile

from bluegreen.clock import wait_for
from bluegreen.errors import CloudError, Refused
from bluegreen.model.application import Release
from bluegreen.model.journal import Entry, Phase
from bluegreen.operations.change import facts_of, notify
from bluegreen.operations.context import ExecutionContext
from bluegreen.release.stages.request import ReleaseRequest

APPROVAL_LIMIT = timedelta(hours=4)
LOOK_EVERY = timedelta(seconds=5)
NEWEST = 20
"""Entries of the release that are looked through for an answer."""
APPROVAL = "approval"
"""The event under which `approve` and `reject` write to the journal."""


def approve(request: ReleaseRequest, context: ExecutionContext) -> ReleaseRequest:
    """Return once the release may go live: at once, by the operator's yes, or by another's.

    Another's counts when it is newer than this run's check: an older one was about an earlier
    attempt, and could not know what the checks found now.

    Raises Refused when somebody says no, and when nobody says anything for four hours.
    """
    application = request.observe(context)
    idle = application.idle
    approval = request.specification.approval
    if approval == "auto" and request.needs_person:
        approval = "ask" if context.ask else "wait"
    if request.is_live(application) or approval == "auto" or idle is None or idle.release is None:
        return request
    question = f"Let {request.application} {idle.release.version} ({idle.release.name}) go live?"
    if approval == "ask" and context.ask:
        if context.ask(question):
            return request
        raise Refused(
            "not confirmed; production stays where it is", f"bluegreen release {request.version}"
        )
    facts = facts_of(application, idle.colour, application.preview)
    notify(request.specification, context, "awaiting_approval", question, facts)
    context.say(f"Waiting for: bluegreen approve {request.application} (or reject).")
    _wait_for_somebody(request, context, idle.release)
    return request


class _Answers:
    """The answers to this release that came after its check, oldest last."""

    def __init__(
        self, request: ReleaseRequest, context: ExecutionContext, release: Release
    ) -> None:
        self._order, self._context, self._release = request, context, release
        self._earlier: frozenset[str] | None = None

    def read(self) -> list[Entry]:
        """Return them as the journal has them now; none when it does not answer."""
        journal = self._context.cloud.journal
        try:
            found = journal.entries(self._order.application, NEWEST, self._release.name)
        except CloudError as error:
            self._context.say(f"Could not read the answer: {error.true_now}; trying again.")
            return []
        # The journal's own order decides, since the clocks of two machines differ.
        since = list(takewhile(lambda entry: entry.run != self._order.checked_as, found))
        if self._earlier is None:
            unrecorded = len(since) == len(found)  # the check could not be recorded
            self._earlier = frozenset(entry.run for entry in since if unrecorded)
        return [e for e in since if e.event == APPROVAL and e.run not in self._earlier]


def _wait_for_somebody(
    request: ReleaseRequest, context: ExecutionContext, release: Release
) -> None:
    answers = wait_for(
        _Answers(request, context, release).read,
        bool,
        limit=APPROVAL_LIMIT,
        every=LOOK_EVERY,
        clock=context.clock,
    )
    if not answers:
        raise Refused(
            f"nobody approved {release.name} within {APPROVAL_LIMIT}; production stays where it is",
            "run the same command again",
        )
    answer = answers[0]
    reason = f": {answer.message}" if answer.message else ""
    if answer.phase is not Phase.SUCCEEDED:
        raise Refused(
            f"{answer.operator} rejected {release.name}{reason}; production stays where it is",
            "deploy another version",
        )
    context.say(f"{answer.operator} approved {release.name}{reason}.")
