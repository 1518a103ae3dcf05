# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Requests that something more urgent waits for: they are given up after a short while."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from datetime import timedelta
from threading import Thread
from typing import TypeVar

from bluegreen.cloud.errors import AnswerLost

Value = TypeVar("Value")

PATIENCE = timedelta(seconds=30)
"""How long production waits for Heat, which takes seconds when it is busy and well."""


def within(limit: timedelta, call: Callable[[], Value], whose: str) -> Value:
    """Return what a call returns. Raises AnswerLost when it has not returned after `limit`.

    A call that is given up continues on its own, in a thread that does not keep the process alive.
    """
    future: Future[Value] = Future()

    def answer() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=answer, name=f"waiting for {whose}", daemon=True).start()
    try:
        return future.result(limit.total_seconds())
    except NotInTime:
        if future.done():  # the call itself met a timeout of its own
            raise
        raise AnswerLost(
            f"{whose} has not answered within {limit.total_seconds():g} s", "bluegreen status"
        ) from None
