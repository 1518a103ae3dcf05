# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What happened to one request, each kind of failure apart."""

import errno
from enum import StrEnum


class RequestOutcome(StrEnum):
    """What happened to one request; everything but OK is a failed request."""

    OK = "ok"
    REFUSED = "refused"
    RESET = "reset"
    TIMED_OUT = "timed out"
    STALLED = "stalled"
    CLOSED = "closed before answer"
    STALE = "stale connection"
    UNREACHABLE = "host unreachable"
    WRONG_STATUS = "wrong status"
    MALFORMED = "malformed"
    NOT_SENT = "not sent"
    HELD_UP = "held up here"

    @property
    def is_own(self) -> bool:
        """Whether the prober's own machine is at fault, so that nothing is known of the target."""
        return self in (RequestOutcome.NOT_SENT, RequestOutcome.HELD_UP)


class ClosedBeforeAnswerError(Exception):
    """The server closed the connection before the whole answer had arrived."""


class StaleConnectionError(Exception):
    """A reused connection ended before any byte of the answer had arrived.

    The server had ended it while the request was on its way, or on reading the request: the client
    cannot know which. RFC 9112 section 9.3.1 lets it send a request with an idempotent method once
    more on a new connection, as browsers do; a request with any other method is lost.
    """


class StalledError(TimeoutError):
    """No byte moved for as long as one may take, within the time limit of the whole request."""


class MalformedAnswerError(Exception):
    """What arrived is not HTTP."""


FAILURES = (OSError, ClosedBeforeAnswerError, StaleConnectionError, MalformedAnswerError)
"""Every exception that a request may end with."""

_NO_WAY_THERE = {errno.EHOSTUNREACH, errno.EHOSTDOWN}


def outcome_of(failure: Exception) -> RequestOutcome:
    """Name the outcome of a request that ended with this exception.

    NOT_SENT is the prober's own machine at fault: no source port, no file descriptor, no route, not
    allowed.
    """
    match failure:
        case ClosedBeforeAnswerError():
            return RequestOutcome.CLOSED
        case StaleConnectionError():
            return RequestOutcome.STALE
        case MalformedAnswerError():
            return RequestOutcome.MALFORMED
        case StalledError():
            return RequestOutcome.STALLED
        case TimeoutError():
            return RequestOutcome.TIMED_OUT
        case ConnectionRefusedError():
            return RequestOutcome.REFUSED
        case ConnectionError():
            return RequestOutcome.RESET
        case OSError() if failure.errno in _NO_WAY_THERE:
            return RequestOutcome.UNREACHABLE
    return RequestOutcome.NOT_SENT
