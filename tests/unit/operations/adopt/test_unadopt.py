# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`adopt --unadopt`: everything is given back, and nothing moves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.adoption import adopt, project_with
from support.fake_cloud import FakeProject, no_fault
from support.nth_call import strike_call
from support.operator import Killed, Operator
from support.strangers import address, balancer

from bluegreen.cloud.errors import Forbidden
from bluegreen.model.tags import Colour
from bluegreen.spec import values


def test_everything_is_given_back_and_nothing_moves(
    operator: Operator, project: FakeProject
) -> None:
    """Tags and policies go; production points where it pointed; the new preview address goes."""
    adopt(operator, "--identity-policy")
    assert project.saying["listener-web-b"] == ("web", Colour.GREEN)
    project.calls.clear()

    operator.types("adopt", "web", "--unadopt", "--yes", expect=0)

    assert (project.adopted, project.adopted_networks, project.saying) == ({}, {}, {})
    assert project.addresses == {}
    assert project.unmarked == {"198.51.100.1"}
    assert not any("point" in call for call in project.calls)


def test_an_application_with_another_name_is_given_back(
    operator: Operator, project: FakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was adopted before there was a rule for names."""
    with monkeypatch.context() as before_the_rule:
        before_the_rule.setattr(values, "APPLICATION_NAME", values.Like(".+", ""))
        operator.types("adopt", "Web Shop", "--yes", expect=0)
    operator.types("status", "Web Shop", expect=0)
    operator.types("adopt", "Web Shop", "--unadopt", "--yes", expect=0)

    assert (project.adopted, project.adopted_networks) == ({}, {})


@pytest.mark.parametrize("trouble", [lambda: Forbidden("no"), Killed], ids=["refused", "killed"])
def test_giving_back_can_be_run_again_wherever_it_ended(
    tmp_path: Path, trouble: Callable[[], BaseException]
) -> None:
    """Whichever call was the last that went well: the same command takes away what is left."""
    number = 0
    while True:
        number += 1
        project = project_with([balancer("web-a"), balancer("web-b")], [address(1, "web-a")])
        operator = Operator(project, tmp_path)
        adopt(operator)
        made = strike_call(project, number, trouble)
        operator.types("adopt", "web", "--unadopt", "--yes")
        project.fault = no_fault
        if len(made) < number:
            break
        again = operator.types("adopt", "web", "--unadopt", "--yes", "--break-lease")
        assert again.code == 0 or "has no application web" in again.err, again.err
        assert [project.adopted, project.adopted_networks, project.addresses] == [{}, {}, {}]
    assert number > 20
