# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Doctor on a real OpenStack, with nothing but tenant rights."""

from __future__ import annotations

import pytest

from .conftest import Operator

pytestmark = pytest.mark.lab


@pytest.fixture
def operator(tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]) -> Operator:
    """An operator in a folder without a specification."""
    return Operator(tmp_path_factory.mktemp("doctor"), lab_environment)


def test_the_lab_is_found_to_be_sound(operator: Operator) -> None:
    """Every service answers, every extension is there, and the routers are the L3 agent's."""
    found = {row["Check"]: row for row in operator.types("-q", "doctor", "-f", "json").json()}

    assert {row["Verdict"] for row in found.values()} <= {"ok", "note"}
    assert "L3 agent" in found["back-end"]["Finding"]
    assert "namespace" in found["load-balancer-provider"]["Finding"]


@pytest.mark.long
def test_a_throw_away_pair_shows_what_a_move_does_and_goes_again(operator: Operator) -> None:
    """Two sides without servers: held connections stay on the old one; nothing is left."""
    words = ("--measure", "pair", "--external-network", "public", "--yes", "-f", "json")
    found = {row["Check"]: row for row in operator.types("-q", "doctor", *words).json()}

    assert found["held-connections"]["Verdict"] == "ok"
    assert "5 stayed on the old side" in found["held-connections"]["Finding"]
    listed = operator.types("-q", "list", "-f", "json").json()
    assert not any(row["Application"].startswith("doctor-") for row in listed)
