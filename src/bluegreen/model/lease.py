# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The right to change an application: who acts, who holds it, and what it says in the cloud."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bluegreen.errors import Refused, Stuck

RUN_OF_CI = ("BLUEGREEN_RUN", "BUILD_URL", "BUILD_TAG", "CI_JOB_URL")
"""Where a pipeline names itself, and where Jenkins and GitLab put the address of the running job.

A pipeline of several jobs gives them one name by the first: GitLab's jobs have an address each. A
Jenkins that does not know its own address sets no BUILD_URL.
"""

USER_OF_CI = ("BUILD_USER_ID", "GITLAB_USER_LOGIN", "GITHUB_ACTOR")
"""Where Jenkins (build user vars plugin), GitLab and GitHub put who started it."""


def whoami(environ: Mapping[str, str] = os.environ) -> str:
    """Return `user@host`, or in a CI job who started it and the job's address."""
    run = _run_of_ci(environ)
    if not run:
        return f"{_user()}@{socket.gethostname()}"
    user = next((environ[name] for name in USER_OF_CI if environ.get(name)), None)
    return f"{user} in {run}" if user else run


def was_this_run(operator: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a name in the journal is of this CI job's run, or outside of one of this user@host.

    A run stays the same when somebody else starts one of its jobs again.
    """
    run = _run_of_ci(environ)
    if not run:
        return operator == whoami(environ)
    return operator == run or operator.endswith(f" in {run}")


def _run_of_ci(environ: Mapping[str, str]) -> str:
    return next((environ[name] for name in RUN_OF_CI if environ.get(name)), _github_run(environ))


def _github_run(environ: Mapping[str, str]) -> str:
    if not environ.get("GITHUB_RUN_ID"):
        return ""
    server, repository = environ["GITHUB_SERVER_URL"], environ["GITHUB_REPOSITORY"]
    return f"{server}/{repository}/actions/runs/{environ['GITHUB_RUN_ID']}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a user that has no name
        return f"uid {os.getuid()}"


DEFAULT_TTL = timedelta(minutes=2)
"""How long a lease outlives its last renewal, and so a killed holder."""

TEXT_LIMIT = 255
"""Characters that Neutron keeps of a description."""

OWNER_LIMIT = 100


@dataclass(frozen=True)
class Lease:
    """A lease as it was taken. `token` tells it from every other lease, even of the same owner."""

    id: str
    application: str
    owner: str
    message: str
    ttl: timedelta
    token: str


@dataclass(frozen=True)
class Holder:
    """The lease that an application is under, and how long it still lasts unless renewed.

    `left` is None where the cloud's clock cannot be read, so that nobody knows. `revision` is
    Neutron's revision number: a holder that renews meanwhile has another one.
    """

    lease: Lease
    left: timedelta | None
    revision: int

    @property
    def expired(self) -> bool:
        """Whether the holder has surely stopped renewing for so long that anybody may take over."""
        return self.left is not None and self.left < timedelta(0)

    def __str__(self) -> str:
        reason = f" ({self.lease.message})" if self.lease.message else ""
        return f"{self.lease.owner}{reason}"


class LeaseHeld(Refused):
    """Somebody else is changing the application."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(
            f"{holder} is changing {holder.lease.application}; {_end_of(holder)}",
            "run the same command with --wait 10m; or, if that run is dead, the same command with "
            "--break-lease",
        )
        self.holder = holder


def _end_of(holder: Holder) -> str:
    if holder.left is None:
        return (
            "these credentials cannot read the cloud's clock, so it is unknown when that lease ends"
        )
    seconds = max(0, round(holder.left.total_seconds()))
    return f"that lease ends in {seconds} s unless it is renewed"


class LeaseLost(Stuck):
    """The lease is gone while its holder was at work; another may be at work now.

    `next_step` is `bluegreen status` unless another command is safe to begin with.
    """

    def __init__(self, application: str, why: str, next_step: str = "") -> None:
        super().__init__(
            f"the lease on {application} was lost: {why}; another operator may be changing it now",
            next_step or f"bluegreen status {application}",
        )


def well_known_mac(application: str) -> str:
    """Return the MAC address whose only possible port is the lease on an application.

    It is locally administered, and not in `fa:16:3e`, from which Neutron gives out its own.
    """
    digest = hashlib.sha256(application.encode()).digest()
    return ":".join(f"{octet:02x}" for octet in (0x02, *digest[:5]))


def to_text(lease: Lease, stamp: str) -> str:
    """Return what a lease says of itself, the message shortened so that it fits.

    `stamp` is any text that differs from the last one: Neutron notes the time of a change only
    when there is one.
    """
    said = {
        "owner": _shortened(_plain(lease.owner), OWNER_LIMIT),
        "message": "",
        "ttl": lease.ttl.total_seconds(),
        "token": lease.token,
        "stamp": stamp,
    }
    room = TEXT_LIMIT - len(_compact(said))
    return _compact(said | {"message": _shortened(_plain(lease.message), room)})


def from_text(text: str, lease_id: str, application: str) -> Lease:
    """Return the lease that says this; one that says nothing readable is somebody's all the same.

    An unreadable lease counts as taken for the default time, so that it can be waited out.
    """
    try:
        said = json.loads(text)
        return Lease(
            id=lease_id,
            application=application,
            owner=str(said["owner"]),
            message=str(said["message"]),
            ttl=timedelta(seconds=float(said["ttl"])),
            token=str(said["token"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError):
        owner = f"somebody unknown (port {lease_id})"
        return Lease(lease_id, application, owner, message="", ttl=DEFAULT_TTL, token="")


def _compact(said: dict[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _shortened(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"


def _plain(text: str) -> str:
    """Replace what JSON would lengthen, and what MySQL's 3-byte UTF-8 refuses, such as emoji."""
    replaced = text.translate({ord('"'): "'", ord("\\"): "/"})
    return "".join(c if c.isprintable() and ord(c) <= 0xFFFF else " " for c in replaced)
