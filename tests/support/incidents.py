# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What happens to a project from outside, and what is live then."""

from __future__ import annotations

from collections.abc import Callable

from support.fake_cloud import FakeProject

TO_GREEN = "addresses.point production vip-shop-green"


def just_after(project: FakeProject, call: str, happens: Callable[[], None]) -> None:
    """Let something happen in the moment after a call has taken effect, once."""
    left = [happens]

    def fault(moment: str, called: str) -> None:
        if (moment, called) == ("after", call) and left:
            left.pop()()

    project.fault = fault
