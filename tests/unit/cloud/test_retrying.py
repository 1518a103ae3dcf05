# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Asking again: how often, with which pauses, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from support.fake_clock import FakeClock

from bluegreen.cloud.calls import FIRST_PAUSE, JITTER, LONGEST_PAUSE, retrying
from bluegreen.cloud.errors import AnswerLost, Busy, Conflict
from bluegreen.errors import CloudError

MINUTE = timedelta(minutes=1)


class Pauses(FakeClock):
    """A clock that keeps how long each sleep was."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Note and sleep."""
        self.taken.append(seconds)
        super().sleep(seconds)


def failing(times: int, trouble: Callable[[], CloudError]) -> Callable[[], str]:
    """Return a request that fails so many times, and then answers."""
    left = [trouble] * times

    def request() -> str:
        if left:
            raise left.pop()()
        return "answer"

    return request


@pytest.mark.parametrize("trouble", [AnswerLost, Busy])
def test_what_got_no_answer_is_asked_again_with_pauses_that_grow(
    trouble: type[CloudError],
) -> None:
    """Each is about twice as long as the one before, up to ten seconds."""
    clock = Pauses()
    assert retrying(failing(6, lambda: trouble("no")), limit=MINUTE, clock=clock) == "answer"

    ideal = [min(FIRST_PAUSE * 2**n, LONGEST_PAUSE) for n in range(6)]
    assert all(
        (1 - JITTER) * wanted <= taken <= (1 + JITTER) * wanted
        for taken, wanted in zip(clock.taken, ideal, strict=True)
    )


def test_pauses_differ_so_that_callers_do_not_come_back_together() -> None:
    """A front end that was restarted is not met by all its callers in the same moment."""
    first = set()
    for _ in range(20):
        clock = Pauses()
        retrying(failing(1, lambda: Busy("no")), limit=MINUTE, clock=clock)
        first.add(clock.taken[0])

    assert len(first) > 1


def test_a_cloud_that_asks_to_be_left_alone_is_left_alone_for_so_long() -> None:
    """`Retry-After: 30`, RFC 9110, section 10.2.3."""
    clock = Pauses()

    def busy() -> CloudError:
        trouble = Busy("no")
        trouble.retry_after = 30.0
        return trouble

    retrying(failing(1, busy), limit=MINUTE, clock=clock)

    assert clock.taken == [30.0]


def test_the_last_failure_is_raised_once_the_time_is_up() -> None:
    """It is tried once more at the very end."""
    clock = Pauses()

    with pytest.raises(AnswerLost, match="no"):
        retrying(failing(10**6, lambda: AnswerLost("no")), limit=MINUTE, clock=clock)

    assert clock.now() == pytest.approx(60)


def test_a_definite_answer_is_no_reason_to_ask_again() -> None:
    """A refusal is the answer."""
    clock = Pauses()

    with pytest.raises(Conflict):
        retrying(failing(1, lambda: Conflict("no")), limit=MINUTE, clock=clock)

    assert clock.taken == []


def test_the_operator_hears_of_a_long_silence_once(caplog: pytest.LogCaptureFixture) -> None:
    """A hiccup is not worth a word; a program that stands still is."""
    with caplog.at_level("WARNING"):
        retrying(failing(2, lambda: Busy("a hiccup")), limit=MINUTE, clock=Pauses())
    assert caplog.messages == []

    with caplog.at_level("WARNING"):
        retrying(failing(7, lambda: Busy("GET answered 503.")), limit=MINUTE, clock=Pauses())
    (told,) = caplog.messages
    assert told.startswith("GET answered 503; trying again for ")


def test_the_time_is_up_on_a_clock_that_has_counted_for_long() -> None:
    """What is left may be less than such a clock gets on by: that is none."""
    clock = Pauses()
    clock.sleep(1e12)

    with pytest.raises(Busy):
        retrying(failing(10**4, lambda: Busy("no")), limit=MINUTE, clock=clock)
