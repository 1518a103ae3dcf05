# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Packed records give back what was put in, and take little memory."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from bluegreen.probe import Kind, Record, Records, RequestOutcome

TIMES = st.floats(min_value=0, max_value=1e9)
RECORDS = st.builds(
    Record,
    st.sampled_from(Kind),
    TIMES,
    TIMES,
    TIMES,
    st.sampled_from(RequestOutcome),
    st.none() | st.integers(100, 999),
    st.none() | st.text(min_size=1, max_size=5),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 2**40),
)


@given(st.lists(RECORDS, max_size=20))
def test_what_is_packed_comes_back_as_it_was(records):
    """Packing loses nothing and keeps the order."""
    packed = Records.of(records)
    assert list(packed) == records
    assert len(packed) == len(records)
    assert [packed[place] for place in range(len(records))] == records
    assert list(packed[1:5]) == records[1:5]
    assert records == [] or packed[-1] == records[-1]


def test_a_record_takes_less_than_60_bytes():
    """A million requests of a long probing must fit into an ordinary machine many times over."""
    record = Record(Kind.FRESH, 1.0, 2.0, 3.0, RequestOutcome.OK, 200, "blue")
    tracemalloc.start()
    try:
        packed = Records()
        for _ in range(20_000):
            packed.append(record)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held / len(packed) < 60
