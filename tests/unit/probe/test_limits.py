# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Each wait of a request is limited by what is left of the whole, and by the progress limit."""

import socket
from datetime import timedelta

import pytest

from bluegreen.probe import Limits
from bluegreen.probe.limits import Deadline

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def connection():
    """Give one end of a connection."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours


def test_every_wait_may_take_as_long_as_progress_may(connection):
    """A long transfer is never cut for being long, only for standing still."""
    deadline = Deadline(Limits(HOUR, progress=MINUTE))
    for _ in range(3):
        with deadline.over(connection):
            assert connection.gettimeout() == 60.0


def test_without_a_progress_limit_a_wait_may_take_what_is_left(connection):
    """The whole limit shrinks with every wait."""
    deadline = Deadline(Limits(HOUR))
    with deadline.over(connection):
        first = connection.gettimeout()
    with deadline.over(connection):
        second = connection.gettimeout()
    assert 3600 > first > second > 0


def test_near_its_end_the_whole_limit_is_the_nearer_one(connection):
    """What is late is timed out then, not stalled."""
    with Deadline(Limits(MINUTE, progress=HOUR)).over(connection):
        assert connection.gettimeout() < 60.0


@pytest.mark.parametrize("limits", [(timedelta(), None), (MINUTE, timedelta()), (-MINUTE, None)])
def test_a_limit_that_allows_nothing_is_refused(limits):
    """Every request would fail, and the server would look guilty."""
    with pytest.raises(ValueError, match="above 0"):
        Limits(*limits)
