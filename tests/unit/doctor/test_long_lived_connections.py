# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`doctor --measure`: what happens to connections that are held while production moves."""

from __future__ import annotations

import pytest
from support.doctors import findings
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.worlds import shop

from bluegreen.model.data_plane import LongLivedOutcome
from bluegreen.model.quota import Shortage
from bluegreen.model.tags import Colour
from bluegreen.operations.switch.addresses import MoveProduction


def test_measuring_on_the_application_moves_production_there_and_back(
    operator: Operator, project: FakeProject
) -> None:
    """Connections are held to the live side; afterwards everything is where it was."""
    before = [a.port_id for a in project.addresses.values()]
    project.calls.clear()

    found = findings(operator, "shop", "--measure", "application", "--yes")

    assert "5 stayed" in found["held-connections"]["Finding"]
    assert "data_plane.open_long_lived blue" in project.calls
    assert [a.port_id for a in project.addresses.values()] == before
    moves = [c for c in project.calls if c.startswith("addresses.point production")]
    assert moves == [
        "addresses.point production vip-shop-green",
        "addresses.point production vip-shop-blue",
    ]


def test_measuring_on_the_application_asks_first(operator: Operator, project: FakeProject) -> None:
    """It moves production, so nobody gets it by mistake."""
    before = dict(project.addresses)

    done = operator.types("doctor", "shop", "--measure", "application", expect=2)

    assert "--yes" in done.err
    assert project.addresses == before


def test_measuring_on_a_pair_leaves_nothing_of_it(operator: Operator, project: FakeProject) -> None:
    """Two sides without servers come and go; the application is not touched."""
    addresses, stacks = dict(project.addresses), dict(project.stacks)
    project.calls.clear()

    found = findings(operator, "shop", "--measure", "pair", "--yes")

    assert found["held-connections"]["Verdict"] == "ok"
    assert (project.addresses, project.stacks) == (addresses, stacks)
    made = [call for call in project.calls if call.startswith("stacks.create doctor-")]
    assert len(made) == 3
    assert not any("r1" in call.rpartition("-")[2] for call in made)


def test_a_pair_that_cannot_be_measured_is_removed_too(
    operator: Operator, project: FakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong in between."""
    addresses, stacks = dict(project.addresses), dict(project.stacks)

    def fails(step: object, run: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(MoveProduction, "apply", fails)
    done = operator.types("doctor", "shop", "--measure", "pair", "--yes")

    assert done.code == 1
    assert (project.addresses, project.stacks) == (addresses, stacks)
    live = shop(project).live
    assert live is not None
    assert live.colour is Colour.BLUE


@pytest.mark.parametrize(
    ("held", "verdict", "word"),
    [
        (LongLivedOutcome(5, 5, 0, 0, 0, 0.1), "ok", "either policy fits"),
        (LongLivedOutcome(5, 0, 5, 0, 5, 5.0), "bad", "Use policy cut"),
        (LongLivedOutcome(5, 0, 0, 5, 3, 0.2), "note", "nothing is left to drain"),
    ],
)
def test_the_policy_follows_from_what_happened_to_the_connections(
    operator: Operator, project: FakeProject, held: LongLivedOutcome, verdict: str, word: str
) -> None:
    """Stay, hang, or be reset: each has its advice."""
    project.long_lived = held

    words = ("shop", "--measure", "application", "--yes")
    found = findings(operator, *words, expect=1 if verdict == "bad" else 0)["held-connections"]

    assert found["Verdict"] == verdict
    assert word in found["Finding"]


def test_nothing_is_measured_while_something_is_wrong(
    operator: Operator, project: FakeProject
) -> None:
    """A measurement on a broken cloud would say nothing."""
    project.missing = [Shortage("quota: 2 routers needed, 0 left", "openstack quota show")]

    done = operator.types("doctor", "shop", "--measure", "pair", "--yes", expect=1)

    assert "No measurement" in done.err
    assert not any("doctor-" in name for name in project.stacks)
