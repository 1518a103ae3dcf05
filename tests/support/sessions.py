# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A session in the fake cloud, without a command line in front of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bluegreen.errors import Refused
from bluegreen.model.application import Application
from bluegreen.operations.plan import Plan
from bluegreen.operations.session import LeaseTerms, Session
from support.fake_clock import FakeClock
from support.fake_cloud import FakeProject


@dataclass
class Paper:
    """An output that keeps what is written, in order, and answers each question with `answer`."""

    answer: bool = True
    lines: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        """Keep a sentence."""
        self.lines.append(sentence)

    def show(self, plan: Plan) -> None:
        """Keep the title of a plan."""
        self.lines.append(f"plan: {plan.title}")

    def report(self, application: Application) -> None:
        """Keep which side is live."""
        self.lines.append(f"live: {application.live.colour if application.live else None}")

    def confirm(self, question: str) -> None:
        """Keep the question, and answer it."""
        self.lines.append(question)
        if not self.answer:
            raise Refused("no")


def session_in(
    project: FakeProject,
    paper: Paper | None = None,
    *,
    dry_run: bool = False,
    lease: LeaseTerms | None = None,
) -> Session:
    """Return a session whose clock lets the project go on."""
    clock = FakeClock(project.tick)
    return Session(
        cloud=project.cloud(clock),
        output=paper or Paper(),
        operator="somebody",
        clock=clock,
        command="test",
        dry_run=dry_run,
        lease=lease or LeaseTerms(),
    )
