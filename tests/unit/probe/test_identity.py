# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Which side answered, told three ways."""

import re
from email.message import Message

import pytest

from bluegreen.probe import ByBody, ByHeader, ByRedirect
from bluegreen.probe.identity import Answer


def answer(status=200, body=b"", **headers):
    """Write an answer; a header's name is given with _ for -."""
    message = Message()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return Answer(status, message, body, closes=False)


@pytest.mark.parametrize(
    ("identity", "given", "side"),
    [
        (ByRedirect(), answer(302, Location="http://bluegreen.invalid/shop/green"), "green"),
        (ByRedirect("shop"), answer(302, Location="http://bluegreen.invalid/shop/blue"), "blue"),
        (ByRedirect("shop"), answer(302, Location="http://bluegreen.invalid/other/blue"), None),
        (ByRedirect(), answer(302, Location="https://shop.example/login"), None),
        (ByRedirect(), answer(302, Location="http://bluegreen.invalid/shop/blue/more"), None),
        (ByRedirect(), answer(200, Location="http://bluegreen.invalid/shop/blue"), None),
        (ByRedirect(), answer(302), None),
        (ByHeader(), answer(x_bluegreen_side=" green "), "green"),
        (ByHeader("Served-By"), answer(Served_By="blue"), "blue"),
        (ByHeader(), answer(X_Bluegreen_Side=""), None),
        (ByHeader(), answer(), None),
        (ByBody(re.compile("side: (?P<side>\\w+)")), answer(body=b"<p>side: blue</p>"), "blue"),
        (ByBody(re.compile("side: (?P<side>\\w+)")), answer(body=b"\xff no side"), None),
    ],
)
def test_a_side_is_named_only_by_an_answer_that_tells_it(identity, given, side):
    """An answer that does not tell is None, never a guess."""
    assert identity.side_of(given) == side
