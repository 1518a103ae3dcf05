# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which load balancers and addresses are meant, where the command line does not name them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.strangers import address, balancer

from bluegreen.errors import Refused
from bluegreen.model.adoption import FoundAddress, FoundBalancer
from bluegreen.model.tags import Colour
from bluegreen.operations.adopt.choice import AdoptRequest, choose

A, B, C, D = balancer("a"), balancer("b"), balancer("c"), balancer("d", "r2")


def test_names_that_say_blue_and_green_do() -> None:
    """Also where green is live."""
    one, other = balancer("shop-green"), balancer("shop-blue")
    choice = choose(AdoptRequest("shop"), [one, other], [address(1, "shop-green")])

    assert (choice.blue, choice.green, choice.live) == (other, one, Colour.GREEN)


def test_the_other_of_a_named_one_is_the_only_other_on_its_router() -> None:
    """What is behind another router cannot be meant."""
    choice = choose(AdoptRequest("shop", green="a"), [A, B, D], [address(1, "a")])

    assert (choice.blue, choice.green) == (B, A)


@pytest.mark.parametrize(
    ("wish", "balancers", "addresses", "told"),
    [
        (AdoptRequest("shop"), [A, B, C], [address(1, "a")], "it is unclear which pair is meant"),
        (
            AdoptRequest("shop", blue="a"),
            [A, B, C],
            [address(1, "a")],
            "shares its router with 2 load balancers",
        ),
        (AdoptRequest("shop", blue="x"), [A, B], [address(1, "a")], "0 load balancers named x"),
        (AdoptRequest("shop"), [A, B], [], "0 floating IPs point at"),
        (
            AdoptRequest("shop", production="198.51.100.9"),
            [A, B],
            [address(1, "a")],
            "holds no floating",
        ),
        (
            AdoptRequest("shop", production="198.51.100.1"),
            [A, B],
            [address(1, None), address(2, "a")],
            "points at neither",
        ),
        (
            AdoptRequest("shop", preview="198.51.100.2"),
            [A, B],
            [address(1, "a"), address(2, "elsewhere")],
            "does not point at",
        ),
        (
            AdoptRequest("shop", blue="a"),
            [replace(A, application="desk"), B],
            [address(1, "a")],
            "can be adopted",
        ),
    ],
)
def test_what_is_not_clear_is_not_guessed(
    wish: AdoptRequest, balancers: list[FoundBalancer], addresses: list[FoundAddress], told: str
) -> None:
    """The refusal says what there is."""
    with pytest.raises(Refused, match=told):
        choose(wish, balancers, addresses)
