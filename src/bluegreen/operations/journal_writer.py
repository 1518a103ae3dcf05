# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What one run writes to the journal: what it intends, each step, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bluegreen.cloud.calls import PATIENCE, within
from bluegreen.errors import CloudError, StepFailed
from bluegreen.model.journal import Detail, Entry, Phase, new_run

if TYPE_CHECKING:
    from bluegreen.model.application import Side
    from bluegreen.model.data_plane import Cutover
    from bluegreen.operations.context import ExecutionContext
    from bluegreen.operations.plan import Plan, Step

KEEP = 300
"""Entries of an application that stay; a switch writes about ten."""


def note(
    context: ExecutionContext,
    application: str,
    event: str,
    phase: Phase,
    side: Side | None,
    details: dict[str, Detail],
    message: str | None = None,
    *,
    run: str = "",
    version: str | None = None,
) -> str | None:
    """Write one entry; return its run, or None and say so if it failed.

    It stands for itself, unless `run` names the run that it is of, and is about the side's release,
    unless it is about another `version`.
    """
    release = side.release if side else None
    if release and version not in (None, release.version):
        release = None
    entry = Entry(
        application=application,
        run=run or new_run(),
        at=datetime.now(UTC),
        event=event,
        phase=phase,
        operator=context.operator,
        message=context.message if message is None else message,
        side=side.colour if side else None,
        version=release.version if release else version,
        release=release.name if release else None,
        details=details,
        part_of=context.part_of,
    )
    try:
        within(PATIENCE, partial(context.cloud.journal.write, entry), "Heat")
    except CloudError as error:
        context.say(f"Could not write to the journal: {event} {phase} ({error.true_now}).")
        return None
    return entry.run


@dataclass
class JournalWriter:
    """The entries of one run. `must_intend` says that nothing happens without a record of it.

    A step does not wait for a journal that did not answer before it (`silent`); the end is tried
    once more.
    """

    context: ExecutionContext
    pattern: Entry
    must_intend: bool
    silent: bool = False

    @classmethod
    def of(cls, plan: Plan, context: ExecutionContext, run: str = "") -> JournalWriter:
        """Return the recording of a plan that is about to be carried out, in a run of that name."""
        pattern = Entry(
            application=plan.application,
            run=run or new_run(),
            at=datetime.now(UTC),
            event=plan.event,
            phase=Phase.INTENDED,
            operator=context.operator,
            message=context.message,
            side=plan.side,
            version=plan.version,
            release=plan.release,
            part_of=context.part_of,
        )
        must_intend = plan.event not in ("rollback", "drain")
        return cls(context, pattern, must_intend, silent=plan.without_heat)

    def intends(self, plan: Plan) -> None:
        """Write what is about to be done. Raises StepFailed when it cannot be written.

        A rollback goes on without a record, since production must not wait for Heat; and so does
        a drain, which changes nothing.
        """
        if not plan.steps:
            return
        if self.silent:
            self.context.say(
                "The journal gets no entry of this unless Heat answers before the end."
            )
            return
        error = self._write(Phase.INTENDED, details={"steps": " ".join(plan.step_names)})
        if error and self.must_intend:
            raise StepFailed(
                f"the journal cannot be written: {error.true_now}",
                "openstack stack list, then run the same command again",
            )

    def begins(self, step: Step) -> None:
        """Write that a step begins."""
        if not self.silent:
            self._write(Phase.STEP, step=step.name)

    def ends(self, phase: Phase, sentence: str, cutover: Cutover | None = None) -> None:
        """Write how it ended, with what the move cost, and delete the oldest entries."""
        took = (datetime.now(UTC) - self.pattern.at).total_seconds()
        details: dict[str, Detail] = {"sentence": sentence, "seconds": round(took, 1)}
        if cutover:
            details |= {
                "cutover_seconds": None if cutover.seconds is None else round(cutover.seconds, 3),
                "requests": cutover.requests,
                "failed_requests": cutover.failed,
                "old_after_new": cutover.old_after_new,
            }
        if drained := self.context.progress.drained:
            details |= {
                "connections": drained.most,
                "connections_left": drained.remaining,
                "connections_cut": drained.cut,
                "technique": drained.technique,
            }
        if self._write(phase, details=details):
            return
        try:
            prune = partial(self.context.cloud.journal.prune, self.pattern.application, keep=KEEP)
            within(PATIENCE, prune, "Heat")
        except CloudError as error:
            self.context.say(f"Could not delete old journal entries: {error.true_now}.")

    def _write(
        self, phase: Phase, step: str | None = None, details: dict[str, Detail] | None = None
    ) -> CloudError | None:
        entry = replace(
            self.pattern, phase=phase, step=step, details=details or {}, at=datetime.now(UTC)
        )
        try:
            within(PATIENCE, partial(self.context.cloud.journal.write, entry), "Heat")
        except CloudError as error:
            self.context.say(f"Could not write to the journal: {step or phase} ({error.true_now}).")
            self.silent = True
            return error
        self.silent = False
        return None
