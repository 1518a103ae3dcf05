# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Few files have to be opened to follow a switch through the code."""

from __future__ import annotations

from pathlib import Path

from support.acts import with_two_versions
from support.fake_cloud import FakeProject
from support.files_entered import files_entered

ACTING = ("clock.py", "cli", "operations", "extensions", "release")
"""What decides and does something. Not what only holds values (`model`, `spec`), nor the adapters
(`cloud`, `probe`), which the fake cloud is behind or in the place of."""

MOST_ACTING = 30
MOST_FILES = 55
"""Those that hold values and those that ask the cloud included."""


def test_a_switch_enters_few_files(tmp_path: Path) -> None:
    """From the command line to the last line that is written, the drain included."""
    operator = with_two_versions(FakeProject(), tmp_path)
    with files_entered() as entered:
        operator.types("switch", "--yes", expect=0)
    acting = sorted(str(file) for file in entered if file.parts[0] in ACTING)

    assert "operations/switch/run.py" in acting
    assert len(acting) <= MOST_ACTING, acting
    assert len(entered) <= MOST_FILES, sorted(map(str, entered))
