# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A change of sources is seen by their digest."""

from pathlib import Path

from openstack_lab.engine.sources import digest


def test_a_digest_tells_changed_moved_and_new_files(tmp_path: Path) -> None:
    """Bytecode does not count."""
    (tmp_path / "one.py").write_text("1")
    seen = {digest(tmp_path)}
    (tmp_path / "one.py").write_text("2")
    seen.add(digest(tmp_path))
    (tmp_path / "one.py").rename(tmp_path / "two.py")
    seen.add(digest(tmp_path))
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/two.pyc").touch()
    seen.add(digest(tmp_path))

    assert len(seen) == 3
