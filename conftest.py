# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: a time limit, and nothing inherited from the parent process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bluegreen.commands.signals import interrupted_by_signals

LIMITS = {"long": 4 * 3600, "lab": 3600, "whole": 3600}
"""Seconds, by mark, for tests that wait for real servers; for others pyproject.toml has the limit.

No limit is what a test is expected to take: each ends a test that would never end, so that its
name is seen and the others run.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test that has no limit of its own that of its first mark in the list."""
    for item in items:
        marks = [limit for mark, limit in LIMITS.items() if item.get_closest_marker(mark)]
        if marks and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(marks[0]))


@pytest.fixture(scope="session", autouse=True)
def _nothing_inherited() -> Iterator[None]:
    """Let no test depend on the signals, the program's variables or the locale of its parent.

    SIGTERM and SIGHUP end the tests as Ctrl-C does, so that what they made on a lab is removed. The
    locale is what Ansible asks for.
    """
    with pytest.MonkeyPatch.context() as patch, interrupted_by_signals():
        for name in [name for name in os.environ if name.startswith("BLUEGREEN_")]:
            patch.delenv(name)
        patch.setenv("LC_ALL", "C.UTF-8")
        yield
