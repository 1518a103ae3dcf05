# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a server writes does not fill the disk."""

import errno
import os
import shutil
from pathlib import Path

import pytest
from openstack_lab.host import guest_logs


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the console of a server, and limits that are reached soon."""
    monkeypatch.setattr(guest_logs, "LONGEST", 10)
    (tmp_path / "server").mkdir()
    return tmp_path / "server/console.log"


def test_a_long_console_is_put_aside_and_written_on(console: Path) -> None:
    """By the program that has it open to append; Nova reads on in the file with `.0`."""
    pattern = str(console.parent.parent / "*/console.log")
    with console.open("a") as qemu:
        qemu.write("more than ten bytes\n")
        qemu.flush()

        assert guest_logs.cap([pattern]) == [console]
        assert guest_logs.cap([pattern]) == []
        qemu.write("new\n")

    assert console.read_text() == "new\n"
    assert console.with_name("console.log.0").read_text() == "more than ten bytes\n"


def test_room_is_made_where_the_disk_is_full(
    console: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is lost then, and the reason is known."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    console.write_text("more than ten bytes\n")
    monkeypatch.setattr(shutil, "copyfile", full)

    with pytest.raises(OSError, match="No space left"):
        guest_logs.cap([str(console)])

    assert console.read_text() == ""


def test_a_server_that_goes_meanwhile_is_no_trouble(console: Path) -> None:
    """Servers are deleted at any time: its file is listed, and cannot be read."""
    console.symlink_to(console.with_name("gone"))

    assert guest_logs.cap([str(console)]) == []
