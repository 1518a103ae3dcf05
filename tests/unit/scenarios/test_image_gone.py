# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What takes servers away is checked beforehand as what makes them is.

Heat validates the servers that stay: where their image is gone, an update that only removes one
leaves the stack UPDATE_FAILED (seen with Heat 27: "No images matching").
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.acts import DEPLOY, SWITCH, UP
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import SCALED_SHOP, shop

from bluegreen.cloud.inventory import Holdings
from bluegreen.errors import CloudError
from bluegreen.model.application import Side
from bluegreen.model.quota import Shortage
from bluegreen.model.stack import StackState
from bluegreen.model.tags import Colour

GONE = Shortage("there is no image web", "openstack image list")
SCALE = ("scale", "green", "--count", "1", "--min", "1", "--yes")
SHRINKS = pytest.mark.parametrize(
    "words", [SCALE, ("retire", "--to", "warm", "--yes")], ids=["scale", "retire"]
)


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """Somebody whose shop is live on green with 2.0, and whose image was deleted since."""
    operator = Operator(FakeProject(), tmp_path, SCALED_SHOP)
    for words in (UP, DEPLOY, SWITCH):
        operator.types(*words, expect=0)
    operator.project.missing.append(GONE)
    operator.project.calls.clear()
    return operator


def side(operator: Operator, colour: Colour) -> Side:
    """Return a side as it is now."""
    return shop(operator.project).side(colour)


def updates(operator: Operator) -> list[str]:
    """Return the updates of stacks that Heat was asked for."""
    return [call for call in operator.project.calls if call.startswith("stacks.resize")]


@SHRINKS
def test_it_is_refused_by_name_before_heat_is_asked(
    operator: Operator, words: tuple[str, ...]
) -> None:
    """The stack stays complete, and every server serves; --dry-run says so as well."""
    for more in ((), ("--dry-run",)):
        refused = operator.types(*words, *more, expect=1)
        assert "there is no image web" in refused.err
        assert "openstack image list" in refused.err

    assert updates(operator) == []
    for colour in Colour:
        there = side(operator, colour)
        assert there.members.healthy == 2
        assert there.release is not None
        assert there.release.stack.state is StackState.COMPLETE


def test_a_retirement_names_what_needs_no_image(operator: Operator) -> None:
    """To remove the release needs nothing."""
    refused = operator.types("retire", "--to", "warm", "--yes", expect=1)

    assert "or bluegreen retire shop --to remove" in refused.err
    operator.types("retire", "shop", "--to", "remove", "--yes", expect=0)
    assert not side(operator, Colour.BLUE).releases


@SHRINKS
def test_where_that_cannot_be_asked_it_goes_on(operator: Operator, words: tuple[str, ...]) -> None:
    """Not known is no reason to refuse: Heat will tell."""
    operator.project.missing.clear()

    def inventory_is_down(moment: str, call: str) -> None:
        if call == "inventory.shortages":
            raise CloudError("Glance answered 503")

    operator.project.fault = inventory_is_down
    done = operator.types(*words, expect=0)

    assert "Cannot tell whether Heat can take servers away" in done.err
    assert len(updates(operator)) == 1


def test_what_changes_nothing_asks_nothing(operator: Operator) -> None:
    """The side has that size already."""
    operator.types("scale", "blue", "--count", "2", "--yes", expect=0)
    operator.types("retire", "--to", "warm", "--servers", "2", "--yes", expect=0)


def test_more_quota_than_allowed_in_use_keeps_nothing_from_shrinking(
    operator: Operator,
) -> None:
    """An administrator has lowered the quota below what is in use."""
    operator.project.missing.clear()
    operator.project.holdings = Holdings(
        images={"web"},
        flavors={"small": (1, 1)},
        external_networks=(),
        key_pairs=(),
        left={"servers": -3, "cores": -3},
    )
    operator.types("retire", "--to", "warm", "--yes", expect=0)
    assert side(operator, Colour.BLUE).members.total == 1


def test_a_release_leaves_the_old_side_as_it_is_and_says_why(tmp_path: Path) -> None:
    """2.0 is live and good; that the old side cannot shrink is no failure of the release."""
    text = SCALED_SHOP.replace("scaling: {source: prometheus, window: 1m}\n", "")
    operator = Operator(FakeProject(), tmp_path, text + "watch: {duration: 2s, every: 1s}\n")
    operator.types(*UP, expect=0)

    def gone_once_live(moment: str, call: str) -> None:
        if call == "addresses.point production vip-shop-green":
            operator.project.missing.append(GONE)

    operator.project.fault = gone_once_live
    done = operator.types("release", "2.0", "--yes", expect=0)

    assert "blue stays as it is: there is no image web" in done.err
    assert side(operator, Colour.BLUE).members.healthy == 2


def test_a_release_that_heat_failed_with_is_not_shrunk(operator: Operator) -> None:
    """It never was complete: `resume` ends what was begun there."""
    operator.project.missing.clear()
    stack = operator.project.stacks["shop-blue-r1"]
    operator.project.stacks["shop-blue-r1"] = replace(
        stack, state=StackState.FAILED, status="CREATE_FAILED"
    )
    refused = operator.types("retire", "--to", "warm", "--yes", expect=1)

    assert "blue has r1 (failed)" in refused.err
    assert refused.next_command == ["resume", "shop"]
