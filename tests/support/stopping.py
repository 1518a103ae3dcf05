# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The program, stopped by SIGSTOP in the moment in which it sends a move of an address.

    python stopping.py NUMBER SECONDS COMMAND...

It is stopped before the so-manieth move, after the lease was answered for, and its lease lasts only
so many seconds, so that a test need not wait for minutes.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from itertools import count
from typing import Any

from bluegreen.cloud.api import Api
from bluegreen.commands.shell import main
from bluegreen.holding import take_within


def main_stopped_before(number: int, lease: timedelta, words: list[str]) -> int:
    """Run a command, and stop this process before that move."""
    send, moves = Api._request, count(1)

    def stop_and_send(api: Api, service: Any, method: str, path: str, **more: Any) -> Any:
        kind, _, rest = path.strip("/").partition("/")
        if method == "PUT" and kind == "floatingips" and "/" not in rest and next(moves) == number:
            os.kill(os.getpid(), signal.SIGSTOP)
        return send(api, service, method, path, **more)

    Api._request = stop_and_send  # type: ignore[method-assign]
    take_within.__kwdefaults__["ttl"] = lease  # type: ignore[index]
    return main(words)


if __name__ == "__main__":
    _, number, seconds, *words = sys.argv
    sys.exit(main_stopped_before(int(number), timedelta(seconds=float(seconds)), words))
