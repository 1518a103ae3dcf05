# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Who acts: the name that leases and the journal give to the user who runs the command."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Mapping

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
