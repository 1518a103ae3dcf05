# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: a time limit, and nothing inherited from the parent process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bluegreen.cli.exit_codes import interrupted_by_signals

LIMITS = {"long": 4 * 3600, "lab": 3600, "whole": 3600}
"""Seconds, by mark, for tests that wait for real servers; for others pyproject.toml has the limit.

No limit is what a test is expected to take: each ends a test that would never end, so that its
name is seen and the others run.
"""


LONGEST_FIRST = (
    "tests/lab/test_where_people_work.py",
    "tests/lab/test_connections.py",
    "tests/lab/test_first_slice.py",
    "standing application",
    "tests/browser",
    "tests/lab/test_scaling.py",
    "tests/lab/test_adopted_application.py",
    "tests/contract",
)
"""The groups of lab tests that take minutes: begun last, one would keep all others waiting."""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test a time limit, and each that shares what was built the group of one process.

    A limit of the test's own comes before that of its first mark in the list.
    """
    for item in items:
        marks = [limit for mark, limit in LIMITS.items() if item.get_closest_marker(mark)]
        if marks and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(marks[0]))
        if group := _group_of(item):
            item.add_marker(pytest.mark.xdist_group(group))
    order = {group: number for number, group in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(_group_of(item), len(order)))


def _group_of(item: pytest.Item) -> str:
    """Return what a test must share a process with: what its fixtures build is built once; or "".

    The contract suite shares an application, in memory too. Of the lab tests those of a file are
    often one story, some files share an application, and one in a browser kills Horizon's web
    server.
    """
    file = item.path.relative_to(item.config.rootpath).as_posix()
    folder = file.rpartition("/")[0]
    if folder == "tests/contract":
        return folder
    if not item.get_closest_marker("lab"):
        return ""
    if folder == "tests/browser":
        return folder
    return "standing application" if "standing" in getattr(item, "fixturenames", ()) else file


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
