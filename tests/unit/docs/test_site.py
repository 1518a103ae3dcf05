# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The pages become a site, and what is wrong with them is found by making it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
MAKE_SITE = (sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q")


def made(pages: Path, site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Make the site as `make docs` does, and return what came of it."""
    return subprocess.run(
        [*MAKE_SITE, *options, str(pages), str(site)], capture_output=True, text=True, check=False
    )


def test_the_site_is_made_without_a_warning(tmp_path: Path) -> None:
    """Every page, from its own folder: links to demo files lead out of docs/."""
    done = made(ROOT / "docs", tmp_path / "site")

    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "site/commands.html").read_text()
    assert 'id="bluegreen-switch"' in page
    assert "--drain" in page
    assert "\N{EN DASH}drain" not in page, "an option is shown as it is typed"


def test_make_docs_makes_it_in_the_same_way() -> None:
    """What this file finds wrong, `make docs` does not let pass."""
    options = " ".join(MAKE_SITE[3:])

    assert f"sphinx-build {options} docs site" in (ROOT / "Makefile").read_text()


def test_what_leads_nowhere_fails_the_site(tmp_path: Path) -> None:
    """A page that no navigation has, a link to no page, one to no heading, and no picture."""
    pages = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", pages)
    shutil.copytree(ROOT / "demo", tmp_path / "demo")
    (pages / "unlisted.md").write_text("# Unlisted\n")
    (pages / "release.md").write_text(
        "# A release\n\n[a](nowhere.md) [b](commands.md#bluegreen-fly) ![c](images/none.svg)\n"
    )
    done = made(pages, tmp_path / "site", "-b", "dummy")

    assert done.returncode == 1
    assert "unlisted.md: WARNING: document isn't included in any toctree" in done.stderr
    for missing in ("nowhere.md", "bluegreen-fly", "none.svg"):
        assert missing in done.stderr
