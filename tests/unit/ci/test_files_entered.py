# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whoever follows a switch through the code opens few files."""

from __future__ import annotations

from pathlib import Path

from support.acts import with_two_versions
from support.fake_cloud import FakeProject
from support.files_entered import files_entered

ACTING = ("clock.py", "cli", "operations", "extensions", "release")
"""What decides and does something. Not what only holds values (`model`, `spec`), nor the adapters
(`cloud`, `probe`), which the fake cloud is behind or in the place of."""

MOST_FILES = 35


def test_a_switch_enters_few_files(tmp_path: Path) -> None:
    """From the command line to the last line that is written, the drain included."""
    operator = with_two_versions(FakeProject(), tmp_path)
    with files_entered() as entered:
        operator.types("switch", "--yes", expect=0)
    acting = sorted(str(file) for file in entered if file.parts[0] in ACTING)

    assert "operations/switch/run.py" in acting
    assert len(acting) <= MOST_FILES, acting
