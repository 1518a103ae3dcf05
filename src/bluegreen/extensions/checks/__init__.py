# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Checks: what decides that a release is good."""

from bluegreen.extensions.checks.run import run_checks
from bluegreen.model.verdict import CheckOutcome, CheckResult, Verdict

__all__ = ["CheckOutcome", "CheckResult", "Verdict", "run_checks"]
