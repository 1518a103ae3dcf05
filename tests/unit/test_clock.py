# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting: what comes back, what a failed read does, and what the limit does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from support.fake_clock import FakeClock

from bluegreen.clock import wait_for
from bluegreen.errors import CloudError, Unanswered

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def reading(*answers: int | CloudError) -> Callable[[], int]:
    """Return a read that gives, or raises, these in turn."""
    left: Iterator[int | CloudError] = iter(answers)

    def read() -> int:
        answer = next(left)
        if isinstance(answer, CloudError):
            raise answer
        return answer

    return read


def test_what_was_waited_for_is_returned() -> None:
    """The first value for which it holds, and none is read after it."""
    read = reading(1, 2, 3, 4)

    assert wait_for(read, lambda n: n > 2, limit=MINUTE, every=SECOND, clock=FakeClock()) == 3
    assert read() == 4


def test_after_the_limit_what_was_read_last_is_returned() -> None:
    """The caller says of it what did not come; it is read once more when the time is up."""
    clock = FakeClock()
    read = reading(*range(100))

    assert wait_for(read, lambda n: n > 60, limit=MINUTE, every=SECOND, clock=clock) == 60
    assert clock.now() == MINUTE.total_seconds()


def test_a_read_without_an_answer_is_no_reason_to_stop() -> None:
    """One second of 503 in half an hour of waiting is nobody's failure; somebody may hear of it."""
    heard: list[CloudError] = []
    lost = Unanswered("no answer")

    found = wait_for(
        reading(lost, 7), limit=MINUTE, every=SECOND, clock=FakeClock(), say=heard.append
    )

    assert (found, heard) == (7, [lost])


def test_the_last_failure_is_raised_after_the_limit() -> None:
    """Nothing is known then, which is not the same as a value that is not good."""
    silence = reading(*(Unanswered(f"no answer {number}") for number in range(100)))

    with pytest.raises(Unanswered, match="no answer 60"):
        wait_for(silence, limit=MINUTE, every=SECOND, clock=FakeClock())


def test_a_definite_refusal_ends_the_waiting() -> None:
    """Unless the caller waits despite it."""
    refused = CloudError("the quota is used up")

    with pytest.raises(CloudError, match="quota"):
        wait_for(reading(refused, 1), limit=MINUTE, every=SECOND, clock=FakeClock())
    assert (
        wait_for(
            reading(refused, 1), limit=MINUTE, every=SECOND, clock=FakeClock(), despite=CloudError
        )
        == 1
    )
