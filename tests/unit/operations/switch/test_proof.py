# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How much proof is wanted follows from the specification and from what is typed."""

from __future__ import annotations

import pytest
from support.worlds import SHOP, specification

from bluegreen.errors import Refused
from bluegreen.model.data_plane import RequestSpec
from bluegreen.operations.switch.proof import proof_of


@pytest.mark.parametrize("kind", ["certificate", "banner"])
def test_what_tells_the_sides_apart_is_filled_in_for_each_side(tmp_path, kind):
    """The application and the side are known here, so that a connection fills in nothing."""
    rules = f"switch: {{proof: {{{kind}: '{{side}}.{{application}}.example'}}}}\n"
    proof = proof_of(specification(tmp_path, SHOP + rules), None)
    texts = getattr(proof, kind)
    assert texts == {"blue": "blue.shop.example", "green": "green.shop.example"}
    assert not proof.speaks_http


ASKED = "request: {host: shop.example, headers: {X-Key: '${KEY}'}}\n"
OF_THE_APPLICATION = "switch: {proof: {path: /version}}\n"


def test_an_application_is_asked_as_the_specification_says(tmp_path, monkeypatch):
    """Proof, measurement and watch send the same."""
    monkeypatch.setenv("KEY", "s3cret")
    proof = proof_of(specification(tmp_path, SHOP + ASKED + OF_THE_APPLICATION), None)
    assert proof.request == RequestSpec("/version", "GET", "shop.example", {"X-Key": "s3cret"})
    assert "s3cret" not in repr(proof)


def test_the_load_balancer_itself_is_asked_without_any_of_it(tmp_path):
    """It needs no variable either."""
    assert proof_of(specification(tmp_path, SHOP + ASKED), None).request is None


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "the requests of the proof use environment variables that are not set: KEY"),
        ("a\nb", "the header X-Key of the proof's requests has characters that no header may have"),
    ],
)
def test_a_proof_that_cannot_be_asked_for_is_refused_at_once(tmp_path, monkeypatch, value, told):
    """Nothing is changed yet; by statistics it needs no request."""
    monkeypatch.delenv("KEY", raising=False)
    if value:
        monkeypatch.setenv("KEY", value)
    wish = specification(tmp_path, SHOP + ASKED + OF_THE_APPLICATION)
    with pytest.raises(Refused) as refused:
        proof_of(wish, None)
    assert refused.value.true_now == told
    assert proof_of(wish, "statistics").request is None
