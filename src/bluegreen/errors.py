# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, each with its exit code, what is true now, and what to run next."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import ClassVar


class BlueGreenError(Exception):
    """A failure that is shown to the operator in two parts.

    `true_now` says what is the case, `next_step` names the command or the act that helps; it may
    be empty. Neither ever holds a secret.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, true_now: str, next_step: str = "") -> None:
        super().__init__(true_now)
        self.true_now = true_now
        self.next_step = next_step

    @property
    def lines(self) -> tuple[str, ...]:
        """What is true now as lines for people; only some errors need more than one."""
        return (self.true_now,)


class Refused(BlueGreenError):
    """A precheck said no, and nothing was changed."""


class UsageError(BlueGreenError):
    """The command line does not say enough to act on."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One broken rule of a file, and where it is broken.

    `file` is the file as the user named it, `line` counts from 1 and is None when the rule is about
    the whole file, `path` is the key (`servers.count.min`, `servers.volumes[0].size`) and empty for
    the whole document, `rule` says in plain words what must hold.
    """

    file: str
    line: int | None
    path: str
    rule: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (where, self.path, self.rule) if part)

    def order(self) -> tuple[int, str, str]:
        """Sort key: by line, the whole file first."""
        return (self.line or 0, self.path, self.rule)


class SpecificationInvalid(BlueGreenError):
    """The specification breaks rules; `problems` holds all of them, sorted by line."""

    exit_code = 2

    def __init__(
        self,
        problems: tuple[Problem, ...],
        next_step: str = "",
        *,
        what: str = "the specification",
    ) -> None:
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(str(problem) for problem in problems)
        file = next((problem.file for problem in problems), "bluegreen.yaml")
        check = f"bluegreen validate --specification {shlex.quote(file)}"
        if file == "bluegreen.yaml":
            check = "bluegreen validate"
        super().__init__(
            f"{what} has {count}, and nothing was touched\n{lines}",
            next_step or f"correct the file, then: {check}",
        )
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
        self, true_now: str, next_step: str = "bluegreen status, then run the same command again"
    ) -> None:
        super().__init__(true_now, next_step)


class CloudNotNamed(CloudError):
    """Options, variables and clouds.yaml name no cloud, or none that can be used as it stands."""

    exit_code = 2


class Unanswered(CloudError):
    """OpenStack gave no definite answer: asking again may help.

    `retry_after` is how many seconds it asked to be left alone for, None when it did not.
    """

    retry_after: float | None = None

    def __init__(
        self,
        true_now: str,
        next_step: str = "wait until the service answers, then run the same command again",
    ) -> None:
        super().__init__(true_now, next_step)


class StepFailed(BlueGreenError):
    """A step did not reach what it promises; the steps before it are being undone."""


def name_of_defect(defect: Exception) -> str:
    """Return what is known of a defect in a line; --debug shows the rest."""
    return f"unexpected {type(defect).__name__}: {defect}"
