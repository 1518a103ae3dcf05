# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The tests themselves run as CI systems start them: in a script's background, by nohup."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CALLS = ("os.kill(", "pthread_kill(", "raise_signal(")
SENDERS = [
    str(file.relative_to(ROOT))
    for file in sorted(ROOT.glob("tests/unit/**/test_*.py"))
    if file != Path(__file__) and any(call in file.read_text() for call in CALLS)
]
"""The unit tests that send a signal, to this process itself."""


@pytest.mark.parametrize("ignored", ["INT QUIT", "INT QUIT HUP"])
def test_tests_that_send_signals_pass_where_these_are_ignored(ignored: str) -> None:
    """`make test &` in a script ignores SIGINT and SIGQUIT, `nohup make test &` SIGHUP too; Python
    then installs no handler of its own. They once failed so, or never ended.
    """
    assert "tests/unit/cli/test_signals.py" in SENDERS
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *SENDERS]
    done = subprocess.run(
        ["sh", "-c", f'trap "" {ignored}; exec "$@"', "sh", sys.executable, *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
