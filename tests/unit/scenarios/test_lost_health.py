# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A side that loses its health is not switched to, or is taken out of production again."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.acts import SWITCH
from support.fake_cloud import FakeProject
from support.incidents import TO_GREEN, just_after
from support.operator import Operator
from support.states import good
from support.worlds import SHOP, context_in, live, shop, specification

from bluegreen.errors import RolledBack
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.tags import Colour
from bluegreen.release.pipeline import release
from bluegreen.release.stages.request import ReleaseRequest


def test_a_side_that_loses_its_health_before_the_switch_is_refused(
    project: FakeProject, operator: Operator
) -> None:
    """Traffic was sent to a primary that had failed (fluxcd/flagger #1898, #1932)."""
    operator.types("check", expect=0)
    project.unhealthy.update(project.servers("shop-green-r3"))

    operator.types(*SWITCH, expect=1)

    assert live(project) is Colour.BLUE


def test_a_side_that_loses_its_health_during_the_switch_is_taken_out_again(
    project: FakeProject, operator: Operator
) -> None:
    """The old side was still up, and traffic stayed on the broken one (fluxcd/flagger #1932)."""
    dead_servers = project.servers("shop-green-r3")
    just_after(project, TO_GREEN, lambda: project.unhealthy.update(dead_servers))

    operator.types(*SWITCH, expect=3)

    assert live(project) is Colour.BLUE
    assert good(shop(project))


def test_a_side_that_loses_its_health_after_the_switch_is_taken_out_again(
    project: FakeProject, operator: Operator, tmp_path: Path
) -> None:
    """Traffic stayed on the broken side while the healthy one was scaled to zero (fluxcd/flagger
    #1898): the watch looks at the servers too, since the load balancer answers the probe itself.
    """
    order = ReleaseRequest(
        specification(tmp_path, f"{SHOP}watch: {{duration: 60s}}\n"), "2.0", ProofSpec()
    )

    def say(sentence: str) -> None:
        if sentence.startswith("Watching"):
            project.unhealthy.update(project.servers("shop-green-r3"))

    run = context_in(project, say=say)
    with pytest.raises(RolledBack, match="no server of green is healthy"):
        release(order, run)

    assert live(project) is Colour.BLUE
    assert shop(project).blue.members.healthy == 2


@pytest.mark.parametrize("when", ["before", "during"])
def test_a_rollback_to_a_side_that_cannot_serve_leaves_the_new_side_live(
    project: FakeProject, operator: Operator, when: str
) -> None:
    """Enable the previous side first, and only if that worked disable the new one (the rollback
    rule of Netflix Asgard).
    """
    operator.types(*SWITCH, expect=0)
    servers = project.servers("shop-blue-r1")
    if when == "before":
        project.unhealthy.update(servers)
    else:
        call = "addresses.point production vip-shop-blue"
        just_after(project, call, lambda: project.unhealthy.update(servers))

    operator.types("rollback", "--yes", expect=1 if when == "before" else 3)

    assert live(project) is Colour.GREEN
