# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The name of the one who acts."""

from __future__ import annotations

import getpass
import socket

import pytest

from bluegreen.model.lease import was_this_run, whoami


def test_a_person_is_the_user_at_the_host() -> None:
    """A colleague knows whom to ask, and where the command runs."""
    assert whoami({}) == f"{getpass.getuser()}@{socket.gethostname()}"


@pytest.mark.parametrize(
    ("environ", "owner"),
    [
        ({"BUILD_URL": "https://ci/job/shop/7/"}, "https://ci/job/shop/7/"),
        (
            {"BUILD_URL": "https://ci/job/shop/7/", "BUILD_USER_ID": "ann"},
            "ann in https://ci/job/shop/7/",
        ),
        (
            {"CI_JOB_URL": "https://git/shop/-/jobs/7", "GITLAB_USER_LOGIN": "ann"},
            "ann in https://git/shop/-/jobs/7",
        ),
        (
            {"BUILD_URL": "https://ci/job/shop/7/", "BUILD_TAG": "jenkins-shop-7"},
            "https://ci/job/shop/7/",
        ),
        ({"BUILD_TAG": "jenkins-shop-7"}, "jenkins-shop-7"),
        (
            {"BLUEGREEN_RUN": "https://git/shop/-/pipelines/3", "CI_JOB_URL": "https://git/7"},
            "https://git/shop/-/pipelines/3",
        ),
        (
            {
                "GITHUB_SERVER_URL": "https://hub",
                "GITHUB_REPOSITORY": "team/shop",
                "GITHUB_RUN_ID": "7",
                "GITHUB_ACTOR": "ann",
            },
            "ann in https://hub/team/shop/actions/runs/7",
        ),
    ],
)
def test_a_job_is_its_address_and_who_started_it(environ: dict[str, str], owner: str) -> None:
    """The address leads to the log of the run that holds the application."""
    assert whoami(environ) == owner


@pytest.mark.parametrize(
    ("operator", "environ", "own"),
    [
        ("ann in run 3", {"BLUEGREEN_RUN": "run 3", "GITLAB_USER_LOGIN": "bob"}, True),
        ("run 3", {"BLUEGREEN_RUN": "run 3", "GITLAB_USER_LOGIN": "bob"}, True),
        ("ann in run 13", {"BLUEGREEN_RUN": "run 3", "GITLAB_USER_LOGIN": "ann"}, False),
        ("ann in run 3", {}, False),
        (whoami({}), {}, True),
        (whoami({}), {"BLUEGREEN_RUN": "run 3"}, False),
    ],
)
def test_a_run_is_the_same_when_somebody_else_starts_its_jobs(
    operator: str, environ: dict[str, str], own: bool
) -> None:
    """Outside of CI it is the same user at the same host."""
    assert was_this_run(operator, environ) is own
