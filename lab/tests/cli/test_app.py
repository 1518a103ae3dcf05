# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the command `lab` says when the machine is in its way."""

import errno
import os
from pathlib import Path

import pytest
from openstack_lab.cli import up
from openstack_lab.cli.app import main


def test_a_full_disk_is_named_and_no_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the file that did not fit, and what to run next."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/lab/stamps/wheels")

    monkeypatch.setattr(up, "bring_up", full)

    assert main(["--directory", str(tmp_path / "lab"), "up"]) == 1
    told = capsys.readouterr().err
    assert "No space left on device" in told
    assert "/lab/stamps/wheels" in told
    assert "lab up" in told


def test_the_order_of_a_shuffled_lab_is_a_matter_for_tests(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The option is there, and not in the help."""
    with pytest.raises(SystemExit):
        main(["up", "--help"])

    assert "--telemetry" in (told := capsys.readouterr().out)
    assert "--shuffle" not in told
