# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a check found, and what all of them together decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from bluegreen.model.text import plural


class CheckOutcome(StrEnum):
    """What a check found; inconclusive is neither good nor bad, and a person must look."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class CheckFinding:
    """What one kind of check found: the outcome, why, and the numbers behind it.

    Names of numbers end in their unit: `p95_ms`, `seconds`.
    """

    outcome: CheckOutcome
    sentence: str
    measured: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckResult:
    """The finding of one check of the specification; a trial is recorded and decides nothing."""

    name: str
    kind: str
    outcome: CheckOutcome
    measured: Mapping[str, float | str]
    sentence: str
    trial: bool = False

    @classmethod
    def of(cls, name: str, kind: str, finding: CheckFinding, *, trial: bool = False) -> CheckResult:
        """Return a finding as the result of the check of that name."""
        return cls(name, kind, finding.outcome, finding.measured, finding.sentence, trial)

    def __str__(self) -> str:
        what = f"Trial {self.name}" if self.trial else f"Check {self.name}"
        verb = "is " if self.outcome is CheckOutcome.INCONCLUSIVE else ""
        return f"{what} {verb}{self.outcome}: {self.sentence}."


@dataclass(frozen=True)
class Verdict:
    """What all checks together decide."""

    results: tuple[CheckResult, ...]

    @property
    def outcome(self) -> CheckOutcome:
        """Failed if any deciding check failed, else inconclusive if any is, else passed."""
        found = {result.outcome for result in self.results if not result.trial}
        for outcome in (CheckOutcome.FAILED, CheckOutcome.INCONCLUSIVE):
            if outcome in found:
                return outcome
        return CheckOutcome.PASSED

    @property
    def sentence(self) -> str:
        """The decision in one sentence, with every check that is not good by name."""
        deciding = [result for result in self.results if not result.trial]
        bad = [f"{r.name} ({r.outcome})" for r in deciding if r.outcome is not CheckOutcome.PASSED]
        if not deciding:
            return "no check decides"
        if not bad:
            return "all checks passed" if len(deciding) > 1 else "the check passed"
        return f"{len(bad)} of {plural(len(deciding), 'check')} did not pass: {', '.join(bad)}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        results = [{**asdict(r), "measured": dict(r.measured)} for r in self.results]
        return {"outcome": self.outcome, "sentence": self.sentence, "results": results}
