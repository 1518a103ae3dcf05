# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The system user of the services that need not be root, and what belongs to it.

Root never reads bytecode or pickles that this user could have written: its programs have a cache of
bytecode of their own, and whatever asks memcached runs as this user.
"""

import grp
import pwd
import shutil
import subprocess
from pathlib import Path

from openstack_lab.lab import Lab

NAME = "openstack-lab"
_OWNED = (
    "home",
    "run/services",
    "data/glance",
    "data/glance/images",
    "data/glance/staging",
    "data/glance/tasks",
    "data/horizon",
    "data/keystone",
    "data/mariadb",
    "data/octavia/requests",
    "data/prometheus",
    "data/rabbitmq",
)
"""What the user may write; the folders they lie in are root's, so that none can be exchanged."""
_MODE = 0o700


def ensure(lab: Lab) -> None:
    """Make the user and its directories; what an earlier lab made as root becomes the user's."""
    if group() is None:
        _make_user()
    for name in _OWNED:
        own(lab.directory / name)
    _let_read(lab.paths.configuration)


def own(directory: Path) -> None:
    """Make a directory that only root and the user can enter; it and its content are the user's.

    So also what somebody has made there as root, or has taken from the user meanwhile.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if directory.stat().st_mode & 0o777 != _MODE:
        directory.chmod(_MODE)
    if _has_others(directory):
        # Services that run may remove files meanwhile.
        owner = f"{NAME}:"
        subprocess.run(["chown", "--recursive", "--no-dereference", owner, directory], check=False)
        subprocess.run(["chmod", "--recursive", "u+rwX", directory], check=False)


def can_use(path: Path) -> bool:
    """Tell whether the user may read and write a file or a socket, in a folder of its own."""
    state = path.stat()
    shift = 6 if state.st_uid == pwd.getpwnam(NAME).pw_uid else 0
    return state.st_mode >> shift & 0o6 == 0o6


def _has_others(directory: Path) -> bool:
    """Tell whether anything in a directory is not the user's, or not to be read and written."""
    closed = ("!", "-type", "l", "!", "-perm", "-u=rw")
    condition = ("(", "!", "-user", NAME, "-o", *closed, "-o", "-type", "d", "!", "-perm", "-u=x")
    words = ("find", directory, "-ignore_readdir_race", *condition, ")", "-print", "-quit")
    return bool(subprocess.run(words, check=False, capture_output=True).stdout)


def empty(directory: Path) -> None:
    """Have a directory of the user's with nothing in it."""
    shutil.rmtree(directory, ignore_errors=True)
    own(directory)


def group() -> int | None:
    """Return the number of the user's group, or None as long as there is no such user."""
    try:
        return grp.getgrnam(NAME).gr_gid
    except KeyError:
        return None


def environment(lab: Lab) -> dict[str, str]:
    """Return what the user's programs have in addition to the lab's environment."""
    return {"HOME": str(lab.paths.home), "PYTHONPYCACHEPREFIX": str(lab.paths.home / "bytecode")}


def command(words: str) -> str:
    """Return the command line that has the user run a program and never become root again."""
    return f"/usr/bin/setpriv --reuid={NAME} --regid={NAME} --clear-groups --no-new-privs {words}"


def _make_user() -> None:
    options = ("--system", "--user-group", "--no-create-home", "--home-dir=/nonexistent")
    shell = ("--shell=/usr/sbin/nologin", "--comment=Services of the lab")
    subprocess.run(["useradd", *options, *shell, NAME], check=True, capture_output=True)


def _let_read(directory: Path) -> None:
    shutil.chown(directory, group=NAME)
    directory.chmod(0o750)
    for path in directory.rglob("*"):
        if path.is_file() and path.name != "supervisord.conf":
            shutil.chown(path, group=NAME)
            path.chmod(0o640)
