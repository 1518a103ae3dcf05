# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, each with its exit code, what is true now, and what to run next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from bluegreen.specification import Problem


class BlueGreenError(Exception):
    """A failure that is shown to the operator in two parts.

    `true_now` says what is the case, `run_next` names the command or the act that helps; it may
    be empty. Neither ever holds a secret.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, true_now: str, run_next: str = "") -> None:
        super().__init__(true_now)
        self.true_now = true_now
        self.run_next = run_next

    @property
    def lines(self) -> tuple[str, ...]:
        """What is true now as lines for people; only some errors need more than one."""
        return (self.true_now,)


class Refused(BlueGreenError):
    """A guard said no, and nothing was changed."""


class UsageError(BlueGreenError):
    """The command line does not say enough to act on."""

    exit_code = 2


class SpecificationInvalid(BlueGreenError):
    """The specification breaks rules; `problems` holds all of them, sorted by line."""

    exit_code = 2

    def __init__(
        self,
        problems: tuple[Problem, ...],
        run_next: str = "correct the file, then: bluegreen validate",
        *,
        what: str = "the specification",
    ) -> None:
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{what} has {count}, and nothing was touched\n{lines}", run_next)
        self.problems = problems

    @property
    def lines(self) -> tuple[str, ...]:
        """What is wrong, and a line for each problem."""
        what, _, _ = self.true_now.partition("\n")
        return (what, *map(str, self.problems))


class RolledBack(BlueGreenError):
    """The new side was live for a moment; the previous side is live again."""

    exit_code = 3


class Stuck(BlueGreenError):
    """Neither done nor undone: a person must look."""

    exit_code = 4


class CloudError(BlueGreenError):
    """OpenStack refused, failed, or could not be reached."""

    def __init__(
        self, true_now: str, run_next: str = "bluegreen status, then the same command again"
    ) -> None:
        super().__init__(true_now, run_next)


class Unanswered(CloudError):
    """OpenStack gave no definite answer: asking again may help.

    `retry_after` is how many seconds it asked to be left alone for, None when it did not.
    """

    retry_after: float | None = None


class StepFailed(BlueGreenError):
    """A step did not reach what it promises; the steps before it are being undone."""


def name_of_defect(defect: Exception) -> str:
    """Return what is known of a defect in a line; --debug shows the rest."""
    return f"unexpected {type(defect).__name__}: {defect}"
