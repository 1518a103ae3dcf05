# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, in two parts: what is true now, and what to run next."""


class LabError(Exception):
    """A failure that the user can act on; its text says what is true and what to do."""

    def __init__(self, state: str, remedy: str) -> None:
        super().__init__(f"{state}\n  {remedy}")
        self.state = state
        self.remedy = remedy


class Interrupted(LabError):
    """What was under way has ended without a result, because the user interrupted the command."""

    def __init__(self) -> None:
        super().__init__("It was interrupted.", "`lab up` continues where it stopped.")
