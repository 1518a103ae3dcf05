# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Checks: what decides that a release is good."""

from bluegreen.extensions.checks.run import run_checks
from bluegreen.model.verdict import Outcome, Result, Verdict

__all__ = ["Outcome", "Result", "Verdict", "run_checks"]
