# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Changes by hand of a side that scales: "nothing to do" appears only where that is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import silence
from support.operator import Operator
from support.states import good
from support.worlds import SCALED_SHOP, shop, shop_that_is_up, stop_server

REPAIR = ("repair", "blue", "--yes")
SCALE = ("scale", "blue", "--count", "3", "--yes")


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application that scales, blue live with two servers."""
    return shop_that_is_up(tmp_path, SCALED_SHOP)


@pytest.fixture
def operator(project: FakeProject, tmp_path: Path) -> Operator:
    """Somebody who types commands."""
    return Operator(project, tmp_path, SCALED_SHOP)


@pytest.mark.parametrize("act", [REPAIR, SCALE], ids=lambda words: words[0])
def test_a_change_that_was_interrupted_is_not_done_while_its_alarms_are_unknown(
    project: FakeProject, operator: Operator, act: tuple[str, ...]
) -> None:
    """Its alarms are held still: the side would not grow, and exit code 0 would hide that.

    Found by two faults in a row: pair("1:801", folder) of `support.double_faults`.
    """
    if act is REPAIR:
        stop_server(project, "shop-blue-r1/0")
    operator.types(*act, "--stop-at", "before:resume-blue-autoscaling", expect=137)
    silence(project, "alarms.find")

    refused = operator.types(*act, "--break-lease", expect=1)

    assert "the alarms of blue could not be read" in refused.err
    assert "openstack alarm list" in refused.err
    project.fault = no_fault
    operator.types(*act, "--break-lease", expect=0)
    assert good(shop(project))


@pytest.mark.parametrize("act", [REPAIR, SCALE], ids=lambda words: words[0])
def test_alarms_that_are_unknown_fail_no_change_that_has_nothing_to_do(
    tmp_path: Path, act: tuple[str, ...]
) -> None:
    """Nobody has held them; a timer that repairs every few minutes goes on."""
    size = SCALED_SHOP.replace("wanted: 2", "wanted: 3") if act is SCALE else SCALED_SHOP
    project = shop_that_is_up(tmp_path, size)
    silence(project, "alarms.find")

    Operator(project, tmp_path, size).types(*act, expect=0)
