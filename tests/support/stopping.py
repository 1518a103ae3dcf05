# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The program, stopped by SIGSTOP in the moment in which it sends a move of an address.

    python stopping.py NUMBER SECONDS COMMAND...

It is stopped once, before the so-manieth move, after the lease was answered for. Its lease lasts
only so many seconds, so that a test need not wait for minutes.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from typing import Any

from bluegreen.cli.app import main
from bluegreen.cloud.api import Api
from bluegreen.operations.lease_acquisition import take_within


def main_stopped_before(number: int, lease: timedelta, words: list[str]) -> int:
    """Run a command, and stop this process before that move."""
    send, took_effect, stopped = Api._request, 0, False

    def stop_and_send(api: Api, service: Any, method: str, path: str, **more: Any) -> Any:
        nonlocal took_effect, stopped
        kind, _, rest = path.strip("/").partition("/")
        moves = method == "PUT" and kind == "floatingips" and "/" not in rest
        if moves and took_effect == number - 1 and not stopped:
            stopped = True
            os.kill(os.getpid(), signal.SIGSTOP)
        answer = send(api, service, method, path, **more)
        took_effect += moves  # one that is refused by 412 is sent again, and counts once
        return answer

    Api._request = stop_and_send  # type: ignore[method-assign]
    take_within.__kwdefaults__["ttl"] = lease  # type: ignore[index]
    return main(words)


if __name__ == "__main__":
    _, number, seconds, *words = sys.argv
    sys.exit(main_stopped_before(int(number), timedelta(seconds=float(seconds)), words))
