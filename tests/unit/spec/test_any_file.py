# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever a file holds, it is valid or its problems are listed: the loader never breaks."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluegreen.errors import SpecificationInvalid
from bluegreen.spec import json_schema, load

_EXAMPLE = yaml.safe_load(
    re.search(
        r"```yaml complete\n(.*?)```",
        (Path(__file__).parents[3] / "docs/specification.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )[1]
)
_SECTIONS = [json_schema(), *json_schema()["$defs"].values()]
_KEYS = st.sampled_from(sorted({key for section in _SECTIONS for key in section["properties"]}))
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.binary(max_size=5),
    st.text(max_size=8),
    st.sampled_from(["10.20.1.0/24", "5s", "999999999h", "TCP", "{version}", "/", ".", "200-1"]),
)
_ANY_KEY = st.one_of(_KEYS, _SCALARS)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(_ANY_KEY, inner, max_size=6)
    ),
    max_leaves=25,
)

# The directory is empty for every example: each overwrites the one file.
_overwriting = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def _places(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for part, below in entries:
        yield (*here, part)
        if isinstance(below, (dict, list)):
            yield from _places(below, (*here, part))


@_overwriting
@given(values=st.dictionaries(_ANY_KEY, _VALUES, max_size=8))
def test_no_mapping_breaks_the_loader(write, values):
    """Any mapping of any values under any keys ends in values or in problems."""
    with suppress(SpecificationInvalid):
        load(write(yaml.safe_dump(values)))


@_overwriting
@given(place=st.sampled_from(list(_places(_EXAMPLE))), value=_VALUES)
def test_no_wrong_value_in_a_good_file_breaks_the_loader(write, place, value):
    """Every key in turn gets a value of any kind, while all around it is right."""
    values = copy.deepcopy(_EXAMPLE)
    section = values
    for part in place[:-1]:
        section = section[part]
    section[place[-1]] = value
    with suppress(SpecificationInvalid):
        load(write(yaml.safe_dump(values)))


@_overwriting
@given(
    data=st.one_of(
        st.binary(max_size=60),
        st.text("{}[]:-&*!|>'\"%@`# \n0a<=?,.~", max_size=60).map(str.encode),
    )
)
def test_no_bytes_break_the_loader(directory, data):
    """Any bytes, also those that look like YAML, end in values or in problems."""
    file = directory / "bluegreen.yaml"
    file.write_bytes(data)
    with suppress(SpecificationInvalid):
        load(file)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a {b: *a}",
        "sides: &s {blue: *s}",
        "a: &a [*a]",
        "[" * 10_000,
        "a: !!bool maybe",
        "a: !!timestamp x",
        "a: 2026-13-45",
        "a: !!int x",
        "a: !!python/object:os.system x",
        "? [a]\n: b",
        "<<: 3",
        "a: =",
        "a: \x07",
        "a: 1\n--- \nb: 1",
        "&a : *a",
    ],
)
def test_a_trap_of_yaml_is_a_problem(problems, text):
    """What YAML libraries answer with exceptions of many kinds is a problem like any other."""
    assert problems(text)
