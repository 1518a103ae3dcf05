# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A placeholder in a query stands for its value and nothing else, wherever it stands."""

from __future__ import annotations

import pytest

from bluegreen.extensions.checks.promql import filled

VALUES = {"version": "v1.2.3+build.5", "side": "green", "odd": "a\"b\\c'd"}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ('e{version="{version}"}', 'e{version="v1.2.3+build.5"}'),
        ('e{version!="{version}"}', 'e{version!="v1.2.3+build.5"}'),
        ('e{version=~"{version}.*"}', 'e{version=~"v1\\\\.2\\\\.3\\\\+build\\\\.5.*"}'),
        ('e{version!~"{version}|x"}', 'e{version!~"v1\\\\.2\\\\.3\\\\+build\\\\.5|x"}'),
        ('e{version =~ "{version}"}', 'e{version =~ "v1\\\\.2\\\\.3\\\\+build\\\\.5"}'),
        ("e{version=~'{version}'}", "e{version=~'v1\\\\.2\\\\.3\\\\+build\\\\.5'}"),
        ("e{version=~`{version}`}", "e{version=~`v1\\.2\\.3\\+build\\.5`}"),
        ("e{version=`{version}`}", "e{version=`v1.2.3+build.5`}"),
        ('e{a=~"b", version="{version}"}', 'e{a=~"b", version="v1.2.3+build.5"}'),
        ('e{a="=~", version="{version}"}', 'e{a="=~", version="v1.2.3+build.5"}'),
        ('e{a="\\"=~", b=~"{side}"}', 'e{a="\\"=~", b=~"green"}'),
        ('sum(e_{side}) # it\'s "{side}"', 'sum(e_green) # it\'s "green"'),
        ('e{a="{odd}"}', 'e{a="a\\"b\\\\c\'d"}'),
        ("e{a='{odd}'}", "e{a='a\"b\\\\c\\'d'}"),
        ('e{version=~"{version}', 'e{version=~"v1.2.3+build.5'),
    ],
)
def test_a_value_is_escaped_for_the_place_where_it_stands(query: str, wanted: str) -> None:
    """For the string, and before that for the regular expression in it, after =~ and !~ alone."""
    assert filled(query, VALUES) == wanted
