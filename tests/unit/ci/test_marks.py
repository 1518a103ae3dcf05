# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`make test` runs the lab tests that are not long, `make test-long` those that are."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STORIES = [file for file in ROOT.glob("tests/lab/*.py") if "are one story" in file.read_text()]


@pytest.mark.parametrize("story", STORIES, ids=lambda file: file.stem)
def test_a_story_is_told_whole_or_not_at_all(story: Path) -> None:
    """A later test needs what an earlier one has built, and neither half selects both."""
    assert "@pytest.mark.long" not in story.read_text()


def test_every_test_has_a_time_limit(pytestconfig: pytest.Config) -> None:
    """One that never ended would keep all others from being run, and its name from being seen."""
    assert pytestconfig.pluginmanager.hasplugin("timeout")
    assert float(pytestconfig.getini("timeout")) > 0


@pytest.mark.parametrize("target", ["lab-tests", "test-long"])
def test_both_halves_start_the_lab_with_telemetry(target: str) -> None:
    """Tests of scaling are in both."""
    recipe = (ROOT / "Makefile").read_text().partition(f"\n{target}:")[2].partition("\n\n")[0]

    assert "lab up --telemetry" in recipe
