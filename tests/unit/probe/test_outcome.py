# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Operating system errors that a loopback test cannot bring about."""

import errno

import pytest

from bluegreen.probe.outcome import RequestOutcome, outcome_of


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (errno.EHOSTUNREACH, RequestOutcome.UNREACHABLE),
        (errno.ETIMEDOUT, RequestOutcome.TIMED_OUT),
        (errno.EPIPE, RequestOutcome.RESET),
        (errno.EADDRNOTAVAIL, RequestOutcome.NOT_SENT),
        (errno.EMFILE, RequestOutcome.NOT_SENT),
        (errno.ENETUNREACH, RequestOutcome.NOT_SENT),
    ],
)
def test_each_operating_system_error_has_one_outcome(number, outcome):
    """What the prober's own machine lacks differs from what the network did."""
    assert outcome_of(OSError(number, "as the kernel says")) is outcome
