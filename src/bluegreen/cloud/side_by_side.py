# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Independent requests at the same time: the slowest one decides how long they take."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def side_by_side(*calls: Callable[[], Any]) -> tuple[Any, ...]:
    """Run the calls at once and return their results in order; raise the first error, in order.

    All calls have ended when this returns or raises.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(calls))) as pool:
        futures = [pool.submit(call) for call in calls]
    return tuple(future.result() for future in futures)
