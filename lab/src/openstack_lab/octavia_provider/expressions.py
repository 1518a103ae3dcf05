# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Regular expressions of L7 rules: Octavia tries them in Python, but HAProxy has its own.

One that only Python understands would put the load balancer in ERROR long after the API had
accepted it, so HAProxy is asked before.
"""

import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

from openstack_lab.octavia_provider.rendering.text import word

_TRIAL = """\
frontend trial
    mode http
    bind 127.0.0.1:1
    timeout client 1s
    http-request deny if {{ path -m reg -- {expression} }}
"""


def refusals(wanted: Mapping[str, Any], haproxy: str) -> list[str]:
    """Return why HAProxy does not take the regular expressions in a request or its children."""
    return [
        f"HAProxy does not understand the regular expression {expression!r}"
        for expression in _expressions(wanted)
        if not _is_understood(expression, haproxy)
    ]


def _expressions(wanted: object) -> Iterator[str]:
    if isinstance(wanted, Mapping):
        if wanted.get("compare_type") == "REGEX" and wanted.get("value"):
            yield wanted["value"]
        for child in wanted.values():
            yield from _expressions(child)
    elif isinstance(wanted, list):
        for child in wanted:
            yield from _expressions(child)


def _is_understood(expression: str, haproxy: str) -> bool:
    trial = _TRIAL.format(expression=word(expression))
    command = [haproxy, "-c", "-q", "-f", "/dev/stdin"]
    return subprocess.run(command, input=trial, text=True, check=False).returncode == 0
