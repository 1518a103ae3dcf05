# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Checks: what decides that a release is good."""

from bluegreen.checks.result import Outcome, Result, Verdict
from bluegreen.checks.running import run_checks

__all__ = ["Outcome", "Result", "Verdict", "run_checks"]
