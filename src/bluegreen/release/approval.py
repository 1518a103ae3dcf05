# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Another person's answer to a release that waits: it goes live, or it does not."""

from __future__ import annotations

from bluegreen.cloud.observe import observe_existing
from bluegreen.errors import Refused, StepFailed
from bluegreen.model.application import Application, Side
from bluegreen.model.journal import Phase
from bluegreen.operations.journal_writer import note
from bluegreen.operations.session import Session
from bluegreen.release.stages.approve import APPROVAL


def answer(name: str, session: Session, *, approved: bool, release: str | None = None) -> str:
    """Write the answer to the journal, where the release looks for it; return it as a sentence.

    It takes no lease, since the release that waits holds it. Raises Refused when nothing could
    wait, or when the idle side has another release than the one named, and StepFailed when the
    answer could not be written.
    """
    idle = side_that_waits(observe_existing(session.cloud, name), release)
    phase = Phase.SUCCEEDED if approved else Phase.FAILED
    if not note(session.context(None), name, APPROVAL, phase, idle, {}):
        raise StepFailed(
            "the answer was not recorded, so no release sees it", "run the same command again"
        )
    waiting = idle.release
    word = "approved" if approved else "rejected"
    return f"{waiting.name} ({waiting.version}) is {word}." if waiting else ""


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
