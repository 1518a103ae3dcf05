# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Permits for tests that are about something else than the lease."""

from bluegreen.cloud.permit import Unleased

ALONE = Unleased("nobody else is at work in a test's own project")


class Counting:
    """A permit that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def must_hold(self) -> None:
        """Count."""
        self.asked += 1
