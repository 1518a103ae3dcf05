# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What belongs to the services' user is the user's again, whatever somebody has done to it."""

import os
import pwd
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from openstack_lab.host import user

Spoil = Callable[[Path], None]


@pytest.fixture
def owned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a directory of a user who is not root, with a key in a folder and a link out of it."""
    monkeypatch.setattr(user, "NAME", "nobody")
    directory = tmp_path / "keystone"
    user.own(directory)
    (directory / "keys").mkdir()
    (directory / "keys/0").write_text("secret")
    (tmp_path / "roots").write_text("root's")
    (directory / "link").symlink_to(tmp_path / "roots")
    user.own(directory)
    return directory


@pytest.mark.parametrize(
    "spoil",
    [
        lambda directory: os.chown(directory, 0, 0),
        lambda directory: os.chown(directory / "keys/0", 0, 0),
        lambda directory: (directory / "keys/0").chmod(0),
        lambda directory: (directory / "keys").chmod(0),
        lambda directory: directory.chmod(0),
        lambda directory: directory.chmod(0o777),
    ],
    ids=["owner", "owner of a file", "file", "folder", "directory", "open to everybody"],
)
@pytest.mark.skipif(os.geteuid() != 0, reason="root gives files to others")
def test_wrong_owners_and_permissions_are_mended(owned: Path, spoil: Spoil) -> None:
    """As after root has run one of the services' own programs, or `chmod` on the wrong path."""
    spoil(owned)

    user.own(owned)

    for path in (owned, owned / "keys", owned / "keys/0"):
        assert path.owner() == "nobody"
        assert path.stat().st_mode & 0o600 == 0o600
    assert owned.stat().st_mode & 0o777 == 0o700
    assert (owned / "keys").stat().st_mode & 0o100
    assert (owned / "link").resolve().owner() == "root"


@pytest.mark.skipif(os.geteuid() != 0, reason="root gives files to others")
def test_a_socket_that_only_root_can_use_is_found(owned: Path) -> None:
    """Root, who asks whether a service serves, can use every socket."""
    path = owned / "cache.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        of_root = user.can_use(path)
        os.chown(path, pwd.getpwnam("nobody").pw_uid, -1)
        path.chmod(0o600)
        whole = user.can_use(path)
        path.chmod(0)

        assert (of_root, whole, user.can_use(path)) == (False, True, False)
