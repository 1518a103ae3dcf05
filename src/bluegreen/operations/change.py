# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One plan of a session: shown, agreed on, carried out, and what is so after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bluegreen.cloud.observe import observe_as_far_as_it_answers
from bluegreen.cloud.permit import Permit
from bluegreen.errors import BlueGreenError, CloudError, Stuck, name_of_defect
from bluegreen.model.application import Application
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.plan import Plan
from bluegreen.operations.session import Session
from bluegreen.operations.with_hooks import execute_with_hooks
from bluegreen.spec import Specification


def change(
    plan: Plan,
    session: Session,
    lease: Permit | None,
    specification: Specification | None = None,
    *,
    afterwards: Sequence[Plan] = (),
) -> ExecutionContext | None:
    """Show a plan, ask, and carry it out; None when it was only to be shown.

    The specification's hooks run around it, and those who want to know are notified. What the
    caller will do `afterwards` is shown, and agreed on, with it.

    Raises what `Session.agree` and `execute_with_hooks` raise.
    """
    if not session.agree(plan, afterwards):
        return None
    context = session.context(lease)
    with stuck_on_defect(plan, context):
        execute_with_hooks(plan, context, specification)
    return context


@contextmanager
def stuck_on_defect(plan: Plan, context: ExecutionContext | None) -> Iterator[None]:
    """Raise Stuck for a defect of this program once production has moved: that is no exit code 1.

    Around what comes after a plan; nothing was changed where there is no run.
    """
    try:
        yield
    except (BlueGreenError, BrokenPipeError):
        raise
    except Exception as defect:
        if not (context and context.progress.production_left):
            raise
        raise Stuck(
            f"production has moved, but then {plan.title} met a defect of this program: "
            f"{name_of_defect(defect)}",
            plan.when_stuck,
        ) from defect


def observe_afterwards(name: str, session: Session) -> Application | None:
    """Return an application as it is after a change, and report it.

    What was ordered is done by then, so a cloud that does not answer now fails nothing: a sentence
    says so, and the answer is None.
    """
    try:
        application = observe_as_far_as_it_answers(session.cloud, name)
    except CloudError as error:
        session.say(f"Done, but the current state could not be read: {error.true_now}.")
        return None
    session.output.report(application)
    return application
