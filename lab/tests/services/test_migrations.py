# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The newest revisions of a database are read from its scripts."""

from pathlib import Path

from openstack_lab.services.migrations import heads

SCRIPTS = {
    "first.py": "revision = 'a1'\ndown_revision = None\n",
    "train/second.py": 'revision: str = "b2"\ndown_revision: str | None = "a1"\n',
    "train/merge.py": "revision = 'c3'\ndown_revision = ('b2',\n                 'x9')\n",
    "train/other.py": "revision = 'x9'\ndown_revision = 'a1'\n",
    "contract.py": "revision = 'd4'\ndown_revision = 'a1'\ndepends_on = ('c3',)\n",
}


def test_what_nothing_comes_after_is_a_head(tmp_path: Path) -> None:
    """Several branches, annotated names, merges and dependencies are all in use."""
    for name, text in SCRIPTS.items():
        file = tmp_path / "versions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    assert heads(tmp_path) == {"d4"}


def test_without_scripts_there_is_no_head(tmp_path: Path) -> None:
    """Then nothing is known, which is not the same as being at the head."""
    assert heads(tmp_path) == set()
