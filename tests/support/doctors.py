# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What `doctor` finds, and what a cloud has seen of it."""

from __future__ import annotations

import json
from typing import Any

from support.fake_cloud import FakeProject
from support.operator import Operator


def findings(operator: Operator, *words: str, expect: int = 0) -> dict[str, dict[str, Any]]:
    """Return what doctor finds, by the name of the check."""
    done = operator.types("-q", "doctor", *words, "-f", "json", expect=expect)
    return {row["Check"]: row for row in json.loads(done.out)}


def writes(project: FakeProject) -> list[str]:
    """Return the calls that may change something."""
    return [
        call
        for call in project.calls
        if call.startswith(("POST", "PUT", "DELETE", "PATCH"))
        or any(word in call for word in ("point", "create", "delete", "resize", "allocate"))
    ]
