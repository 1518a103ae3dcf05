# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Maintenance windows, computed from how long the steps of a release take."""

from bluegreen.timetable.comparison import Comparison, compare
from bluegreen.timetable.durations import Durations
from bluegreen.timetable.loading import load_durations, paper_durations, starter

__all__ = [
    "Comparison",
    "Durations",
    "compare",
    "load_durations",
    "paper_durations",
    "starter",
]
