# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The tests themselves run as CI systems start them: in a script's background, by nohup."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SEND_OR_EXPECT_SIGNALS = (
    "tests/unit/checks/test_running.py",
    "tests/unit/commands/test_signals.py",
    "tests/unit/probe/test_command.py",
    "tests/unit/together/test_watching.py",
)


def test_the_list_names_every_test_that_sends_a_signal() -> None:
    """To this process itself, in the unit tests."""
    sends = [
        str(file.relative_to(ROOT))
        for file in ROOT.glob("tests/unit/**/test_*.py")
        if file != Path(__file__)
        and any(call in file.read_text() for call in ("os.kill(", "pthread_kill(", "raise_signal("))
    ]
    assert sorted(sends) == sorted(SEND_OR_EXPECT_SIGNALS)


@pytest.mark.parametrize("ignored", ["INT QUIT", "INT QUIT HUP"])
def test_tests_that_send_signals_pass_where_these_are_ignored(ignored: str) -> None:
    """`make test &` in a script ignores SIGINT and SIGQUIT, `nohup make test &` SIGHUP too; Python
    then installs no handler of its own. They once failed so, or never ended.
    """
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *SEND_OR_EXPECT_SIGNALS]
    done = subprocess.run(
        ["sh", "-c", f'trap "" {ignored}; exec "$@"', "sh", sys.executable, *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
