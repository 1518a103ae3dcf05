# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How much proof is wanted follows from the specification and from what is typed."""

from __future__ import annotations

import pytest
from support.worlds import SHOP, specification

from bluegreen.operations.switch.proof import proof_of


@pytest.mark.parametrize("kind", ["certificate", "banner"])
def test_what_tells_the_sides_apart_is_filled_in_for_each_side(tmp_path, kind):
    """The application and the side are known here, so that a connection fills in nothing."""
    rules = f"switch: {{proof: {{{kind}: '{{side}}.{{application}}.example'}}}}\n"
    proof = proof_of(specification(tmp_path, SHOP + rules), None)
    texts = getattr(proof, kind)
    assert texts == {"blue": "blue.shop.example", "green": "green.shop.example"}
    assert not proof.speaks_http
