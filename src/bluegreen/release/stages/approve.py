# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The stage in which somebody lets a checked release go live."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bluegreen.clock import wait_for
from bluegreen.errors import CloudError, Refused
from bluegreen.model.application import Release, Side
from bluegreen.model.journal import Detail, Entry, Phase, new_run
from bluegreen.operations.change import facts_of, notify
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.journal_writer import note
from bluegreen.operations.lease_keeper import HeldLease
from bluegreen.release.stages.request import ReleaseRequest

APPROVAL_LIMIT = timedelta(hours=4)
LOOK_EVERY = timedelta(seconds=5)
NEWEST = 20
"""Questions and answers about the release that are looked through."""
APPROVAL = "approval"
"""The event of a question in the journal; `approve` and `reject` end the run that it began."""


def approve(request: ReleaseRequest, context: ExecutionContext) -> ReleaseRequest:
    """Return once the release may go live: at once, by the operator's yes, or by another's.

    Another's is the answer to this run's question: one to an earlier attempt could not know what
    the checks found now.

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
    _wait_for_somebody(request, context, idle, idle.release, question)
    return request


@dataclass
class _Question:
    """The question to another person: the beginning of a run in the journal, which an answer ends.

    It names the lease of the release that asks, so that others see whether that still waits.
    """

    request: ReleaseRequest
    context: ExecutionContext
    idle: Side
    sentence: str
    run: str = field(default_factory=new_run)
    is_asked: bool = False

    def answers(self) -> list[Entry]:
        """Ask, unless that is done, and return what was answered since; none where Heat is silent.

        Nobody can answer what the journal does not have, so it is tried again at each look.
        """
        if not self.is_asked:
            lease = self.context.lease
            under = lease.lease.id if isinstance(lease, HeldLease) else ""
            self.is_asked = self._writes(Phase.INTENDED, lease=under)
        return [entry for entry in self._entries() if entry.phase is not Phase.INTENDED]

    def is_withdrawn(self, why: str) -> None:
        """Write that nobody waits for an answer any more."""
        self._writes(Phase.FAILED, sentence=why)

    def _writes(self, phase: Phase, **details: Detail) -> bool:
        told: dict[str, Detail] = {"sentence": self.sentence, **details}
        name = self.request.application
        return note(self.context, name, APPROVAL, phase, self.idle, told, run=self.run) is not None

    def _entries(self) -> list[Entry]:
        release = self.idle.release
        try:
            found = self.context.cloud.journal.entries(
                self.request.application, NEWEST, release.name if release else None, APPROVAL
            )
        except CloudError as error:
            self.context.say(f"Could not read the answer: {error.true_now}; trying again.")
            return []
        return [entry for entry in found if entry.run == self.run]


def _wait_for_somebody(
    request: ReleaseRequest, context: ExecutionContext, idle: Side, release: Release, sentence: str
) -> None:
    question = _Question(request, context, idle, sentence)
    try:
        answers = wait_for(
            question.answers, bool, limit=APPROVAL_LIMIT, every=LOOK_EVERY, clock=context.clock
        )
    except KeyboardInterrupt:
        question.is_withdrawn("interrupted by the operator")
        raise
    if not answers:
        nobody = f"nobody approved {release.name} within {APPROVAL_LIMIT}"
        question.is_withdrawn(nobody)
        raise Refused(f"{nobody}; production stays where it is", "run the same command again")
    answer = answers[0]
    reason = f": {answer.message}" if answer.message else ""
    if answer.phase is not Phase.SUCCEEDED:
        raise Refused(
            f"{answer.operator} rejected {release.name}{reason}; production stays where it is",
            "deploy another version",
        )
    context.say(f"{answer.operator} approved {release.name}{reason}.")
